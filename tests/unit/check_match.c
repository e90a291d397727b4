/*
 * Each node of the grammar over a few articles: what it finds, and what of
 * that is marked.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "article_index.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static struct str_span duran = SPAN("Duran Duran");
static struct str_span smith = SPAN("Jane Smith");
static struct str_span tax_tag = SPAN("Sugar Tax");

static void set_up(void)
{
    struct writer *writer = article_index_begin();
    struct article articles[] = {
        {.id = SPAN("a"),
         .title = SPAN("The sugar levy"),
         .text = SPAN("The government taxed sugar. A levy on tea followed.\n\n"
                      "Colour and color differ."),
         .authors = &smith,
         .n_authors = 1,
         .date_text = SPAN("1906-03-14")},
        {.id = SPAN("b"),
         .text = SPAN("State of the art governing of taxes.\n\nNo sugar here "
                      "but taxing words."),
         .authors = &duran,
         .n_authors = 1,
         .date_text = SPAN("1906")},
        {.id = SPAN("c"),
         .title = SPAN("Modern times "
                       "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
         .text = SPAN("A modem and r\xC3\xA9sum\xC3\xA9s for the state. Sugar "
                      "is sweet; sugar sells."),
         .tags = &tax_tag,
         .n_tags = 1},
    };
    for (size_t i = 0; i < COUNT_OF(articles); i++)
        article_index_add(writer, &articles[i]);
    article_index_open(writer);
}

static void ask(const char *query, bool has_blame)
{
    struct search_request request = {.query = str_span_of(query),
                                     .range = {.limit = 9},
                                     .n_snippets = 9,
                                     .has_blame = has_blame,
                                     .has_fields = true};
    struct error err = ERROR_INIT;
    ck_assert_msg(search_run(index_, analyser, &request, &answer, &err) ==
                      STATUS_OK,
                  "%s: %s", query, err.message);
}

/* The ids that were found, in order. */
static void add_ids(struct str *out)
{
    for (char id = 'a'; id <= 'c'; id++)
        for (size_t i = 0; i < answer.n_hits; i++)
            if (answer.hits[i].article.id.bytes[0] == id)
                str_add_char(out, id);
}

static const struct {
    const char *query;
    const char *ids;
} rows[] = {
    {"gov*", "ab"},
    {"t?x*", "ab"},
    {"*dem", "c"},
    {"colour~", "a"},
    {"sgar~", "abc"},
    {"modem~ocr", "c"},
    {"/colou?r/", "a"},
    {"/s(ugar|tate)/", "abc"},
    {"\"state * the art\"", "b"},
    {"\"state * art\"", ""},
    {"\"gov* taxed\"", "a"},
    {"\"* government\"", "a"},
    {"\"words *\"", ""},
    {"\"taxing *\"", "b"},
    {"\"sugar government\"~1", "a"},
    {"\"sugar government\"~0", ""},
    {"\"sugar sugar\"~2", "c"},
    {"\"sugar levy state art\"/3", "b"},
    {"\"sugar levy state art\"/2", "abc"},
    {"\"sugar levy tea\"/3", "a"},
    {"government NEAR/1 taxes", "a"},
    {"sugar NEAR/2 government", "a"},
    {"sugar ADJ/2 government", ""},
    {"government ADJ/2 sugar", "a"},
    {"=tax NEAR government", ""},
    {"sugar SENT levy", "a"},
    {"sugar PARA levy", "a"},
    {"title:(sugar NEAR/1 levy)", "a"},
    {"sugar PARA art", ""},
    {"sugar NOTNEAR/3 government", "abc"},
    {"tax NOTNEAR/2 (sugar OR art)", "b"},
    {"(\"the state\" OR tea) PARA sugar", "ac"},
    {"r\xC3\xA9sum\xC3\xA9 NEAR/3 state", "c"},
    {"resumes NEAR/3 state", "c"},
    {"=resume NEAR/3 state", ""},
    {"resume NEAR/3 state", ""},
    {"author:\"Duran Duran\"", "b"},
    {"author:(duran ADJ/1 duran)", "b"},
    {"sugar MAYBE tea", "abc"},
    {"tea^3 OR modem", "ac"},
    {"words:>13", "ac"},
    {"words:..13", "b"},
    {"has:title", "ac"},
    {"has:author", "ab"},
    {"has:tag", "c"},
    {"-has:tag", "ab"},
    {"is:undated", "c"},
    {"sugar -is:undated", "ab"},
    {"date:1906-03", "ab"},
    {"date=1906-03", "a"},
    {"date=1906", "ab"},
    {"tag:sugar*", "c"},
    {"tag:/sugar.*/", "c"},
    {"like:a", "bc"},
    {"like:nobody", ""},
};

START_TEST(each_node_finds_what_it_means)
{
    CLEANUP(str_release) struct str ids = STR_INIT;
    ask(rows[_i].query, false);
    add_ids(&ids);
    ck_assert_msg(strcmp(str_view(&ids).bytes, rows[_i].ids) == 0,
                  "%s: %s instead of %s", rows[_i].query, str_view(&ids).bytes,
                  rows[_i].ids);
    ck_assert_uint_eq(answer.n_total, strlen(rows[_i].ids));
}

END_TEST

/* The passages of the first hit, marks in brackets. */
static void add_marked(struct str *out)
{
    for (size_t i = 0; i < answer.hits[0].n_passages; i++) {
        const struct passage *passage = &answer.hits[0].passages[i];
        size_t off = 0;
        if (i > 0)
            str_add_text(out, " | ");
        for (size_t k = 0; k < passage->n_marks; k++) {
            const struct passage_mark *mark = &passage->marks[k];
            str_add(out, passage->text.bytes + off, mark->start_bytes - off);
            str_add_char(out, '[');
            str_add(out, passage->text.bytes + mark->start_bytes,
                    mark->end_bytes - mark->start_bytes);
            str_add_char(out, ']');
            off = mark->end_bytes;
        }
        str_add(out, passage->text.bytes + off, passage->text.n_bytes - off);
    }
}

static const struct {
    const char *query;
    const char *marked;
} mark_rows[] = {
    {"gov* id:a", "The [government] taxed sugar. A levy on tea followed."},
    {"government NEAR/2 sugar",
     "The [government] taxed [sugar]. A levy on tea followed."},
    {"sugar NOTNEAR/3 government id:c",
     "A modem and r\xC3\xA9sum\xC3\xA9s for the state. [Sugar] is sweet; "
     "[sugar] sells."},
    {"\"state * the art\"", "[State of the art] governing of taxes."},
    {"tea SENT levy", "The government taxed sugar. A [levy] on [tea] "
                      "followed."},
    {"\"sugar state\"~9 id:c",
     "A modem and r\xC3\xA9sum\xC3\xA9s for the [state]. [Sugar] is sweet; "
     "[sugar] sells."},
    {"\"tea levy words\"/2",
     "The government taxed sugar. A [levy] on [tea] followed."},
    {"colour~", "[Colour] and [color] differ."},
    {"(sugar words:>999) OR tea",
     "The government taxed sugar. A levy on [tea] followed."},
    {"(tea has:author) OR sweet id:a",
     "The government taxed sugar. A levy on [tea] followed."},
    {"(government NEAR/1 sugar) OR levy id:a",
     "The government taxed sugar. A [levy] on tea followed."},
    {"(tea (government NEAR/3 sugar)) OR (levy nothing) id:a",
     "The [government] taxed [sugar]. A levy on [tea] followed."},
    {"(\"tea state art\"/2 sugar) OR levy id:a",
     "The government taxed sugar. A [levy] on tea followed."},
};

START_TEST(what_lies_as_it_should_is_marked)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    ask(mark_rows[_i].query, false);
    ck_assert_msg(answer.n_hits > 0, "%s", mark_rows[_i].query);
    add_marked(&out);
    ck_assert_msg(strcmp(str_view(&out).bytes, mark_rows[_i].marked) == 0,
                  "%s:\n  is       %s\n  expected %s", mark_rows[_i].query,
                  str_view(&out).bytes, mark_rows[_i].marked);
}

END_TEST

START_TEST(a_query_without_hits_is_told_which_clause_is_to_blame)
{
    ask("sugar modem levy", true);
    ck_assert_uint_eq(answer.n_hits, 0);
    ck_assert_uint_eq(answer.blame.n_clauses, 3);
    ck_assert_uint_eq(answer.blame.clauses[0].n_articles, 3);
    ck_assert_uint_eq(answer.blame.clauses[0].n_without, 0);
    ck_assert_uint_eq(answer.blame.clauses[1].n_articles, 1);
    ck_assert_uint_eq(answer.blame.clauses[1].n_without, 1);
    ck_assert_uint_eq(answer.blame.clauses[1].span.start_bytes, 6);
    ck_assert_uint_eq(answer.blame.clauses[1].span.end_bytes, 11);
    ck_assert_uint_eq(answer.corrections.n_items, 0);
}

END_TEST

START_TEST(a_word_that_nobody_wrote_is_corrected_if_that_finds_something)
{
    ask("suger govermnent", true);
    ck_assert_uint_eq(answer.corrections.n_items, 2);
    ck_assert(str_span_equal(answer.corrections.items[0].word, SPAN("sugar")));
    ck_assert(
        str_span_equal(answer.corrections.items[1].word, SPAN("government")));
    ck_assert_uint_eq(answer.corrections.items[1].span.start_bytes, 6);
    ck_assert_uint_eq(answer.corrections.items[0].n_articles, 2);
    ask("suger \"no such phrase\"", true);
    ck_assert_uint_eq(answer.corrections.n_items, 0);
    ask("sugar", true);
    ck_assert_uint_eq(answer.blame.n_clauses, 0);
}

END_TEST

/* The codes of what is said about the query: "N105 N105". */
static void expect_codes(const char *query, const char *codes)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    for (size_t i = 0; i < answer.diagnostics.n_items; i++)
        str_add_format(&out, "%s%s", i > 0 ? " " : "",
                       answer.diagnostics.items[i].code);
    ck_assert_msg(strcmp(str_view(&out).bytes, codes) == 0,
                  "%s: '%s' instead of '%s'", query, str_view(&out).bytes,
                  codes);
}

START_TEST(each_correction_is_a_note_too)
{
    ask("tea suger", true);
    expect_codes("tea suger", "N105");
    const struct diagnostic *note = &answer.diagnostics.items[0];
    ck_assert_uint_eq(note->span.start_bytes, 4);
    ck_assert_uint_eq(note->span.end_bytes, 9);
    ck_assert_str_eq(note->message.bytes, "no article has 'suger'");
    ck_assert_str_eq(note->hint.bytes,
                     "did you mean 'sugar'?  That finds 1 article");
    ck_assert(str_span_equal(note->replacement, SPAN("sugar")));
    ask("suger govermnent", true);
    expect_codes("suger govermnent", "N105 N105");
    ck_assert_str_eq(answer.diagnostics.items[1].hint.bytes,
                     "did you mean 'government'?  With the other corrections "
                     "that finds 2 articles");
    ask("author:smiht", true);
    expect_codes("author:smiht", "N105");
    ck_assert_str_eq(answer.diagnostics.items[0].message.bytes,
                     "no article has 'smiht' in author");
    ask("suger OR sugar", true);
    expect_codes("suger OR sugar", "");
    ask("tea suger", false);
    expect_codes("tea suger, unasked", "");
}

END_TEST

START_TEST(too_many_words_are_told_and_the_commonest_stay)
{
    struct arena arena;
    struct expansion expansion;
    struct wildcard wildcard;
    struct expand_scope scope = {index_, FIELD_TEXT, 2};
    arena_init(&arena);
    ck_assert_int_eq(
        wildcard_make(SPAN("s*"), analyser, &arena, &wildcard, NULL),
        STATUS_OK);
    ck_assert_int_eq(
        expand_wildcard(&scope, &wildcard, &arena, &expansion, NULL),
        STATUS_OK);
    ck_assert_uint_eq(expansion.n_terms, 2);
    ck_assert_uint_gt(expansion.n_found, 2);
    ck_assert(str_span_equal(expansion.terms[1].term, SPAN("sugar")));
    ck_assert_uint_eq(expansion.terms[1].n_articles, 3);
    arena_release(&arena);
}

END_TEST

static const struct {
    const char *query;
    size_t n_warnings;
} limit_rows[] = {
    {"ta*", 0},           {"ta* NEAR go*", 2},   {"\"ta* ta*\"", 2},
    {"\"ta* go*\"~3", 2}, {"ta* NEAR sugar", 1}, {"ta* OR (a SENT sug*)", 0},
};

START_TEST(what_positions_are_read_of_can_be_limited)
{
    struct search_request request = {.query = str_span_of(limit_rows[_i].query),
                                     .range = {.limit = 9},
                                     .limits = {.n_near_terms = 1}};
    size_t n = 0;
    ck_assert_int_eq(search_run(index_, analyser, &request, &answer, NULL),
                     STATUS_OK);
    for (size_t i = 0; i < answer.diagnostics.n_items; i++)
        n += strcmp(answer.diagnostics.items[i].code, "W203") == 0;
    ck_assert_msg(n == limit_rows[_i].n_warnings, "%s: %zu",
                  limit_rows[_i].query, n);
}

END_TEST

START_TEST(who_is_not_known_asks_less)
{
    struct search_request request = {.query = SPAN("a b c"),
                                     .range = {.limit = 9},
                                     .limits = SEARCH_LIMITS_OPEN};
    ck_assert_int_eq(search_run(index_, analyser, &request, &answer, NULL),
                     STATUS_OK);
    request.limits.max_clauses = 2;
    ck_assert_int_eq(search_run(index_, analyser, &request, &answer, NULL),
                     STATUS_BAD_QUERY);
    request.limits = (struct search_limits){.max_bytes = 4};
    ck_assert_int_eq(search_run(index_, analyser, &request, &answer, NULL),
                     STATUS_BAD_QUERY);
    ck_assert_str_eq(answer.diagnostics.items[0].code, "E140");
}

END_TEST

START_TEST(a_regex_without_end_is_an_error)
{
    struct search_request request = {.query = SPAN("/(x+x+)+[yz]/"),
                                     .range = {.limit = 9}};
    struct error err = ERROR_INIT;
    ck_assert_int_eq(search_run(index_, analyser, &request, &answer, &err),
                     STATUS_BAD_QUERY);
    ck_assert_str_eq(answer.diagnostics.items[0].code, "E132");
}

END_TEST

/* A hundred articles: "all" is in each, "half" in 50, "rare" in 49. */
static void set_up_hundred(void)
{
    struct writer *writer = article_index_begin();
    for (int i = 0; i < 100; i++) {
        CLEANUP(str_release) struct str id = STR_INIT;
        struct article article = {.text = i < 49   ? SPAN("all half rare")
                                          : i < 50 ? SPAN("all half")
                                                   : SPAN("all there"),
                                  .date_text = SPAN("1906")};
        str_add_format(&id, "%d", i);
        article.id = str_view(&id);
        article_index_add(writer, &article);
    }
    article_index_open(writer);
}

static const struct {
    const char *query;
    const char *codes;
} common_rows[] = {
    {"all", "N104"},
    {"all half", "N104"},
    {"all OR half", "N104"},
    {"=all half^2", "N104"},
    {"all -rare", "N104"},
    {"all & half", "N106 N104"},
    {"rare", ""},
    {"all rare", ""},
    {"rare OR all", ""},
    {"\"all half\"", ""},
    {"all \"half\"", ""},
    {"all hal*", ""},
    {"all date:1906", ""},
    {"all text:half", "N104"},
    {"all NEAR half", ""},
    {"-all", ""},
    {"*", ""},
    {"&", "N106"},
};

START_TEST(words_that_are_everywhere_are_told)
{
    ask(common_rows[_i].query, true);
    expect_codes(common_rows[_i].query, common_rows[_i].codes);
    ask("all", false);
    expect_codes("all, unasked", "");
}

END_TEST

START_TEST(a_few_articles_have_no_common_words)
{
    ask("sugar", true);
    ck_assert_uint_eq(answer.n_total, 3);
    expect_codes("sugar", "");
}

END_TEST

static const char *const late_rows[] = {
    "sugar",     "sugar NEAR tax", "NOT (sugar NEAR tax)",
    "gov*",      "-modem",         "sugar OR (tax SENT sugar)",
    "date:1906",
};

/* At once, so that nothing is found; without, all is found again. */
START_TEST(a_search_whose_time_is_over_says_so)
{
    struct deadline past = {1};
    index_set_deadline(index_, past);
    ask(late_rows[_i], true);
    ck_assert(answer.is_partial);
    ck_assert(!answer.is_total_exact);
    ck_assert_uint_eq(answer.n_hits, 0);
    ck_assert_uint_eq(answer.blame.n_clauses, 0);
    bool is_told = false;
    for (size_t i = 0; i < answer.diagnostics.n_items; i++)
        is_told =
            is_told || strcmp(answer.diagnostics.items[i].code, "W204") == 0;
    ck_assert(is_told);
    index_set_deadline(index_, deadline_in(60000));
    ask(late_rows[_i], true);
    ck_assert(!answer.is_partial);
    ck_assert_uint_gt(answer.n_hits, 0);
}

END_TEST

static Suite *match_suite(void)
{
    Suite *suite = suite_create("match");
    TCase *tcase = tcase_create("nodes");
    tcase_add_checked_fixture(tcase, set_up, article_index_end);
    tcase_add_loop_test(tcase, each_node_finds_what_it_means, 0,
                        (int)COUNT_OF(rows));
    tcase_add_loop_test(tcase, what_lies_as_it_should_is_marked, 0,
                        (int)COUNT_OF(mark_rows));
    tcase_add_test(tcase,
                   a_query_without_hits_is_told_which_clause_is_to_blame);
    tcase_add_test(
        tcase, a_word_that_nobody_wrote_is_corrected_if_that_finds_something);
    tcase_add_test(tcase, each_correction_is_a_note_too);
    tcase_add_test(tcase, a_few_articles_have_no_common_words);
    tcase_add_test(tcase, too_many_words_are_told_and_the_commonest_stay);
    tcase_add_loop_test(tcase, a_search_whose_time_is_over_says_so, 0,
                        (int)COUNT_OF(late_rows));
    tcase_add_loop_test(tcase, what_positions_are_read_of_can_be_limited, 0,
                        (int)COUNT_OF(limit_rows));
    tcase_add_test(tcase, who_is_not_known_asks_less);
    tcase_add_test(tcase, a_regex_without_end_is_an_error);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("common words");
    tcase_add_checked_fixture(tcase, set_up_hundred, article_index_end);
    tcase_add_loop_test(tcase, words_that_are_everywhere_are_told, 0,
                        (int)COUNT_OF(common_rows));
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(match_suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
