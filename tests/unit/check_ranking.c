/*
 * What puts articles in order besides BM25: closeness, likeness, newness and
 * whole titles, over random articles, whose seed is printed. Whatever the
 * order, the same articles match, and pages go on where the last one ended.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "article_index.h"
#include "searcher/ranking.h"

#include <time.h>

#define N_ARTICLES 400
#define N_DRAWN    24

static const char *const words[] = {"sugar",  "tax",   "island", "ship",
                                    "coffee", "trade", "king",   "law",
                                    "paper",  "crowd"};
#define N_WORDS (sizeof words / sizeof words[0])

static unsigned seed;

static unsigned draw(unsigned n)
{
    seed = seed * 1103515245 + 12345;
    return seed / 65536 % n;
}

static void add_random(struct writer *writer, int i)
{
    static char id[16];
    static char date[16];
    CLEANUP(str_release) struct str text = STR_INIT;

    (void)snprintf(id, sizeof id, "a%d", i);
    (void)snprintf(date, sizeof date, "%u-0%u-1%u", 1900 + draw(90),
                   1 + draw(9), draw(9));
    for (int k = 0; k < N_DRAWN; k++)
        str_add_format(&text, "%s%s", words[draw(N_WORDS)],
                       draw(8) == 0 ? "\n\n" : " ");
    struct article article = {.id = str_span_of(id),
                              .title = str_span_of(words[draw(N_WORDS)]),
                              .text = str_view(&text)};
    if (draw(4) > 0)
        article.date_text = str_span_of(date);
    article_index_add(writer, &article);
}

static void set_up(void)
{
    struct writer *writer = article_index_begin();

    seed = (unsigned)time(NULL);
    printf("# seed %u\n", seed);
    for (int i = 0; i < N_ARTICLES; i++)
        add_random(writer, i);
    article_index_open(writer);
}

/* What a query asks, and which of the rules it is put in order by. */
static const struct {
    const char *query;
    bool is_any;
    bool is_recent;
    bool is_expanded;
} asked[] = {
    {"sugar", false, false, false},
    {"sugar", false, true, false},
    {"sugar tax", false, false, false},
    {"sugar tax", false, true, false},
    {"sugar OR tax", false, false, false},
    {"sugar tax island ship coffee", true, false, false},
    {"sugar tax island ship coffee", true, true, false},
    {"\"sugar tax\" OR law", false, false, false},
    {"sugar", false, false, true},
    {"sugar tax", false, true, true},
    {"sugar tax island ship coffee", true, false, true},
    {"\"sugar tax\" OR law", false, false, true},
};

#define N_ASKED ((int)(sizeof asked / sizeof asked[0]))

static void ask(int i, uint64_t offset, uint64_t limit, struct answer *ret)
{
    struct search_request request = {
        .query = str_span_of(asked[i].query),
        .mode = asked[i].is_any ? QUERY_ANY_WORD : QUERY_ALL_WORDS,
        .is_recent = asked[i].is_recent,
        .is_expanded = asked[i].is_expanded,
        .range = {offset, limit, SORT_RELEVANCE, true}};
    struct error err = ERROR_INIT;

    ck_assert_msg(search_run(index_, analyser, &request, ret, &err) ==
                      STATUS_OK,
                  "%s: %s", asked[i].query, err.message);
}

static bool has_hit(const struct answer *of, uint32_t docid)
{
    for (size_t i = 0; i < of->n_hits; i++)
        if (of->hits[i].docid == docid)
            return true;
    return false;
}

/* Those that match are asked for by date: nothing is ranked again then. */
START_TEST(the_same_articles_match_in_any_order)
{
    struct answer plain;
    struct search_request request = {.query = str_span_of(asked[_i].query),
                                     .mode = asked[_i].is_any ? QUERY_ANY_WORD
                                                              : QUERY_ALL_WORDS,
                                     .range = {0, N_ARTICLES, SORT_DATE, true}};

    answer_init(&plain);
    ck_assert_int_eq(search_run(index_, analyser, &request, &plain, NULL),
                     STATUS_OK);
    ask(_i, 0, N_ARTICLES, &answer);
    ck_assert_uint_gt(answer.n_hits, 20);
    ck_assert_uint_eq(answer.n_total, plain.n_total);
    ck_assert_uint_eq(answer.n_hits, plain.n_hits);
    for (size_t i = 0; i < plain.n_hits; i++)
        ck_assert(has_hit(&answer, plain.hits[i].docid));
    answer_release(&plain);
}

END_TEST

/* Behind those that are first for their titles no score is above the one
   before it. */
START_TEST(scores_fall)
{
    ask(_i, 0, N_ARTICLES, &answer);
    for (size_t i = 1; i < answer.n_hits; i++) {
        const struct hit *last = &answer.hits[i - 1];
        const struct hit *hit = &answer.hits[i];
        ck_assert_double_ge(hit->score, 0);
        ck_assert_double_lt(hit->score, 1000);
        ck_assert(last->is_first || !hit->is_first);
        if (last->is_first == hit->is_first)
            ck_assert_double_ge(last->score + 1e-6, hit->score);
    }
}

END_TEST

START_TEST(pages_go_on_where_the_last_one_ended)
{
    struct answer page;

    answer_init(&page);
    ask(_i, 0, N_ARTICLES, &answer);
    for (int round = 0; round < 30; round++) {
        uint64_t offset = draw(N_ARTICLES);
        uint64_t limit = 1 + draw(30);
        ask(_i, offset, limit, &page);
        for (size_t i = 0; i < page.n_hits; i++) {
            ck_assert_uint_eq(page.hits[i].docid,
                              answer.hits[offset + i].docid);
            ck_assert_double_eq_tol(page.hits[i].score,
                                    answer.hits[offset + i].score, 1e-9);
        }
        if (offset + limit <= answer.n_hits)
            ck_assert_uint_eq(page.n_hits, limit);
    }
    answer_release(&page);
}

END_TEST

/* Titles are one word here: a query of it has some of them. */
START_TEST(whole_titles_are_first)
{
    ask(0, 0, N_ARTICLES, &answer);
    ck_assert(answer.hits[0].is_first);
    ask(2, 0, N_ARTICLES, &answer);
    for (size_t i = 0; i < answer.n_hits; i++)
        ck_assert(!answer.hits[i].is_first);
}

END_TEST

START_TEST(a_long_question_is_likened_and_a_short_one_is_paired)
{
    ask(5, 0, 10, &answer);
    ck_assert(answer.ranking.is_likened);
    ck_assert_uint_eq(answer.ranking.n_pairs, 0);
    ask(2, 0, 10, &answer);
    ck_assert(!answer.ranking.is_likened);
    ck_assert_uint_eq(answer.ranking.n_pairs, 1);
    ask(0, 0, 10, &answer);
    ck_assert_uint_eq(answer.ranking.n_pairs, 0);
}

END_TEST

/* None is a term of a field, none weighs more than the one before it. */
START_TEST(words_of_the_first_articles_are_added_if_asked_for)
{
    ask(0, 0, 10, &answer);
    ck_assert_uint_eq(answer.ranking.n_more, 0);
    ask(8, 0, 10, &answer);
    ck_assert_uint_gt(answer.ranking.n_more, 1);
    for (size_t i = 0; i < answer.ranking.n_more; i++) {
        const struct search_term *more = &answer.ranking.more[i];
        ck_assert_int_eq(more->term.bytes[0], 'Z');
        ck_assert_int_ge(more->term.bytes[1], 'a');
        ck_assert_double_gt(more->factor, 0);
        ck_assert(i == 0 || more->factor <= more[-1].factor);
    }
}

END_TEST

/* Some of what matches is still told, and that it is not all. */
START_TEST(nothing_is_added_when_the_time_is_over)
{
    index_set_deadline(index_, (struct deadline){1});
    ask(9, 0, 10, &answer);
    ck_assert(answer.is_partial);
    ck_assert_uint_eq(answer.ranking.n_more, 0);
    index_set_deadline(index_, (struct deadline){0});
    ask(9, 0, 10, &answer);
    ck_assert(!answer.is_partial);
    ck_assert_uint_gt(answer.ranking.n_more, 0);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("ranking");
    TCase *order = tcase_create("order");

    tcase_add_checked_fixture(order, set_up, article_index_end);
    tcase_add_loop_test(order, the_same_articles_match_in_any_order, 0,
                        N_ASKED);
    tcase_add_loop_test(order, scores_fall, 0, N_ASKED);
    tcase_add_loop_test(order, pages_go_on_where_the_last_one_ended, 0,
                        N_ASKED);
    tcase_add_test(order, whole_titles_are_first);
    tcase_add_test(order, words_of_the_first_articles_are_added_if_asked_for);
    tcase_add_test(order, nothing_is_added_when_the_time_is_over);
    tcase_add_test(order, a_long_question_is_likened_and_a_short_one_is_paired);
    suite_add_tcase(suite, order);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed > 0;
}
