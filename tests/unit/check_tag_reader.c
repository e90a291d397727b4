/*
 * Records and lists of terms read without Xapian: the same bytes, and from
 * damaged files an error or other bytes, and nothing else.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/tag_reader.h"
#include "glass/termlist.h"
#include "scratch_index.h"

#include <fcntl.h>

#define N_ARTICLES 60
#define SEGMENT    "a.lede/seg-000001"
#define N_MOST     300000

static char *texts[N_ARTICLES];

/* Words, or bytes that deflate badly, of no byte up to many pieces. */
static char *random_text(int i)
{
    size_t n = i == 0 ? 1 : (size_t)rand() % (i % 3 == 0 ? N_MOST : 3000);
    char *text = malloc(n + 1);
    ck_assert_ptr_nonnull(text);
    for (size_t k = 0; k < n; k++)
        text[k] = (char)(i % 2 == 0 ? "sugar tax "[k % 10] : '!' + rand() % 90);
    text[n] = '\0';
    return text;
}

static void make_index(int seed)
{
    srand((unsigned)seed);
    scratch_enter();
    struct writer *writer = scratch_open("a.lede");
    for (int i = 0; i < N_ARTICLES; i++) {
        struct document document;
        char id_term[32];
        texts[i] = random_text(i);
        document_init(&document);
        (void)snprintf(id_term, sizeof id_term, "Qid%d", i);
        document.id_term = str_span(id_term, strlen(id_term));
        document.record = str_span(texts[i], strlen(texts[i]));
        ck_assert_int_eq(scratch_words(&document, "sugar tax", 0), STATUS_OK);
        ck_assert_int_eq(writer_add(writer, &document, NULL), STATUS_OK);
        document_release(&document);
    }
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
    writer_free(writer);
}

static void remove_index(void)
{
    for (int i = 0; i < N_ARTICLES; i++)
        free(texts[i]);
    scratch_leave();
}

static bool is_right(uint32_t docid, struct str_span data)
{
    return docid >= 1 && docid <= N_ARTICLES &&
           str_span_equal(data, str_span_of(texts[docid - 1]));
}

/* NULL if this program is built without what it takes. */
static struct tag_reader *open_reader(void)
{
    struct tag_reader *reader = NULL;
    enum status status = tag_reader_open(SEGMENT, TAG_OF_DATA, &reader, NULL);
#ifdef HAVE_ISAL
    ck_assert_int_eq(status, STATUS_OK);
#endif
    return status == STATUS_OK ? reader : NULL;
}

START_TEST(each_record_is_read_as_it_was_written)
{
    struct str_span data;
    make_index(_i);
    struct tag_reader *reader = open_reader();
    for (uint32_t docid = N_ARTICLES; reader && docid > 0; docid--) {
        ck_assert_int_eq(tag_reader_find(reader, docid, &data, NULL),
                         STATUS_OK);
        ck_assert_msg(is_right(docid, data), "document %u", docid);
    }
    if (reader)
        ck_assert_int_eq(tag_reader_find(reader, N_ARTICLES + 1, &data, NULL),
                         STATUS_NOT_FOUND);
    tag_reader_free(reader);
    remove_index();
}

END_TEST

/* Whether the article's list has the term. */
static bool has_term(struct str_span tag, const char *term)
{
    struct termlist_reader terms;
    bool has = false;
    ck_assert_int_eq(termlist_read(&terms, tag, NULL), STATUS_OK);
    while (termlist_next(&terms, NULL) == STATUS_OK)
        has |= str_span_equal(terms.term, str_span_of(term));
    return has;
}

START_TEST(each_list_of_terms_is_read)
{
    struct tag_reader *reader = NULL;
    make_index(_i);
    enum status status = tag_reader_open(SEGMENT, TAG_OF_TERMS, &reader, NULL);
    for (uint32_t docid = 1; status == STATUS_OK && docid <= N_ARTICLES;
         docid++) {
        char id_term[32];
        struct str_span tag;
        (void)snprintf(id_term, sizeof id_term, "Qid%u", docid - 1);
        ck_assert_int_eq(tag_reader_find(reader, docid, &tag, NULL), STATUS_OK);
        ck_assert(has_term(tag, "sugar") && has_term(tag, id_term));
        ck_assert(!has_term(tag, "suga"));
    }
    tag_reader_free(reader);
    remove_index();
}

END_TEST

START_TEST(a_folder_that_is_no_database_is_not_read)
{
    struct tag_reader *reader = NULL;
    ck_assert_int_eq(tag_reader_open("/nowhere", TAG_OF_DATA, &reader, NULL),
                     STATUS_NOT_FOUND);
    ck_assert_ptr_null(reader);
    tag_reader_free(NULL);
}

END_TEST

/* Another byte at a place by chance, or the file cut there. */
static void damage(const char *path, bool is_cut)
{
    int fd = open(path, O_RDWR | O_CLOEXEC);
    off_t n_bytes = lseek(fd, 0, SEEK_END);
    off_t at = (off_t)((size_t)rand() % (size_t)n_bytes);
    unsigned char byte = 0;
    ck_assert_int_ge(fd, 0);
    if (is_cut) {
        ck_assert_int_eq(ftruncate(fd, at), 0);
    } else {
        ck_assert_int_eq(pread(fd, &byte, 1, at), 1);
        byte ^= (unsigned char)(1 << rand() % 8);
        ck_assert_int_eq(pwrite(fd, &byte, 1, at), 1);
    }
    (void)close(fd);
}

START_TEST(damage_is_an_error_not_a_crash)
{
    size_t n_errors = 0;
    make_index(_i);
    for (int round = 0; round < 40; round++)
        damage(SEGMENT "/docdata.glass", _i % 4 == 3 && round == 39);
    struct tag_reader *reader = open_reader();
    for (uint32_t docid = 1; reader && docid <= N_ARTICLES; docid++) {
        struct error err = ERROR_INIT;
        struct str_span data;
        enum status status = tag_reader_find(reader, docid, &data, &err);
        n_errors += status != STATUS_OK || !is_right(docid, data);
    }
    if (reader)
        ck_assert_uint_gt(n_errors, 0);
    tag_reader_free(reader);
    remove_index();
}

END_TEST

START_TEST(a_damaged_version_is_an_error_not_a_crash)
{
    make_index(_i);
    for (int round = 0; round < 60; round++) {
        struct tag_reader *reader = NULL;
        struct str_span data;
        damage(SEGMENT "/iamglass", false);
        if (tag_reader_open(SEGMENT, TAG_OF_DATA, &reader, NULL) != STATUS_OK)
            continue;
        for (uint32_t docid = 1; docid <= N_ARTICLES; docid += 7)
            if (tag_reader_find(reader, docid, &data, NULL) == STATUS_OK)
                ck_assert_uint_le(data.n_bytes, TAG_READER_MAX_BYTES);
        tag_reader_free(reader);
    }
    remove_index();
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("tag reader");
    TCase *whole = tcase_create("whole");
    tcase_set_timeout(whole, 60);
    tcase_add_loop_test(whole, each_record_is_read_as_it_was_written, 0, 6);
    tcase_add_loop_test(whole, each_list_of_terms_is_read, 0, 2);
    tcase_add_test(whole, a_folder_that_is_no_database_is_not_read);
    suite_add_tcase(suite, whole);
    TCase *damaged = tcase_create("damaged");
    tcase_set_timeout(damaged, 60);
    tcase_add_loop_test(damaged, damage_is_an_error_not_a_crash, 0, 12);
    tcase_add_loop_test(damaged, a_damaged_version_is_an_error_not_a_crash, 0,
                        4);
    suite_add_tcase(suite, damaged);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
