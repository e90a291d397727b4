/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/verify.h"

#include "store/article.h"
#include "tests/unit/scratch_index.h"

#include <dirent.h>
#include <fcntl.h>

/* Two segments and a list of dead; records are those of true articles. */
static void make_index(const char *path)
{
    struct document document;
    struct str record = STR_INIT;
    document_init(&document);
    for (int i_run = 0; i_run < 2; i_run++) {
        struct writer *writer = scratch_open(path);
        for (int i = 0; i < 40; i++) {
            struct article article;
            char id[16];
            char text[80];
            memset(&article, 0, sizeof article);
            (void)snprintf(id, sizeof id, "id%d", i + i_run * 35);
            (void)snprintf(text, sizeof text, "state of affairs a%d b%d c%d", i,
                           i * 7, i * 31);
            article.id = str_span_of(id);
            article.text = str_span_of(text);
            str_reset(&record);
            scratch_article(&document, id, text);
            ck_assert_int_eq(article_encode(&article, &record, NULL),
                             STATUS_OK);
            document.record = str_view(&record);
            ck_assert_int_eq(document_add_value(&document, SLOT_PARAGRAPHS,
                                                SPAN("0000000001"), NULL),
                             STATUS_OK);
            ck_assert_int_eq(writer_add(writer, &document, NULL), STATUS_OK);
        }
        ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
        writer_free(writer);
    }
    document_release(&document);
    str_release(&record);
}

static enum status note(void *context, const struct finding *finding,
                        struct error *err)
{
    struct str *out = context;
    (void)err;
    str_add_format(out, "%s%s: %s\n", finding->is_damage ? "" : "(",
                   finding->path, finding->text);
    return STATUS_OK;
}

static struct verify_result verify(const char *path, struct str *out)
{
    struct verify_result result;
    struct error err = ERROR_INIT;
    str_reset(out);
    enum status status = index_verify(path, note, out, &result, &err);
    ck_assert_msg(status == STATUS_OK || status == STATUS_NOT_FOUND, "%s",
                  err.message);
    /* Without a manifest of ours there is nothing to verify: told as well. */
    result.n_damages += status == STATUS_NOT_FOUND;
    return result;
}

START_TEST(a_whole_index_is_whole)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    make_index("x");
    struct verify_result result = verify("x", &out);
    ck_assert_str_eq(str_view(&out).bytes, "");
    ck_assert_uint_eq(result.n_damages, 0);
    ck_assert_uint_eq(result.n_articles, 75);
    ck_assert_uint_gt(result.n_bytes, 8192);
}

END_TEST

START_TEST(what_is_not_ours_is_a_remark)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    make_index("x");
    scratch_write_file("x/mine", "");
    scratch_write_file("x/seg-000001/mine", "");
    ck_assert_uint_eq(verify("x", &out).n_damages, 0);
    ck_assert_str_eq(out.bytes,
                     "(x/seg-000001/mine: the manifest does not name it\n"
                     "(x/mine: the manifest does not name it\n");
}

END_TEST

START_TEST(what_is_missing_or_cut_is_damage)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    make_index("x");
    ck_assert_int_eq(truncate("x/seg-000001.dead-000002", 3), 0);
    ck_assert_uint_ge(verify("x", &out).n_damages, 1);
    ck_assert_ptr_nonnull(
        strstr(out.bytes, "x/seg-000001.dead-000002: it has 3 bytes, not "));
    ck_assert_int_eq(unlink("x/seg-000002/position.glass"), 0);
    ck_assert_uint_ge(verify("x", &out).n_damages, 2);
    ck_assert_ptr_nonnull(
        strstr(out.bytes, "x/seg-000002/position.glass: it is missing\n"));
}

END_TEST

START_TEST(a_missing_index_is_no_damage)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    struct verify_result result;
    struct error err = ERROR_INIT;
    ck_assert_int_eq(index_verify("no", note, &out, &result, &err),
                     STATUS_NOT_FOUND);
    ck_assert_str_eq(err.message, "cannot open index 'no': no such directory");
    ck_assert_uint_eq(out.n_bytes, 0);
}

END_TEST

/* ---- every bit */

struct victim {
    char path[600];
    long n_bytes;
};

static size_t list_victims(const char *path, struct victim *victims,
                           size_t n_room)
{
    DIR *dir = opendir(path);
    const struct dirent *entry;
    size_t n = 0;
    ck_assert_ptr_nonnull(dir);
    while ((entry = readdir(dir))) {
        struct stat st;
        if (*entry->d_name == '.' || strcmp(entry->d_name, "lock") == 0)
            continue;
        (void)snprintf(victims[n].path, sizeof victims[n].path, "%s/%s", path,
                       entry->d_name);
        ck_assert_int_eq(stat(victims[n].path, &st), 0);
        if (S_ISDIR(st.st_mode)) {
            char inner[600];
            strcpy(inner, victims[n].path);
            n += list_victims(inner, victims + n, n_room - n);
        } else if (st.st_size > 0) {
            victims[n++].n_bytes = st.st_size;
        }
        ck_assert_uint_lt(n, n_room);
    }
    closedir(dir);
    return n;
}

static void flip(const struct victim *victim, long i_bit)
{
    unsigned char byte;
    int fd = open(victim->path, O_RDWR | O_CLOEXEC);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(pread(fd, &byte, 1, i_bit / 8), 1);
    byte ^= (unsigned char)(1u << (i_bit % 8));
    ck_assert_int_eq(pwrite(fd, &byte, 1, i_bit / 8), 1);
    ck_assert_int_eq(close(fd), 0);
}

START_TEST(every_flipped_bit_is_told)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    struct victim victims[32];
    make_index("x");
    size_t n = list_victims("x", victims, 32);
    ck_assert_uint_eq(n, 2 * 7 + 2);
    srand((unsigned)_i);
    for (size_t i = 0; i < n; i++) {
        for (int k = 0; k < 4; k++) {
            /* Rather at the beginning: there is what is read first. */
            long n_bytes =
                k == 0 && victims[i].n_bytes > 100 ? 100 : victims[i].n_bytes;
            long i_bit = rand() % (n_bytes * 8);
            flip(&victims[i], i_bit);
            ck_assert_msg(verify("x", &out).n_damages > 0, "%s bit %ld",
                          victims[i].path, i_bit);
            flip(&victims[i], i_bit);
        }
    }
    ck_assert_uint_eq(verify("x", &out).n_damages, 0);
}

END_TEST

/* Bytes of this file say where Xapian's checker finds the roots of tables; one
   without a root it would make anew, and empty. */
START_TEST(verifying_changes_nothing)
{
    static const char none[] = "\0\0\0\0\0\0\0\0\0\0";
    CLEANUP(str_release) struct str out = STR_INIT;
    struct victim victims[32];
    make_index("x");
    size_t n = list_victims("x", victims, 32);
    struct stat st;
    ck_assert_int_eq(stat("x/seg-000001/iamglass", &st), 0);
    for (off_t at = 14; at < st.st_size; at += 3) {
        char old[sizeof none];
        int fd = open("x/seg-000001/iamglass", O_RDWR | O_CLOEXEC);
        ck_assert_int_ge(fd, 0);
        ssize_t n_old = pread(fd, old, sizeof none, at);
        ck_assert_int_gt(n_old, 0);
        ck_assert_int_eq(pwrite(fd, none, (size_t)n_old, at), n_old);
        ck_assert_uint_gt(verify("x", &out).n_damages, 0);
        for (size_t i = 0; i < n; i++) {
            ck_assert_int_eq(stat(victims[i].path, &st), 0);
            ck_assert_msg(st.st_size == victims[i].n_bytes, "%s after %ld",
                          victims[i].path, (long)at);
        }
        ck_assert_int_eq(stat("x/seg-000001/iamglass", &st), 0);
        ck_assert_int_eq(pwrite(fd, old, (size_t)n_old, at), n_old);
        ck_assert_int_eq(close(fd), 0);
    }
    ck_assert_uint_eq(verify("x", &out).n_damages, 0);
}

END_TEST

/* ---- what the checksums cannot know: it was wrong when it was written */

static void write_one(const char *path, const char *record)
{
    struct document document;
    document_init(&document);
    struct writer *writer = scratch_open(path);
    scratch_article(&document, "a", "state of affairs");
    document.record = str_span_of(record);
    ck_assert_int_eq(writer_add(writer, &document, NULL), STATUS_OK);
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
    writer_free(writer);
    document_release(&document);
}

START_TEST(a_record_that_cannot_be_read_is_damage)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    write_one("x", "no record");
    ck_assert_uint_eq(verify("x", &out).n_damages, 1);
    ck_assert_ptr_nonnull(strstr(out.bytes, "x/seg-000001: document 1: "));
}

END_TEST

/* Tables of two segments, each whole, mixed: with a manifest that fits. */
START_TEST(tables_that_do_not_agree_are_damage)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    struct manifest manifest;
    struct segment_list list = SEGMENT_LIST_INIT;
    static const char *const tables[] = {"termlist.glass", "docdata.glass"};
    char command[200];
    size_t i_file = 0;
    make_index("x");
    /* The second one's articles have other ids and terms. */
    ck_assert_int_eq(manifest_read("x", &manifest, &list, NULL), STATUS_OK);
    (void)snprintf(command, sizeof command, "cp x/seg-000002/%s x/seg-000001/",
                   tables[_i]);
    ck_assert_int_eq(system(command), 0);
    while (strcmp(list.entries[0].files[i_file].name, tables[_i]) != 0)
        i_file++;
    list.entries[0].files[i_file] = list.entries[1].files[i_file];
    ck_assert_int_eq(manifest_write("x", &manifest, &list, NULL), STATUS_OK);
    ck_assert_uint_gt(verify("x", &out).n_damages, 0);
    ck_assert_ptr_nonnull(strstr(out.bytes, "x/seg-000001: "));
    segment_list_release(&list);
}

END_TEST

START_TEST(counts_that_do_not_agree_are_damage)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    struct manifest manifest;
    struct segment_list list = SEGMENT_LIST_INIT;
    make_index("x");
    ck_assert_int_eq(manifest_read("x", &manifest, &list, NULL), STATUS_OK);
    list.entries[0].n_articles--;
    ck_assert_int_eq(manifest_write("x", &manifest, &list, NULL), STATUS_OK);
    ck_assert_uint_gt(verify("x", &out).n_damages, 0);
    ck_assert_ptr_nonnull(
        strstr(out.bytes, "dead-000002: its count is not that of the "));
    segment_list_release(&list);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("verify");
    TCase *files = tcase_create("files");
    tcase_add_checked_fixture(files, scratch_enter, scratch_leave);
    tcase_set_timeout(files, 30);
    tcase_add_test(files, a_whole_index_is_whole);
    tcase_add_test(files, what_is_not_ours_is_a_remark);
    tcase_add_test(files, what_is_missing_or_cut_is_damage);
    tcase_add_test(files, a_missing_index_is_no_damage);
    tcase_add_test(files, verifying_changes_nothing);
    tcase_add_loop_test(files, every_flipped_bit_is_told, 0, 4);
    suite_add_tcase(suite, files);
    TCase *tables = tcase_create("tables");
    tcase_add_checked_fixture(tables, scratch_enter, scratch_leave);
    tcase_add_test(tables, a_record_that_cannot_be_read_is_damage);
    tcase_add_loop_test(tables, tables_that_do_not_agree_are_damage, 0, 2);
    tcase_add_test(tables, counts_that_do_not_agree_are_damage);
    suite_add_tcase(suite, tables);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
