/*
 * Which paragraphs are shown.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/candidate.h"

#include <check.h>
#include <stdlib.h>

#define N_LEAVES 3

static const double weights[N_LEAVES] = {1, 2, 4};
static struct candidates candidates;

static void begin(void)
{
    ck_assert_int_eq(candidates_init(&candidates, weights, N_LEAVES, NULL),
                     STATUS_OK);
}

static void end(void)
{
    candidates_release(&candidates);
}

/* A paragraph of n_bytes with the leaves that the letters say, where they
   stand: "a b" has leaf 0 at word 0 and leaf 1 at word 2. */
static void add(size_t i_paragraph, size_t n_bytes, const char *words)
{
    struct mark_place places[64];
    size_t n = 0;
    for (uint32_t i = 0; words[i] != '\0'; i++)
        if (words[i] >= 'a' && words[i] < 'a' + N_LEAVES)
            places[n++] = (struct mark_place){i, i, (uint32_t)(words[i] - 'a')};
    ck_assert_int_eq(
        candidates_add(&candidates, i_paragraph, n_bytes, places, n, NULL),
        STATUS_OK);
}

/* Whether what was chosen last has something that was not seen before. */
static bool was_new;

/* The paragraph that is chosen next, all of which the reader sees. */
static size_t choose(void)
{
    size_t i_item = candidates_choose(&candidates);
    was_new = candidates_show(&candidates, i_item, NULL);
    return candidates.items[i_item].i_paragraph;
}

START_TEST(most_leaves_come_first)
{
    add(3, 500, "c c c c c c");
    add(5, 500, "a.......b");
    ck_assert_uint_eq(choose(), 5);
}

END_TEST

START_TEST(then_rarer_ones)
{
    add(3, 500, "a a a");
    add(5, 500, "c");
    ck_assert_uint_eq(choose(), 5);
}

END_TEST

START_TEST(then_those_close_together)
{
    add(3, 300, "a a.....b..........................a");
    add(5, 300, "a.........b..........a");
    add(6, 300, "...........ab.........................");
    add(7, 300, "a.....................................b");
    ck_assert_uint_eq(choose(), 6);
}

END_TEST

START_TEST(then_the_most_crowded)
{
    add(3, 500, "a");
    add(5, 500, "a a a");
    add(7, 5000, "a a a a");
    ck_assert_uint_eq(choose(), 5);
}

END_TEST

START_TEST(a_heading_says_less_than_a_sentence)
{
    add(0, 12, "a");
    add(1, 200, "....a");
    ck_assert_uint_eq(choose(), 1);
}

END_TEST

START_TEST(then_the_earlier)
{
    add(2, 300, "a");
    add(4, 300, ".a");
    ck_assert_uint_eq(choose(), 2);
}

END_TEST

START_TEST(what_was_not_seen_goes_before_all)
{
    add(1, 300, "abab");
    add(2, 300, "ab");
    add(3, 300, "..c");
    ck_assert_uint_eq(choose(), 1);
    ck_assert(was_new);
    ck_assert_uint_eq(choose(), 3);
    ck_assert(was_new);
    ck_assert_uint_eq(choose(), 2);
    ck_assert(!was_new);
}

END_TEST

START_TEST(what_a_passage_leaves_out_was_not_seen)
{
    const uint64_t shown = 1; /* leaf 0 alone */
    add(1, 9000, "a.......................b");
    add(2, 300, "aaaa");
    add(3, 300, "b");
    size_t i_item = candidates_choose(&candidates);
    ck_assert(candidates_show(&candidates, i_item, &shown));
    ck_assert_uint_eq(candidates.items[i_item].i_paragraph, 1);
    ck_assert_uint_eq(choose(), 3);
}

END_TEST

/* All stretches, one by one. */
static uint32_t slow_stretch(const struct mark_place *places, size_t n,
                             size_t n_leaves)
{
    uint32_t best = UINT32_MAX;
    for (size_t i = 0; i < n; i++) {
        unsigned seen = 0;
        for (size_t k = i; k < n; k++) {
            seen |= 1U << places[k].i_leaf;
            uint32_t n_words = places[k].last - places[i].first + 1;
            if ((size_t)__builtin_popcount(seen) == n_leaves && n_words < best)
                best = n_words;
        }
    }
    return best;
}

START_TEST(the_shortest_stretch_is_found)
{
    srand((unsigned)_i);
    for (int round = 0; round < 200; round++) {
        struct mark_place places[20];
        uint32_t counts[N_LEAVES] = {0};
        unsigned seen = 0;
        size_t n = 1 + (size_t)rand() % 20;
        uint32_t at = 0;
        for (size_t i = 0; i < n; i++) {
            at += (uint32_t)(rand() % 6);
            places[i] = (struct mark_place){at, at, (uint32_t)rand() % 3};
            seen |= 1U << places[i].i_leaf;
        }
        size_t n_leaves = (size_t)__builtin_popcount(seen);
        ck_assert_uint_eq(candidate_stretch(counts, places, n, n_leaves),
                          slow_stretch(places, n, n_leaves));
        for (size_t i = 0; i < N_LEAVES; i++)
            ck_assert_uint_eq(counts[i], 0);
    }
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("candidate");
    TCase *choice = tcase_create("choice");
    tcase_add_checked_fixture(choice, begin, end);
    tcase_add_test(choice, most_leaves_come_first);
    tcase_add_test(choice, then_rarer_ones);
    tcase_add_test(choice, then_those_close_together);
    tcase_add_test(choice, then_the_most_crowded);
    tcase_add_test(choice, a_heading_says_less_than_a_sentence);
    tcase_add_test(choice, then_the_earlier);
    tcase_add_test(choice, what_was_not_seen_goes_before_all);
    tcase_add_test(choice, what_a_passage_leaves_out_was_not_seen);
    suite_add_tcase(suite, choice);
    TCase *stretch = tcase_create("stretch");
    tcase_add_loop_test(stretch, the_shortest_stretch_is_found, 0, 10);
    suite_add_tcase(suite, stretch);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
