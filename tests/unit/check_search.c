/*
 * Requests answered from a small index: hits, passages, marks, paragraphs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/build.h"
#include "scratch_index.h"
#include "searcher/search.h"
#include "searcher/show.h"

static const struct {
    const char *id;
    const char *title;
    const char *date;
    const char *language;
    const char *text;
} articles[] = {
    {"tea", "The Tea Duty", "1906-03-14", "en-GB",
     "Of tea nothing.\n\nThe tax on tea was raised.\n\nSugar was left "
     "alone.\n\nThe Tax, the taxes and the taxed; the SUGAR\n  duty too.\n\n"
     "Nothing else happened."},
    {"sugar", "Sugar prices", "1907", "en",
     "Sugar rose by a penny.\n\nThe Board met."},
    {"cafe", "Caf\xc3\xa9 life", "", "English",
     "At the caf\xc3\xa9 stra\xc3\x9f"
     "e they drink coffee."},
    {"bare#p7", "", "1905-01", "de_AT",
     "A story without title. It names the Board."},
};

#define N_ARTICLES (sizeof(articles) / sizeof(articles[0]))

static struct index *index_;
static struct analyser *analyser;
static struct answer answer;

static void add_article(struct writer *writer, size_t i)
{
    struct article article = {.id = str_span_of(articles[i].id),
                              .title = str_span_of(articles[i].title),
                              .date_text = str_span_of(articles[i].date),
                              .language = str_span_of(articles[i].language),
                              .text = str_span_of(articles[i].text)};
    CLEANUP(str_release) struct str record = STR_INIT;
    CLEANUP(str_release) struct str id = STR_INIT;
    struct document document;
    struct arena arena;
    bool is_dated;

    arena_init(&arena);
    document_init(&document);
    ck_assert_int_eq(build_article(&article, &arena, &is_dated, NULL, NULL),
                     STATUS_OK);
    ck_assert_int_eq(build_document(analyser, &article,
                                    &(const struct origin){.form = "text"},
                                    &document, NULL),
                     STATUS_OK);
    ck_assert_int_eq(article_encode(&article, &record, NULL), STATUS_OK);
    build_id_term(article.id, &id);
    document.id_term = str_view(&id);
    document.record = str_view(&record);
    ck_assert_int_eq(writer_add(writer, &document, NULL), STATUS_OK);
    document_release(&document);
    arena_release(&arena);
}

static void begin(void)
{
    struct manifest settings = scratch_settings();
    struct writer *writer = NULL;

    scratch_enter();
    settings.analysis = ANALYSIS_VERSION;
    ck_assert_int_eq(analyser_new(language_find(SPAN("en")), &analyser, NULL),
                     STATUS_OK);
    ck_assert_int_eq(writer_open("a.lede", NULL, &settings, &writer, NULL),
                     STATUS_OK);
    for (size_t i = 0; i < N_ARTICLES; i++)
        add_article(writer, i);
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
    writer_free(writer);
    analyser_free(analyser);
    ck_assert_int_eq(search_open("a.lede", &index_, &analyser, NULL),
                     STATUS_OK);
    answer_init(&answer);
}

static void end(void)
{
    answer_release(&answer);
    analyser_free(analyser);
    index_free(index_);
    scratch_leave();
}

static enum status ask(const char *query, uint32_t n_snippets)
{
    struct search_request request = {.query = str_span_of(query),
                                     .range = {.limit = 10},
                                     .n_snippets = n_snippets,
                                     .snippet_columns = 200,
                                     .has_fields = true};
    return search_run(index_, analyser, &request, &answer, NULL);
}

static void expect_text(const struct passage *passage, const char *want)
{
    CLEANUP(str_release) struct str got = STR_INIT;
    size_t off = 0;

    for (size_t i = 0; i < passage->n_marks; i++) {
        const struct passage_mark *mark = &passage->marks[i];
        str_add(&got, passage->text.bytes + off, mark->start_bytes - off);
        str_add_format(&got, "[%.*s]",
                       (int)(mark->end_bytes - mark->start_bytes),
                       passage->text.bytes + mark->start_bytes);
        off = mark->end_bytes;
    }
    str_add(&got, passage->text.bytes + off, passage->text.n_bytes - off);
    ck_assert_str_eq(str_view(&got).bytes, want);
}

START_TEST(words_are_marked_in_every_form_of_theirs)
{
    ck_assert_int_eq(ask("tax", 9), STATUS_OK);
    ck_assert_uint_eq(answer.n_hits, 1);
    const struct hit *hit = &answer.hits[0];
    ck_assert_uint_eq(hit->n_paragraphs, 2);
    ck_assert_uint_eq(hit->paragraphs[0], 2);
    ck_assert_uint_eq(hit->paragraphs[1], 4);
    ck_assert_uint_eq(hit->n_passages, 2);
    expect_text(&hit->passages[0], "The [tax] on tea was raised.");
    expect_text(&hit->passages[1], "The [Tax], the [taxes] and the [taxed]; "
                                   "the SUGAR duty too.");
}

END_TEST

START_TEST(a_phrase_is_one_mark_also_over_a_line_end)
{
    ck_assert_int_eq(ask("\"sugar duty\"", 3), STATUS_OK);
    ck_assert_uint_eq(answer.n_hits, 1);
    ck_assert_uint_eq(answer.hits[0].n_passages, 1);
    expect_text(&answer.hits[0].passages[0],
                "The Tax, the taxes and the taxed; the [SUGAR duty] too.");
    expect_text(&answer.hits[0].title, "The Tea Duty");
}

END_TEST

START_TEST(the_paragraph_with_most_leaves_comes_first)
{
    ck_assert_int_eq(ask("tax sugar tea", 1), STATUS_OK);
    ck_assert_uint_eq(answer.n_hits, 1);
    ck_assert_uint_eq(answer.hits[0].n_passages, 1);
    ck_assert_uint_eq(answer.hits[0].n_paragraphs, 4);
    /* 2 has tax and tea, 4 has tax and sugar: sugar is in more articles */
    ck_assert_uint_eq(answer.hits[0].passages[0].i_paragraph, 2);
    expect_text(&answer.hits[0].title, "The [Tea] Duty");
}

END_TEST

START_TEST(the_second_passage_shows_what_the_first_has_not)
{
    ck_assert_int_eq(ask("tax sugar tea", 2), STATUS_OK);
    ck_assert_uint_eq(answer.hits[0].n_passages, 2);
    ck_assert_uint_eq(answer.hits[0].passages[0].i_paragraph, 2);
    ck_assert_uint_eq(answer.hits[0].passages[1].i_paragraph, 4);
}

END_TEST

START_TEST(a_match_in_the_title_shows_the_beginning)
{
    ck_assert_int_eq(ask("title:prices", 3), STATUS_OK);
    ck_assert_uint_eq(answer.n_hits, 1);
    ck_assert_uint_eq(answer.hits[0].n_paragraphs, 0);
    ck_assert_uint_eq(answer.hits[0].n_passages, 1);
    expect_text(&answer.hits[0].title, "Sugar [prices]");
    expect_text(&answer.hits[0].passages[0], "Sugar rose by a penny.");
}

END_TEST

START_TEST(everything_is_listed_newest_first)
{
    ck_assert_int_eq(ask("*", 1), STATUS_OK);
    ck_assert_uint_eq(answer.n_hits, N_ARTICLES);
    ck_assert_int_eq(answer.range.sort, SORT_DATE_DOWN);
    ck_assert_str_eq(answer.hits[0].article.id.bytes, "sugar");
    ck_assert_str_eq(answer.hits[1].article.id.bytes, "tea");
    ck_assert_str_eq(answer.hits[3].article.id.bytes, "cafe");
    ck_assert_uint_eq(answer.n_articles, 0);
}

END_TEST

START_TEST(articles_are_counted_only_for_who_wants_it)
{
    struct search_request request = {.query = SPAN("sugar tax"),
                                     .has_n_articles = true};

    ck_assert_int_eq(search_run(index_, analyser, &request, &answer, NULL),
                     STATUS_OK);
    ck_assert_uint_eq(answer.n_articles, N_ARTICLES);
    request.query = SPAN("(sugar");
    ck_assert_int_eq(search_run(index_, analyser, &request, &answer, NULL),
                     STATUS_BAD_QUERY);
    ck_assert_uint_eq(answer.n_articles, N_ARTICLES);
    request.query = SPAN("sugar tax");
    request.has_n_articles = false;
    ck_assert_int_eq(search_run(index_, analyser, &request, &answer, NULL),
                     STATUS_OK);
    ck_assert_uint_eq(answer.n_articles, 0);
    /* and to choose among passages */
    ck_assert_int_eq(ask("sugar tax", 1), STATUS_OK);
    ck_assert_uint_eq(answer.n_articles, N_ARTICLES);
}

END_TEST

START_TEST(what_is_excluded_is_never_marked)
{
    ck_assert_int_eq(ask("sugar -tax", 3), STATUS_OK);
    ck_assert_uint_eq(answer.n_hits, 1);
    expect_text(&answer.hits[0].passages[0], "[Sugar] rose by a penny.");
}

END_TEST

START_TEST(folded_words_are_marked_as_they_were_written)
{
    ck_assert_int_eq(ask("cafe STRASSE", 3), STATUS_OK);
    ck_assert_uint_eq(answer.n_hits, 1);
    expect_text(&answer.hits[0].passages[0],
                "At the [caf\xc3\xa9] [stra\xc3\x9f"
                "e] they drink coffee.");
    ck_assert_uint_eq(answer.hits[0].passages[0].marks[1].start, 12);
    ck_assert_uint_eq(answer.hits[0].passages[0].marks[1].end, 18);
}

END_TEST

START_TEST(broken_utf8_is_repaired_and_said)
{
    ck_assert_int_eq(ask("sugar \xff\xfe", 1), STATUS_OK);
    ck_assert_uint_ge(answer.diagnostics.n_items, 1);
    ck_assert_str_eq(answer.diagnostics.items[0].code, "W107");
    ck_assert_str_eq(answer.query.bytes, "sugar \xef\xbf\xbd\xef\xbf\xbd");
}

END_TEST

START_TEST(a_bad_query_has_diagnostics_and_no_hits)
{
    ck_assert_int_eq(ask("autor:smith", 1), STATUS_BAD_QUERY);
    ck_assert(diagnostic_has_error(&answer.diagnostics));
    ck_assert_uint_eq(answer.n_hits, 0);
    ck_assert_uint_eq(answer.understood.n_bytes, 0);
    /* and the answer is good for the next question */
    ck_assert_int_eq(ask("tax", 1), STATUS_OK);
    ck_assert_uint_eq(answer.diagnostics.n_items, 0);
    ck_assert_uint_eq(answer.n_hits, 1);
}

END_TEST

static size_t count_notes(const char *query, enum query_mode mode)
{
    struct search_request request = {.query = str_span_of(query), .mode = mode};
    size_t n = 0;

    ck_assert_int_eq(search_run(index_, analyser, &request, &answer, NULL),
                     STATUS_OK);
    for (size_t i = 0; i < answer.diagnostics.n_items; i++)
        n += strcmp(answer.diagnostics.items[i].code, "N106") == 0;
    return n;
}

START_TEST(lone_signs_of_a_pasted_sentence_are_not_noted)
{
    const char *sentence = "tea - a duty & a tax ... of old";

    ck_assert_uint_eq(count_notes(sentence, QUERY_ALL_WORDS), 3);
    ck_assert_uint_eq(count_notes(sentence, QUERY_ANY_WORD), 0);
    /* but they are when nothing else is there to be found */
    ck_assert_uint_eq(count_notes("... &", QUERY_ANY_WORD), 2);
}

END_TEST

static void expect_ids(const char *query, const char *want)
{
    CLEANUP(str_release) struct str got = STR_INIT;

    ck_assert_int_eq(ask(query, 0), STATUS_OK);
    for (size_t i = 0; i < answer.n_hits; i++) {
        str_add_span(&got, answer.hits[i].article.id);
        str_add_char(&got, ' ');
    }
    ck_assert_msg(str_span_equal(str_view(&got), str_span_of(want)),
                  "%s finds %s", query, str_view(&got).bytes);
}

START_TEST(a_language_is_found_by_code_and_by_name)
{
    expect_ids("lang:en -coffee", "sugar tea ");
    expect_ids("lang:EN -coffee", "sugar tea ");
    expect_ids("lang:German", "bare#p7 ");
    expect_ids("lang:de", "bare#p7 ");
    /* what the article itself says is found, too */
    expect_ids("lang:English", "sugar tea cafe ");
    expect_ids("lang:english tea", "tea ");
    /* a region is asked for as such */
    expect_ids("lang:en-GB", "tea ");
    expect_ids("lang:en-US", "");
    expect_ids("lang:de_AT", "bare#p7 ");
    expect_ids("lang:Klingon", "");
    expect_ids("tag:English", "");
}

END_TEST

START_TEST(without_fields_no_record_is_read)
{
    struct search_request request = {.query = SPAN("sugar"),
                                     .range = {.limit = 10}};
    ck_assert_int_eq(search_run(index_, analyser, &request, &answer, NULL),
                     STATUS_OK);
    ck_assert_uint_eq(answer.n_hits, 2);
    ck_assert_uint_eq(answer.hits[0].article.id.n_bytes, 0);
}

END_TEST

static enum status find(const char *target, struct show *show)
{
    return show_find(index_, str_span_of(target), &answer.arena, show, NULL);
}

START_TEST(an_article_is_shown_by_id_and_paragraph)
{
    struct show show;

    ck_assert_int_eq(find("tea#p2", &show), STATUS_OK);
    ck_assert_uint_eq(show.i_paragraph, 2);
    ck_assert_int_eq(find("tea", &show), STATUS_OK);
    ck_assert_uint_eq(show.i_paragraph, 0);
    ck_assert_uint_eq(show.article.n_paragraphs, 5);
    ck_assert_int_eq(find("tea#p6", &show), STATUS_NOT_FOUND);
    ck_assert_int_eq(find("tea#p0", &show), STATUS_NOT_FOUND);
    ck_assert_int_eq(find("tea#p99999999999999999999999", &show),
                     STATUS_NOT_FOUND);
    ck_assert_int_eq(find("#p1", &show), STATUS_NOT_FOUND);
    ck_assert_int_eq(find("", &show), STATUS_NOT_FOUND);
}

END_TEST

START_TEST(an_id_that_looks_like_a_paragraph_is_an_id)
{
    struct show show;

    ck_assert_int_eq(find("bare#p7", &show), STATUS_OK);
    ck_assert_uint_eq(show.i_paragraph, 0);
    ck_assert_int_eq(find("bare#p7#p1", &show), STATUS_OK);
    ck_assert_uint_eq(show.i_paragraph, 1);
}

END_TEST

START_TEST(context_stays_within_the_article)
{
    const struct render_style style = {.form = FORM_LINES};
    CLEANUP(str_release) struct str out = STR_INIT;
    struct show show;

    ck_assert_int_eq(find("tea#p2", &show), STATUS_OK);
    show_render(&show, &style, 1, &out);
    ck_assert_str_eq(out.bytes, "Of tea nothing.\n\nThe tax on tea was raised."
                                "\n\nSugar was left alone.\n");
    str_reset(&out);
    ck_assert_int_eq(find("sugar#p2", &show), STATUS_OK);
    show_render(&show, &style, 1000, &out);
    ck_assert_str_eq(out.bytes, "Sugar rose by a penny.\n\nThe Board met.\n");
}

END_TEST

START_TEST(another_analysis_is_refused)
{
    struct manifest manifest;
    struct segment_list list = SEGMENT_LIST_INIT;
    struct index *other = NULL;
    struct analyser *its_analyser = NULL;

    ck_assert_int_eq(manifest_read("a.lede", &manifest, &list, NULL),
                     STATUS_OK);
    manifest.analysis = ANALYSIS_VERSION + 1;
    ck_assert_int_eq(manifest_write("a.lede", &manifest, &list, NULL),
                     STATUS_OK);
    segment_list_release(&list);
    ck_assert_int_eq(search_open("a.lede", &other, &its_analyser, NULL),
                     STATUS_OUTDATED);
    ck_assert_ptr_null(other);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("search");
    TCase *passages = tcase_create("passages");
    TCase *answers = tcase_create("answers");
    TCase *shown = tcase_create("shown articles");

    tcase_add_checked_fixture(passages, begin, end);
    tcase_add_test(passages, words_are_marked_in_every_form_of_theirs);
    tcase_add_test(passages, a_phrase_is_one_mark_also_over_a_line_end);
    tcase_add_test(passages, the_paragraph_with_most_leaves_comes_first);
    tcase_add_test(passages, the_second_passage_shows_what_the_first_has_not);
    tcase_add_test(passages, a_match_in_the_title_shows_the_beginning);
    tcase_add_test(passages, what_is_excluded_is_never_marked);
    tcase_add_test(passages, folded_words_are_marked_as_they_were_written);
    suite_add_tcase(suite, passages);
    tcase_add_checked_fixture(answers, begin, end);
    tcase_add_test(answers, everything_is_listed_newest_first);
    tcase_add_test(answers, articles_are_counted_only_for_who_wants_it);
    tcase_add_test(answers, broken_utf8_is_repaired_and_said);
    tcase_add_test(answers, a_bad_query_has_diagnostics_and_no_hits);
    tcase_add_test(answers, lone_signs_of_a_pasted_sentence_are_not_noted);
    tcase_add_test(answers, a_language_is_found_by_code_and_by_name);
    tcase_add_test(answers, without_fields_no_record_is_read);
    tcase_add_test(answers, another_analysis_is_refused);
    suite_add_tcase(suite, answers);
    tcase_add_checked_fixture(shown, begin, end);
    tcase_add_test(shown, an_article_is_shown_by_id_and_paragraph);
    tcase_add_test(shown, an_id_that_looks_like_a_paragraph_is_an_id);
    tcase_add_test(shown, context_stays_within_the_article);
    suite_add_tcase(suite, shown);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
