/*
 * Queries with what is read and said of them, as rows of a table: a query, its
 * canonical reading and the codes of its diagnostics.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TESTS_UNIT_QUERY_ROWS_H
#define LEDE_TESTS_UNIT_QUERY_ROWS_H

#include "searcher/query.h"

#include <check.h>
#include <string.h>

struct row {
    const char *query;
    const char *reading; /* NULL: it cannot be read */
    const char *codes;   /* of all diagnostics, with spaces between */
};

/* The day on which all of them are read: a Tuesday. */
#define ROWS_TODAY 20260310u

static struct arena arena;
static struct diagnostic_list list;

static void set_up(void)
{
    arena_init(&arena);
    diagnostic_list_init(&list, &arena);
}

static void tear_down(void)
{
    diagnostic_list_release(&list);
    arena_release(&arena);
}

static inline enum status parse_as(struct str_span query, enum query_mode mode,
                                   bool is_lenient, struct ast_node **ret_node,
                                   struct error *err)
{
    struct query_settings settings = {
        .mode = mode,
        .reading = is_lenient ? QUERY_READING_LENIENT : QUERY_READING_STRICT,
        .today = ROWS_TODAY};
    list.n_items = 0;
    *ret_node = NULL;
    return query_read(query, &settings, &arena, ret_node, &list, err);
}

static inline enum status parse(struct str_span query, enum query_mode mode,
                                struct ast_node **ret_node, struct error *err)
{
    return parse_as(query, mode, mode == QUERY_ANY_WORD, ret_node, err);
}

static inline void expect_spans(const char *query)
{
    for (size_t i = 0; i < list.n_items; i++) {
        const struct diagnostic *item = &list.items[i];
        ck_assert_msg(item->span.start_bytes <= item->span.end_bytes &&
                          item->span.end_bytes <= strlen(query),
                      "%s: span of %s", query, item->code);
        ck_assert_msg(item->message.n_bytes > 0, "%s: %s says nothing", query,
                      item->code);
    }
}

static inline void expect_row(const struct row *row, enum query_mode mode,
                              bool is_lenient)
{
    struct ast_node *node;
    struct error err = ERROR_INIT;
    CLEANUP(str_release) struct str reading = STR_INIT;
    CLEANUP(str_release) struct str codes = STR_INIT;
    enum status status =
        parse_as(str_span_of(row->query), mode, is_lenient, &node, &err);
    expect_spans(row->query);
    for (size_t i = 0; i < list.n_items; i++)
        str_add_format(&codes, "%s%s", i > 0 ? " " : "", list.items[i].code);
    if (status == STATUS_OK)
        ast_print(node, &reading);
    ck_assert_msg(strcmp(str_view(&codes).bytes, row->codes) == 0,
                  "%s: codes '%s', not '%s'; read as '%s'", row->query,
                  str_view(&codes).bytes, row->codes, str_view(&reading).bytes);
    ck_assert_msg((status == STATUS_OK) == (row->reading != NULL),
                  "%s: status %s: %s; read as '%s'", row->query,
                  status_name(status), err.message, str_view(&reading).bytes);
    if (row->reading == NULL) {
        ck_assert_int_eq(status, STATUS_BAD_QUERY);
        ck_assert_str_ne(err.message, "");
        return;
    }
    ck_assert_msg(strcmp(str_view(&reading).bytes, row->reading) == 0,
                  "%s: read as '%s', not '%s'", row->query,
                  str_view(&reading).bytes, row->reading);
}

#define LOOP_TEST(name, rows, mode, is_lenient)                                \
    START_TEST(name)                                                           \
    {                                                                          \
        expect_row(&(rows)[_i], mode, is_lenient);                             \
    }                                                                          \
                                                                               \
    END_TEST

#define COUNT_OF(array) ((int)(sizeof(array) / sizeof *(array)))

#endif
