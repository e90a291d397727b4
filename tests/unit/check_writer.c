/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/index.h"
#include "tests/unit/scratch_index.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static uint64_t n_articles_of(const char *path)
{
    struct index *index = NULL;
    struct index_stats stats;
    struct error err = ERROR_INIT;
    enum status status = index_open(path, &index, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    ck_assert_int_eq(index_stats(index, &stats, NULL), STATUS_OK);
    index_free(index);
    return stats.n_articles;
}

static bool is_there(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

static const char *const three[] = {"one tax", "two taxes", "three"};

/* ---- runs */

START_TEST(a_committed_run_is_an_index)
{
    struct manifest manifest;
    scratch_index("x", three, 3);
    ck_assert_uint_eq(n_articles_of("x"), 3);
    ck_assert_int_eq(manifest_read("x", &manifest, NULL, NULL), STATUS_OK);
    ck_assert_uint_eq(manifest.revision, 1);
    ck_assert_uint_eq(manifest.format, INDEX_FORMAT_VERSION);
    ck_assert_str_eq(manifest.language, "en");
    ck_assert_uint_eq(strlen(manifest.uuid), 36);
    ck_assert_uint_eq(strlen(manifest.updated), 20);
    ck_assert(is_there("x/seg-000001/iamglass"));
}

END_TEST

START_TEST(a_later_run_adds_and_replaces_by_id)
{
    struct manifest first;
    struct manifest second;
    bool has = false;
    scratch_index("x", three, 3);
    ck_assert_int_eq(manifest_read("x", &first, NULL, NULL), STATUS_OK);
    struct writer *writer = scratch_open("x");
    ck_assert_int_eq(writer_has(writer, SPAN("Qid1"), &has, NULL), STATUS_OK);
    ck_assert(has);
    scratch_add(writer, "id1", "changed");
    scratch_add(writer, "new", "added");
    scratch_add(writer, "new", "added again");
    ck_assert_int_eq(writer_has(writer, SPAN("Qnew"), &has, NULL), STATUS_OK);
    ck_assert(!has); /* not before this run */
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
    writer_free(writer);
    ck_assert_uint_eq(n_articles_of("x"), 4);
    ck_assert_int_eq(manifest_read("x", &second, NULL, NULL), STATUS_OK);
    ck_assert_uint_eq(second.revision, 2);
    ck_assert_str_eq(second.uuid, first.uuid);
}

END_TEST

START_TEST(an_existing_index_keeps_its_settings)
{
    struct manifest settings = scratch_settings();
    struct writer *writer = NULL;
    scratch_index("x", three, 3);
    strcpy(settings.language, "fr");
    ck_assert_int_eq(writer_open("x", NULL, &settings, &writer, NULL),
                     STATUS_OK);
    ck_assert_str_eq(settings.language, "en");
    ck_assert_uint_eq(settings.revision, 1);
    writer_free(writer);
}

END_TEST

START_TEST(another_analysis_is_refused)
{
    struct manifest settings = scratch_settings();
    struct writer *writer = NULL;
    struct error err = ERROR_INIT;
    scratch_index("x", three, 3);
    settings.analysis = 2;
    ck_assert_int_eq(writer_open("x", NULL, &settings, &writer, &err),
                     STATUS_OUTDATED);
    ck_assert_ptr_null(writer);
    ck_assert_str_eq(err.message,
                     "index 'x' was made with analysis 1, this lede has 2");
}

END_TEST

START_TEST(nothing_goes_in_after_the_commit)
{
    struct document document;
    struct writer *writer = scratch_open("x");
    scratch_add(writer, "a", "tax");
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
    document_init(&document);
    scratch_article(&document, "b", "duty");
    ck_assert_int_eq(writer_add(writer, &document, NULL), STATUS_INTERNAL);
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_INTERNAL);
    document_release(&document);
    writer_free(writer);
    ck_assert_uint_eq(n_articles_of("x"), 1);
}

END_TEST

START_TEST(a_bad_document_among_good_ones_costs_only_itself)
{
    struct document document;
    struct error err = ERROR_INIT;
    char word[300];
    char *big = calloc(1, DOCUMENT_MAX_VALUE_BYTES + 1);
    memset(word, 'x', sizeof word);
    document_init(&document);
    struct writer *writer = scratch_open("x");
    scratch_add(writer, "a", "tax");
    const struct str_span bad_terms[] = {
        {word, 246}, {"", 0}, {"a\0b", 3}, {word, 300}};
    for (size_t i = 0; i < 4; i++) {
        scratch_article(&document, "bad", "tax");
        ck_assert_int_eq(
            document_add_term(&document, "", bad_terms[i], 9, 1, NULL),
            STATUS_OK);
        enum status status = writer_add(writer, &document, &err);
        ck_assert(status == STATUS_TOO_BIG || status == STATUS_BAD_TEXT);
    }
    scratch_article(&document, "bad", "tax");
    document.id_term = str_span(word, 246);
    ck_assert_int_eq(writer_add(writer, &document, &err), STATUS_TOO_BIG);
    scratch_article(&document, "bad", "tax");
    ck_assert_int_eq(
        document_add_value(&document, 0,
                           str_span(big, DOCUMENT_MAX_VALUE_BYTES + 1), NULL),
        STATUS_OK);
    ck_assert_int_eq(writer_add(writer, &document, &err), STATUS_TOO_BIG);
    scratch_add(writer, "b", "duty");
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
    writer_free(writer);
    document_release(&document);
    free(big);
    ck_assert_uint_eq(n_articles_of("x"), 2);
}

END_TEST

START_TEST(terms_and_values_at_their_limits_go_in)
{
    struct document document;
    char word[245];
    char *big = calloc(1, DOCUMENT_MAX_VALUE_BYTES);
    memset(word, '\xc3', sizeof word);
    memset(big, 'v', DOCUMENT_MAX_VALUE_BYTES);
    document_init(&document);
    scratch_article(&document, "a", "");
    document.id_term = str_span(word, 245);
    ck_assert_int_eq(document_add_term(&document, "", str_span(word, 244), 0,
                                       UINT32_MAX, NULL),
                     STATUS_OK);
    ck_assert_int_eq(document_add_term(&document, "", str_span(word, 243),
                                       UINT32_MAX - 1, 0, NULL),
                     STATUS_OK);
    ck_assert_int_eq(document_add_value(&document, UINT32_MAX - 1,
                                        str_span(big, DOCUMENT_MAX_VALUE_BYTES),
                                        NULL),
                     STATUS_OK);
    struct writer *writer = scratch_open("x");
    struct error err = ERROR_INIT;
    ck_assert_msg(writer_add(writer, &document, &err) == STATUS_OK, "%s",
                  err.message);
    ck_assert_msg(writer_commit(writer, &err) == STATUS_OK, "%s", err.message);
    writer_free(writer);
    document_release(&document);
    free(big);
    ck_assert_uint_eq(n_articles_of("x"), 1);
}

END_TEST

static void write_by_api(const char *path)
{
    struct writer_settings how = {.is_api = true};
    struct manifest settings = scratch_settings();
    struct writer *writer = NULL;
    ck_assert_int_eq(writer_open(path, &how, &settings, &writer, NULL),
                     STATUS_OK);
    scratch_add(writer, "a", "tax");
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
    writer_free(writer);
}

START_TEST(the_users_flush_threshold_stands)
{
    ck_assert_int_eq(setenv("XAPIAN_FLUSH_THRESHOLD", "7", 1), 0);
    write_by_api("x");
    ck_assert_str_eq(getenv("XAPIAN_FLUSH_THRESHOLD"), "7");
    ck_assert_int_eq(unsetenv("XAPIAN_FLUSH_THRESHOLD"), 0);
    write_by_api("x");
    ck_assert_str_eq(getenv("XAPIAN_FLUSH_THRESHOLD"), "1000");
    ck_assert_uint_eq(n_articles_of("x"), 1);
}

END_TEST

/* ---- runs that end early */

START_TEST(an_abandoned_first_run_leaves_nothing)
{
    struct writer *writer = scratch_open("x");
    scratch_add(writer, "a", "tax");
    ck_assert(is_there("x/seg-000001"));
    ck_assert(!is_there("x/manifest.json"));
    writer_free(writer);
    ck_assert(!is_there("x"));
}

END_TEST

START_TEST(an_empty_directory_of_the_user_stays)
{
    ck_assert_int_eq(mkdir("x", 0777), 0);
    struct writer *writer = scratch_open("x/"); /* also with a slash */
    scratch_add(writer, "a", "tax");
    writer_free(writer);
    ck_assert(is_there("x"));
    ck_assert_int_eq(rmdir("x"), 0); /* empty again */
}

END_TEST

START_TEST(what_others_put_beside_it_stays)
{
    struct writer *writer = scratch_open("x");
    scratch_add(writer, "a", "tax");
    scratch_write_file("x/mine", "");
    scratch_write_file("x/seg-000001/mine", "");
    writer_free(writer);
    ck_assert(is_there("x/mine"));
    ck_assert(is_there("x/seg-000001/mine"));
    ck_assert(!is_there("x/seg-000001/iamglass"));
    ck_assert(!is_there("x/lock"));
}

END_TEST

START_TEST(an_abandoned_later_run_changes_nothing)
{
    struct manifest before;
    struct manifest after;
    scratch_index("x", three, 3);
    ck_assert_int_eq(manifest_read("x", &before, NULL, NULL), STATUS_OK);
    struct writer *writer = scratch_open("x");
    scratch_add(writer, "id1", "changed");
    scratch_add(writer, "new", "added");
    writer_free(writer);
    ck_assert_uint_eq(n_articles_of("x"), 3);
    ck_assert_int_eq(manifest_read("x", &after, NULL, NULL), STATUS_OK);
    ck_assert_mem_eq(&after, &before, sizeof after);
}

END_TEST

/* Runs in a child that never comes back: as kill -9 would end it. */
static void die_in_the_middle(const char *path, bool is_after_commit)
{
    pid_t pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        /* So that its blocks are in the files when it dies. */
        setenv("XAPIAN_FLUSH_THRESHOLD", "10", 1);
        struct writer *writer = scratch_open(path);
        for (int i = 0; i < 200; i++) {
            char id[32];
            char text[64];
            snprintf(id, sizeof id, "k%d", i % 150);
            snprintf(text, sizeof text, "killed number %d and more", i);
            scratch_add(writer, id, text);
        }
        if (is_after_commit && writer_commit(writer, NULL) != STATUS_OK)
            _exit(1);
        kill(getpid(), SIGKILL);
    }
    int result = 0;
    ck_assert_int_eq(waitpid(pid, &result, 0), pid);
    ck_assert(WIFSIGNALED(result));
}

START_TEST(a_killed_run_is_undone)
{
    scratch_index("x", three, 3);
    for (int i = 0; i < 3; i++) {
        die_in_the_middle("x", false);
        ck_assert_uint_eq(n_articles_of("x"), 3);
    }
    struct writer *writer = scratch_open("x");
    scratch_add(writer, "new", "added");
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
    writer_free(writer);
    ck_assert_uint_eq(n_articles_of("x"), 4);
    ck_assert_int_eq(system("xapian-check x/seg-000001 >check.log 2>&1 || "
                            "! command -v xapian-check >/dev/null"),
                     0);
}

END_TEST

START_TEST(what_was_committed_before_the_kill_is_there)
{
    die_in_the_middle("x", true);
    ck_assert_uint_eq(n_articles_of("x"), 150);
}

END_TEST

START_TEST(the_leftover_of_a_killed_first_run_is_replaced)
{
    struct index *index = NULL;
    struct error err = ERROR_INIT;
    die_in_the_middle("x", false);
    ck_assert(is_there("x/seg-000001"));
    ck_assert_int_eq(index_open("x", &index, &err), STATUS_NOT_FOUND);
    ck_assert_str_eq(err.message,
                     "cannot open index 'x': its first run is not done");
    scratch_index("x", three, 3);
    ck_assert_uint_eq(n_articles_of("x"), 3);
}

END_TEST

/* ---- failures inside */

/* With files limited to n_bytes, as on a full disk. */
static void limit_files(rlim_t n_bytes)
{
    struct rlimit limit = {n_bytes, RLIM_INFINITY};
    ck_assert_ptr_ne(signal(SIGXFSZ, SIG_IGN), SIG_ERR);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* Adds until it fails or n are in; then commits. */
static enum status add_many(struct writer *writer, int n, struct error *err)
{
    struct document document;
    enum status status = STATUS_OK;
    document_init(&document);
    for (int i = 0; status == STATUS_OK && i < n; i++) {
        char id[32];
        char text[64];
        snprintf(id, sizeof id, "many%d", i);
        snprintf(text, sizeof text, "w%d x%d y%d z%d", i, i * 7, i * 13, i);
        scratch_article(&document, id, text);
        status = writer_add(writer, &document, err);
    }
    document_release(&document);
    return status == STATUS_OK ? writer_commit(writer, err) : status;
}

START_TEST(a_failure_in_xapian_ends_the_run_and_changes_nothing)
{
    struct document document;
    struct error err = ERROR_INIT;
    struct manifest manifest;
    scratch_index("x", three, 3);
    setenv("XAPIAN_FLUSH_THRESHOLD", _i == 0 ? "100" : "100000", 1);
    struct writer *writer = scratch_open("x");
    limit_files(128 << 10);
    ck_assert_int_eq(add_many(writer, 5000, &err), STATUS_IO);
    limit_files(RLIM_INFINITY);
    /* What fits now must not be committed: the rest of the run is lost. */
    document_init(&document);
    scratch_article(&document, "late", "tax");
    ck_assert_int_eq(writer_add(writer, &document, &err), STATUS_IO);
    ck_assert_int_eq(strncmp(err.message,
                             "this run cannot be committed any "
                             "more: ",
                             39),
                     0);
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_IO);
    document_release(&document);
    writer_free(writer);
    ck_assert_uint_eq(n_articles_of("x"), 3);
    ck_assert_int_eq(manifest_read("x", &manifest, NULL, NULL), STATUS_OK);
    ck_assert_uint_eq(manifest.revision, 1);
    scratch_index("x", three, 3);
    ck_assert_uint_eq(n_articles_of("x"), 3);
}

END_TEST

START_TEST(a_first_run_that_fails_leaves_nothing)
{
    struct error err = ERROR_INIT;
    struct writer *writer = scratch_open("x");
    limit_files(128 << 10);
    ck_assert_int_eq(add_many(writer, 5000, &err), STATUS_IO);
    limit_files(RLIM_INFINITY);
    writer_free(writer);
    ck_assert(!is_there("x"));
}

END_TEST

START_TEST(a_manifest_that_cannot_be_written_fails_the_commit)
{
    struct error err = ERROR_INIT;
    if (_i == 1)
        scratch_index("x", three, 3);
    struct writer *writer = scratch_open("x");
    scratch_add(writer, "a", "tax");
    /* Where the new manifest is first written. */
    ck_assert_int_eq(mkdir("x/manifest.json.tmp", 0777), 0);
    ck_assert_int_eq(writer_commit(writer, &err), STATUS_IO);
    ck_assert_int_eq(rmdir("x/manifest.json.tmp"), 0);
    writer_free(writer);
    if (_i == 1)
        ck_assert_uint_eq(n_articles_of("x"), 3);
    else
        ck_assert(!is_there("x"));
}

END_TEST

/* ---- locks */

START_TEST(the_second_writer_is_told_who_is_the_first)
{
    struct manifest settings = scratch_settings();
    struct writer *second = NULL;
    struct error err = ERROR_INIT;
    char wanted[128];
    if (_i == 1)
        scratch_index("x", three, 3);
    struct writer *first = scratch_open("x");
    ck_assert_int_eq(writer_open("x", NULL, &settings, &second, &err),
                     STATUS_LOCKED);
    snprintf(wanted, sizeof wanted,
             "index 'x' is being written by process %ld (", (long)getpid());
    ck_assert_int_eq(strncmp(err.message, wanted, strlen(wanted)), 0);
    ck_assert_ptr_nonnull(strstr(err.message, "check_writer"));
    scratch_add(first, "a", "tax"); /* unharmed */
    ck_assert_int_eq(writer_commit(first, NULL), STATUS_OK);
    writer_free(first);
    writer_free(scratch_open("x"));
}

END_TEST

/* ---- what else may be there */

static const struct {
    const char *directory;
    const char *file; /* in it */
    const char *content;
    const char *what;
} foreign_rows[] = {
    {"x", "x/letter.txt", "", "not a lede index"},
    {"x", "x/iamglass", "", "a Xapian database"},
    {"x/.notmuch", "x/.notmuch/x", "", "a notmuch mail store"},
    {"x/xapian", "x/xapian/iamglass", "", "a notmuch or mu index"},
    {"x", "x/recoll.conf", "", "a Recoll configuration"},
    {"x", "x/segments_2f", "", "a Lucene index"},
    {"x/seg-000001", "x/seg-000001/thesis.tex", "", "not a lede index"},
    {"x/seg-1", "x/seg-1/iamglass", "", "not a lede index"},
    {NULL, "x", "SQLite format 3", "an SQLite database"},
    {NULL, "x", "plain", "not a directory"},
};

START_TEST(a_foreign_directory_is_named_and_left_alone)
{
    struct manifest settings = scratch_settings();
    struct writer *writer = NULL;
    struct index *index = NULL;
    struct error err = ERROR_INIT;
    char wanted[256];
    if (foreign_rows[_i].directory) {
        ck_assert_int_eq(mkdir("x", 0777), 0);
        mkdir(foreign_rows[_i].directory, 0777);
    }
    FILE *file = fopen(foreign_rows[_i].file, "we");
    fwrite(foreign_rows[_i].content, 1, strlen(foreign_rows[_i].content) + 1,
           file);
    fclose(file);
    ck_assert_int_eq(writer_open("x", NULL, &settings, &writer, &err),
                     STATUS_NOT_FOUND);
    snprintf(wanted, sizeof wanted,
             "cannot make index 'x': there is something else: %s",
             foreign_rows[_i].what);
    ck_assert_str_eq(err.message, wanted);
    ck_assert(is_there(foreign_rows[_i].file));
    ck_assert(!is_there("x/lock"));
    ck_assert_int_eq(index_open("x", &index, &err), STATUS_NOT_FOUND);
    snprintf(wanted, sizeof wanted, "cannot open index 'x': it is %s",
             foreign_rows[_i].what);
    ck_assert_str_eq(err.message, wanted);
}

END_TEST

START_TEST(a_path_that_cannot_be_made_is_named)
{
    struct manifest settings = scratch_settings();
    struct writer *writer = NULL;
    struct error err = ERROR_INIT;
    ck_assert_int_eq(writer_open("no/x", NULL, &settings, &writer, &err),
                     STATUS_IO);
    ck_assert_str_eq(err.message,
                     "cannot make index 'no/x': No such file or directory");
    ck_assert_str_ne(err.hint, "");
    ck_assert_int_eq(symlink("nowhere/at/all", "link"), 0);
    ck_assert_int_eq(writer_open("link", NULL, &settings, &writer, &err),
                     STATUS_IO);
    ck_assert_str_eq(err.message, "cannot make index 'link': File exists");
    writer_free(NULL);
}

END_TEST

START_TEST(a_missing_segment_is_damage)
{
    struct manifest settings = scratch_settings();
    struct writer *writer = NULL;
    struct error err = ERROR_INIT;
    scratch_index("x", three, 3);
    ck_assert_int_eq(rename("x/seg-000001", "away"), 0);
    ck_assert_int_eq(writer_open("x", NULL, &settings, &writer, &err),
                     STATUS_CORRUPT);
    ck_assert_str_eq(err.message,
                     "the index is damaged: 'x/seg-000001/columns' is missing");
    ck_assert(is_there("x/manifest.json"));
}

END_TEST

static void add_tests(Suite *suite)
{
    TCase *runs = tcase_create("runs");
    tcase_add_checked_fixture(runs, scratch_enter, scratch_leave);
    tcase_add_test(runs, a_committed_run_is_an_index);
    tcase_add_test(runs, a_later_run_adds_and_replaces_by_id);
    tcase_add_test(runs, an_existing_index_keeps_its_settings);
    tcase_add_test(runs, another_analysis_is_refused);
    tcase_add_test(runs, nothing_goes_in_after_the_commit);
    tcase_add_test(runs, a_bad_document_among_good_ones_costs_only_itself);
    tcase_add_test(runs, terms_and_values_at_their_limits_go_in);
    tcase_add_test(runs, the_users_flush_threshold_stands);
    suite_add_tcase(suite, runs);
    TCase *early = tcase_create("early ends");
    tcase_add_checked_fixture(early, scratch_enter, scratch_leave);
    tcase_add_test(early, an_abandoned_first_run_leaves_nothing);
    tcase_add_test(early, an_empty_directory_of_the_user_stays);
    tcase_add_test(early, what_others_put_beside_it_stays);
    tcase_add_test(early, an_abandoned_later_run_changes_nothing);
    tcase_add_test(early, a_killed_run_is_undone);
    tcase_add_test(early, what_was_committed_before_the_kill_is_there);
    tcase_add_test(early, the_leftover_of_a_killed_first_run_is_replaced);
    suite_add_tcase(suite, early);
    TCase *failures = tcase_create("failures");
    tcase_add_checked_fixture(failures, scratch_enter, scratch_leave);
    tcase_add_loop_test(
        failures, a_failure_in_xapian_ends_the_run_and_changes_nothing, 0, 2);
    tcase_add_test(failures, a_first_run_that_fails_leaves_nothing);
    tcase_add_loop_test(
        failures, a_manifest_that_cannot_be_written_fails_the_commit, 0, 2);
    suite_add_tcase(suite, failures);
    TCase *places = tcase_create("places");
    tcase_add_checked_fixture(places, scratch_enter, scratch_leave);
    tcase_add_loop_test(places, the_second_writer_is_told_who_is_the_first, 0,
                        2);
    tcase_add_loop_test(places, a_foreign_directory_is_named_and_left_alone, 0,
                        (int)(sizeof(foreign_rows) / sizeof(foreign_rows[0])));
    tcase_add_test(places, a_path_that_cannot_be_made_is_named);
    tcase_add_test(places, a_missing_segment_is_damage);
    suite_add_tcase(suite, places);
}

int main(void)
{
    Suite *suite = suite_create("writer");
    add_tests(suite);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
