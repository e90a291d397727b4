/*
 * The catalogue of sources: its form, and how a later part changes an
 * earlier.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/path_set.h"
#include "indexer/source_form.h"

#include <check.h>
#include <stdlib.h>

static void add_ids(struct source_list *list, struct source *source,
                    const char *letters)
{
    struct str ids = STR_INIT;
    struct str last = STR_INIT;

    for (const char *letter = letters; *letter != '\0'; letter++) {
        const struct source_id id = {str_span(letter, 1), (uint64_t)*letter};

        source_id_add(&ids, &last, &id);
        source->n_ids++;
    }
    source->ids = str_view(&ids);
    ck_assert_int_eq(source_list_keep(list, &source->ids, NULL), STATUS_OK);
    str_release(&ids);
    str_release(&last);
}

/* Ids are letters; the hash is not 0. */
static void add(struct source_list *list, const char *path,
                enum source_kind kind, const char *letters)
{
    struct source source = {.path = str_span_of(path),
                            .kind = kind,
                            .n_bytes = 7,
                            .mtime_ns = -3,
                            .hash = {1, 2}};

    add_ids(list, &source, letters);
    ck_assert_int_eq(source_list_add(list, &source, NULL), STATUS_OK);
}

static const char *print_ids(const struct source *source)
{
    static char letters[32];
    struct source_id_iter iter;
    struct source_id id;
    size_t n = 0;

    source_id_iter_init(&iter, source);
    while (source_id_next(&iter, &id, NULL) == STATUS_OK) {
        ck_assert_uint_eq(id.id.n_bytes, 1);
        ck_assert_uint_eq(id.sum, (uint64_t)*id.id.bytes);
        letters[n++] = *id.id.bytes;
    }
    letters[n] = '\0';
    ck_assert_uint_eq(n, source->n_ids);
    source_id_iter_release(&iter);
    return letters;
}

START_TEST(what_is_written_is_read)
{
    struct source_list list = SOURCE_LIST_INIT;
    struct source_list copy = SOURCE_LIST_INIT;
    struct str bytes = STR_INIT;

    add(&list, "/b/two", SOURCE_MORE, "xy");
    add(&list, "/b/three", SOURCE_GONE, "");
    add(&list, "/a", SOURCE_WHOLE, "");
    ck_assert_int_eq(source_list_settle(&list, false, NULL), STATUS_OK);
    source_form_write(&list, &bytes);
    ck_assert_int_eq(source_form_read(str_view(&bytes), &copy, NULL),
                     STATUS_OK);
    ck_assert_uint_eq(copy.n_items, 3);
    ck_assert(str_span_equal(copy.items[0].path, SPAN("/a")));
    ck_assert_int_eq(copy.items[1].kind, SOURCE_GONE);
    ck_assert(str_span_equal(copy.items[2].path, SPAN("/b/two")));
    ck_assert_int_eq(copy.items[2].kind, SOURCE_MORE);
    ck_assert_uint_eq(copy.items[2].n_bytes, 7);
    ck_assert_int_eq(copy.items[2].mtime_ns, -3);
    ck_assert_uint_eq(copy.items[2].hash.high, 1);
    ck_assert_uint_eq(copy.items[2].hash.low, 2);
    ck_assert_str_eq(print_ids(&copy.items[2]), "xy");
    source_list_release(&copy);
    source_list_release(&list);
    str_release(&bytes);
}

END_TEST

/* Every cut, and every byte changed: an error or a list, never a crash. */
START_TEST(other_bytes_do_no_harm)
{
    struct source_list list = SOURCE_LIST_INIT;
    struct str bytes = STR_INIT;
    size_t n_refused = 0;

    add(&list, "/b/two", SOURCE_WHOLE, "xyz");
    add(&list, "/b/three", SOURCE_MORE, "z");
    source_form_write(&list, &bytes);
    for (size_t n = 0; n < bytes.n_bytes; n++) {
        struct source_list copy = SOURCE_LIST_INIT;
        char *cut = malloc(n + 1);

        ck_assert_ptr_nonnull(cut);
        for (size_t i = 0; i < n; i++)
            cut[i] = bytes.bytes[i];
        if (source_form_read(str_span(cut, n), &copy, NULL) != STATUS_OK)
            n_refused++;
        source_list_release(&copy);
        free(cut);
    }
    for (size_t i = 0; i < bytes.n_bytes; i++) {
        struct source_list copy = SOURCE_LIST_INIT;

        bytes.bytes[i] ^= (char)0x81;
        if (source_form_read(str_view(&bytes), &copy, NULL) == STATUS_OK)
            for (size_t k = 0; k < copy.n_items; k++) {
                struct source_id_iter iter;
                struct source_id id;

                source_id_iter_init(&iter, &copy.items[k]);
                while (source_id_next(&iter, &id, NULL) == STATUS_OK)
                    ;
                source_id_iter_release(&iter);
            }
        source_list_release(&copy);
        bytes.bytes[i] ^= (char)0x81;
    }
    /* All but the cuts before the first source and between the two. */
    ck_assert_uint_eq(n_refused, bytes.n_bytes - 2);
    source_list_release(&list);
    str_release(&bytes);
}

END_TEST

/* Two parts, and what they come to. "" stands for none. */
static const struct row {
    enum source_kind before;
    const char *ids_before;
    enum source_kind after;
    const char *ids_after;
    bool is_whole;
    const char *ids; /* NULL: it is gone */
    enum source_kind kind;
    bool is_to_be_read_again;
} rows[] = {
    {SOURCE_WHOLE, "ab", SOURCE_WHOLE, "bc", true, "bc", SOURCE_WHOLE, false},
    {SOURCE_WHOLE, "ab", SOURCE_MORE, "abc", true, "abc", SOURCE_WHOLE, false},
    {SOURCE_WHOLE, "ab", SOURCE_MORE, "bc", true, "abc", SOURCE_WHOLE, true},
    {SOURCE_WHOLE, "ab", SOURCE_GONE, "", true, NULL, SOURCE_GONE, false},
    {SOURCE_WHOLE, "ab", SOURCE_GONE, "", false, "", SOURCE_GONE, false},
    {SOURCE_GONE, "", SOURCE_MORE, "c", false, "c", SOURCE_WHOLE, false},
    {SOURCE_MORE, "a", SOURCE_MORE, "b", false, "ab", SOURCE_MORE, true},
    {SOURCE_MORE, "a", SOURCE_MORE, "b", true, "ab", SOURCE_WHOLE, true},
    {SOURCE_MORE, "a", SOURCE_WHOLE, "b", false, "b", SOURCE_WHOLE, false},
};

START_TEST(a_later_part_changes_an_earlier)
{
    const struct row *row = &rows[_i];
    struct source_list list = SOURCE_LIST_INIT;
    struct source *source;

    add(&list, "/z", SOURCE_WHOLE, "z");
    add(&list, "/p", row->before, row->ids_before);
    add(&list, "/p", row->after, row->ids_after);
    add(&list, "/a", SOURCE_WHOLE, "a");
    ck_assert_int_eq(source_list_settle(&list, row->is_whole, NULL), STATUS_OK);
    source = source_list_find(&list, SPAN("/p"));
    if (row->ids == NULL) {
        ck_assert_ptr_null(source);
    } else {
        ck_assert_ptr_nonnull(source);
        ck_assert_int_eq(source->kind, row->kind);
        ck_assert_str_eq(print_ids(source), row->ids);
        ck_assert_int_eq(source->hash.high == 0, row->is_to_be_read_again);
    }
    ck_assert_ptr_nonnull(source_list_find(&list, SPAN("/a")));
    ck_assert_ptr_nonnull(source_list_find(&list, SPAN("/z")));
    ck_assert_ptr_null(source_list_find(&list, SPAN("/")));
    source_list_release(&list);
}

END_TEST

START_TEST(a_directory_is_above_its_files_only)
{
    struct source_list list = SOURCE_LIST_INIT;
    struct path_set set = PATH_SET_INIT;

    add(&list, "/ab/c", SOURCE_WHOLE, "");
    ck_assert(source_list_has_below(&list, SPAN("/ab")));
    ck_assert(source_list_has_below(&list, SPAN("/")));
    ck_assert(!source_list_has_below(&list, SPAN("/a")));
    ck_assert(!source_list_has_below(&list, SPAN("/ab/c")));
    ck_assert(!path_set_covers(&set, SPAN("/ab/c")));
    ck_assert_int_eq(path_set_add(&set, SPAN("/x"), NULL), STATUS_OK);
    ck_assert_int_eq(path_set_add(&set, SPAN("/ab"), NULL), STATUS_OK);
    ck_assert(path_set_covers(&set, SPAN("/ab/c/d")));
    ck_assert(path_set_covers(&set, SPAN("/ab")));
    ck_assert(!path_set_covers(&set, SPAN("/abc")));
    ck_assert(!path_set_covers(&set, SPAN("/a")));
    ck_assert(!path_set_covers(&set, SPAN("/")));
    ck_assert_int_eq(path_set_add(&set, SPAN("/"), NULL), STATUS_OK);
    ck_assert(path_set_covers(&set, SPAN("/abc")));
    ck_assert(path_set_covers(&set, SPAN("/")));
    path_set_release(&set);
    source_list_release(&list);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("source");
    TCase *tcase = tcase_create("catalogue");

    tcase_add_test(tcase, what_is_written_is_read);
    tcase_add_test(tcase, other_bytes_do_no_harm);
    tcase_add_loop_test(tcase, a_later_part_changes_an_earlier, 0,
                        (int)(sizeof(rows) / sizeof(rows[0])));
    tcase_add_test(tcase, a_directory_is_above_its_files_only);
    suite_add_tcase(suite, tcase);

    SRunner *runner = srunner_create(suite);

    srunner_run_all(runner, CK_ENV);

    int n_failed = srunner_ntests_failed(runner);

    srunner_free(runner);
    return n_failed != 0;
}
