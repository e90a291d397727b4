/*
 * Positions come back as they were written, and what is no table of them is
 * refused.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/position_reader.h"

#include "glass/builder.h"
#include "glass/position.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define N_DOCUMENTS 400
#define N_TERMS     60

static char scratch[64];
static char path[80];

static void make_scratch(void)
{
    snprintf(scratch, sizeof scratch, "/tmp/lede-check-position-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(scratch));
    snprintf(path, sizeof path, "%s/db", scratch);
}

static void remove_scratch(void)
{
    static const char *const names[] = {"iamglass", "postlist.glass",
                                        "termlist.glass", "docdata.glass",
                                        "position.glass"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char file[120];
        snprintf(file, sizeof file, "%s/%s", path, names[i]);
        (void)unlink(file);
    }
    ck_assert_int_eq(rmdir(path), 0);
    ck_assert_int_eq(rmdir(scratch), 0);
}

/* The same for the same numbers, without a table of them. */
static uint32_t mix(uint32_t a, uint32_t b)
{
    uint32_t x = a * 2654435761U ^ b * 40503U;
    x ^= x >> 15;
    x *= 2246822519U;
    return x ^ x >> 13;
}

static size_t term_of(uint32_t i_term, char *term, size_t n_room)
{
    /* Among them one with a NUL, and one as long as can be. */
    memset(term, 'z', n_room);
    if (i_term == 0)
        return 245;
    int n = snprintf(term, n_room, "term%u", (unsigned)i_term);
    if (i_term == 1)
        term[2] = '\0';
    return (size_t)n;
}

/* The positions of a term in a document: mostly few, of some terms so many
   that they take several pieces of several blocks. */
static size_t positions_of(uint32_t i_term, uint32_t docid, uint32_t *positions,
                           size_t n_room)
{
    uint32_t chance = mix(i_term, docid);
    size_t n = chance % 4;
    uint32_t at = 1 + (chance >> 20);
    if (i_term % 20 == 3 && docid % 50 == 7)
        n = n_room;
    for (size_t i = 0; i < n; i++) {
        positions[i] = at;
        at += 1 + mix(chance, (uint32_t)i) % (i_term % 7 == 2 ? 1 : 5000);
    }
    return n;
}

#define MANY 8000

static void build(void)
{
    static struct glass_posting postings[N_TERMS * 4 + 3 * MANY];
    static char bytes[N_TERMS][245];
    static struct str_span terms[N_TERMS];
    static uint32_t positions[MANY];
    struct builder *builder = NULL;
    const struct builder_settings settings = {.n_block_bytes = 2048};
    ck_assert_int_eq(builder_new(path, &settings, &builder, NULL), STATUS_OK);
    for (uint32_t docid = 1; docid <= N_DOCUMENTS; docid++) {
        size_t n_postings = 0;
        for (uint32_t i = 0; i < N_TERMS; i++) {
            size_t n_bytes = term_of(i, bytes[i], sizeof bytes[i]);
            size_t n = positions_of(i, docid, positions, MANY);
            terms[i] = str_span(bytes[i], n_bytes);
            for (size_t k = 0; k < n; k++)
                postings[n_postings++] =
                    (struct glass_posting){i, positions[k], 1};
        }
        const struct glass_document document = {.terms = terms,
                                                .n_terms = N_TERMS,
                                                .postings = postings,
                                                .n_postings = n_postings};
        ck_assert_int_eq(builder_add(builder, &document, NULL), STATUS_OK);
    }
    ck_assert_int_eq(builder_finish(builder, NULL), STATUS_OK);
    builder_free(builder);
}

static void expect_entry(struct position_reader *reader,
                         struct position_cursor *cursor, uint32_t i_term,
                         uint32_t docid, struct position_list *list)
{
    static uint32_t positions[MANY];
    char term[245];
    size_t n_bytes = term_of(i_term, term, sizeof term);
    size_t n = positions_of(i_term, docid, positions, MANY);
    ck_assert_int_eq(position_reader_find(reader, cursor,
                                          str_span(term, n_bytes), docid, list,
                                          NULL),
                     STATUS_OK);
    ck_assert_msg(list->n_positions == n, "term %u in %u: %zu, not %zu",
                  (unsigned)i_term, (unsigned)docid, list->n_positions, n);
    if (n > 0)
        ck_assert_mem_eq(list->positions, positions, n * sizeof *positions);
}

START_TEST(what_was_written_is_read)
{
    struct position_reader *reader;
    struct position_cursor cursor = {NULL, 0};
    struct position_list list = {NULL, 0, 0};
    build();
    ck_assert_int_eq(position_reader_open(path, &reader, NULL), STATUS_OK);
    /* In the order of the table, against it, anywhere, and of all terms by
       turns, in every document or in some. */
    for (uint32_t i = 0; i < N_TERMS; i++)
        for (uint32_t docid = 1; docid <= N_DOCUMENTS; docid++)
            expect_entry(reader, &cursor, i, docid, &list);
    for (uint32_t docid = N_DOCUMENTS; docid > 0; docid--)
        for (uint32_t i = N_TERMS; i-- > 0;)
            expect_entry(reader, &cursor, i, docid, &list);
    for (uint32_t i = 0; i < 2000; i++)
        expect_entry(reader, &cursor, mix(i, 1) % N_TERMS,
                     1 + mix(i, 2) % N_DOCUMENTS, &list);
    for (uint32_t step = 1; step < N_DOCUMENTS; step = step * 3 + 1) {
        struct position_cursor of_terms[N_TERMS] = {{NULL, 0}};
        for (uint32_t docid = 1; docid <= N_DOCUMENTS; docid += step)
            for (uint32_t i = 0; i < N_TERMS; i++)
                expect_entry(reader, &of_terms[i], i, docid, &list);
    }
    ck_assert_int_eq(
        position_reader_find(reader, &cursor, SPAN("nowhere"), 1, &list, NULL),
        STATUS_OK);
    ck_assert_uint_eq(list.n_positions, 0);
    ck_assert_int_eq(position_reader_find(reader, &cursor, SPAN("term5"), 70000,
                                          &list, NULL),
                     STATUS_OK);
    ck_assert_uint_eq(list.n_positions, 0);
    position_list_release(&list);
    position_reader_free(reader);
}

END_TEST

/* Bytes changed anywhere: an answer or a refusal, and rising positions. */
START_TEST(a_damaged_table_does_no_harm)
{
    char file[120];
    build();
    snprintf(file, sizeof file, "%s/position.glass", path);
    struct position_list list = {NULL, 0, 0};
    for (uint32_t round = 0; round < 300; round++) {
        int fd = open(file, O_RDWR | O_CLOEXEC);
        off_t size = lseek(fd, 0, SEEK_END);
        off_t at = (off_t)(mix(round, 3) % (uint64_t)size);
        char old;
        char bad = (char)mix(round, 4);
        ck_assert_int_eq(pread(fd, &old, 1, at), 1);
        ck_assert_int_eq(pwrite(fd, &bad, 1, at), 1);
        struct position_reader *reader;
        struct position_cursor cursor = {NULL, 0};
        ck_assert_int_eq(position_reader_open(path, &reader, NULL), STATUS_OK);
        for (uint32_t i = 0; i < 300; i++) {
            char term[245];
            size_t n_bytes =
                term_of(mix(i, round) % N_TERMS, term, sizeof term);
            enum status status =
                position_reader_find(reader, &cursor, str_span(term, n_bytes),
                                     1 + mix(i, 6) % N_DOCUMENTS, &list, NULL);
            ck_assert(status == STATUS_OK || status == STATUS_CORRUPT);
            for (size_t k = 1; status == STATUS_OK && k < list.n_positions; k++)
                ck_assert_uint_lt(list.positions[k - 1], list.positions[k]);
        }
        position_reader_free(reader);
        ck_assert_int_eq(pwrite(fd, &old, 1, at), 1);
        close(fd);
    }
    position_list_release(&list);
}

END_TEST

START_TEST(a_folder_without_a_table_is_told)
{
    struct position_reader *reader;
    ck_assert_int_eq(position_reader_open("/nowhere", &reader, NULL),
                     STATUS_NOT_FOUND);
    build();
    char file[120];
    snprintf(file, sizeof file, "%s/position.glass", path);
    ck_assert_int_eq(unlink(file), 0);
    ck_assert_int_eq(position_reader_open(path, &reader, NULL),
                     STATUS_NOT_FOUND);
}

END_TEST

START_TEST(a_tag_of_any_length_is_decoded)
{
    static uint32_t positions[600];
    static uint32_t decoded[600];
    char *tag = malloc(position_max_bytes(600));
    ck_assert_ptr_nonnull(tag);
    for (uint32_t round = 0; round < 3000; round++) {
        size_t n = 1 + mix(round, 7) % (round % 10 == 0 ? 600 : 8);
        uint32_t gap = (uint32_t)1 << mix(round, 8) % 22;
        /* From 1: {0, 1} would be written as {1}. */
        uint32_t at = 1 + mix(round, 9) % gap;
        for (size_t i = 0; i < n; i++, at += 1 + mix(round, (uint32_t)i) % gap)
            positions[i] = at;
        size_t n_bytes = (size_t)(position_encode(tag, positions, n) - tag);
        struct str_span span = {tag, n_bytes};
        ck_assert_uint_eq(position_count(span), n);
        ck_assert(position_decode(span, decoded, n));
        ck_assert_mem_eq(decoded, positions, n * sizeof *positions);
        /* Cut short it is none, or another one. */
        span.n_bytes = mix(round, 10) % n_bytes;
        size_t n_cut = position_count(span);
        if (n_cut > 0 && n_cut <= 600 && position_decode(span, decoded, n_cut))
            for (size_t i = 1; i < n_cut; i++)
                ck_assert_uint_lt(decoded[i - 1], decoded[i]);
    }
    free(tag);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("position reader");
    TCase *tcase = tcase_create("table");
    tcase_add_checked_fixture(tcase, make_scratch, remove_scratch);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, what_was_written_is_read);
    tcase_add_test(tcase, a_damaged_table_does_no_harm);
    tcase_add_test(tcase, a_folder_without_a_table_is_told);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("tags");
    tcase_add_test(tcase, a_tag_of_any_length_is_decoded);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
