/*
 * Any bytes are a query. The first byte of an input chooses how it is read;
 * of what is read, the rest of the file says what has to be true.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "fuzz.h"

#include "searcher/query.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>

#define TODAY 20260310u

struct trial {
    struct arena arena;
    struct diagnostic_list list;
    struct str query; /* clean UTF-8 */
};

static void fail(const struct trial *trial, const char *what,
                 struct str_span detail)
{
    (void)fprintf(stderr, "%s\n  query [%s]\n  and [%.*s]\n", what,
                  str_view(&trial->query).bytes, (int)detail.n_bytes,
                  detail.bytes);
    abort();
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the parser allows */
static void check_spans(const struct trial *trial, const struct ast_node *node)
{
    if (node->span.start_bytes > node->span.end_bytes ||
        node->span.end_bytes > trial->query.n_bytes)
        fail(trial, "a node is outside of the query", node->text);
    for (size_t i = 0; i < node->n_children; i++)
        check_spans(trial, node->children[i]);
}

static void check_diagnostics(const struct trial *trial)
{
    const struct diagnostic_style style = {"fuzz", true};
    for (size_t i = 0; i < trial->list.n_items; i++) {
        const struct diagnostic *item = &trial->list.items[i];
        CLEANUP(str_release) struct str text = STR_INIT;
        if (item->span.start_bytes > item->span.end_bytes ||
            item->span.end_bytes > trial->query.n_bytes)
            fail(trial, "a diagnostic is outside of the query", item->message);
        if (item->message.n_bytes == 0)
            fail(trial, "a diagnostic says nothing", str_span("", 0));
        diagnostic_print(item, &style, str_view(&trial->query), &text);
        if (!utf8_is_clean(str_view(&text)))
            fail(trial, "a diagnostic is no UTF-8", str_view(&text));
    }
}

static enum status read_as(struct trial *trial, struct str_span text,
                           enum query_mode mode, enum query_reading reading,
                           struct ast_node **ret_node)
{
    struct query_settings settings = {
        .mode = mode, .reading = reading, .today = TODAY};
    return query_read(text, &settings, &trial->arena, ret_node, &trial->list,
                      NULL);
}

/* What the reading says is what was read, in every way of reading. */
static void check_reading(struct trial *trial, const struct ast_node *node)
{
    static const enum query_reading readings[] = {QUERY_READING_STRICT,
                                                  QUERY_READING_LENIENT};
    CLEANUP(str_release) struct str reading = STR_INIT;
    ast_print(node, &reading);
    struct str_span text = str_view(&reading);
    if (text.n_bytes > QUERY_MAX_BYTES)
        return;
    if (!utf8_is_clean(text))
        fail(trial, "the reading is no UTF-8", text);
    for (int i = 0; i < 4; i++) {
        struct ast_node *again;
        enum query_mode mode = i < 2 ? QUERY_ALL_WORDS : QUERY_ANY_WORD;
        trial->list.n_items = 0;
        if (read_as(trial, text, mode, readings[i % 2], &again) != STATUS_OK)
            fail(trial, "the reading cannot be read", text);
        if (!ast_equal(node, again))
            fail(trial, "the reading is read as something else", text);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
    struct trial trial = {.query = STR_INIT};
    struct ast_node *node = NULL;
    size_t n_repaired;

    if (n_bytes == 0)
        return 0;
    arena_init(&trial.arena);
    diagnostic_list_init(&trial.list, &trial.arena);
    utf8_repair(str_span((const char *)bytes + 1, n_bytes - 1), &trial.query,
                &n_repaired);
    enum query_mode mode =
        (bytes[0] & 1) != 0 ? QUERY_ANY_WORD : QUERY_ALL_WORDS;
    enum query_reading reading =
        (bytes[0] & 2) != 0 ? QUERY_READING_LENIENT : QUERY_READING_STRICT;
    enum status status =
        read_as(&trial, str_view(&trial.query), mode, reading, &node);
    check_diagnostics(&trial);
    if (status != STATUS_OK && status != STATUS_BAD_QUERY)
        fail(&trial, "reading fails", str_span("", 0));
    if ((status == STATUS_BAD_QUERY) != diagnostic_has_error(&trial.list))
        fail(&trial, "the status and the diagnostics differ", str_span("", 0));
    if (status == STATUS_OK) {
        check_spans(&trial, node);
        check_reading(&trial, node);
    }
    str_release(&trial.query);
    diagnostic_list_release(&trial.list);
    arena_release(&trial.arena);
    return 0;
}
