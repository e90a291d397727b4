/*
 * Answers made by hand, in every form.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/render.h"
#include "searcher/terminal.h"

#include <check.h>
#include <jansson.h>
#include <string.h>

static struct passage_mark marks[] = {{8, 18, 9, 19}};
static struct passage passages[] = {
    {.i_paragraph = 7,
     .text = {"the\xc2\xa0old sugar duty rose", 24},
     .marks = marks,
     .n_marks = 1,
     .is_cut_before = true,
     .hash = "3fa91c02"},
};
static uint32_t numbers[] = {3, 7, 9};
static struct str_span authors[] = {{"A. \"Quill\"", 10}};
static struct hit hits[] = {
    {.docid = 1,
     .score = 12.34567,
     .article = {.id = {"es 1\t2", 6},
                 .authors = authors,
                 .n_authors = 1,
                 .date_min = 19060314,
                 .date_max = 19060314,
                 .source = {"Evening\033[2J Star", 16}},
     .title = {.text = {"SUGAR", 5}},
     .passages = passages,
     .n_passages = 1,
     .paragraphs = numbers,
     .n_paragraphs = 3},
    {.docid = 2,
     .score = 1,
     .article = {.id = {"b", 1}, .date_text = {"last spring", 11}}},
};
static const struct manifest manifest = {.uuid = "u-1", .revision = 4};

static struct answer make_answer(void)
{
    struct answer answer;

    memset(&answer, 0, sizeof(answer));
    answer.query = SPAN("sugar duty");
    answer.n_query_bytes = answer.query.n_bytes;
    answer.understood = SPAN("\"sugar duty\"");
    answer.hits = hits;
    answer.n_hits = 2;
    answer.n_total = 31;
    answer.is_total_exact = true;
    answer.range = (struct search_range){10, 2, SORT_RELEVANCE, true};
    answer.n_articles = 99;
    return answer;
}

static void render(struct render_style style, struct str_span qid,
                   struct str *out)
{
    struct answer answer = make_answer();
    const struct render it = {
        .style = &style, .manifest = &manifest, .answer = &answer, .qid = qid};

    render_answer(&it, out);
    ck_assert_int_eq(str_status(out, NULL), STATUS_OK);
}

START_TEST(a_line_has_seven_columns_and_no_control_character)
{
    CLEANUP(str_release) struct str out = STR_INIT;

    render((struct render_style){.form = FORM_LINES}, SPAN(""), &out);
    ck_assert_str_eq(out.bytes,
                     "es 1 2\t1906-03-14\tEvening\xef\xbf\xbd[2J Star\tSUGAR\t"
                     "12.346\t7\t\xe2\x80\xa6 the\xc2\xa0old sugar duty rose\n"
                     "b\t\t\t\t1.000\t\t\n");
}

END_TEST

START_TEST(in_a_batch_lines_begin_with_the_name_of_the_query)
{
    CLEANUP(str_release) struct str out = STR_INIT;

    render((struct render_style){.form = FORM_IDS, .line_end = '\n'},
           SPAN("q9"), &out);
    ck_assert_str_eq(out.bytes, "q9\tes 1\t2\nq9\tb\n");
    str_reset(&out);
    render((struct render_style){.form = FORM_COUNT}, SPAN("q9"), &out);
    ck_assert_str_eq(out.bytes, "q9\t31\n");
}

END_TEST

START_TEST(ids_end_as_they_are_asked_to)
{
    CLEANUP(str_release) struct str out = STR_INIT;

    render((struct render_style){.form = FORM_IDS}, SPAN(""), &out);
    ck_assert(str_span_equal(str_view(&out), SPAN("es 1\t2\0b\0")));
}

END_TEST

START_TEST(a_run_has_six_columns_and_ranks_go_on)
{
    CLEANUP(str_release) struct str out = STR_INIT;

    render((struct render_style){.form = FORM_TREC}, SPAN(""), &out);
    ck_assert_str_eq(out.bytes, "1 Q0 es%201%092 11 12.345670 lede\n"
                                "1 Q0 b 12 1.000000 lede\n");
}

END_TEST

START_TEST(json_is_the_documented_object)
{
    CLEANUP(str_release) struct str out = STR_INIT;

    render((struct render_style){.form = FORM_JSON}, SPAN(""), &out);
    ck_assert_str_eq(
        out.bytes,
        "{\"version\":1,\"query\":{\"q\":\"sugar duty\",\"understood\":"
        "\"\\\"sugar duty\\\"\",\"grammar\":1,\"sort\":[\"-score\"],"
        "\"unit\":\"article\",\"clauses\":[]},\"diagnostics\":[],\"total\":{"
        "\"value\":31,"
        "\"relation\":\"eq\",\"collapsed\":0,\"undated\":null},"
        "\"page\":{\"n\":2,\"offset\":10,\"cursor\":null,\"next\":null,"
        "\"prev\":null},\"hits\":[{\"id\":\"es 1\\t2\","
        "\"score\":12.3457,\"title\":\"SUGAR\",\"title_marks\":[],\"author\":["
        "\"A. \\\"Quill\\\"\"],\"source\":\"Evening\\u001b[2J Star\",\"date\":"
        "{\"edtf\":\"1906-03-14\",\"min\":\"1906-03-14\",\"max\":"
        "\"1906-03-14\"},\"section\":null,\"lang\":null,\"source_url\":null,"
        "\"tags\":[],\"url\":\"/a/es%201%092\",\"link\":\"/a/es%201%092#p7:~:"
        "text=sugar%20duty\",\"paragraphs\":[3,7,9],\"passages\":[{\"p\":7,"
        "\"hash\":\"3fa91c02\",\"text\":\"the\xc2"
        "\xa0old sugar duty rose\",\"marks\":[[8,18]],\"truncated\":[true,"
        "false]}],\"reprints\":null},{\"id\":\"b\",\"score\":1.0000,\"title\":"
        "null,\"title_marks\":[],\"author\":[],\"source\":null,\"date\":null,"
        "\"date_text\":\"last spring\",\"section\":null,\"lang\":null,"
        "\"source_url\":null,\"tags\":[],\"url\":\"/a/b\",\"link\":\"/a/b\","
        "\"paragraphs\":[],\"passages\":[],\"reprints\":null}],"
        "\"facets\":{},\"timeline\":null,\"suggest\":[],\"index\":{"
        "\"uuid\":\"u-1\",\"revision\":4,\"articles\":99,\"updated\":null},"
        "\"time_ms\":0.000,\"partial\":false,\"links\":null}\n");
    json_t *value = json_loadb(out.bytes, out.n_bytes, 0, NULL);
    ck_assert_ptr_nonnull(value);
    json_decref(value);
}

END_TEST

START_TEST(text_is_grouped_and_marked)
{
    CLEANUP(str_release) struct str out = STR_INIT;

    render((struct render_style){.form = FORM_TEXT, .n_columns = 60}, SPAN(""),
           &out);
    ck_assert_str_eq(
        out.bytes,
        "understood: \"sugar duty\"                         31 articles\n"
        "\n"
        "1906-03-14  Evening\xef\xbf\xbd[2J Star  SUGAR                   es 1 "
        "2\n"
        "  \xc2\xb6"
        "7   \xe2\x80\xa6 the\xc2\xa0old [sugar duty] rose             +2 "
        "paragraphs\n"
        "\n"
        "last spring  (untitled)                                    b\n"
        "\n"
        "articles 11 to 12 are shown; more with --offset=12\n");
}

END_TEST

START_TEST(colour_takes_the_place_of_brackets)
{
    CLEANUP(str_release) struct str out = STR_INIT;

    render((struct render_style){.form = FORM_TEXT,
                                 .has_colour = true,
                                 .n_columns = 60},
           SPAN(""), &out);
    ck_assert_ptr_nonnull(
        strstr(out.bytes, "old \033[0;1;31msugar duty\033[0m rose"));
    ck_assert_ptr_null(strstr(out.bytes, "[sugar"));
    ck_assert_ptr_null(strstr(out.bytes, "\033[2J"));
}

END_TEST

static void render_headline(struct str_span source, struct str_span title,
                            size_t n_columns, struct str *out)
{
    const struct render_style style = {.form = FORM_TEXT,
                                       .n_columns = n_columns};
    struct hit hit = {.article = {.id = SPAN("x"),
                                  .date_min = 19060314,
                                  .date_max = 19060314,
                                  .source = source},
                      .title = {.text = title}};
    struct answer answer = {.hits = &hit, .n_hits = 1, .n_total = 1};
    const struct render it = {.style = &style,
                              .manifest = &manifest,
                              .answer = &answer,
                              .qid = SPAN("")};

    str_reset(out);
    render_answer(&it, out);
    ck_assert_int_eq(str_status(out, NULL), STATUS_OK);
}

START_TEST(a_title_breaks_only_at_spaces)
{
    CLEANUP(str_release) struct str out = STR_INIT;

    render_headline(SPAN("The Evening Star of Ayle"), SPAN("Sugar duties"), 20,
                    &out);
    ck_assert_str_eq(out.bytes, "\n1906-03-14  The\xe2\x80\xa6\n   Sugar "
                                "duties    x\n");
    render_headline(SPAN("Star"), SPAN("On sugar"), 20, &out);
    ck_assert_str_eq(out.bytes,
                     "\n1906-03-14  Star  On\n   sugar           x\n");
    /* nowhere else is there room for this */
    render_headline(SPAN(""), SPAN("Sugardutiesandtaxesontea"), 20, &out);
    ck_assert_str_eq(out.bytes, "\n1906-03-14\n   Sugardutiesandtax\n   "
                                "esontea         x\n");
    for (size_t n = 20; n < 90; n++) {
        render_headline(SPAN("The Evening Star of Ayle"),
                        SPAN("Sugar duties and the taxation of tea"), n, &out);
        ck_assert_ptr_nonnull(strstr(out.bytes, "Sugar"));
        ck_assert_ptr_nonnull(strstr(out.bytes, "duties"));
        ck_assert_ptr_nonnull(strstr(out.bytes, "taxation"));
    }
}

END_TEST

START_TEST(a_source_leaves_room_for_the_title)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    CLEANUP(str_release) struct str source = STR_INIT;

    while (source.n_bytes < 100000)
        str_add_text(&source, "Evening Star ");
    render_headline(str_view(&source), SPAN("Sugar"), 60, &out);
    ck_assert_str_eq(out.bytes,
                     "\n1906-03-14  Evening Star\xe2\x80\xa6  Sugar  "
                     "                         x\n");
    str_reset(&source);
    while (source.n_bytes < 100000)
        str_add_text(&source, "\xcc\x81"); /* accents take no column */
    render_headline(str_view(&source), SPAN("Sugar"), 60, &out);
    ck_assert_uint_lt(out.n_bytes, 400);
}

END_TEST

START_TEST(no_width_is_too_narrow)
{
    for (size_t n = 1; n < 90; n++) {
        CLEANUP(str_release) struct str out = STR_INIT;
        render((struct render_style){.form = FORM_TEXT, .n_columns = n},
               SPAN(""), &out);
        /* Every letter is there, whatever the lines. */
        ck_assert_ptr_nonnull(strchr(out.bytes, ']'));
    }
}

END_TEST

static const struct {
    uint32_t min;
    uint32_t max;
    const char *edtf;
} dates[] = {
    {0, 0, ""},
    {19060314, 19060314, "1906-03-14"},
    {19060301, 19060331, "1906-03"},
    {19060201, 19060228, "1906-02"},
    {19060101, 19061231, "1906"},
    {19060101, 19061230, "1906-01-01/1906-12-30"},
    {9990101, 9991231, "0999"},
    {19060301, 19060401, "1906-03-01/1906-04-01"},
};

START_TEST(dates_are_as_precise_as_they_are)
{
    const struct article article = {.date_min = dates[_i].min,
                                    .date_max = dates[_i].max};
    CLEANUP(str_release) struct str out = STR_INIT;

    render_date(&article, &out);
    ck_assert_str_eq(str_view(&out).bytes, dates[_i].edtf);
}

END_TEST

static const struct {
    const char *text;
    const char *safe;
} texts[] = {
    {"a\nb\tc", "a\nb\tc"},
    {"a\033[31mb\x07\x7f", "a\xef\xbf\xbd[31mb\xef\xbf\xbd\xef\xbf\xbd"},
    {"\xc2\x9b"
     "31m\xc2\xa0\xc3\x9b",
     "\xef\xbf\xbd"
     "31m\xc2\xa0\xc3\x9b"},
    {"a\rb", "a b"},
    /* the first and last direction controls, and their neighbours */
    {"\xe2\x80\xa9\xe2\x80\xaa\xe2\x80\xae\xe2\x80\xaf",
     "\xe2\x80\xa9\xef\xbf\xbd\xef\xbf\xbd\xe2\x80\xaf"},
    {"\xe2\x81\xa5\xe2\x81\xa6\xe2\x81\xa9\xe2\x81\xaa",
     "\xe2\x81\xa5\xef\xbf\xbd\xef\xbf\xbd\xe2\x81\xaa"},
    /* Arabic and Hebrew with the marks that they do need */
    {"\xd8\xb3\xe2\x80\x8f \xd7\xa9", "\xd8\xb3\xe2\x80\x8f \xd7\xa9"},
    /* cut short, they are no controls */
    {"a\xe2\x80", "a\xe2\x80"},
    {"a\xe2", "a\xe2"},
    {"a\xc2", "a\xc2"},
};

START_TEST(control_characters_never_reach_a_terminal)
{
    CLEANUP(str_release) struct str out = STR_INIT;

    terminal_add(&out, str_span_of(texts[_i].text));
    ck_assert_str_eq(out.bytes, texts[_i].safe);
}

END_TEST

START_TEST(directions_stay_in_a_pipe_and_nowhere_else)
{
    const char *text = "a\xe2\x80\xae\xc2\x9b"
                       "b\n";
    CLEANUP(str_release) struct str line = STR_INIT;
    CLEANUP(str_release) struct str column = STR_INIT;

    terminal_add_line(&line, str_span_of(text));
    terminal_add_column(&column, str_span_of(text));
    ck_assert_str_eq(line.bytes, "a\xef\xbf\xbd\xef\xbf\xbd"
                                 "b ");
    ck_assert_str_eq(column.bytes, "a\xe2\x80\xae\xef\xbf\xbd"
                                   "b ");
}

END_TEST

/* A title and an id that would turn what stands behind them around. */
static void render_hostile(struct render_style style, struct str *out)
{
    static char id[] = "x\xe2\x80\xaey";
    struct hit hostile = {
        .article = {.id = {id, sizeof(id) - 1}, .source = {id, sizeof(id) - 1}},
        .title = {.text = {id, sizeof(id) - 1}}};
    struct answer answer = make_answer();
    const struct render it = {.style = &style,
                              .manifest = &manifest,
                              .answer = &answer,
                              .qid = {id, sizeof(id) - 1}};

    answer.hits = &hostile;
    answer.n_hits = 1;
    answer.understood = str_span(id, sizeof(id) - 1);
    str_reset(out);
    render_answer(&it, out);
    ck_assert_int_eq(str_status(out, NULL), STATUS_OK);
}

START_TEST(no_form_turns_a_terminal_around)
{
    static const enum form forms[] = {FORM_TEXT, FORM_LINES, FORM_IDS,
                                      FORM_TREC};
    CLEANUP(str_release) struct str out = STR_INIT;
    struct render_style style = {.n_columns = 80, .line_end = '\n'};

    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        style.form = forms[i];
        style.is_terminal = true;
        render_hostile(style, &out);
        ck_assert_ptr_nonnull(strstr(out.bytes, "x\xef\xbf\xbdy"));
        ck_assert_ptr_null(strstr(out.bytes, "\xe2\x80\xae"));
        style.is_terminal = false;
        render_hostile(style, &out);
        bool is_verbatim = strstr(out.bytes, "\xe2\x80\xae") != NULL;
        ck_assert_int_eq(is_verbatim, forms[i] != FORM_TEXT);
    }
}

END_TEST

static const struct {
    const char *text;
    size_t n_columns;
    size_t end;
    size_t next;
} breaks[] = {
    {"one two three", 8, 7, 8},
    {"one two three", 7, 7, 8},
    {"one two three", 6, 3, 4},
    {"one two three", 13, 13, 13},
    {"uninterrupted", 5, 5, 5},
    {"\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", 5, 6, 6},
    {"\xe6\x97\xa5\xe6\x9c\xac", 1, 3, 3},
    {"", 5, 0, 0},
    /* what is replaced takes a column, whatever it was */
    {"\xe2\x80\xae\xe2\x80\xae\xe2\x80\xae", 2, 6, 6},
};

START_TEST(lines_break_at_spaces_and_between_wide_characters)
{
    size_t next;
    size_t end = terminal_break(str_span_of(breaks[_i].text), 0,
                                breaks[_i].n_columns, &next);
    ck_assert_uint_eq(end, breaks[_i].end);
    ck_assert_uint_eq(next, breaks[_i].next);
}

END_TEST

#define ROWS(table) ((int)(sizeof(table) / sizeof((table)[0])))

int main(void)
{
    Suite *suite = suite_create("render");
    TCase *pipes = tcase_create("for pipes");
    TCase *people = tcase_create("for people");

    tcase_add_test(pipes, a_line_has_seven_columns_and_no_control_character);
    tcase_add_test(pipes, in_a_batch_lines_begin_with_the_name_of_the_query);
    tcase_add_test(pipes, ids_end_as_they_are_asked_to);
    tcase_add_test(pipes, a_run_has_six_columns_and_ranks_go_on);
    tcase_add_test(pipes, json_is_the_documented_object);
    suite_add_tcase(suite, pipes);
    tcase_add_test(people, text_is_grouped_and_marked);
    tcase_add_test(people, colour_takes_the_place_of_brackets);
    tcase_add_test(people, no_width_is_too_narrow);
    tcase_add_test(people, a_title_breaks_only_at_spaces);
    tcase_add_test(people, a_source_leaves_room_for_the_title);
    tcase_add_loop_test(people, dates_are_as_precise_as_they_are, 0,
                        ROWS(dates));
    tcase_add_loop_test(people, control_characters_never_reach_a_terminal, 0,
                        ROWS(texts));
    tcase_add_test(people, directions_stay_in_a_pipe_and_nowhere_else);
    tcase_add_test(people, no_form_turns_a_terminal_around);
    tcase_add_loop_test(people,
                        lines_break_at_spaces_and_between_wide_characters, 0,
                        ROWS(breaks));
    suite_add_tcase(suite, people);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
