/*
 * The order of a walk, and what is told in place of taken.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "collector.h"
#include "indexer/walk.h"

#include <ftw.h>
#include <sys/stat.h>

static char root[] = "/tmp/lede-walk-XXXXXX";

static int remove_entry(const char *path, const struct stat *status, int flag,
                        struct FTW *place)
{
    (void)status;
    (void)flag;
    (void)place;
    return remove(path);
}

static void make_entry(const char *name)
{
    FILE *file = fopen(name, "w");

    ck_assert_ptr_nonnull(file);
    (void)fputs("x", file);
    (void)fclose(file);
}

static void make_tree(void)
{
    ck_assert_ptr_nonnull(mkdtemp(root));
    ck_assert_int_eq(chdir(root), 0);
    ck_assert_int_eq(mkdir("d", 0700), 0);
    ck_assert_int_eq(mkdir("d/b", 0700), 0);
    ck_assert_int_eq(mkdir("d/.git", 0700), 0);
    make_entry("d/.git/config");
    make_entry("d/.hidden");
    make_entry("d/b/2");
    make_entry("d/b.txt");
    make_entry("d/B");
    make_entry("d/\xc3\xa9");
    make_entry("d/line\nend");
    ck_assert_int_eq(symlink("../b.txt", "d/b/link"), 0);
    ck_assert_int_eq(symlink("..", "d/b/loop"), 0);
    ck_assert_int_eq(symlink("nowhere", "d/b/torn"), 0);
    ck_assert_int_eq(symlink("self", "d/b/self"), 0);
    ck_assert_int_eq(mkfifo("d/fifo", 0600), 0);
    ck_assert_int_eq(symlink("d", "name"), 0);
}

static void remove_tree(void)
{
    ck_assert_int_eq(chdir("/"), 0);
    (void)nftw(root, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static enum status note_file(void *context, const struct walk_file *file,
                             struct error *err)
{
    str_add_format(context, "%s (%s) %d\n", file->path, file->relative,
                   (int)file->n_bytes);
    return str_status(context, err);
}

static enum status note_skip(void *context, const char *path,
                             const char *reason, struct error *err)
{
    str_add_format(context, "! %s: %.20s\n", path, reason);
    return str_status(context, err);
}

static void expect_walk(const char *operand, const char *wanted,
                        unsigned n_hidden)
{
    CLEANUP(str_release) struct str lines = STR_INIT;
    struct walk walk = {&lines, note_file, note_skip, 0, NULL};

    ck_assert_int_eq(walk_operand(&walk, operand, NULL), STATUS_OK);
    ck_assert_str_eq(str_view(&lines).bytes, wanted);
    ck_assert_uint_eq(walk.n_hidden, n_hidden);
}

START_TEST(a_directory_is_walked_in_the_order_of_bytes)
{
    expect_walk("d",
                "d/B (B) 1\n"
                "d/b/2 (b/2) 1\n"
                "d/b/link (b/link) 1\n"
                "! d/b/loop: symbolic link to a d\n"
                "! d/b/self: symbolic link that l\n"
                "! d/b/torn: symbolic link that l\n"
                "d/b.txt (b.txt) 1\n"
                "! d/fifo: not a regular file\n"
                "d/line\nend (line\nend) 1\n"
                "d/\xc3\xa9 (\xc3\xa9) 1\n",
                2);
}

END_TEST

START_TEST(what_is_named_is_taken_as_it_is)
{
    expect_walk("d/b.txt", "d/b.txt (d/b.txt) 1\n", 0);
    expect_walk("d/.hidden", "d/.hidden (d/.hidden) 1\n", 0);
    expect_walk("d/b/link", "d/b/link (d/b/link) 1\n", 0);
    expect_walk("-", "- (-) 0\n", 0);
    expect_walk("d/fifo", "! d/fifo: not a regular file\n", 0);
    expect_walk("gone", "! gone: cannot be examined: \n", 0);
}

END_TEST

START_TEST(a_link_that_is_named_is_followed)
{
    CLEANUP(str_release) struct str lines = STR_INIT;
    struct walk walk = {&lines, note_file, note_skip, 0, NULL};

    ck_assert_int_eq(walk_operand(&walk, "name//", NULL), STATUS_OK);
    ck_assert_ptr_nonnull(strstr(str_view(&lines).bytes, " (b/2) 1\n"));
}

END_TEST

static void make_index(const char *path, const char *const *names)
{
    char whole[128];

    ck_assert_int_eq(mkdir(path, 0700), 0);
    for (; *names != NULL; names++) {
        (void)snprintf(whole, sizeof(whole), "%s/%s", path, *names);
        if (strcmp(*names, "seg-000001") == 0)
            ck_assert_int_eq(mkdir(whole, 0700), 0);
        else
            make_entry(whole);
    }
}

START_TEST(an_index_is_no_archive)
{
    CLEANUP(str_release) struct str lines = STR_INIT;
    struct walk walk = {&lines, note_file, note_skip, 0, "a/./own"};

    ck_assert_int_eq(mkdir("a", 0700), 0);
    make_index("a/done", (const char *const[]){"lock", "manifest.json",
                                               "seg-000001", NULL});
    make_index("a/killed", (const char *const[]){"lock", "seg-000001", NULL});
    make_index("a/own", (const char *const[]){"x", NULL});
    make_index("a/pages", (const char *const[]){"lock", "manifest.json", NULL});
    ck_assert_int_eq(walk_operand(&walk, "a", NULL), STATUS_OK);
    ck_assert_int_eq(walk_operand(&walk, "a/done", NULL), STATUS_OK);
    ck_assert_str_eq(str_view(&lines).bytes,
                     "a/pages/lock (pages/lock) 1\n"
                     "a/pages/manifest.json (pages/manifest.json) 1\n"
                     "! a/done: an index, not an arc\n");
    ck_assert_uint_eq(walk.n_hidden, 3);
}

END_TEST

static void make_maildir(const char *name)
{
    static const char *const parts[] = {"", "/cur", "/new", "/tmp"};

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        char path[200];

        (void)snprintf(path, sizeof(path), "%s%s", name, parts[i]);
        ck_assert_int_eq(mkdir(path, 0700), 0);
    }
}

START_TEST(mail_is_taken_from_where_mail_is)
{
    CLEANUP(str_release) struct str lines = STR_INIT;
    struct walk walk = {&lines, note_file, note_skip, 0, NULL};

    make_maildir("m");
    make_maildir("m/.Sent");
    make_entry("m/cur/1:2,S");
    make_entry("m/new/2");
    make_entry("m/tmp/3");
    make_entry("m/.Sent/cur/4");
    make_entry("m/.Sent/tmp/5");
    make_entry("m/dovecot-uidlist");
    ck_assert_int_eq(mkdir("m/.cache", 0700), 0);
    make_entry("m/.cache/6");
    /* names alone make none */
    ck_assert_int_eq(mkdir("n", 0700), 0);
    make_entry("n/cur");
    make_entry("n/new");
    make_entry("n/tmp");
    ck_assert_int_eq(walk_operand(&walk, "m", NULL), STATUS_OK);
    ck_assert_str_eq(str_view(&lines).bytes, "m/.Sent/cur/4 (.Sent/cur/4) 1\n"
                                             "m/cur/1:2,S (cur/1:2,S) 1\n"
                                             "m/new/2 (new/2) 1\n");
    ck_assert_uint_eq(walk.n_hidden, 4);
    str_reset(&lines);
    ck_assert_int_eq(walk_operand(&walk, "n", NULL), STATUS_OK);
    ck_assert_str_eq(str_view(&lines).bytes,
                     "n/cur (cur) 1\nn/new (new) 1\nn/tmp (tmp) 1\n");
}

END_TEST

static enum status refuse_file(void *context, const struct walk_file *file,
                               struct error *err)
{
    (void)file;
    ++*(int *)context;
    return error_set(err, STATUS_IO, "enough");
}

START_TEST(a_refusal_ends_the_walk)
{
    int n_calls = 0;
    struct walk walk = {&n_calls, refuse_file, NULL, 0, NULL};

    ck_assert_int_eq(walk_operand(&walk, "d", NULL), STATUS_IO);
    ck_assert_int_eq(n_calls, 1);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("walk");
    TCase *walks = tcase_create("walks");

    tcase_add_unchecked_fixture(walks, make_tree, remove_tree);
    tcase_add_test(walks, a_directory_is_walked_in_the_order_of_bytes);
    tcase_add_test(walks, what_is_named_is_taken_as_it_is);
    tcase_add_test(walks, a_link_that_is_named_is_followed);
    tcase_add_test(walks, an_index_is_no_archive);
    tcase_add_test(walks, mail_is_taken_from_where_mail_is);
    tcase_add_test(walks, a_refusal_ends_the_walk);
    suite_add_tcase(suite, walks);
    return run_suite(suite);
}
