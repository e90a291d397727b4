/*
 * Reprints: sketches, the list of groups, and who is found to be a copy.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/reprints.h"
#include "store/schema.h"
#include "store/sketch_list.h"
#include "text/shingle.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Words by number; those from the salt on are another text's. */
static void take(struct shingle_sample *sample, unsigned first, unsigned n,
                 unsigned salt)
{
    char word[16];
    for (unsigned i = first; i < first + n; i++) {
        int n_bytes = snprintf(word, sizeof word, "word%u", i * 7 + salt);
        shingle_add(sample, str_span(word, (size_t)n_bytes));
    }
}

static void start(struct shingle_sample *sample, unsigned n_words)
{
    shingle_start(sample, (size_t)n_words * 10);
}

static struct sketch sketch_of(struct shingle_sample *sample)
{
    struct sketch sketch = {.n_numbers = 0};
    shingle_finish(sample);
    sketch.n_numbers = sample->n_numbers;
    sketch.limit = sample->limit;
    memcpy(sketch.numbers, sample->numbers,
           sample->n_numbers * sizeof *sample->numbers);
    return sketch;
}

START_TEST(a_sample_has_the_smallest_numbers)
{
    struct shingle_sample few;
    struct shingle_sample many;
    start(&few, 40);
    take(&few, 0, 40, 0);
    shingle_finish(&few);
    ck_assert_uint_eq(few.n_numbers, 39);
    ck_assert_uint_eq(few.limit, SHINGLE_NUMBERS);
    start(&many, 5000);
    take(&many, 0, 5000, 0);
    shingle_finish(&many);
    ck_assert_uint_gt(many.n_numbers, SHINGLES_KEPT / 2);
    ck_assert_uint_le(many.n_numbers, SHINGLES_KEPT);
    for (size_t i = 1; i < many.n_numbers; i++)
        ck_assert_uint_lt(many.numbers[i - 1], many.numbers[i]);
    ck_assert_uint_lt(many.numbers[many.n_numbers - 1], many.limit);
    /* Of the few the ones below its limit are among them. */
    for (size_t i = 0; i < few.n_numbers; i++) {
        bool is_there = false;
        for (size_t k = 0; k < many.n_numbers; k++)
            is_there = is_there || many.numbers[k] == few.numbers[i];
        ck_assert_int_eq(is_there, few.numbers[i] < many.limit);
    }
}

END_TEST

START_TEST(short_words_and_breaks_make_no_shingle)
{
    struct shingle_sample sample;
    start(&sample, 10);
    shingle_add(&sample, SPAN("sugar"));
    shingle_add(&sample, SPAN("the"));
    shingle_add(&sample, SPAN("duty"));
    ck_assert_uint_eq(sample.n_numbers, 1);
    shingle_break(&sample);
    shingle_add(&sample, SPAN("harbour"));
    ck_assert_uint_eq(sample.n_numbers, 1);
}

END_TEST

START_TEST(a_sketch_comes_back_as_it_was)
{
    CLEANUP(str_release) struct str bytes = STR_INIT;
    struct shingle_sample sample;
    struct sketch back;
    start(&sample, 300);
    take(&sample, 0, 300, 0);
    struct sketch sketch = sketch_of(&sample);
    sketch.title = 7;
    sketch.source = 65535;
    sketch_encode(&sketch, &bytes);
    ck_assert_int_eq(sketch_decode(str_view(&bytes), &back, NULL), STATUS_OK);
    ck_assert_uint_eq(back.n_numbers, sketch.n_numbers);
    ck_assert_mem_eq(back.numbers, sketch.numbers,
                     sketch.n_numbers * sizeof *sketch.numbers);
    ck_assert_uint_eq(back.limit, sketch.limit);
    ck_assert_uint_eq(back.title, 7);
    ck_assert_uint_eq(back.source, 65535);
    /* Cut anywhere it is another sketch or none, and never read over. */
    for (size_t n = 0; n < bytes.n_bytes; n++)
        (void)!sketch_decode(str_span(bytes.bytes, n), &back, NULL);
    ck_assert_int_eq(
        sketch_decode(SPAN("\1\0\1\0\xff\xff\xff\xff\xff"), &back, NULL),
        STATUS_CORRUPT);
    ck_assert_int_eq(sketch_decode(SPAN("\1\0\1\0\x05\x05"), &back, NULL),
                     STATUS_CORRUPT);
}

END_TEST

START_TEST(a_list_of_groups_comes_back_and_damage_is_seen)
{
    static const uint32_t one[] = {9, 4};
    static const uint32_t two[] = {300, 5, 70000};
    CLEANUP(str_release) struct str bytes = STR_INIT;
    CLEANUP(group_table_release) struct group_table table = GROUP_TABLE_INIT;
    CLEANUP(group_table_release) struct group_table back = GROUP_TABLE_INIT;
    uint32_t docids[8];
    ck_assert_int_eq(group_table_add(&table, one, 2, NULL), STATUS_OK);
    ck_assert_int_eq(group_table_add(&table, one, 1, NULL), STATUS_OK);
    ck_assert_int_eq(group_table_add(&table, two, 3, NULL), STATUS_OK);
    ck_assert_uint_eq(table.n_groups, 2);
    group_table_encode(&table, &bytes);
    ck_assert_int_eq(group_table_decode(str_view(&bytes), &back, NULL),
                     STATUS_OK);
    ck_assert_uint_eq(group_find(&back, 70000), 1);
    ck_assert_uint_eq(group_find(&back, 4), 0);
    ck_assert_uint_eq(group_find(&back, 6), back.n_groups);
    ck_assert_uint_eq(group_list(&back, true, docids), 5);
    ck_assert_uint_eq(docids[0], 4);
    ck_assert_uint_eq(docids[4], 70000);
    ck_assert_uint_eq(group_list(&back, false, docids), 3);
    ck_assert_uint_eq(docids[1], 5);
    for (size_t i = 0; i < bytes.n_bytes * 8; i++) {
        struct group_table bad = GROUP_TABLE_INIT;
        bytes.bytes[i / 8] = (char)(bytes.bytes[i / 8] ^ 1 << i % 8);
        ck_assert_int_ne(group_table_decode(str_view(&bytes), &bad, NULL),
                         STATUS_OK);
        bytes.bytes[i / 8] = (char)(bytes.bytes[i / 8] ^ 1 << i % 8);
        group_table_release(&bad);
    }
}

END_TEST

START_TEST(an_article_is_found_whatever_its_number)
{
    CLEANUP(group_table_release) struct group_table table = GROUP_TABLE_INIT;
    uint32_t docids[2000];
    unsigned seed = 7;
    uint32_t docid = 0;
    /* Rising, from 1 to the last that there is; then in a mixed order. */
    for (size_t i = 0; i < 2000; i++)
        docids[i] = docid += 1 + (uint32_t)rand_r(&seed) % 2147483;
    docids[1999] = UINT32_MAX;
    for (size_t i = 2000; i-- > 1;) {
        size_t k = (size_t)rand_r(&seed) % i;
        uint32_t swap = docids[i];
        docids[i] = docids[k];
        docids[k] = swap;
    }
    for (size_t i = 0; i < 2000; i += 4)
        ck_assert_int_eq(group_table_add(&table, docids + i, 4, NULL),
                         STATUS_OK);
    ck_assert_int_eq(group_table_settle(&table, NULL), STATUS_OK);
    for (size_t i = 0; i < 2000; i++)
        ck_assert_uint_eq(group_find(&table, docids[i]), i / 4);
    ck_assert_uint_eq(group_list(&table, true, docids), 2000);
    for (size_t i = 1; i < 2000; i++)
        ck_assert_uint_lt(docids[i - 1], docids[i]);
}

END_TEST

START_TEST(an_article_in_two_groups_is_damage)
{
    static const uint32_t one[] = {9, 4};
    static const uint32_t two[] = {4, 5};
    CLEANUP(group_table_release) struct group_table table = GROUP_TABLE_INIT;
    ck_assert_int_eq(group_table_add(&table, one, 2, NULL), STATUS_OK);
    ck_assert_int_eq(group_table_add(&table, two, 2, NULL), STATUS_OK);
    ck_assert_int_eq(group_table_settle(&table, NULL), STATUS_CORRUPT);
}

END_TEST

static bool is_odd(const void *context, uint32_t docid)
{
    (void)context;
    return docid % 2 == 1;
}

START_TEST(the_dead_leave_their_groups)
{
    static const uint32_t one[] = {9, 4};
    static const uint32_t two[] = {300, 5, 7};
    CLEANUP(group_table_release) struct group_table table = GROUP_TABLE_INIT;
    size_t n;
    ck_assert_int_eq(group_table_add(&table, one, 2, NULL), STATUS_OK);
    ck_assert_int_eq(group_table_add(&table, two, 3, NULL), STATUS_OK);
    group_table_keep(&table, is_odd, NULL);
    ck_assert_uint_eq(table.n_groups, 1);
    ck_assert_uint_eq(group_members(&table, 0, &n)[0], 5);
    ck_assert_uint_eq(n, 2);
}

END_TEST

static void add(struct reprint_finder *finder, uint32_t docid,
                struct shingle_sample *sample, uint16_t title, uint16_t source)
{
    struct sketch sketch = sketch_of(sample);
    sketch.title = title;
    sketch.source = source;
    ck_assert_int_eq(reprint_finder_add(finder, docid, &sketch, NULL),
                     STATUS_OK);
}

START_TEST(a_notice_in_ten_thousand_articles_makes_no_group)
{
    struct reprint_finder finder;
    struct shingle_sample sample;
    CLEANUP(group_table_release) struct group_table table = GROUP_TABLE_INIT;
    reprint_finder_init(&finder);
    for (unsigned i = 0; i < 10000; i++) {
        start(&sample, 240);
        take(&sample, 1000 * (i + 1), 120, 3);
        shingle_break(&sample);
        take(&sample, 0, 120, 0);
        add(&finder, i + 1, &sample, 0, 0);
    }
    ck_assert_int_eq(reprint_finder_run(&finder, 0, &table, NULL), STATUS_OK);
    ck_assert_uint_eq(table.n_groups, 0);
    reprint_finder_release(&finder);
}

END_TEST

/* Two texts of 300 words of which n are the same, of one source or of two. */
static size_t count_groups(unsigned n, uint16_t title, uint16_t source)
{
    struct reprint_finder finder;
    struct shingle_sample sample;
    struct group_table table = GROUP_TABLE_INIT;
    reprint_finder_init(&finder);
    start(&sample, 300);
    take(&sample, 0, 300, 0);
    add(&finder, 1, &sample, 1, 1);
    start(&sample, 300);
    take(&sample, 0, n, 0);
    take(&sample, 5000, 300 - n, 3);
    add(&finder, 2, &sample, title, source);
    ck_assert_int_eq(reprint_finder_run(&finder, 0, &table, NULL), STATUS_OK);
    size_t n_groups = table.n_groups;
    group_table_release(&table);
    reprint_finder_release(&finder);
    return n_groups;
}

START_TEST(pages_of_a_series_must_be_more_alike)
{
    ck_assert_uint_eq(count_groups(300, 2, 1), 1);
    ck_assert_uint_eq(count_groups(195, 2, 2), 1);
    ck_assert_uint_eq(count_groups(195, 1, 1), 1);
    ck_assert_uint_eq(count_groups(195, 0, 1), 1);
    ck_assert_uint_eq(count_groups(195, 2, 1), 0);
    ck_assert_uint_eq(count_groups(30, 2, 2), 0);
}

END_TEST

/* A chain: each has the later half of the one before. */
START_TEST(likeness_from_one_to_the_next_makes_no_long_group)
{
    struct reprint_finder finder;
    struct shingle_sample sample;
    CLEANUP(group_table_release) struct group_table table = GROUP_TABLE_INIT;
    reprint_finder_init(&finder);
    for (unsigned i = 0; i < 200; i++) {
        start(&sample, 200);
        take(&sample, i * 100, 200, 0);
        add(&finder, i + 1, &sample, 0, 0);
    }
    ck_assert_int_eq(reprint_finder_run(&finder, 0, &table, NULL), STATUS_OK);
    ck_assert_uint_gt(table.n_groups, 20);
    for (size_t i = 0; i < table.n_groups; i++) {
        size_t n;
        (void)group_members(&table, i, &n);
        ck_assert_uint_le(n, 4);
    }
    reprint_finder_release(&finder);
}

END_TEST

/* Copies come later than what they are of, a few at a time. */
START_TEST(new_articles_join_the_groups_that_there_are)
{
    CLEANUP(group_table_release) struct group_table whole = GROUP_TABLE_INIT;
    CLEANUP(group_table_release) struct group_table parts = GROUP_TABLE_INIT;
    struct shingle_sample sample;
    for (unsigned n_known = 0; n_known <= 60; n_known += 60) {
        struct reprint_finder finder;
        reprint_finder_init(&finder);
        for (unsigned i = 0; i < 100; i++) {
            start(&sample, 200);
            take(&sample, i % 50 * 1000, 180 + i / 5, 0);
            add(&finder, i + 1, &sample, 0, 0);
        }
        for (uint32_t i = 1; i + 50 <= n_known; i++) {
            const uint32_t pair[] = {i, i + 50};
            reprint_finder_join(&finder, pair, 2);
        }
        ck_assert_int_eq(reprint_finder_run(&finder, n_known + (n_known > 0),
                                            n_known > 0 ? &parts : &whole,
                                            NULL),
                         STATUS_OK);
        reprint_finder_release(&finder);
    }
    ck_assert_uint_eq(whole.n_groups, 50);
    ck_assert_uint_eq(parts.n_docids, whole.n_docids);
    ck_assert_mem_eq(parts.docids, whole.docids,
                     whole.n_docids * sizeof *whole.docids);
}

END_TEST

/* ---- sketches that wait to be compared */

static void add_value(struct sketch_list *list, uint32_t slot,
                      struct str_span value)
{
    struct glass_value values[] = {{SLOT_WORDS, SPAN("12")}, {slot, value}};
    const struct document document = {.values = values, .n_values = 2};
    sketch_list_add(list, &document);
}

START_TEST(a_list_keeps_the_place_of_who_has_no_sketch)
{
    struct sketch_list list = {0};
    struct sketch_list more = {0};
    add_value(&more, SLOT_DATE_MIN, SPAN("20240101"));
    add_value(&more, SLOT_SKETCH, SPAN("abc"));
    sketch_list_append(&list, &more);
    sketch_list_reset(&more);
    add_value(&more, SLOT_SKETCH, SPAN("d"));
    sketch_list_append(&list, &more);
    ck_assert_uint_eq(list.n_items, 3);
    ck_assert(str_span_equal(sketch_list_item(&list, 0), SPAN("")));
    ck_assert(str_span_equal(sketch_list_item(&list, 1), SPAN("abc")));
    ck_assert(str_span_equal(sketch_list_item(&list, 2), SPAN("d")));
    ck_assert(!list.has_given_up);
    sketch_list_release(&list);
    sketch_list_release(&more);
}

END_TEST

START_TEST(a_list_that_outgrows_its_ceiling_is_of_no_use)
{
    static char large[SKETCH_LIST_MAX_BYTES];
    struct sketch_list list = {0};
    struct sketch_list more = {0};
    add_value(&list, SLOT_SKETCH, str_span(large, sizeof large));
    ck_assert(!list.has_given_up);
    add_value(&list, SLOT_SKETCH, SPAN("x"));
    ck_assert(list.has_given_up);
    ck_assert_uint_eq(list.n_items, 0);
    add_value(&list, SLOT_SKETCH, SPAN("x"));
    ck_assert_uint_eq(list.n_items, 0);
    sketch_list_append(&more, &list);
    ck_assert(more.has_given_up);
    sketch_list_reset(&more);
    ck_assert(!more.has_given_up);
    sketch_list_release(&list);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("reprints");
    TCase *sketches = tcase_create("sketches");
    TCase *groups = tcase_create("groups");
    TCase *finding = tcase_create("finding");
    tcase_add_test(sketches, a_sample_has_the_smallest_numbers);
    tcase_add_test(sketches, short_words_and_breaks_make_no_shingle);
    tcase_add_test(sketches, a_sketch_comes_back_as_it_was);
    tcase_add_test(groups, a_list_of_groups_comes_back_and_damage_is_seen);
    tcase_add_test(groups, an_article_is_found_whatever_its_number);
    tcase_add_test(groups, an_article_in_two_groups_is_damage);
    tcase_add_test(groups, the_dead_leave_their_groups);
    tcase_add_test(finding, a_notice_in_ten_thousand_articles_makes_no_group);
    tcase_add_test(finding, pages_of_a_series_must_be_more_alike);
    tcase_add_test(finding, likeness_from_one_to_the_next_makes_no_long_group);
    tcase_add_test(finding, new_articles_join_the_groups_that_there_are);
    tcase_add_test(sketches, a_list_keeps_the_place_of_who_has_no_sketch);
    tcase_add_test(sketches, a_list_that_outgrows_its_ceiling_is_of_no_use);
    suite_add_tcase(suite, sketches);
    suite_add_tcase(suite, groups);
    suite_add_tcase(suite, finding);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
