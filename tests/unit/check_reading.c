/*
 * The canonical reading of random trees, of every kind of node, is read as the
 * same tree.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query_rows.h"

#include <stdlib.h>
#include <time.h>

#define N_TREES   20000
#define MAX_LEVEL 4

static uint64_t state;

static unsigned below(unsigned n)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((state >> 33) % n);
}

static const char *pick(const char *const *texts, size_t n_texts)
{
    return texts[below((unsigned)n_texts)];
}

#define PICK(texts) pick(texts, sizeof(texts) / sizeof *(texts))

/* ---- leaves; texts are such as the parser makes */

static const char *const words[] = {
    "tax",
    "AND",
    "or",
    "NEAR",
    "NEAR/5",
    "AROUND",
    "MAYBE",
    "O'Reilly",
    "a-b",
    "-a",
    "C++",
    "3.50",
    "10:30",
    "title:x",
    "a:b",
    "http://x",
    "www.x.y",
    "*",
    "a*b",
    "wom?n",
    "why?",
    "a~",
    "a~2",
    "a^2",
    "=a",
    "/a/",
    "/etc/x",
    "(",
    "\"",
    "\\",
    "a\\b",
    "date:1",
    "has:x",
    "1906..1907",
    "[1906",
    "TO",
    "x=y",
    "title=y",
    "'a",
    "&&",
    "a|b",
    "caf\xC3\xA9",
    "\xE2\x80\x9C"
    "a",
    "\xE2\x80\x99s",
    "!a",
    "...",
    "words:",
    "like:",
    "..",
    ">5",
};
static const char *const patterns[] = {
    "wom?n", "tax*", "*tion", "co*l?r", "??ab", "NEAR*", "caf\xC3\xA9*", "t?*x",
};
static const char *const phrases[] = {
    "sugar tax",
    "a",
    "",
    "state* of the art",
    "a * b",
    "say \"no\"",
    "what\\? so",
    "a\\*b c",
    "C:\\\\x",
    "wom?n \\?",
    "AND title:x",
    " two  spaces ",
    "\xE2\x80\x9C"
    "a",
    "*",
    "a\\?\\? b",
    "(x)~2/3^4",
};
static const char *const values[] = {
    "sugar tax", "a*b?", "a\\b", "\"", "x:y", " ", "~", "\\\\",
};
static const char *const value_patterns[] = {
    "sug*",   "a-b*c",   "c++*",    "*-war", "ab\\\\*", "a?-*",
    "\\*ab*", "ab?c\\?", "a\\\\b*", "-ab*",  "(ab*)",   "=ab*",
};
static const char *const fuzzies[] = {"color", "AND", "caf\xC3\xA9", "x2"};
static const char *const regexes[] = {
    "colou?r", "(x+x+)+y", "a|b", "[0-9]{2}", "x\\/y", "a\"b", "\\w+", "a&&b",
};
static const char *const ids[] = {
    "a/b.txt", "two words", "a*b?", "-x", "*", "", "\"", "a\\b", "x:y^2~",
};

static struct ast_node *leaf(enum ast_kind kind, const char *text)
{
    struct ast_node *node = ast_new(&arena, kind, (struct ast_span){0, 0});
    ck_assert_ptr_nonnull(node);
    node->text = str_span_of(text);
    return node;
}

static struct ast_node *wrap(enum ast_kind kind, enum field field,
                             struct ast_node *child)
{
    struct ast_node *node =
        ast_wrap(&arena, kind, field, (struct ast_span){0, 0}, child);
    ck_assert_ptr_nonnull(node);
    return node;
}

static struct ast_node *phrase(void)
{
    struct ast_node *node = leaf(AST_PHRASE, PICK(phrases));
    if (below(4) == 0) {
        node->has_extra = true;
        node->n_extra = below(2049);
    } else if (below(4) == 0) {
        node->text = SPAN("tax duty * tea");
        node->n_least = 1 + below(3);
    }
    return node;
}

static bool is_exact_word(const char *text)
{
    unsigned char byte = (unsigned char)*text;
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z' &&
           strstr(text, "://") == NULL && strncmp(text, "www.", 4) != 0;
}

/* A word or what is like one, in a field of words. */
static struct ast_node *word(void)
{
    struct ast_node *node;
    switch (below(8)) {
    case 0:
        return leaf(AST_PATTERN, PICK(patterns));
    case 1:
        node = leaf(AST_FUZZY, PICK(fuzzies));
        node->n_edits = below(3);
        return node;
    case 2:
        return leaf(AST_REGEX, PICK(regexes));
    case 3:
        return phrase();
    default:
        node = leaf(AST_WORD, PICK(words));
        node->is_exact = below(4) == 0 && is_exact_word(node->text.bytes);
        return node;
    }
}

static struct ast_node *date(void)
{
    static const uint32_t days[] = {10101,    19060101, 19060514, 19060531,
                                    19061231, 20000229, 20240228, 99991231};
    struct ast_node *node = leaf(AST_DATE, "");
    unsigned a = below(8);
    unsigned b = a + below(8 - a);
    node->field = FIELD_DATE;
    node->is_indexed = below(4) == 0;
    node->is_certain = !node->is_indexed && below(2) == 0;
    node->date_min = days[a];
    node->date_max = days[b];
    if (below(4) == 0)
        node->date_min = 0;
    else if (below(4) == 0)
        node->date_max = 0;
    return node;
}

static struct ast_node *filter(void)
{
    static const enum field fields[] = {FIELD_TAG, FIELD_LANGUAGE};

    static const enum field opaque[] = {FIELD_ID, FIELD_URL, FIELD_PATH};

    static const char *const beginnings[] = {
        "a*",   "a/\\*b*", "\\\\*",          "AND*",
        "-x*",  "//x*",    "\xe2\x80\x9cq*", "\\?*",
        "a:b*", "(a*",     "/x/*",           "1906..1908*"};
    struct ast_node *node;
    switch (below(8)) {
    case 0:
        return date();
    case 1:
        node = leaf(AST_NUMBER, "");
        node->number_min = below(5);
        node->number_max = node->number_min + below(5);
        if (below(3) == 0)
            node->number_max = UINT64_MAX;
        return node;
    case 2:
        node = leaf(AST_HAS, "");
        node->has = (enum ast_has)below(AST_IS_UNDATED + 1);
        return node;
    case 3:
        return leaf(AST_LIKE, PICK(ids));
    case 4:
        node = below(2) == 0 ? leaf(AST_PHRASE, PICK(values))
                             : leaf(AST_WORD, PICK(words));
        return wrap(AST_FIELD, opaque[below(3)], node);
    case 5:
        node = below(2) == 0 ? leaf(AST_PHRASE, PICK(values))
                             : leaf(AST_WORD, PICK(words));
        return wrap(AST_FIELD, fields[below(2)], node);
    case 6:
        return wrap(AST_FIELD, FIELD_PATH, leaf(AST_PATTERN, PICK(beginnings)));
    default:
        return wrap(AST_FIELD, fields[below(2)],
                    leaf(AST_PATTERN, PICK(value_patterns)));
    }
}

/* ---- operators */

static struct ast_node *pair(enum ast_kind kind, struct ast_node *a,
                             struct ast_node *b)
{
    struct ast_node *node = leaf(kind, "");
    node->children = ast_array(&arena, 2);
    ck_assert_ptr_nonnull(node->children);
    node->children[0] = a;
    node->children[1] = b;
    node->n_children = 2;
    return node;
}

static struct ast_node *group(enum ast_kind kind, struct ast_node *a,
                              struct ast_node *b)
{
    struct ast_node *nodes[] = {a, b};
    struct ast_node *node = ast_group(&arena, kind, nodes, 2);
    ck_assert_ptr_nonnull(node);
    return node;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as MAX_LEVEL */
static struct ast_node *operand(unsigned level)
{
    if (level > 0 && below(3) == 0) {
        struct ast_node *node =
            pair(AST_NEAR, operand(level - 1), operand(level - 1));
        node->near = (enum ast_near)below(AST_NEAR_PARAGRAPH + 1);
        if (node->near <= AST_NEAR_NOT)
            node->n_apart = 1 + below(2048);
        return node;
    }
    if (level > 0 && below(3) == 0)
        return group(AST_OR, operand(level - 1), operand(level - 1));
    struct ast_node *node = word();
    node->has_extra = false;
    node->n_extra = 0;
    node->n_least = 0;
    return node;
}

static struct ast_node *boost(struct ast_node *child)
{
    static const double factors[] = {0.001, 0.5, 1, 2.25, 33.3, 100};
    struct ast_node *node = wrap(AST_BOOST, FIELD_TEXT, child);
    node->factor = factors[below(6)];
    return node;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as MAX_LEVEL */
static struct ast_node *tree(unsigned level, bool is_in_field)
{
    static const enum field fields[] = {FIELD_TEXT, FIELD_TITLE, FIELD_AUTHOR};

    unsigned choice = level == 0 ? below(3) : below(12);
    switch (choice) {
    case 0:
    case 1:
        return word();
    case 2:
        return below(8) == 0 ? leaf(AST_ALL, "") : filter();
    case 3:
    case 4:
        return group(AST_AND, tree(level - 1, is_in_field),
                     tree(level - 1, is_in_field));
    case 5:
    case 6:
        return group(AST_OR, tree(level - 1, is_in_field),
                     tree(level - 1, is_in_field));
    case 7:
        return wrap(AST_NOT, FIELD_TEXT, tree(level - 1, is_in_field));
    case 8:
        return pair(AST_MAYBE, tree(level - 1, is_in_field),
                    tree(level - 1, is_in_field));
    case 9:
        return operand(level);
    case 10:
        return boost(tree(level - 1, is_in_field));
    default:
        if (is_in_field)
            return word();
        return wrap(AST_FIELD, fields[below(3)], tree(level - 1, true));
    }
}

START_TEST(random_trees_read_as_themselves)
{
    const char *given = getenv("LEDE_SEED");
    uint64_t seed =
        given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    state = seed;
    for (size_t i = 0; i < N_TREES; i++) {
        struct ast_node *again;
        struct error err = ERROR_INIT;
        CLEANUP(str_release) struct str reading = STR_INIT;
        arena_reset(&arena);
        struct ast_node *node = tree(below(MAX_LEVEL + 1), false);
        ast_print(node, &reading);
        enum query_mode mode = i % 2 == 0 ? QUERY_ALL_WORDS : QUERY_ANY_WORD;
        enum status status =
            parse_as(str_view(&reading), mode, i % 4 < 2, &again, &err);
        ck_assert_msg(status == STATUS_OK, "LEDE_SEED=%llu: [%s]: %s",
                      (unsigned long long)seed, reading.bytes, err.message);
        CLEANUP(str_release) struct str other = STR_INIT;
        ast_print(again, &other);
        ck_assert_msg(ast_equal(node, again),
                      "LEDE_SEED=%llu: [%s] is read as another: [%s]",
                      (unsigned long long)seed, reading.bytes, other.bytes);
    }
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("reading");
    TCase *tcase = tcase_create("trees");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, random_trees_read_as_themselves);
    suite_add_tcase(suite, tcase);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
