/*
 * How the builder treats those who use it: what it refuses, what a refusal
 * costs, what is left behind. That what it writes is right is the business
 * of compare_glass.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/builder.h"
#include "glass/table.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static char scratch[64];
static char path[80];

static void make_scratch(void)
{
    snprintf(scratch, sizeof scratch, "/tmp/lede-check-glass-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(scratch));
    snprintf(path, sizeof path, "%s/db", scratch);
}

/* Fails if a test left anything in it. */
static void remove_scratch(void)
{
    ck_assert_int_eq(rmdir(scratch), 0);
}

static bool exists(const char *name)
{
    char file[120];
    snprintf(file, sizeof file, "%s/%s", path, name);
    return access(file, F_OK) == 0;
}

static struct builder *new_builder(size_t memory_bytes)
{
    struct error err = ERROR_INIT;
    struct builder *builder = NULL;
    struct builder_settings settings = {.memory_bytes = memory_bytes};
    ck_assert_msg(builder_new(path, &settings, &builder, &err) == STATUS_OK,
                  "%s", err.message);
    return builder;
}

/* One posting of each of n terms, the i-th at position i. */
static enum status add_terms(struct builder *builder,
                             const struct str_span *terms, size_t n,
                             struct error *err)
{
    struct glass_posting postings[200];
    struct glass_document document = {
        .terms = terms, .n_terms = n, .postings = postings, .n_postings = n};
    for (uint32_t i = 0; i < n; i++)
        postings[i] = (struct glass_posting){i, i, 1};
    return builder_add(builder, &document, err);
}

/* Removes a finished database. */
static void remove_database(void)
{
    static const char *const names[] = {"iamglass", "postlist.glass",
                                        "termlist.glass", "docdata.glass",
                                        "position.glass"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char file[120];
        snprintf(file, sizeof file, "%s/%s", path, names[i]);
        unlink(file);
    }
    ck_assert_int_eq(rmdir(path), 0);
}

START_TEST(a_path_that_is_taken_is_refused_and_unharmed)
{
    struct error err = ERROR_INIT;
    struct builder *first = new_builder(0);
    struct builder *second = NULL;
    ck_assert_int_eq(builder_new(path, NULL, &second, &err), STATUS_IO);
    ck_assert_ptr_nonnull(strstr(err.message, path));
    ck_assert_ptr_null(second);
    ck_assert_int_eq(access(path, F_OK), 0);
    builder_free(first);
}

END_TEST

START_TEST(block_sizes_that_the_format_lacks_are_refused)
{
    static const uint32_t sizes[] = {1024, 3000, 131072};
    struct builder *builder = NULL;
    struct builder_settings settings = {.n_block_bytes = sizes[_i]};
    ck_assert_int_eq(builder_new(path, &settings, &builder, NULL),
                     STATUS_BAD_USAGE);
    ck_assert_int_ne(access(path, F_OK), 0);
}

END_TEST

START_TEST(what_was_not_finished_is_removed)
{
    static const struct str_span term = {"term", 4};
    /* So little memory that the run goes to the temporary file. */
    struct builder *builder = new_builder(1);
    for (int i = 0; i < 20000; i++)
        ck_assert_int_eq(add_terms(builder, &term, 1, NULL), STATUS_OK);
    ck_assert(exists("termlist.glass"));
    ck_assert(!exists("spill.tmp"));
    ck_assert(!exists("iamglass"));
    builder_free(builder);
    ck_assert_int_ne(access(path, F_OK), 0);
}

END_TEST

START_TEST(a_finished_database_stays_and_takes_no_more)
{
    static const struct str_span term = {"term", 4};
    struct builder *builder = new_builder(0);
    ck_assert_int_eq(add_terms(builder, &term, 1, NULL), STATUS_OK);
    ck_assert_int_eq(builder_finish(builder, NULL), STATUS_OK);
    ck_assert_int_eq(add_terms(builder, &term, 1, NULL), STATUS_INTERNAL);
    ck_assert_int_eq(builder_finish(builder, NULL), STATUS_INTERNAL);
    builder_free(builder);
    ck_assert(exists("iamglass"));
    ck_assert(exists("position.glass"));
    ck_assert(!exists("docdata.glass"));
    remove_database();
}

END_TEST

static char longest[GLASS_MAX_TERM_BYTES + 1];
static const char nuls[GLASS_MAX_TERM_BYTES / 2 + 1];

static const struct refusal {
    struct str_span term;
    struct glass_posting posting;
    enum status status;
} refusals[] = {
    {{"", 0}, {1, 1, 1}, STATUS_BAD_TEXT},
    {{longest, sizeof longest}, {1, 1, 1}, STATUS_TOO_BIG},
    {{nuls, sizeof nuls}, {1, 1, 1}, STATUS_TOO_BIG},
    {{"x", 1}, {1, 1, UINT32_MAX}, STATUS_TOO_BIG}, /* with the 1 before it */
    {{"x", 1}, {2, 1, 1}, STATUS_INTERNAL},
};

/* Also not by the terms that it had with them. */
START_TEST(a_document_that_can_not_be_stored_harms_no_other)
{
    struct builder *builder = new_builder(0);
    const struct glass_posting postings[] = {{0, 1, 1}, refusals[_i].posting};
    const struct str_span terms[] = {SPAN("good"), refusals[_i].term};
    struct glass_document document = {.terms = terms,
                                      .n_terms = 2,
                                      .terms_key = 7,
                                      .postings = postings,
                                      .n_postings = 1};
    memset(longest, 'x', sizeof longest);
    ck_assert_int_eq(builder_add(builder, &document, NULL), STATUS_OK);
    document.n_postings = 2;
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(builder_add(builder, &document, NULL),
                         refusals[_i].status);
    document.n_postings = 1;
    ck_assert_int_eq(builder_add(builder, &document, NULL), STATUS_OK);
    ck_assert_uint_eq(builder_n_documents(builder), 2);
    ck_assert_int_eq(builder_finish(builder, NULL), STATUS_OK);
    builder_free(builder);
    remove_database();
}

END_TEST

START_TEST(a_value_without_a_slot_and_data_without_end_are_refused)
{
    struct builder *builder = new_builder(0);
    struct glass_value value = {UINT32_MAX, {"v", 1}};
    struct glass_document document = {.values = &value, .n_values = 1};
    ck_assert_int_eq(builder_add(builder, &document, NULL), STATUS_BAD_TEXT);
    document.n_values = 0;
    /* Nobody looks at the bytes: their number is enough. */
    document.data = str_span("", table_max_tag_bytes(8192, 255) + 1);
    ck_assert_int_eq(builder_add(builder, &document, NULL), STATUS_TOO_BIG);
    ck_assert_uint_eq(builder_n_documents(builder), 0);
    builder_free(builder);
}

END_TEST

START_TEST(metadata_keys_have_a_limit)
{
    static const char key[254] = "k";
    struct builder *builder = new_builder(0);
    ck_assert_int_eq(
        builder_set_metadata(builder, str_span(key, 0), SPAN("v"), NULL),
        STATUS_BAD_TEXT);
    ck_assert_int_eq(
        builder_set_metadata(builder, str_span(key, 254), SPAN("v"), NULL),
        STATUS_TOO_BIG);
    ck_assert_int_eq(
        builder_set_metadata(builder, str_span(key, 253), SPAN("v"), NULL),
        STATUS_OK);
    builder_free(builder);
}

END_TEST

START_TEST(a_sealed_run_takes_no_documents_until_it_is_appended)
{
    struct run *run = NULL;
    static const struct glass_document empty = {.n_postings = 0};
    struct builder *builder = new_builder(0);
    ck_assert_int_eq(builder_new_run(builder, &run, NULL), STATUS_OK);
    ck_assert_int_eq(run_add(run, &empty, NULL), STATUS_OK);
    ck_assert_int_eq(run_seal(run, NULL), STATUS_OK);
    ck_assert_int_eq(run_add(run, &empty, NULL), STATUS_INTERNAL);
    ck_assert_int_eq(builder_append(builder, run, NULL), STATUS_OK);
    ck_assert_uint_eq(run_n_documents(run), 0);
    ck_assert_int_eq(run_add(run, &empty, NULL), STATUS_OK);
    ck_assert_uint_eq(builder_n_documents(builder), 1);
    run_free(run);
    builder_free(builder);
}

END_TEST

START_TEST(a_run_that_was_sealed_empty_takes_documents_once_it_is_appended)
{
    struct run *run = NULL;
    static const struct glass_document empty = {.n_postings = 0};
    struct builder *builder = new_builder(0);
    ck_assert_int_eq(builder_new_run(builder, &run, NULL), STATUS_OK);
    ck_assert_int_eq(run_seal(run, NULL), STATUS_OK);
    ck_assert_int_eq(builder_append(builder, run, NULL), STATUS_OK);
    ck_assert_int_eq(run_add(run, &empty, NULL), STATUS_OK);
    ck_assert_int_eq(builder_append(builder, run, NULL), STATUS_OK);
    ck_assert_uint_eq(builder_n_documents(builder), 1);
    run_free(run);
    builder_free(builder);
}

END_TEST

/* Files may have this many bytes: small ones fail first. */
static const rlim_t file_limits[] = {0, 100, 8192, 300000, 1200000};

START_TEST(a_full_disk_is_told_and_leaves_nothing)
{
    struct str_span terms[200];
    char bytes[200][8];
    struct rlimit limit = {file_limits[_i], file_limits[_i]};
    struct error err = ERROR_INIT;
    enum status status = STATUS_OK;
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    struct builder *builder = new_builder(1);
    for (unsigned i = 0; status == STATUS_OK && i < 1000; i++) {
        for (unsigned j = 0; j < 200; j++) {
            int n = snprintf(bytes[j], sizeof bytes[j], "%u", i * j % 5000);
            terms[j] = str_span(bytes[j], (size_t)n);
        }
        status = add_terms(builder, terms, 200, &err);
    }
    if (status == STATUS_OK)
        status = builder_finish(builder, &err);
    ck_assert_int_eq(status, STATUS_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "File too large"));
    ck_assert_int_ne(builder_finish(builder, NULL), STATUS_OK);
    builder_free(builder);
    ck_assert_int_ne(access(path, F_OK), 0);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("glass_builder");
    TCase *life = tcase_create("life");
    tcase_add_checked_fixture(life, make_scratch, remove_scratch);
    tcase_add_test(life, a_path_that_is_taken_is_refused_and_unharmed);
    tcase_add_loop_test(life, block_sizes_that_the_format_lacks_are_refused, 0,
                        3);
    tcase_add_test(life, what_was_not_finished_is_removed);
    tcase_add_test(life, a_finished_database_stays_and_takes_no_more);
    tcase_add_loop_test(life, a_full_disk_is_told_and_leaves_nothing, 0,
                        (int)(sizeof file_limits / sizeof file_limits[0]));
    suite_add_tcase(suite, life);
    TCase *refused = tcase_create("refused");
    tcase_add_checked_fixture(refused, make_scratch, remove_scratch);
    tcase_add_loop_test(refused,
                        a_document_that_can_not_be_stored_harms_no_other, 0,
                        (int)(sizeof refusals / sizeof refusals[0]));
    tcase_add_test(refused,
                   a_value_without_a_slot_and_data_without_end_are_refused);
    tcase_add_test(refused, metadata_keys_have_a_limit);
    tcase_add_test(refused,
                   a_sealed_run_takes_no_documents_until_it_is_appended);
    tcase_add_test(
        refused,
        a_run_that_was_sealed_empty_takes_documents_once_it_is_appended);
    suite_add_tcase(suite, refused);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
