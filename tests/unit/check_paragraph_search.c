/*
 * Paragraphs as hits: their order, their numbers, pages of them. That they are
 * the right ones is for tests/oracle.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "article_index.h"

#include <math.h>

static const char *const texts[][2] = {
    {"one", "Sugar far away from what is called the duty here.\n\nNothing at "
            "all.\n\nThe sugar duty.\n\nSugar, sugar and sugar."},
    {"two", "The duty on sugar.\n\nA duty."},
};

static void add(struct writer *writer, const char *id, const char *date,
                const char *text)
{
    struct article article = {.id = str_span_of(id),
                              .title = SPAN("Of sugar"),
                              .date_text = str_span_of(date),
                              .text = str_span_of(text)};
    article_index_add(writer, &article);
}

static void begin(void)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    struct writer *writer = article_index_begin();
    add(writer, texts[0][0], "1907", texts[0][1]);
    add(writer, texts[1][0], "1906", texts[1][1]);
    str_add_text(&text, "first\n\n");
    for (int i = 0; i < 9000; i++)
        str_add_text(&text, i == 8000 ? "molasses " : "word ");
    str_add_text(&text, "\n\nlast molasses");
    add(writer, "long", "1908", str_view(&text).bytes);
    article_index_open(writer);
}

/* Asks, and writes down the hits: "one#p3 two#p1 ". */
static const char *ask(const char *query, enum search_sort sort,
                       uint64_t offset, uint64_t limit)
{
    static char list[512];
    struct error err = ERROR_INIT;
    const struct search_request request = {
        .query = str_span_of(query),
        .unit = UNIT_PARAGRAPH,
        .range = {.offset = offset, .limit = limit, .sort = sort},
        .has_fields = true,
        .n_snippets = 3,
        .snippet_columns = 60};
    size_t n = 0;
    enum status status = search_run(index_, analyser, &request, &answer, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    list[0] = '\0';
    for (size_t i = 0; i < answer.n_hits; i++) {
        const struct hit *hit = &answer.hits[i];
        n += (size_t)snprintf(list + n, sizeof list - n, "%.*s#p%u ",
                              (int)hit->article.id.n_bytes,
                              hit->article.id.bytes, hit->i_paragraph);
        ck_assert_uint_eq(hit->n_passages, 1);
        ck_assert_uint_eq(hit->passages[0].i_paragraph, hit->i_paragraph);
        ck_assert_uint_gt(hit->passages[0].n_marks, 0);
    }
    return list;
}

START_TEST(both_words_come_before_one_and_close_before_far)
{
    ck_assert_str_eq(ask("sugar duty", SORT_RELEVANCE, 0, 10),
                     "one#p3 two#p1 one#p1 one#p4 two#p2 ");
    ck_assert_uint_eq(answer.n_total, 5);
    ck_assert(answer.is_total_exact);
}

END_TEST

START_TEST(scores_are_what_the_manual_says)
{
    (void)ask("sugar duty", SORT_RELEVANCE, 0, 10);
    double sugar = log1p(3 / (3 + 0.5)); /* in all titles */
    double both = sugar + log1p(3 / (2 + 0.5));
    ck_assert(fabs(answer.hits[0].score - both * 1.5) < 1e-9);
    ck_assert(fabs(answer.hits[1].score - both * (1 + 0.5 / 2)) < 1e-9);
    ck_assert(fabs(answer.hits[3].score - sugar * 3 * 2.2 / (3 + 1.2)) < 1e-9);
}

END_TEST

START_TEST(a_boost_counts)
{
    ck_assert_str_eq(ask("sugar OR duty^10", SORT_RELEVANCE, 3, 2),
                     "two#p2 one#p4 ");
}

END_TEST

START_TEST(pages_join_without_a_seam)
{
    CLEANUP(str_release) struct str whole = STR_INIT;
    CLEANUP(str_release) struct str joined = STR_INIT;
    const char *query = "sugar OR duty OR nothing";
    str_add_text(&whole, ask(query, SORT_RELEVANCE, 0, 100));
    for (uint64_t offset = 0; offset < 8; offset += 2)
        str_add_text(&joined, ask(query, SORT_RELEVANCE, offset, 2));
    ck_assert_str_eq(joined.bytes, whole.bytes);
    ck_assert_str_eq(ask("sugar", SORT_RELEVANCE, 0, 0), "");
    ck_assert_uint_eq(answer.n_total, 4);
}

END_TEST

START_TEST(by_date_they_come_article_by_article)
{
    ck_assert_str_eq(ask("sugar duty", SORT_DATE, 0, 10),
                     "two#p1 two#p2 one#p1 one#p3 one#p4 ");
}

END_TEST

START_TEST(a_long_paragraph_is_one)
{
    ck_assert_str_eq(ask("molasses OR word", SORT_DATE, 0, 10),
                     "long#p2 long#p3 ");
    ck_assert_str_eq(ask("last", SORT_RELEVANCE, 0, 10), "long#p3 ");
}

END_TEST

START_TEST(a_title_is_no_paragraph)
{
    ck_assert_str_eq(ask("title:sugar", SORT_RELEVANCE, 0, 10), "");
    ck_assert_str_eq(answer.diagnostics.items[0].code, "N130");
    ck_assert_str_eq(ask("\"of sugar\"", SORT_RELEVANCE, 0, 10), "");
    ck_assert_uint_eq(answer.n_total, 0);
}

END_TEST

START_TEST(a_branch_that_came_to_nothing_has_no_paragraphs)
{
    ck_assert_str_eq(ask("(sugar AND molasses) OR duty", SORT_DATE, 0, 10),
                     "two#p1 two#p2 one#p1 one#p3 long#p2 long#p3 ");
    ck_assert_str_eq(ask("(sugar AND author:nobody) OR duty", SORT_DATE, 0, 10),
                     "two#p1 two#p2 one#p1 one#p3 ");
}

END_TEST

START_TEST(what_is_late_is_told)
{
    index_set_deadline(index_, (struct deadline){1});
    (void)ask("sugar", SORT_RELEVANCE, 0, 10);
    ck_assert(answer.is_partial);
    ck_assert(!answer.is_total_exact);
    index_set_deadline(index_, (struct deadline){0});
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("paragraph search");
    TCase *hits = tcase_create("hits");
    tcase_add_checked_fixture(hits, begin, article_index_end);
    tcase_add_test(hits, both_words_come_before_one_and_close_before_far);
    tcase_add_test(hits, scores_are_what_the_manual_says);
    tcase_add_test(hits, a_boost_counts);
    tcase_add_test(hits, pages_join_without_a_seam);
    tcase_add_test(hits, by_date_they_come_article_by_article);
    tcase_add_test(hits, a_long_paragraph_is_one);
    tcase_add_test(hits, a_title_is_no_paragraph);
    tcase_add_test(hits, what_is_late_is_told);
    tcase_add_test(hits, a_branch_that_came_to_nothing_has_no_paragraphs);
    suite_add_tcase(suite, hits);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
