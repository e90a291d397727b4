/*
 * Articles as terms, values and ids.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "collector.h"
#include "indexer/build.h"
#include "indexer/identity.h"
#include "store/schema.h"

struct built {
    struct arena arena;
    struct document document;
    struct article article;
    struct origin origin;
    struct analyser *analyser;
    struct error date_reason;
    bool is_dated;
};

static void build(struct built *built)
{
    arena_init(&built->arena);
    document_init(&built->document);
    ck_assert_int_eq(
        analyser_new(language_find(SPAN("en")), &built->analyser, NULL),
        STATUS_OK);
    ck_assert_int_eq(build_article(&built->article, &built->arena,
                                   &built->is_dated, &built->date_reason, NULL),
                     STATUS_OK);
    ck_assert_int_eq(build_document(built->analyser, &built->article,
                                    &built->origin, &built->document, NULL),
                     STATUS_OK);
}

static void release(struct built *built)
{
    analyser_free(built->analyser);
    document_release(&built->document);
    arena_release(&built->arena);
}

/* How often the term occurs at the position, and the frequency it adds. */
static int count(const struct built *built, const char *term, uint32_t position,
                 uint32_t *ret_wdf)
{
    int n = 0;

    *ret_wdf = 0;
    for (size_t i = 0; i < built->document.n_postings; i++) {
        const struct glass_posting *posting = &built->document.postings[i];

        if (posting->position == position &&
            str_span_equal(document_term(&built->document, i),
                           str_span_of(term))) {
            *ret_wdf += posting->wdf;
            n++;
        }
    }
    return n;
}

static void expect_term(const struct built *built, const char *term,
                        uint32_t position, uint32_t wdf)
{
    uint32_t sum;

    ck_assert_msg(count(built, term, position, &sum) == 1,
                  "%s is not at %u once", term, position);
    ck_assert_msg(sum == wdf, "%s has wdf %u", term, sum);
}

static void expect_no_term(const struct built *built, const char *term)
{
    for (size_t i = 0; i < built->document.n_postings; i++)
        ck_assert(!str_span_equal(document_term(&built->document, i),
                                  str_span_of(term)));
}

static void expect_value(const struct built *built, enum slot slot,
                         const char *wanted)
{
    const char *got = "(none)";
    size_t n_bytes = strlen(got);

    for (size_t i = 0; i < built->document.n_values; i++) {
        if (built->document.values[i].slot == (uint32_t)slot) {
            got = built->document.values[i].value.bytes;
            n_bytes = built->document.values[i].value.n_bytes;
        }
    }
    ck_assert_msg(n_bytes == strlen(wanted) &&
                      memcmp(got, wanted, n_bytes) == 0,
                  "slot %d is '%.*s'", (int)slot, (int)n_bytes, got);
}

START_TEST(title_and_paragraphs_stand_in_stretches_of_their_own)
{
    struct built built = {
        .article = {.id = SPAN("x"),
                    .title = SPAN("Sugar taxes"),
                    .text = SPAN("E-mail protests.\n\n\n The government's "
                                 "C++\n")}};

    build(&built);
    expect_term(&built, "sugar", 1, 4);
    expect_term(&built, "taxes", 2, 4);
    expect_term(&built, "Ztax", POSITION_NONE, 4);
    expect_term(&built, "Staxes", 2, 1);
    expect_term(&built, "ZStax", POSITION_NONE, 1);
    expect_term(&built, "e", 4096, 1);
    expect_term(&built, "email", 4096, 1);
    expect_term(&built, "mail", 4097, 1);
    expect_term(&built, "protests", 4098, 1);
    expect_term(&built, "Zprotest", POSITION_NONE, 1);
    expect_term(&built, "the", 8192, 1);
    expect_term(&built, "government", 8193, 1);
    expect_term(&built, "government's", 8193, 0);
    expect_term(&built, "c++", 8194, 1);
    expect_term(&built, "Qx", POSITION_NONE, 0);
    ck_assert_uint_eq(built.article.n_paragraphs, 2);
    ck_assert_uint_eq(built.article.paragraphs[0].i_stretch, 1);
    ck_assert_uint_eq(built.article.paragraphs[1].i_stretch, 2);
    expect_value(&built, SLOT_PARAGRAPHS, "0000000002");
    expect_value(&built, SLOT_WORDS, "0000000008");
    expect_value(&built, SLOT_TITLE, "sugar taxes");
    release(&built);
}

END_TEST

START_TEST(a_long_paragraph_pushes_the_next_one_on)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    struct built built = {.article = {.id = SPAN("x")}};

    for (int i = 0; i < 2049; i++)
        str_add_text(&text, "w ");
    str_add_text(&text, "\n\nend");
    built.article.text = str_view(&text);
    build(&built);
    expect_term(&built, "w", 4096 + 2048, 1);
    expect_term(&built, "end", 3 * 4096, 1);
    expect_no_term(&built, "XLONG");
    release(&built);
}

END_TEST

START_TEST(an_article_says_that_it_has_a_very_long_paragraph)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    struct built built = {.article = {.id = SPAN("x")}};

    for (int i = 0; i < 4097; i++)
        str_add_text(&text, "w ");
    built.article.text = str_view(&text);
    build(&built);
    expect_term(&built, "XLONG", POSITION_NONE, 0);
    release(&built);
}

END_TEST

START_TEST(fields_become_words_and_filters)
{
    struct str_span authors[] = {SPAN("Ann O'Hara"), SPAN("Bo \xc3\x89lan")};
    struct str_span tags[] = {SPAN("Sugar Tax")};
    struct built built = {
        .article = {.id = SPAN("A/1"),
                    .authors = authors,
                    .n_authors = 2,
                    .source = SPAN("Evening Star"),
                    .section = SPAN("News"),
                    .language = SPAN("en-GB"),
                    .url = SPAN("https://me@Example.org:80/A?b"),
                    .tags = tags,
                    .n_tags = 1,
                    .text = SPAN("x")}};

    build(&built);
    expect_term(&built, "Aann", 1, 2);
    expect_term(&built, "Aohara", 2, 2);
    expect_term(&built, "Abo", 4096, 2);
    expect_term(&built, "Aelan", 4097, 2);
    ck_assert_uint_eq(built.document.n_length, 2);
    expect_no_term(&built, "ann");
    expect_term(&built, "XSOURCEevening", 1, 0);
    expect_term(&built, "XSOURCEstar", 2, 0);
    expect_term(&built, "XSECTIONnews", 1, 0);
    expect_term(&built, "Len-gb", POSITION_NONE, 0);
    expect_term(&built, "Len", POSITION_NONE, 0);
    expect_term(&built, "Ksugar tax", POSITION_NONE, 0);
    expect_term(&built, "Hexample.org", POSITION_NONE, 0);
    expect_term(&built, "QA/1", POSITION_NONE, 0);
    expect_value(&built, SLOT_SOURCE, "Evening Star");
    expect_value(&built, SLOT_LANGUAGE, "en-GB");
    expect_value(&built, SLOT_DATE_MIN, "(none)");
    expect_term(&built, "XHASauthor", POSITION_NONE, 0);
    expect_term(&built, "XHASurl", POSITION_NONE, 0);
    expect_no_term(&built, "XHAStitle");
    expect_no_term(&built, "XHASdate");
    release(&built);
}

END_TEST

START_TEST(where_it_comes_from_filters)
{
    struct built built = {.article = {.id = SPAN("x"), .text = SPAN("a")},
                          .origin = {.form = "html",
                                     .path = SPAN("/A/b c/d.htm"),
                                     .day = 20240506}};

    build(&built);
    expect_term(&built, "Thtml", POSITION_NONE, 0);
    expect_term(&built, "P/A/b c/d.htm", POSITION_NONE, 0);
    expect_term(&built, "P/A/b c/", POSITION_NONE, 0);
    expect_term(&built, "P/A/", POSITION_NONE, 0);
    expect_term(&built, "P/", POSITION_NONE, 0);
    expect_no_term(&built, "P/A");
    expect_value(&built, SLOT_INDEXED, "20240506");
    release(&built);

    struct built unknown = {.article = {.id = SPAN("x"), .text = SPAN("a")}};

    build(&unknown);
    expect_no_term(&unknown, "T");
    expect_no_term(&unknown, "P");
    release(&unknown);
}

END_TEST

START_TEST(stems_that_hang_on_an_accent_have_positions)
{
    struct built built = {
        .article = {.id = SPAN("x"),
                    .text = SPAN("resume r\xc3\xa9sum\xc3\xa9")}};

    build(&built);
    expect_term(&built, "Zresum", POSITION_NONE, 1);
    expect_term(&built, "Zresume", 4097, 1);
    expect_term(&built, "XODD", 4097, 0);
    release(&built);
}

END_TEST

static const struct date_row {
    struct str_span text;
    const char *terms[3];
    const char *min;
    const char *max;
} date_rows[] = {
    {SPAN("1906"), {"Y1906", NULL, NULL}, "19060101", "19061231"},
    {SPAN("1906-03"), {"Y1906", "M190603", NULL}, "19060301", "19060331"},
    {SPAN("14 March 1906"),
     {"Y1906", "M190603", "D19060314"},
     "19060314",
     "19060314"},
    {SPAN("once upon a time"), {NULL, NULL, NULL}, "(none)", "(none)"},
};

static const struct language_row {
    const char *language;
    const char *terms[2];
} language_rows_wanted[] = {
    {"en", {"Len", "Len"}},           {"en-GB", {"Len-gb", "Len"}},
    {"English", {"Lenglish", "Len"}}, {"de_AT", {"Lde_at", "Lde"}},
    {"iw", {"Liw", "Lhe"}},           {"tlh-x", {"Ltlh-x", "Ltlh"}},
};

START_TEST(a_language_is_found_by_its_code_too)
{
    const struct language_row *row = &language_rows_wanted[_i];
    struct built built = {.article = {.id = SPAN("1"),
                                      .language = str_span_of(row->language),
                                      .text = SPAN("x")}};

    build(&built);
    expect_term(&built, row->terms[0], POSITION_NONE, 0);
    expect_term(&built, row->terms[1], POSITION_NONE, 0);
    release(&built);
}

END_TEST

START_TEST(dates_are_as_precise_as_they_were_written)
{
    const struct date_row *row = &date_rows[_i];
    struct built built = {.article = {.id = SPAN("x"),
                                      .text = SPAN("t"),
                                      .date_text = row->text}};

    build(&built);
    for (int i = 0; i < 3 && row->terms[i] != NULL; i++)
        expect_term(&built, row->terms[i], POSITION_NONE, 0);
    expect_value(&built, SLOT_DATE_MIN, row->min);
    expect_value(&built, SLOT_DATE_MAX, row->max);
    ck_assert_int_eq(built.is_dated, row->terms[0] != NULL);
    ck_assert_int_eq(built.date_reason.message[0] != '\0',
                     row->terms[0] == NULL);
    release(&built);
}

END_TEST

START_TEST(an_article_over_the_ceiling_is_refused)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct article article = {.text = {"", ARTICLE_MAX_BYTES + 1}};
    struct error err = ERROR_INIT;
    bool is_dated;

    ck_assert_int_eq(build_article(&article, &arena, &is_dated, NULL, &err),
                     STATUS_TOO_BIG);
    ck_assert_str_eq(err.message, "over 64 MiB");
}

END_TEST

static const struct id_row {
    enum id_from from;
    const char *relative;
    const char *id;
    const char *url;
    uint64_t line;
    bool is_id_from_url;
    const char *wanted;
} id_rows[] = {
    {ID_FROM_FIELD, "a.txt", "7", "u", 0, false, "7"},
    {ID_FROM_FIELD, "a.html", "", "u", 0, false, "a.html"},
    {ID_FROM_FIELD, "a.jsonl", "", "u", 3, true, "u"},
    {ID_FROM_FIELD, "a.jsonl", "", "", 3, true, "a.jsonl#3"},
    {ID_FROM_FIELD, "././/b/c", "", "", 0, false, "b/c"},
    {ID_FROM_FIELD, "-", "", "", 0, false, "stdin"},
    {ID_FROM_PATH, "a.jsonl", "7", "u", 3, true, "a.jsonl#3"},
    {ID_FROM_URL, "a.html", "7", "u", 0, false, "u"},
    {ID_FROM_URL, "a.html", "7", "", 0, false, "a.html"},
};

START_TEST(an_id_comes_from_where_it_was_asked_for)
{
    const struct id_row *row = &id_rows[_i];
    struct article article = {.id = str_span_of(row->id),
                              .url = str_span_of(row->url)};
    struct reader_facts facts = {.line = row->line,
                                 .is_id_from_url = row->is_id_from_url};
    CLEANUP(str_release) struct str id = STR_INIT;

    identity_add(row->from, row->relative, &article, &facts, &id);
    ck_assert_str_eq(str_view(&id).bytes, row->wanted);
}

END_TEST

START_TEST(paths_that_are_not_text_stay_apart)
{
    struct article article = {.id = {NULL, 0}};
    struct reader_facts facts = {.line = 0};
    CLEANUP(str_release) struct str a = STR_INIT;
    CLEANUP(str_release) struct str b = STR_INIT;

    identity_add(ID_FROM_PATH, "caf\xe9", &article, &facts, &a);
    identity_add(ID_FROM_PATH, "caf\xe8", &article, &facts, &b);
    ck_assert_str_ne(str_view(&a).bytes, str_view(&b).bytes);
    ck_assert(str_span_starts(str_view(&a), SPAN("caf\xef\xbf\xbd~")));
}

END_TEST

START_TEST(equal_articles_have_equal_hashes)
{
    struct article one = {.title = SPAN("ab"), .text = SPAN("c")};
    struct article two = {.title = SPAN("a"), .text = SPAN("bc")};
    struct reader_facts facts = {.line = 1};
    CLEANUP(str_release) struct str a = STR_INIT;
    CLEANUP(str_release) struct str b = STR_INIT;
    CLEANUP(str_release) struct str c = STR_INIT;

    identity_add(ID_FROM_HASH, "x", &one, &facts, &a);
    identity_add(ID_FROM_HASH, "y", &one, &facts, &b);
    identity_add(ID_FROM_HASH, "x", &two, &facts, &c);
    ck_assert_uint_eq(a.n_bytes, 16);
    ck_assert_str_eq(a.bytes, b.bytes);
    ck_assert_str_ne(a.bytes, c.bytes);
}

END_TEST

START_TEST(an_id_seen_before_is_known)
{
    struct identity_set set = {NULL, 0, 0};
    bool is_new;
    char id[16];

    for (int i = 0; i < 20000; i++) {
        int n = snprintf(id, sizeof(id), "%d", i % 10000);

        ck_assert_int_eq(
            identity_set_put(&set, str_span(id, (size_t)n), &is_new, NULL),
            STATUS_OK);
        ck_assert_int_eq(is_new, i < 10000);
    }
    identity_set_release(&set);
}

END_TEST

#define COUNT_OF(array) (int)(sizeof(array) / sizeof((array)[0]))

int main(void)
{
    Suite *suite = suite_create("build");
    TCase *terms = tcase_create("terms");
    TCase *ids = tcase_create("ids");

    tcase_add_test(terms, title_and_paragraphs_stand_in_stretches_of_their_own);
    tcase_add_test(terms, a_long_paragraph_pushes_the_next_one_on);
    tcase_add_test(terms, an_article_says_that_it_has_a_very_long_paragraph);
    tcase_add_test(terms, fields_become_words_and_filters);
    tcase_add_test(terms, where_it_comes_from_filters);
    tcase_add_test(terms, stems_that_hang_on_an_accent_have_positions);
    tcase_add_loop_test(terms, a_language_is_found_by_its_code_too, 0,
                        COUNT_OF(language_rows_wanted));
    tcase_add_loop_test(terms, dates_are_as_precise_as_they_were_written, 0,
                        COUNT_OF(date_rows));
    tcase_add_test(terms, an_article_over_the_ceiling_is_refused);
    suite_add_tcase(suite, terms);
    tcase_add_loop_test(ids, an_id_comes_from_where_it_was_asked_for, 0,
                        COUNT_OF(id_rows));
    tcase_add_test(ids, paths_that_are_not_text_stay_apart);
    tcase_add_test(ids, equal_articles_have_equal_hashes);
    tcase_add_test(ids, an_id_seen_before_is_known);
    suite_add_tcase(suite, ids);
    return run_suite(suite);
}
