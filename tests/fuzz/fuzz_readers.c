/*
 * Any bytes are a file. $LEDE_FUZZ_FORM names the form whose reader is tried,
 * so that each form is a target of its own, with a corpus of plain files;
 * whatever the reader makes of them must be clean UTF-8 within the ceilings,
 * and told with a reason where it is nothing.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "fuzz.h"

#include "indexer/frame.h"
#include "indexer/reader.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bytes {
    struct str_span rest;
};

static void fail(const char *what, struct str_span detail)
{
    (void)fprintf(stderr, "%s\n  [%.*s]\n", what, (int)detail.n_bytes,
                  detail.bytes);
    abort();
}

static void check_span(struct str_span span)
{
    if (span.n_bytes > 0 && !utf8_is_clean(span))
        fail("a field is no UTF-8", span);
}

/* It survives the way from a worker, too. */
static void check_frame(const struct article *article,
                        const struct reader_facts *facts)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    struct arena arena = ARENA_INIT;
    struct reader_facts read_facts;
    struct article read;
    struct frame frame;

    frame_add_article(&out, article, facts);

    struct str_span bytes = str_view(&out);

    if (frame_take(&bytes, &frame) != STATUS_OK ||
        frame_read_article(frame.payload, &arena, &read, &read_facts) !=
            STATUS_OK ||
        !str_span_equal(read.text, article->text))
        fail("an article does not survive its frame", article->title);
    arena_release(&arena);
}

static enum status add(void *context, struct article *article,
                       const struct reader_facts *facts, struct error *err)
{
    (void)context;
    (void)err;
    check_span(article->id);
    check_span(article->title);
    check_span(article->date_text);
    check_span(article->source);
    check_span(article->section);
    check_span(article->language);
    check_span(article->url);
    check_span(article->extra);
    check_span(article->text);
    for (size_t i = 0; i < article->n_authors; i++)
        check_span(article->authors[i]);
    for (size_t i = 0; i < article->n_tags; i++)
        check_span(article->tags[i]);
    check_frame(article, facts);
    return STATUS_OK;
}

static enum status skip(void *context, uint64_t line, const char *reason,
                        struct error *err)
{
    (void)context;
    (void)line;
    (void)err;
    if (reason == NULL || reason[0] == '\0')
        fail("something is skipped without a reason", str_span("", 0));
    return STATUS_OK;
}

static enum status give(void *context, char *room, size_t n_room, size_t *ret_n,
                        struct error *err)
{
    struct bytes *bytes = context;

    (void)err;
    /* In pieces, so that what lies across two is seen, too. */
    *ret_n = bytes->rest.n_bytes < 1000 ? bytes->rest.n_bytes : 1000;
    if (*ret_n > n_room)
        *ret_n = n_room;
    if (*ret_n > 0)
        memcpy(room, bytes->rest.bytes, *ret_n);
    bytes->rest =
        str_span(bytes->rest.bytes + *ret_n, bytes->rest.n_bytes - *ret_n);
    return STATUS_OK;
}

/* NULL: this build has no library for the form. */
static const struct reader *reader_to_try(void)
{
    const char *form = getenv("LEDE_FUZZ_FORM");

    if (form == NULL)
        fail("LEDE_FUZZ_FORM names no form", str_span("", 0));
    return reader_find(form);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
    const struct reader *reader = reader_to_try();
    const struct reader_sink sink = {NULL, add, skip};
    struct reader_settings settings = {.charset = NULL};
    struct bytes rest = {str_span((const char *)bytes, n_bytes)};
    struct input *input = NULL;
    struct error err = ERROR_INIT;

    if (reader == NULL)
        return 0;
    if (input_open_stream("fuzz", give, &rest, &input, &err) != STATUS_OK ||
        reader->read(input, &settings, &sink, &err) != STATUS_OK)
        fail("reading fails", str_span_of(err.message));
    input_free(input);
    return 0;
}
