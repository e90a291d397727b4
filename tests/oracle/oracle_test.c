/*
 * Which terms a word with wildcards, a word with slips or a regex stands for.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "oracle_parts.h"

#include "text/utf8.h"

#include <string.h>
#include <unicode/uregex.h>
#include <unicode/ustring.h>

#define MAX_LETTERS 256

struct letters {
    UChar32 letters[MAX_LETTERS];
    size_t n;
};

struct oracle_test {
    const struct ast_node *node; /* NULL: wildcard */
    struct letters wanted;       /* folded; of wildcards, their signs too */
    URegularExpression *regex;
};

/* Signs of a pattern, among its letters. */
#define ANY_LETTERS (-2)
#define ONE_LETTER  (-3)

static void add_letters(struct letters *to, struct str_span text)
{
    for (size_t i = 0; i < text.n_bytes && to->n < MAX_LETTERS;)
        to->letters[to->n++] = (UChar32)utf8_next(text, &i);
}

static void add_folded(struct oracle_query *query, struct letters *to,
                       struct str_span text)
{
    CLEANUP(str_release) struct str folded = STR_INIT;
    struct error err = ERROR_INIT;
    demand(analyser_fold(query->oracle->analyser, text, &folded, &err), &err,
           "folding");
    add_letters(to, str_view(&folded));
}

static struct oracle_test *new_test(void)
{
    struct oracle_test *test = demand_memory(calloc(1, sizeof *test));
    return test;
}

struct oracle_test *oracle_test_wildcard(struct oracle_query *query,
                                         struct str_span text)
{
    CLEANUP(str_release) struct str run = STR_INIT;
    struct oracle_test *test = new_test();
    for (size_t i = 0; i <= text.n_bytes; i++) {
        char byte = i < text.n_bytes ? text.bytes[i] : '*';
        bool is_sign = byte == '*' || byte == '?';
        if (byte == '\\' && i + 1 < text.n_bytes)
            byte = text.bytes[++i];
        if (!is_sign) {
            str_add_char(&run, byte);
            continue;
        }
        add_folded(query, &test->wanted, str_view(&run));
        str_reset(&run);
        if (i < text.n_bytes && test->wanted.n < MAX_LETTERS)
            test->wanted.letters[test->wanted.n++] =
                byte == '*' ? ANY_LETTERS : ONE_LETTER;
    }
    return test;
}

/* The matching of a regex: the whole of a term, as it is folded. */
static void open_regex(struct oracle_test *test, struct str_span text)
{
    UChar units[1024];
    int32_t n_units = 0;
    UErrorCode code = U_ZERO_ERROR;
    UParseError where;
    u_strFromUTF8(units, 1024, &n_units, text.bytes, (int32_t)text.n_bytes,
                  &code);
    test->regex = uregex_open(units, n_units, 0, &where, &code);
    if (U_FAILURE(code))
        demand(STATUS_BAD_QUERY, NULL, u_errorName(code));
}

struct oracle_test *oracle_test_new(struct oracle_query *query,
                                    const struct ast_node *node)
{
    if (node->kind == AST_PATTERN)
        return oracle_test_wildcard(query, node->text);
    struct oracle_test *test = new_test();
    test->node = node;
    if (node->kind == AST_REGEX)
        open_regex(test, node->text);
    else
        add_folded(query, &test->wanted, node->text);
    return test;
}

void oracle_test_free(struct oracle_test *test)
{
    if (test->regex != NULL)
        uregex_close(test->regex);
    free(test);
}

/* ---- wildcards: all ways to lay the pattern on the term */

static bool lies_on(const UChar32 *pattern, size_t n_pattern,
                    const UChar32 *term, size_t n_term)
{
    if (n_pattern == 0)
        return n_term == 0;
    if (*pattern == ANY_LETTERS)
        return lies_on(pattern + 1, n_pattern - 1, term, n_term) ||
               (n_term > 0 &&
                lies_on(pattern, n_pattern, term + 1, n_term - 1));
    if (n_term == 0 || (*pattern != ONE_LETTER && *pattern != *term))
        return false;
    return lies_on(pattern + 1, n_pattern - 1, term + 1, n_term - 1);
}

/* ---- slips */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Edits that make b of a: insertions, deletions, substitutions and swaps of
   neighbours, none inside of another. */
static size_t count_edits(const struct letters *a, const struct letters *b)
{
    static size_t n[MAX_LETTERS + 1][MAX_LETTERS + 1];
    for (size_t i = 0; i <= a->n; i++) {
        for (size_t k = 0; k <= b->n; k++) {
            if (i == 0 || k == 0) {
                n[i][k] = i + k;
                continue;
            }
            UChar32 x = a->letters[i - 1];
            UChar32 y = b->letters[k - 1];
            n[i][k] = least(n[i - 1][k], n[i][k - 1]) + 1;
            n[i][k] = least(n[i][k], n[i - 1][k - 1] + (x != y));
            if (i > 1 && k > 1 && x == b->letters[k - 2] &&
                a->letters[i - 2] == y)
                n[i][k] = least(n[i][k], n[i - 2][k - 2] + 1);
        }
    }
    return n[a->n][b->n];
}

/* What scanning takes for each other, after folding. */
static const char *const confusions[][2] = {
    {"rn", "m"}, {"cl", "d"}, {"h", "b"}, {"c", "e"}, {"f", "s"},
    {"1", "l"},  {"1", "i"},  {"l", "i"}, {"0", "o"}, {"ii", "u"},
};

static bool begins(const UChar32 *letters, size_t n, const char *with)
{
    size_t i = 0;
    while (with[i] != '\0') {
        if (i == n || letters[i] != (UChar32)with[i])
            return false;
        i++;
    }
    return true;
}

/* Whether a becomes b when up to n_left places are misread. */
static bool is_misread(const UChar32 *a, size_t n_a, const UChar32 *b,
                       size_t n_b, unsigned n_left)
{
    if (n_a == 0 && n_b == 0)
        return true;
    if (n_a > 0 && n_b > 0 && *a == *b &&
        is_misread(a + 1, n_a - 1, b + 1, n_b - 1, n_left))
        return true;
    if (n_left == 0)
        return false;
    for (size_t i = 0; i < sizeof confusions / sizeof *confusions; i++)
        for (size_t from = 0; from < 2; from++) {
            const char *x = confusions[i][from];
            const char *y = confusions[i][1 - from];
            if (begins(a, n_a, x) && begins(b, n_b, y) &&
                is_misread(a + strlen(x), n_a - strlen(x), b + strlen(y),
                           n_b - strlen(y), n_left - 1))
                return true;
        }
    return false;
}

static bool regex_matches(struct oracle_test *test, struct str_span term)
{
    UChar units[1024];
    int32_t n_units = 0;
    UErrorCode code = U_ZERO_ERROR;
    u_strFromUTF8(units, 1024, &n_units, term.bytes, (int32_t)term.n_bytes,
                  &code);
    uregex_setText(test->regex, units, n_units, &code);
    bool is_match = uregex_matches(test->regex, 0, &code);
    return U_SUCCESS(code) && is_match;
}

bool oracle_test_term(struct oracle_test *test, struct str_span term)
{
    struct letters letters = {.n = 0};
    if (test->regex != NULL)
        return regex_matches(test, term);
    add_letters(&letters, term);
    if (test->node == NULL || test->node->kind == AST_PATTERN)
        return lies_on(test->wanted.letters, test->wanted.n, letters.letters,
                       letters.n);
    if (test->node->n_edits == AST_EDITS_OCR)
        return is_misread(test->wanted.letters, test->wanted.n, letters.letters,
                          letters.n, 2);
    return count_edits(&test->wanted, &letters) <= test->node->n_edits;
}
