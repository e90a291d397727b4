/*
 * Questions to an index that is written between matching and the reading of
 * records: the linker puts a function of ours in the place of index_record().
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "article_index.h"
#include "searcher/show.h"

/* Names that the linker's --wrap gives. */
/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
enum status __real_index_record(struct index *index, uint32_t docid,
                                struct str_span *ret_record, struct error *err);
enum status __wrap_index_record(struct index *index, uint32_t docid,
                                struct str_span *ret_record, struct error *err);

static int n_failures_left;
static enum status failure;

/* As the store says it of a state that is gone. */
enum status __wrap_index_record(struct index *index, uint32_t docid,
                                struct str_span *ret_record, struct error *err)
{
    if (n_failures_left > 0) {
        n_failures_left--;
        return error_set(err, failure, "written while it was read");
    }
    return __real_index_record(index, docid, ret_record, err);
}

/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

static void begin(void)
{
    struct writer *writer = article_index_begin();
    struct article article = {.id = SPAN("first"),
                              .title = SPAN("Sugar"),
                              .text = SPAN("Sugar rose.")};
    article_index_add(writer, &article);
    article_index_open(writer);
    failure = STATUS_MODIFIED;
}

static enum status ask(struct error *err)
{
    struct search_request request = {.query = SPAN("sugar"),
                                     .range = {.limit = 100},
                                     .n_snippets = 1,
                                     .has_fields = true,
                                     .has_n_articles = true};
    return search_run(index_, analyser, &request, &answer, err);
}

START_TEST(a_question_is_asked_anew_when_the_index_was_written)
{
    struct error err = ERROR_INIT;

    n_failures_left = 3;
    ck_assert_int_eq(ask(&err), STATUS_OK);
    ck_assert_int_eq(n_failures_left, 0);
    ck_assert_uint_eq(answer.n_hits, 1);
    ck_assert_uint_eq(answer.n_articles, 1);
    ck_assert_uint_eq(answer.hits[0].n_passages, 1);
    ck_assert_uint_eq(answer.diagnostics.n_items, 0);
}

END_TEST

START_TEST(what_looks_damaged_is_looked_at_anew)
{
    struct error err = ERROR_INIT;

    failure = STATUS_CORRUPT;
    n_failures_left = 3;
    ck_assert_int_eq(ask(&err), STATUS_OK);
    n_failures_left = 100;
    ck_assert_int_eq(ask(&err), STATUS_CORRUPT);
    ck_assert_str_eq(err.message, "the record of article number 1 is damaged");
    n_failures_left = 0;
}

END_TEST

START_TEST(who_has_asked_too_often_is_told_to_ask_again)
{
    struct error err = ERROR_INIT;

    n_failures_left = 100;
    ck_assert_int_eq(ask(&err), STATUS_MODIFIED);
    ck_assert_str_eq(err.hint, "ask again");
    n_failures_left = 0;
    ck_assert_int_eq(ask(&err), STATUS_OK);
}

END_TEST

START_TEST(an_article_is_shown_though_the_index_was_written)
{
    struct error err = ERROR_INIT;
    struct show show;

    n_failures_left = 3;
    ck_assert_int_eq(
        show_find(index_, SPAN("first"), &answer.arena, &show, &err),
        STATUS_OK);
    ck_assert(str_span_equal(show.article.title, SPAN("Sugar")));
    n_failures_left = 100;
    ck_assert_int_eq(
        show_find(index_, SPAN("first"), &answer.arena, &show, &err),
        STATUS_MODIFIED);
    ck_assert_str_eq(err.hint, "ask again");
    n_failures_left = 0;
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("search again");
    TCase *writers = tcase_create("writers meanwhile");

    tcase_add_checked_fixture(writers, begin, article_index_end);
    tcase_add_test(writers,
                   a_question_is_asked_anew_when_the_index_was_written);
    tcase_add_test(writers, what_looks_damaged_is_looked_at_anew);
    tcase_add_test(writers, who_has_asked_too_often_is_told_to_ask_again);
    tcase_add_test(writers, an_article_is_shown_though_the_index_was_written);
    suite_add_tcase(suite, writers);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
