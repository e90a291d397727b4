/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/schema.h"

#include "base/file.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

START_TEST(rows_stand_in_the_order_of_their_enum)
{
    size_t n_rows = 0;
    size_t n_slots = 0;
    const struct schema_row *rows = schema_rows(&n_rows);
    const struct schema_slot *slots = schema_slots(&n_slots);
    ck_assert_uint_eq(n_rows, FIELD_ID + 1);
    for (size_t i = 0; i < n_rows; i++) {
        ck_assert_uint_eq(rows[i].field, i);
        ck_assert_ptr_eq(schema_row(rows[i].field), &rows[i]);
        ck_assert_ptr_eq(schema_find(str_span_of(rows[i].name)), &rows[i]);
    }
    ck_assert_uint_eq(n_slots, SLOT_TAGS + 1);
    for (size_t i = 0; i < n_slots; i++)
        ck_assert_uint_eq(slots[i].slot, i);
    ck_assert_ptr_null(schema_find(SPAN("autor")));
    ck_assert_ptr_null(schema_find(SPAN("")));
}

END_TEST

/* Else a word of one field could be a term of another, or a stem. */
START_TEST(prefixes_are_capitals_and_distinct)
{
    size_t n_rows = 0;
    const struct schema_row *rows = schema_rows(&n_rows);
    for (size_t i = 0; i < n_rows; i++) {
        const char *prefix = rows[i].prefix;
        size_t n_bytes = strlen(prefix);
        ck_assert_uint_eq(strspn(prefix, "ABCDEFGHIJKLMNOPQRSTUVWXY"), n_bytes);
        ck_assert_uint_le(n_bytes, 12);
        ck_assert(n_bytes < 2 || prefix[0] == 'X'); /* Omega's rule */
        for (size_t j = 0; j < i; j++)
            ck_assert_str_ne(prefix, rows[j].prefix);
    }
}

END_TEST

static const struct {
    uint32_t i_stretch;
    uint32_t n_words;
    uint32_t next;
} stretch_rows[] = {
    {0, 0, 1},
    {0, 1, 1},
    {0, 2047, 1}, /* the first word is at 1 */
    {0, 2048, 2},
    {1, 1, 2},
    {1, 2048, 2},
    {1, 2049, 3},
    {1, 4096, 3},
    {1, 6144, 3},
    {1, 6145, 4},
    {7, 100000, 32},
    {STRETCH_MAX, 1, STRETCH_MAX + 1},
    {STRETCH_MAX, UINT32_MAX, 2097151},
    {UINT32_MAX, UINT32_MAX, UINT32_MAX},
};

START_TEST(the_next_paragraph_leaves_the_gap_and_no_more)
{
    uint32_t i = stretch_rows[_i].i_stretch;
    uint32_t n = stretch_rows[_i].n_words;
    uint32_t next = schema_next_stretch(i, n);
    ck_assert_uint_eq(next, stretch_rows[_i].next);
    if (next == UINT32_MAX)
        return;
    uint64_t end = (uint64_t)i * STRETCH_POSITIONS + (i == 0) + n;
    uint64_t start = (uint64_t)next * STRETCH_POSITIONS;
    ck_assert_uint_ge(start, end + PARAGRAPH_GAP);
    ck_assert_uint_lt(start, end + PARAGRAPH_GAP + STRETCH_POSITIONS);
}

END_TEST

/* Takes the next line that begins with "| " and is no header. */
static bool next_row(char **lines, char **ret_row)
{
    char *line;
    while ((line = strsep(lines, "\n")))
        if (strncmp(line, "| `", 3) == 0) {
            *ret_row = line;
            return true;
        } else if (strncmp(line, "## ", 3) == 0)
            return false;
    return false;
}

/* The rows of the table under heading in doc/index-format.md. */
static char *find_section(struct str *text, const char *heading)
{
    const char *srcdir = getenv("srcdir");
    CLEANUP(str_release) struct str path = STR_INIT;
    str_add_format(&path, "%s/doc/index-format.md", srcdir ? srcdir : ".");
    ck_assert_int_eq(str_status(&path, NULL), STATUS_OK);
    struct error err = ERROR_INIT;
    enum status status = file_read(path.bytes, 1 << 20, text, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    char *section = strstr(text->bytes, heading);
    ck_assert_msg(section != NULL, "no heading '%s'", heading);
    return section + strlen(heading);
}

START_TEST(schema_table_is_what_the_document_says)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    size_t n_rows = 0;
    const struct schema_row *rows = schema_rows(&n_rows);
    char *lines = find_section(&text, "\n## Fields and their terms\n");
    char *row;
    for (size_t i = 0; i < n_rows; i++) {
        char wanted[256];
        (void)snprintf(wanted, sizeof wanted, "| `%s` | %s%s%s | %s | %s |",
                       rows[i].name, *rows[i].prefix ? "`" : "none",
                       rows[i].prefix, *rows[i].prefix ? "`" : "",
                       schema_kind_name(rows[i].kind), rows[i].help);
        ck_assert(next_row(&lines, &row));
        ck_assert_str_eq(row, wanted);
    }
    ck_assert(!next_row(&lines, &row));
}

END_TEST

START_TEST(slot_table_is_what_the_document_says)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    size_t n_slots = 0;
    const struct schema_slot *slots = schema_slots(&n_slots);
    char *lines = find_section(&text, "\n## Value slots\n");
    char *row;
    for (size_t i = 0; i < n_slots; i++) {
        char wanted[256];
        (void)snprintf(wanted, sizeof wanted, "| `%d` | %s | %s |",
                       (int)slots[i].slot, slots[i].name, slots[i].help);
        ck_assert(next_row(&lines, &row));
        ck_assert_str_eq(row, wanted);
    }
    ck_assert(!next_row(&lines, &row));
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("schema");
    TCase *table = tcase_create("table");
    tcase_add_test(table, rows_stand_in_the_order_of_their_enum);
    tcase_add_test(table, prefixes_are_capitals_and_distinct);
    tcase_add_test(table, schema_table_is_what_the_document_says);
    tcase_add_test(table, slot_table_is_what_the_document_says);
    suite_add_tcase(suite, table);
    TCase *positions = tcase_create("positions");
    tcase_add_loop_test(positions,
                        the_next_paragraph_leaves_the_gap_and_no_more, 0,
                        (int)(sizeof(stretch_rows) / sizeof(stretch_rows[0])));
    suite_add_tcase(suite, positions);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
