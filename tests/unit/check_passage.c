/*
 * Passages: collapsed, cut, and marked exactly.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/boundary.h"
#include "searcher/passage.h"
#include "text/utf8.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define N_LEAVES 4

static struct analyser *analyser;
static struct arena arena;
static struct passage_maker maker;
static const double weights[N_LEAVES] = {1, 2, 3, 4};

static void begin(void)
{
    arena_init(&arena);
    ck_assert_int_eq(analyser_new(NULL, &analyser, NULL), STATUS_OK);
    ck_assert_int_eq(
        passage_maker_init(&maker, analyser, &arena, weights, N_LEAVES, NULL),
        STATUS_OK);
}

static void end(void)
{
    passage_maker_release(&maker);
    analyser_free(analyser);
    arena_release(&arena);
}

/* Marks every occurrence of each word; leaf i is words[i]. In order. */
static size_t mark_words(const char *text, const char *const *words,
                         size_t n_words, struct mark *marks, size_t n_room)
{
    size_t n_marks = 0;

    for (size_t off = 0; text[off]; off++)
        for (size_t i = 0; i < n_words; i++) {
            size_t n_bytes = strlen(words[i]);
            if (n_marks < n_room && n_bytes > 0 &&
                strncmp(text + off, words[i], n_bytes) == 0) {
                marks[n_marks++] = (struct mark){off, n_bytes, i};
                off += n_bytes - 1;
                break;
            }
        }
    return n_marks;
}

static struct passage make(const char *text, const char *const *words,
                           size_t n_words, size_t n_columns)
{
    struct mark marks[200];
    struct passage passage;
    const struct mark_list list = {
        .marks = marks,
        .n_marks = mark_words(text, words, n_words, marks, 200)};

    ck_assert_int_eq(passage_make(&maker, str_span_of(text), &list, n_columns,
                                  &passage, NULL),
                     STATUS_OK);
    return passage;
}

static const char *one[] = {"tax"};

START_TEST(white_space_becomes_one_space)
{
    struct passage passage =
        make(" \t The\r\n\r tax\xc2\xa0\xe3\x80\x80on\xe2\x80\x83 tea \n", one,
             1, 0);
    ck_assert_str_eq(passage.text.bytes, "The tax on tea");
    ck_assert(!passage.is_cut_before && !passage.is_cut_after);
    ck_assert_uint_eq(passage.n_marks, 1);
    ck_assert_uint_eq(passage.marks[0].start_bytes, 4);
    ck_assert_uint_eq(passage.marks[0].end_bytes, 7);
}

END_TEST

START_TEST(a_mark_over_a_line_end_is_one_mark)
{
    const char *const words[] = {"sugar \n duty"};
    struct passage passage =
        make("\xc3\xa9t\xc3\xa9: the  sugar \n duty rose", words, 1, 0);
    ck_assert_str_eq(passage.text.bytes,
                     "\xc3\xa9t\xc3\xa9: the sugar duty rose");
    ck_assert_uint_eq(passage.marks[0].start, 9);
    ck_assert_uint_eq(passage.marks[0].end, 19);
    ck_assert_uint_eq(passage.marks[0].start_bytes, 11);
}

END_TEST

START_TEST(an_empty_text_makes_an_empty_passage)
{
    struct passage passage = make(" \n ", one, 1, 40);
    ck_assert_uint_eq(passage.text.n_bytes, 0);
    ck_assert(!passage.is_cut_before && !passage.is_cut_after);
}

END_TEST

static const char long_text[] =
    "Nothing of note was said before luncheon by any of the members. Mr. "
    "Barlow then rose. The duty on sugar and the tax on tea were, he said, "
    "two heads of one beast. He would not be moved from that opinion by all "
    "the merchants of the port, nor by their sons.";

START_TEST(a_cut_begins_with_the_sentence_of_the_mark)
{
    struct passage passage = make(long_text, one, 1, 90);
    ck_assert_msg(strncmp(passage.text.bytes, "The duty on sugar", 17) == 0,
                  "%s", passage.text.bytes);
    ck_assert(passage.is_cut_before && passage.is_cut_after);
}

END_TEST

START_TEST(an_abbreviation_is_no_end_of_a_sentence)
{
    const char *const words[] = {"Barlow"};
    struct passage passage = make(long_text, words, 1, 60);
    ck_assert_msg(strstr(passage.text.bytes, "Mr. Barlow") != NULL, "%s",
                  passage.text.bytes);
}

END_TEST

/* Where a sentence begins is marked by a bar. */
static const char *const sentences[] = {
    "|One. |Two",
    "|He said \"yes.\" |Then he left",
    "|Gov. Smith and Mrs. Quill met Gen. Lee. |They spoke",
    "|On page 5 of vol. 3 it is e.g. this",
    "|What? |No! |Well",
    "|U.S. troops",
    /* Chinese and Japanese, with quotes that close */
    "|\xe4\xbd\xa0\xe5\xa5\xbd\xe3\x80\x82|\xe5\x86\x8d\xe8\xa7\x81",
    "|\xe3\x80\x8c\xe3\x81\xaf\xe3\x81\x84\xe3\x80\x82\xe3\x80\x8d|"
    "\xe3\x81\xa8",
    /* Hindi, a danda; Arabic, a question mark; Burmese */
    "|\xe0\xa4\xb9\xe0\xa4\xbe\xe0\xa5\xa4 |\xe0\xa4\xb9\xe0\xa4\xbe",
    "|\xd9\x85\xd8\xa7\xd8\x9f |\xd9\x86\xd8\xb9\xd9\x85",
    "|\xe1\x80\x80\xe1\x81\x8b |\xe1\x80\x81",
    /* Greek letters behind a stop; a word that ends in ASCII letters */
    "|\xce\x91\xce\xb2. |\xce\x93",
    "|caf\xc3\xa9us. |Then",
};

START_TEST(sentences_begin_behind_stops)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    CLEANUP(str_release) struct str marked = STR_INIT;
    for (const char *p = sentences[_i]; *p != '\0'; p++)
        if (*p != '|')
            str_add_char(&text, *p);
    for (size_t off = 0; off < text.n_bytes; off++) {
        if (((unsigned char)text.bytes[off] >> 6) != 2 &&
            boundary_is_sentence(str_view(&text), off))
            str_add_char(&marked, '|');
        str_add_char(&marked, text.bytes[off]);
    }
    ck_assert_str_eq(str_view(&marked).bytes, sentences[_i]);
}

END_TEST

START_TEST(without_marks_it_is_the_beginning)
{
    struct passage passage = make(long_text, one, 0, 70);
    ck_assert_str_eq(
        passage.text.bytes,
        "Nothing of note was said before luncheon by any of the members.");
    ck_assert(!passage.is_cut_before && passage.is_cut_after);
}

END_TEST

START_TEST(the_stretch_with_most_leaves_is_shown)
{
    const char *const words[] = {"aaa", "bbb"};
    CLEANUP(str_release) struct str text = STR_INIT;
    for (int i = 0; i < 40; i++)
        str_add_text(&text, i % 8 == 0 ? "aaa " : "filler ");
    str_add_text(&text, "aaa then bbb end ");
    for (int i = 0; i < 40; i++)
        str_add_text(&text, i % 8 == 0 ? "aaa " : "filler ");
    struct passage passage = make(text.bytes, words, 2, 60);
    ck_assert_msg(strstr(passage.text.bytes, "aaa then bbb") != NULL, "%s",
                  passage.text.bytes);
}

END_TEST

START_TEST(text_without_spaces_is_cut_between_words)
{
    /* 東京都議会は新しい税金について議論した。… */
    static const char part[] =
        "\xe6\x9d\xb1\xe4\xba\xac\xe9\x83\xbd\xe8\xad\xb0\xe4\xbc\x9a\xe3\x81"
        "\xaf\xe6\x96\xb0\xe3\x81\x97\xe3\x81\x84\xe7\xa8\x8e\xe9\x87\x91\xe3"
        "\x81\xab\xe3\x81\xa4\xe3\x81\x84\xe3\x81\xa6\xe8\xad\xb0\xe8\xab\x96"
        "\xe3\x81\x97\xe3\x81\x9f";
    const char *const words[] = {"\xe4\xba\xac"};
    CLEANUP(str_release) struct str text = STR_INIT;
    for (int i = 0; i < 12; i++)
        str_add_text(&text, part);
    struct passage passage = make(text.bytes, words, 1, 50);
    ck_assert_uint_le(utf8_columns(passage.text), 50);
    ck_assert_uint_ge(utf8_columns(passage.text), 30);
    ck_assert(utf8_is_clean(passage.text));
}

END_TEST

START_TEST(a_word_longer_than_the_passage_is_cut_all_the_same)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    for (int i = 0; i < 5000; i++)
        str_add_char(&text, 'x');
    struct passage passage = make(text.bytes, one, 0, 40);
    ck_assert_uint_eq(passage.text.n_bytes, 40);
    ck_assert(passage.is_cut_after);
}

END_TEST

START_TEST(a_mark_longer_than_the_passage_stays_whole)
{
    const char *const words[] = {"one two three four five six seven"};
    struct passage passage =
        make("zero one two three four five six seven eight", words, 1, 10);
    ck_assert_str_eq(passage.text.bytes, words[0]);
    ck_assert_uint_eq(passage.n_marks, 1);
    ck_assert(passage.is_cut_before && passage.is_cut_after);
}

END_TEST

/* A text of random words, spaces, stops and scripts. */
static void add_random(struct str *text)
{
    static const char *const pieces[] = {
        "tax",
        "sugar duty",
        "the",
        "of",
        " ",
        " ",
        " ",
        "  \n ",
        ". ",
        "! ",
        "\xe7\xa8\x8e\xe9\x87\x91",
        "\xe3\x80\x82",
        "\xe3\x81\xae",
        "\xc3\xa9t\xc3\xa9",
        "\xc2\xa0",
        "(",
        ")",
        "-",
        "\xd0\xbd\xd0\xb0\xd0\xbb\xd0\xbe\xd0\xb3",
        "supercalifragilistic"};
    int n_pieces = rand() % 160;

    for (int i = 0; i < n_pieces; i++)
        str_add_text(text, pieces[(size_t)rand() % 20]);
    str_add_text(text, "");
}

static void collapse(struct str_span text, struct str *out)
{
    collapse_text(text, NULL, 0, out, NULL);
}

static void check_marks(const struct passage *passage, size_t n_columns,
                        const char *const *words, size_t n_words)
{
    size_t last = 0;

    for (size_t i = 0; i < passage->n_marks; i++) {
        const struct passage_mark *mark = &passage->marks[i];
        struct str_span text = str_span(passage->text.bytes + mark->start_bytes,
                                        mark->end_bytes - mark->start_bytes);
        bool is_word = false;
        for (size_t j = 0; j < n_words; j++) {
            CLEANUP(str_release) struct str word = STR_INIT;
            collapse(str_span_of(words[j]), &word);
            is_word = is_word || str_span_equal(text, str_view(&word));
        }
        ck_assert_msg(is_word, "marked '%.*s' (%zu columns)", (int)text.n_bytes,
                      text.bytes, n_columns);
        ck_assert_uint_ge(mark->start_bytes, last);
        ck_assert_uint_eq(mark->start, utf8_count(str_span(passage->text.bytes,
                                                           mark->start_bytes)));
        ck_assert_uint_eq(mark->end - mark->start, utf8_count(text));
        last = mark->end_bytes;
    }
}

START_TEST(random_passages_are_pieces_of_their_paragraph)
{
    const char *const words[] = {"tax", "sugar duty",
                                 "\xe7\xa8\x8e\xe9\x87\x91", "the"};
    srand((unsigned)_i);
    for (int round = 0; round < 400; round++) {
        CLEANUP(str_release) struct str text = STR_INIT;
        CLEANUP(str_release) struct str flat = STR_INIT;
        struct mark marks[200];
        struct passage passage;
        size_t n_columns = (size_t)rand() % 90;

        add_random(&text);
        const struct mark_list list = {
            .marks = marks,
            .n_marks = mark_words(text.bytes, words, 4, marks, 200)};
        ck_assert_int_eq(passage_make(&maker, str_view(&text), &list, n_columns,
                                      &passage, NULL),
                         STATUS_OK);
        collapse(str_view(&text), &flat);
        const char *found =
            flat.bytes ? strstr(flat.bytes, passage.text.bytes) : "";
        ck_assert_msg(found != NULL, "'%s' is not in '%s'", passage.text.bytes,
                      flat.bytes);
        ck_assert(utf8_is_clean(passage.text));
        check_marks(&passage, n_columns, words, 4);
        if (list.n_marks > 0)
            ck_assert_uint_gt(passage.n_marks, 0);
        if (!passage.is_cut_before && !passage.is_cut_after)
            ck_assert_uint_eq(passage.text.n_bytes, flat.n_bytes);
        else if (n_columns >= 12)
            ck_assert_msg(utf8_columns(passage.text) <= n_columns, "%zu: '%s'",
                          n_columns, passage.text.bytes);
        arena_reset(&arena);
    }
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("passage");
    TCase *whole = tcase_create("whole paragraphs");
    TCase *cut = tcase_create("cut paragraphs");

    tcase_add_checked_fixture(whole, begin, end);
    tcase_add_test(whole, white_space_becomes_one_space);
    tcase_add_test(whole, a_mark_over_a_line_end_is_one_mark);
    tcase_add_test(whole, an_empty_text_makes_an_empty_passage);
    suite_add_tcase(suite, whole);
    tcase_add_checked_fixture(cut, begin, end);
    tcase_add_test(cut, a_cut_begins_with_the_sentence_of_the_mark);
    tcase_add_test(cut, an_abbreviation_is_no_end_of_a_sentence);
    tcase_add_loop_test(cut, sentences_begin_behind_stops, 0,
                        sizeof sentences / sizeof *sentences);
    tcase_add_test(cut, without_marks_it_is_the_beginning);
    tcase_add_test(cut, the_stretch_with_most_leaves_is_shown);
    tcase_add_test(cut, text_without_spaces_is_cut_between_words);
    tcase_add_test(cut, a_word_longer_than_the_passage_is_cut_all_the_same);
    tcase_add_test(cut, a_mark_longer_than_the_passage_stays_whole);
    tcase_add_loop_test(cut, random_passages_are_pieces_of_their_paragraph, 0,
                        4);
    suite_add_tcase(suite, cut);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
