/*
 * The language: what is read how, and what is said about it. Each row of the
 * tables is a query, its canonical reading and the codes of its diagnostics.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query.h"
#include "text/utf8.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct row {
    const char *query;
    const char *reading; /* NULL: it cannot be read */
    const char *codes;   /* of all diagnostics, with spaces between */
};

static struct arena arena;
static struct diagnostic_list list;

static void set_up(void)
{
    arena_init(&arena);
    diagnostic_list_init(&list, &arena);
}

static void tear_down(void)
{
    diagnostic_list_release(&list);
    arena_release(&arena);
}

static enum status parse(struct str_span query, enum query_mode mode,
                         struct ast_node **ret_node, struct error *err)
{
    list.n_items = 0;
    *ret_node = NULL;
    return query_parse(query, mode, &arena, ret_node, &list, err);
}

static void expect_row(const struct row *row, enum query_mode mode)
{
    struct ast_node *node;
    struct error err = ERROR_INIT;
    CLEANUP(str_release) struct str reading = STR_INIT;
    CLEANUP(str_release) struct str codes = STR_INIT;
    enum status status = parse(str_span_of(row->query), mode, &node, &err);
    for (size_t i = 0; i < list.n_items; i++) {
        const struct diagnostic *item = &list.items[i];
        str_add_format(&codes, "%s%s", i > 0 ? " " : "", item->code);
        ck_assert_msg(item->span.start_bytes <= item->span.end_bytes &&
                          item->span.end_bytes <= strlen(row->query),
                      "%s: span of %s", row->query, item->code);
    }
    ck_assert_msg(strcmp(str_view(&codes).bytes, row->codes) == 0,
                  "%s: codes '%s', not '%s'", row->query,
                  str_view(&codes).bytes, row->codes);
    ck_assert_msg((status == STATUS_OK) == (row->reading != NULL),
                  "%s: status %s: %s", row->query, status_name(status),
                  err.message);
    if (row->reading == NULL) {
        ck_assert_int_eq(status, STATUS_BAD_QUERY);
        ck_assert_str_ne(err.message, "");
        return;
    }
    ast_print(node, &reading);
    ck_assert_msg(strcmp(str_view(&reading).bytes, row->reading) == 0,
                  "%s: read as '%s', not '%s'", row->query,
                  str_view(&reading).bytes, row->reading);
}

static const struct row all_rows[] = {
    {"", "*", ""},
    {" \t\xE3\x80\x80 ", "*", ""},
    {"*", "*", ""},
    {"war peace", "war AND peace", ""},
    {"war\xE3\x80\x80peace", "war AND peace", ""},
    {"a b c", "a AND b AND c", ""},
    {"a AND b AND c", "a AND b AND c", ""},
    {"a && b", "a AND b", ""},
    {"a OR b", "a OR b", ""},
    {"a | b || c", "a OR b OR c", ""},
    {"(tax|duty) tea", "(tax OR duty) AND tea", ""},
    {"a b OR c", "a AND (b OR c)", "N101"},
    {"a OR b c", "(a OR b) AND c", "N101"},
    {"a AND b OR c", "(a AND b) OR c", "N101"},
    {"(a AND b) OR c", "(a AND b) OR c", ""},
    {"a (b OR c)", "a AND (b OR c)", ""},
    {"a AND (b c)", "a AND b AND c", ""},
    {"-a", "NOT a", ""},
    {"!a", "NOT a", ""},
    {"NOT a", "NOT a", ""},
    {"NOT NOT a", "NOT NOT a", ""},
    {"a AND NOT b", "a AND NOT b", ""},
    {"a -b", "a AND NOT b", ""},
    {"a -(b c)", "a AND NOT (b AND c)", ""},
    {"NOT a AND b", "NOT a AND b", ""},
    {"+a b", "a AND b", ""},
    {"a - b", "a AND - AND b", ""},
    {"a ! b + c", "a AND ! AND b AND + AND c", ""},
    {"--any", "--any", ""},
    {"AND(a)", NULL, "E103"},
    {"\"state of affairs\"", "\"state of affairs\"", ""},
    {"\"a\" \"b c\"", "\"a\" AND \"b c\"", ""},
    {"-\"a b\"", "NOT \"a b\"", ""},
    {"\"say \"\"no\"\" now\"", "\"say \\\"no\\\" now\"", ""},
    {"\"say \\\"no\\\"\"", "\"say \\\"no\\\"\"", ""},
    {"\"C:\\\\x\"", "\"C:\\\\x\"", ""},
    {"\xE2\x80\x9C"
     "free press\xE2\x80\x9D",
     "\"free press\"", "N103"},
    {"\xE2\x80\x9E"
     "frei\xE2\x80\x9C \xC2\xAB"
     "x y\xC2\xBB",
     "\"frei\" AND \"x y\"", "N103"},
    {"\xC2\xBB"
     "so\xC2\xAB",
     "\"so\"", "N103"},
    {"\"free press\xE2\x80\x9D", "\"free press\"", "N103"},
    {"\"free press", "\"free press\"", "W102"},
    {"\"", "\"\"", "W102"},
    {"5\" gun", "5\\\" AND gun", ""},
    {"()", "\\(\\)", ""},
    {"a and b", "a AND and AND b", "N102"},
    {"to be or not to be", "to AND be AND or AND not AND to AND be",
     "N102 N102"},
    {"and b or", "and AND b AND or", ""},
    {"\\AND \\-x \\(y\\)", "\\AND AND \\-x AND \\(y\\)", ""},
};

static const struct row text_rows[] = {
    {"state-of-the-art", "state-of-the-art", ""},
    {"O'Reilly U.S. C++ C#", "O'Reilly AND U.S. AND C++ AND C#", ""},
    {"3.50 a/b AT&T", "3.50 AND a/b AND AT&T", ""},
    {"10:30", "10:30", ""},
    {"POL-358:4", "POL-358:4", ""},
    {"Genesis:3", "Genesis:3", ""},
    {"http://foo-bar.com/x?y=1#z", "http://foo-bar.com/x?y=1#z", ""},
    {"source://x", "source://x", ""},
    {"note: this", "note: AND this", ""},
    {"a:b C:\\x", "a:b AND C\\:\\\\x", ""},
    {"why? a?", "why? AND a?", ""},
    {"a=b ~/.bashrc x== <=>", "a=b AND ~/.bashrc AND x== AND <=>", ""},
    {"a~b 2^", "a~b AND 2^", ""},
    {"/etc/passwd and/or", "/etc/passwd AND and/or", ""},
    {"'crude oil' 'x y'", "'crude AND oil' AND 'x AND y'", "N105"},
    {"'oil' 'tis O'Reilly's dogs'", "'oil' AND 'tis AND O'Reilly's AND dogs'",
     "N105"},
    {"'oil' rock 'n roll's", "'oil' AND rock AND 'n AND roll's", ""},
    {"1906\\..1910 1..2.3 1906... a..b 1..",
     "1906\\.\\.1910 AND 1..2.3 AND 1906... AND a..b AND 1..", ""},
    {"[1906 [TO] [a TO]", "[1906 AND [TO] AND [a AND TO]", ""},
    {"[ TO ]x", "[ AND TO AND ]x", ""},
    {"title= titles=x title\\=oil http://x/?title=oil",
     "title= AND titles=x AND title\\=oil AND http://x/?title=oil", ""},
    {"NEAR", "\\NEAR", ""},
    {"NEAR a", "\\NEAR AND a", ""},
    {"like: is: x", "like: AND is: AND x", ""},
    {"foo,bar:x", "foo,bar:x", ""},
    {"caf\xC3\xA9-cr\xC3\xA8me", "caf\xC3\xA9-cr\xC3\xA8me", ""},
    {"... & ***", "... AND & AND ***", ""},
};

static const struct row field_rows[] = {
    {"title:tax", "title:tax", ""},
    {"Title:tax", "title:tax", ""},
    {"title:1984", "title:1984", ""},
    {"title:\"sugar tax\"", "title:\"sugar tax\"", ""},
    {"title:(sugar tax)", "title:(sugar AND tax)", ""},
    {"title:(a OR -b)", "title:(a OR NOT b)", ""},
    {"title,author:smith", "title:smith OR author:smith", ""},
    {"x title,author:(a b)", "x AND (title:(a AND b) OR author:(a AND b))", ""},
    {"-source:herald", "NOT source:herald", ""},
    {"title:(a source:b)", "title:(a AND source:b)", ""},
    {"source:a x source:b", "(source:a OR source:b) AND x", ""},
    {"lang:en lang:de id:1 id:2", "(lang:en OR lang:de) AND (id:1 OR id:2)",
     ""},
    {"source:a AND source:b", "source:a AND source:b", ""},
    {"tag:a tag:b author:x author:y",
     "tag:a AND tag:b AND author:x AND author:y", ""},
    {"id:a*b? url:http://x/?a=*", "id:a*b? AND url:http://x/?a=*", ""},
    {"title:author:x", NULL, "E150"},
    {"title:date:\"1906\"", NULL, "E150"},
    {"title:author\\:x", "title:author\\:x", ""},
    {"title:\"author:x\"", "title:\"author:x\"", ""},
    {"title:\\/\\/x", "title:\\/\\/x", ""},
    {"title:(author:x)", "title:(author:x)", ""},
    {"id:title:x url:author:x", "id:title:x AND url:author:x", ""},
    {"title :oil", "title AND :oil", "N104"},
    {"title : oil", "title AND : AND oil", "N104"},
    {"date :1906", "date AND :1906", "N104"},
    {"titles :oil title - oil", "titles AND :oil AND title AND - AND oil", ""},
    {"autor:x", NULL, "E110"},
    {"autor:(x y) b", NULL, "E110"},
    {"title:", NULL, "E103"},
    {"title: x", NULL, "E103"},
    {"(title:)", NULL, "E103"},
    {"title:-x", NULL, "E103"},
    {"title:*", NULL, "E150"},
    {"has:author", NULL, "E150"},
    {"words:>500", NULL, "E150"},
    {"words>500", NULL, "E150"},
};

static const struct row date_rows[] = {
    {"date:1906", "date:1906", ""},
    {"date:1906-05", "date:1906-05", ""},
    {"date:1906-05-14", "date:1906-05-14", ""},
    {"date:19060514", "date:1906-05-14", ""},
    {"date:\"14 May 1906\"", "date:1906-05-14", ""},
    {"date:1906-05..1908", "date:1906-05..1908", ""},
    {"date:1906-01-01..1908-12-31", "date:1906..1908", ""},
    {"date:1906-01..1906-12", "date:1906", ""},
    {"date:1904-02-01..1904-02-29", "date:1904-02", ""},
    {"date:1906-02-01..1906-02-28", "date:1906-02", ""},
    {"date:..1910", "date:..1910", ""},
    {"date:1906..", "date:1906..", ""},
    {"date:>=1906", "date:1906..", ""},
    {"date:>1906", "date:1907..", ""},
    {"date:<1910-03", "date:..1910-02", ""},
    {"date:<=1910-03-05", "date:..1910-03-05", ""},
    {"date:<1904-03-01", "date:..1904-02", ""},
    {"date>=1906 date<1910", "date:1906.. AND date:..1909", ""},
    {"date:[1906 TO 1910]", "date:1906..1910", ""},
    {"date:{1906 TO 1910}", "date:1907..1909", ""},
    {"date:[1906 TO *]", "date:1906..", ""},
    {"after:1906 before:1910", "date:1906.. AND date:..1910", ""},
    {"date:(1906 OR 1908..1910)", "date:1906 OR date:1908..1910", ""},
    {"date:([1906 TO 1907] OR 1910)", "date:1906..1907 OR date:1910", ""},
    {"-date:1906 x", "NOT date:1906 AND x", ""},
    {"date:1910..1906", NULL, "E120"},
    {"date:nonsense", NULL, "E120"},
    {"date:1906-02-30", NULL, "E120"},
    {"date:..", NULL, "E120"},
    {"date:", NULL, "E103"},
    {"date:[1906", NULL, "E120"},
    {"date:[1906 1910]", NULL, "E120"},
    {"date:<0001", NULL, "E120"},
    {"date:>9999", NULL, "E120"},
    {"after:1906..1908", NULL, "E120"},
    {"after:..1908", NULL, "E120"},
    {"before:(1906)", NULL, "E120"},
    {"title,date:1906", NULL, "E120"},
    {"date:yesterday", NULL, "E150"},
    {"date:2weeks..", NULL, "E150"},
    {"date=1906", NULL, "E150"},
    {"date:=1906", NULL, "E150"},
};

static const struct row bad_rows[] = {
    {"(a OR", NULL, "E103 E101"},
    {"(a", NULL, "E101"},
    {"a)", NULL, "E101"},
    {"a) b) c", NULL, "E101 E101"},
    {"a OR", NULL, "E103"},
    {"AND b", NULL, "E103"},
    {"a AND OR b", NULL, "E103"},
    {"a NOT", NULL, "E103"},
    {"(a AND) b", NULL, "E103"},
    {"autor:x date:foo (b", NULL, "E110 E120 E101"},
    {"a NEAR b", NULL, "E150"},
    {"a NEAR/5 b", NULL, "E150"},
    {"a NOTNEAR/5 b ADJ c", NULL, "E150 E150"},
    {"a AROUND(3) b", NULL, "E150"},
    {"a PARA b SENT c MAYBE d", NULL, "E150 E150 E150"},
    {"wom?n", NULL, "E150"},
    {"colo*r", NULL, "E150"},
    {"*tion", NULL, "E150"},
    {"tax*", NULL, "E150"},
    {"color~", NULL, "E150"},
    {"color~2 x~ocr", NULL, "E150 E150"},
    {"x^3", NULL, "E150"},
    {"/colou?r/", NULL, "E150"},
    {"=runs", NULL, "E150"},
    {"1906..1910", NULL, "E150"},
    {"tax 1906-05..1908 oil", NULL, "E150"},
    {"title:1906..1910", NULL, "E150"},
    {"[1906 TO 1910]", NULL, "E150"},
    {"a {b TO c} NEAR d", NULL, "E150 E150"},
    {"title:[a TO b] (c", NULL, "E150 E101"},
    {"title=oil", NULL, "E150"},
    {"title>oil Author<=oil", NULL, "E150 E150"},
    {"title=\"crude oil\" date>may after=1906", NULL, "E150 E150 E150"},
    {"title:=runs", NULL, "E150"},
    {"\"a b\"~10", NULL, "E150"},
    {"\"a b c\"/2", NULL, "E150"},
    {"(a b)^2", NULL, "E150"},
    {"\"state* of\"", NULL, "E150"},
    {"\"a * b\"", NULL, "E150"},
};

/* --any: sentences as people write them */
static const struct row any_rows[] = {
    {"a b c", "a OR b OR c", ""},
    {"a b -c", "(a OR b) AND NOT c", ""},
    {"+a b c", "a AND (a OR b OR c)", ""},
    {"+a +b", "a AND b", ""},
    {"a \"b c\"", "a OR \"b c\"", ""},
    {"a AND b", "a AND b", ""},
    {"what laws must be obeyed and why not ?",
     "what OR laws OR must OR be OR obeyed OR and OR why OR not OR ?", ""},
    {"a (b", "a OR b", "W101"},
    {"a) b", "a OR b", "W101"},
    {"a OR", "a OR \\OR", "W103"},
    {"AND b", "\\AND OR b", "W103"},
    {"effect: see autor:x", "effect: OR see OR autor\\:x", "W110"},
    {"title: x", "title\\: OR x", "W103"},
    {"wom?n x", "wom\\?n OR x", "W150"},
    {"a NEAR b", "a OR \\NEAR OR b", "W150"},
    {"date:foo", NULL, "E120"},
    {"1906..1910 x", "1906\\.\\.1910 OR x", "W150"},
    {"[1906 TO 1910]", "[1906 OR TO OR 1910]", "W150"},
    {"title=oil", "title\\=oil", "W150"},
    {"title:author:x", "title:author\\:x", "W150"},
    {"title :oil 'x y'", "title OR :oil OR 'x OR y'", ""},
};

#define LOOP_TEST(name, rows, mode)                                            \
    START_TEST(name)                                                           \
    {                                                                          \
        expect_row(&(rows)[_i], mode);                                         \
    }                                                                          \
                                                                               \
    END_TEST

LOOP_TEST(operators_and_phrases_are_read, all_rows, QUERY_ALL_WORDS)
LOOP_TEST(text_stays_text, text_rows, QUERY_ALL_WORDS)
LOOP_TEST(fields_are_read, field_rows, QUERY_ALL_WORDS)
LOOP_TEST(dates_are_read, date_rows, QUERY_ALL_WORDS)
LOOP_TEST(mistakes_are_named, bad_rows, QUERY_ALL_WORDS)
LOOP_TEST(any_mode_survives_sentences, any_rows, QUERY_ANY_WORD)

START_TEST(messages_help)
{
    struct ast_node *node;
    struct error err = ERROR_INIT;
    (void)!parse(SPAN("tax autor:smith"), QUERY_ALL_WORDS, &node, &err);
    ck_assert_str_eq(err.message, "unknown field 'autor'");
    ck_assert_str_eq(err.hint, "did you mean 'author:'?  To search the words, "
                               "put them in quotes");
    ck_assert_uint_eq(err.offset_bytes, 4);

    (void)!parse(SPAN("zzzzzz:smith"), QUERY_ALL_WORDS, &node, &err);
    ck_assert_str_eq(err.hint, "to search the words, put them in quotes");

    (void)!parse(SPAN("x date:1910..1906"), QUERY_ALL_WORDS, &node, &err);
    ck_assert(str_span_equal(list.items[0].replacement, SPAN("1906..1910")));
    ck_assert_uint_eq(list.items[0].span.start_bytes, 7);
    ck_assert_str_eq(err.hint, "did you mean '1906..1910'?");

    (void)!parse(SPAN("a b OR c"), QUERY_ALL_WORDS, &node, &err);
    ck_assert_str_eq(list.items[0].message.bytes, "read as a AND (b OR c)");
    ck_assert_str_eq(list.items[0].hint.bytes,
                     "for (a AND b) OR c write the parentheses");
}

END_TEST

START_TEST(every_node_knows_its_bytes)
{
    struct ast_node *node;
    ck_assert_int_eq(
        parse(SPAN("tax -title:(\"a b\" c)"), QUERY_ALL_WORDS, &node, NULL),
        STATUS_OK);
    const struct ast_node *not_node = node->children[1];
    const struct ast_node *field = not_node->children[0];
    const struct ast_node *phrase = field->children[0]->children[0];
    ck_assert_uint_eq(not_node->span.start_bytes, 4);
    ck_assert_uint_eq(field->span.start_bytes, 5);
    ck_assert_uint_eq(phrase->span.start_bytes, 12);
    ck_assert_uint_eq(phrase->span.end_bytes, 17);
    ck_assert(str_span_equal(phrase->text, SPAN("a b")));
}

END_TEST

/* ---- hostile queries ---- */

static void expect_quick(const struct str *query, enum query_mode mode)
{
    struct timespec start;
    struct timespec end;
    struct ast_node *node;
    struct error err = ERROR_INIT;
    (void)clock_gettime(CLOCK_MONOTONIC, &start);
    enum status status = parse(str_view(query), mode, &node, &err);
    (void)clock_gettime(CLOCK_MONOTONIC, &end);
    double ms = (double)(end.tv_sec - start.tv_sec) * 1e3 +
                (double)(end.tv_nsec - start.tv_nsec) / 1e6;
    ck_assert_msg(ms < 500, "%.40s...: %g ms", query->bytes, ms);
    ck_assert_msg(status == STATUS_OK || status == STATUS_BAD_QUERY,
                  "%.40s: %s", query->bytes, err.message);
    if (status != STATUS_OK)
        ck_assert(diagnostic_has_error(&list));
}

START_TEST(hostile_queries_get_a_quick_answer)
{
    static const char *const pieces[] = {
        "(",
        ")",
        "\"",
        "\\",
        "a ",
        "- ",
        "-",
        "NOT ",
        "!",
        "a\"",
        "a OR ",
        "\xE2\x80\x9C",
        "a\xE2\x80\x9C",
        "a\xC2\xAB ",
        "|",
        "date:",
        "title:(",
        "a,",
        "title,",
        "[",
        "*",
        "? ",
        "a.",
        "^",
        "~",
        "AND ",
        "/",
        "=a",
        "date:[",
        "\"\" ",
        "a NEAR ",
        "x:y ",
        "+a ",
        "title,author:(",
        "\xE3\x80\x80",
        "a\\",
        "\xC2\xBB",
        "'a ",
        "'",
        "title ",
        "title :",
        "[a TO ",
        "[",
        "title=",
        "1..",
    };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        CLEANUP(str_release) struct str query = STR_INIT;
        while (query.n_bytes + strlen(pieces[i]) <= QUERY_MAX_BYTES)
            str_add_text(&query, pieces[i]);
        expect_quick(&query, QUERY_ALL_WORDS);
        expect_quick(&query, QUERY_ANY_WORD);
        arena_reset(&arena);
    }
}

END_TEST

START_TEST(limits_are_reported)
{
    struct ast_node *node;
    struct error err = ERROR_INIT;
    CLEANUP(str_release) struct str query = STR_INIT;
    for (size_t i = 0; i < 10000; i++)
        str_add_text(&query, "ab ");
    ck_assert_int_eq(parse(str_view(&query), QUERY_ALL_WORDS, &node, &err),
                     STATUS_BAD_QUERY);
    ck_assert_str_eq(list.items[list.n_items - 1].code, "E140");
    ck_assert_str_eq(err.message,
                     "the query has more than 1024 words and phrases");

    str_reset(&query);
    for (size_t i = 0; i < 40; i++)
        str_add_char(&query, '(');
    ck_assert_int_eq(parse(str_view(&query), QUERY_ALL_WORDS, &node, &err),
                     STATUS_BAD_QUERY);
    ck_assert_str_eq(list.items[0].code, "E140");
    ck_assert_uint_eq(list.n_items, 1);

    while (query.n_bytes <= QUERY_MAX_BYTES)
        str_add_char(&query, 'a');
    ck_assert_int_eq(parse(str_view(&query), QUERY_ALL_WORDS, &node, &err),
                     STATUS_BAD_QUERY);
    ck_assert_str_eq(list.items[0].code, "E140");
}

END_TEST

START_TEST(the_deepest_allowed_nesting_is_read)
{
    struct ast_node *node;
    CLEANUP(str_release) struct str query = STR_INIT;
    for (size_t i = 0; i < QUERY_MAX_DEPTH; i++)
        str_add_char(&query, '(');
    str_add_char(&query, 'a');
    for (size_t i = 0; i < QUERY_MAX_DEPTH; i++)
        str_add_char(&query, ')');
    ck_assert_int_eq(parse(str_view(&query), QUERY_ALL_WORDS, &node, NULL),
                     STATUS_OK);
    ck_assert_int_eq(node->kind, AST_WORD);
}

END_TEST

/* ---- properties ---- */

static uint64_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

static const char *const scraps[] = {
    "a",
    "b",
    "tax",
    " ",
    " ",
    " ",
    " ",
    " AND ",
    " OR ",
    " NOT ",
    "(",
    ")",
    "\"",
    "-",
    "!",
    "+",
    "|",
    "&&",
    "*",
    "?",
    "title:",
    "date:",
    "1906",
    "..",
    "-05",
    "[",
    " TO ",
    "]",
    "\\",
    "\xE2\x80\x9C",
    "\xE2\x80\x9D",
    "\xC2\xAB",
    "\xC2\xBB",
    "'",
    "source:x ",
    "tag,author:",
    "~",
    "^2",
    "/",
    "=",
    "NEAR",
    "10:30",
    "C++",
    "http://",
    ":",
    ",",
    ".",
    "x:y",
    "\xE3\x80\x80",
    "\xC3\xA9",
    "\n",
};

static void random_query(uint64_t *state, struct str *query)
{
    size_t n = 1 + next_random(state) % 12;
    str_reset(query);
    for (size_t i = 0; i < n; i++)
        str_add_text(
            query,
            scraps[next_random(state) % (sizeof scraps / sizeof *scraps)]);
}

/* What a reading says is what was read: parse, print, parse. */
START_TEST(readings_read_as_themselves)
{
    const char *given = getenv("LEDE_SEED");
    uint64_t seed =
        given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    uint64_t state = seed;
    size_t n_read = 0;
    CLEANUP(str_release) struct str query = STR_INIT;
    for (size_t i = 0; i < 60000; i++) {
        enum query_mode mode = i % 2 == 0 ? QUERY_ALL_WORDS : QUERY_ANY_WORD;
        struct ast_node *node;
        struct ast_node *again;
        struct error err = ERROR_INIT;
        CLEANUP(str_release) struct str reading = STR_INIT;
        random_query(&state, &query);
        arena_reset(&arena);
        if (parse(str_view(&query), mode, &node, NULL) != STATUS_OK)
            continue;
        n_read++;
        ast_print(node, &reading);
        enum status status =
            parse(str_view(&reading), QUERY_ALL_WORDS, &again, &err);
        ck_assert_msg(
            status == STATUS_OK, "LEDE_SEED=%llu: [%s] reads as [%s]: %s",
            (unsigned long long)seed, query.bytes, reading.bytes, err.message);
        ck_assert_msg(ast_equal(node, again),
                      "LEDE_SEED=%llu: [%s] reads as [%s], which is another",
                      (unsigned long long)seed, query.bytes, reading.bytes);
        status = parse(str_view(&reading), QUERY_ANY_WORD, &again, &err);
        ck_assert_msg(status == STATUS_OK && ast_equal(node, again),
                      "LEDE_SEED=%llu: [%s] with --any",
                      (unsigned long long)seed, reading.bytes);
    }
    ck_assert_uint_gt(n_read, 10000);
}

END_TEST

#define COUNT_OF(array) ((int)(sizeof(array) / sizeof *(array)))

static Suite *query_suite(void)
{
    Suite *suite = suite_create("query");
    TCase *tcase = tcase_create("language");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, operators_and_phrases_are_read, 0,
                        COUNT_OF(all_rows));
    tcase_add_loop_test(tcase, text_stays_text, 0, COUNT_OF(text_rows));
    tcase_add_loop_test(tcase, fields_are_read, 0, COUNT_OF(field_rows));
    tcase_add_loop_test(tcase, dates_are_read, 0, COUNT_OF(date_rows));
    tcase_add_loop_test(tcase, mistakes_are_named, 0, COUNT_OF(bad_rows));
    tcase_add_loop_test(tcase, any_mode_survives_sentences, 0,
                        COUNT_OF(any_rows));
    tcase_add_test(tcase, messages_help);
    tcase_add_test(tcase, every_node_knows_its_bytes);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("limits");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 30);
    tcase_add_test(tcase, hostile_queries_get_a_quick_answer);
    tcase_add_test(tcase, limits_are_reported);
    tcase_add_test(tcase, the_deepest_allowed_nesting_is_read);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("properties");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 30);
    tcase_add_test(tcase, readings_read_as_themselves);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(query_suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
