/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/probe.h"
#include "tests/unit/scratch_index.h"

static const char *const two[] = {"one tax", "two taxes"};

/* Something in the way of a probe, which no sweep takes away: so it shows
   whether one was made. */
static void obstruct(void)
{
    ck_assert_int_eq(mkdir("x/seg-000000", 0777), 0);
    scratch_write_file("x/seg-000000/somebody's", "own");
}

static bool is_probed(void)
{
    struct writer *writer = scratch_open("x");
    bool was_made = writer_why_api(writer) != NULL;
    writer_free(writer);
    return was_made;
}

static void set_key(const char *key)
{
    struct manifest manifest;
    struct segment_list list = SEGMENT_LIST_INIT;
    ck_assert_int_eq(manifest_read("x", &manifest, &list, NULL), STATUS_OK);
    (void)snprintf(manifest.probe, sizeof manifest.probe, "%s", key);
    ck_assert_int_eq(manifest_write("x", &manifest, &list, NULL), STATUS_OK);
    segment_list_release(&list);
}

static const char *key_of(struct manifest *manifest)
{
    ck_assert_int_eq(manifest_read("x", manifest, NULL, NULL), STATUS_OK);
    return manifest->probe;
}

START_TEST(a_key_names_the_version_and_stays)
{
    char key[PROBE_KEY_BYTES];
    char again[PROBE_KEY_BYTES];
    ck_assert(probe_key(key));
    ck_assert_msg(strncmp(key, "xapian 1.", 9) == 0, "%s", key);
    ck_assert(probe_key(again));
    ck_assert_str_eq(key, again);
}

END_TEST

START_TEST(what_was_found_right_is_not_tried_again)
{
    struct manifest manifest;
    char key[PROBE_KEY_BYTES];
    scratch_enter();
    scratch_index("x", two, 2);
    ck_assert(probe_key(key));
    ck_assert_str_eq(key_of(&manifest), key);
    obstruct();
    ck_assert(!is_probed());
    scratch_leave();
}

END_TEST

START_TEST(with_another_program_or_xapian_it_is_tried_again)
{
    static const char *const keys[] = {"", "xapian 1.4.22 0123456789abcdef"};
    struct manifest manifest;
    char key[PROBE_KEY_BYTES];
    scratch_enter();
    scratch_index("x", two, 2);
    ck_assert(probe_key(key));
    set_key(keys[_i]);
    obstruct();
    ck_assert(is_probed());
    ck_assert_int_eq(unlink("x/seg-000000/somebody's"), 0);

    struct writer *writer = scratch_open("x");
    ck_assert_ptr_null(writer_why_api(writer));
    scratch_add(writer, "more", "three");
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
    writer_free(writer);
    ck_assert_str_eq(key_of(&manifest), key);
    scratch_leave();
}

END_TEST

START_TEST(what_differs_is_never_taken_for_right)
{
    struct manifest manifest;
    scratch_enter();
    scratch_index("x", two, 2);
    ck_assert_int_eq(setenv("LEDE_PROBE", "differ", 1), 0);
    struct writer *writer = scratch_open("x");
    ck_assert_ptr_nonnull(writer_why_api(writer));
    scratch_add(writer, "more", "three");
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
    writer_free(writer);
    ck_assert_str_eq(key_of(&manifest), "");
    scratch_leave();
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("probe");
    TCase *tcase = tcase_create("keys");
    tcase_add_test(tcase, a_key_names_the_version_and_stays);
    tcase_add_test(tcase, what_was_found_right_is_not_tried_again);
    tcase_add_loop_test(tcase, with_another_program_or_xapian_it_is_tried_again,
                        0, 2);
    /* Last: under CK_FORK=no what it sets outlives it. */
    tcase_add_test(tcase, what_differs_is_never_taken_for_right);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
