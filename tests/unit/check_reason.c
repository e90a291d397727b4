/*
 * What is marked is what made the article match: queries built at random,
 * their marks compared with those that a second reading of them gives.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "article_index.h"

/* Article i has word k in a place of its own if bit k of i is set. The sixth
   is its language, the seventh its year, the eighth its author. */
#define N_WORDS    8
#define N_ARTICLES 256
#define N_QUERIES  400

static const char *const words[N_WORDS] = {
    "sugar", "levy",    "\"tax board\"", "title:salt",
    "tea",   "lang:fr", "date:1906",     "author:smith"};

/* What the marks of a word read; NULL: it has none in what is shown. */
static const char *const marked[N_WORDS] = {
    "sugar", "levy", "tax board", "salt", "tea", NULL, NULL, NULL};

static void add_article(struct writer *writer, unsigned i)
{
    struct str_span smith = SPAN("John Smith");
    char id[16];
    char text[128];
    (void)snprintf(id, sizeof id, "%u", i);
    (void)snprintf(text, sizeof text, "It says%s.\n\nThen%s%s.\n\nAnd%s.",
                   i & 1 ? " sugar" : "", i & 2 ? " levy" : "",
                   i & 4 ? " tax board" : " board tax", i & 16 ? " tea" : "");
    struct article article = {.id = str_span_of(id),
                              .title = str_span_of(i & 8 ? "On salt" : "On"),
                              .language = str_span_of(i & 32 ? "fr-CA" : "en"),
                              .date_text =
                                  str_span_of(i & 64 ? "1906-05" : "1907"),
                              .authors = &smith,
                              .n_authors = i & 128 ? 1 : 0,
                              .text = str_span_of(text)};
    article_index_add(writer, &article);
}

static void begin(void)
{
    struct writer *writer = article_index_begin();

    for (unsigned i = 0; i < N_ARTICLES; i++)
        add_article(writer, i);
    article_index_open(writer);
}

static void ask(const char *query)
{
    struct search_request request = {.query = str_span_of(query),
                                     .range = {.limit = N_ARTICLES},
                                     .n_snippets = 9,
                                     .has_fields = true};
    struct error err = ERROR_INIT;
    ck_assert_msg(search_run(index_, analyser, &request, &answer, &err) ==
                      STATUS_OK,
                  "%s: %s", query, err.message);
}

/* ---- a second tree, with operators of two: '&', '|', '!' and words */

struct tree {
    char op; /* 'w': a word */
    unsigned word;
    unsigned left;
    unsigned right;
};

struct trees {
    struct tree nodes[64];
    unsigned n_nodes;
    unsigned seed;
};

static unsigned draw(struct trees *trees, unsigned n)
{
    trees->seed = trees->seed * 1103515245u + 12345u;
    return (trees->seed >> 16) % n;
}

static unsigned grow(struct trees *trees, unsigned depth)
{
    unsigned i = trees->n_nodes++;
    struct tree node = {'w', draw(trees, N_WORDS), 0, 0};
    if (depth > 0 && draw(trees, 8) > 0) {
        node.op = "&&||!"[draw(trees, 5)];
        node.left = grow(trees, depth - 1);
        if (node.op != '!')
            node.right = grow(trees, depth - 1);
    }
    trees->nodes[i] = node;
    return i;
}

static void print(const struct trees *trees, unsigned i, struct str *out)
{
    const struct tree *node = &trees->nodes[i];
    if (node->op == 'w') {
        str_add_text(out, words[node->word]);
        return;
    }
    str_add_text(out, node->op == '!' ? "(NOT " : "(");
    print(trees, node->left, out);
    if (node->op != '!') {
        str_add_text(out, node->op == '&' ? " AND " : " OR ");
        print(trees, node->right, out);
    }
    str_add_char(out, ')');
}

static bool matches(const struct trees *trees, unsigned i, unsigned article)
{
    const struct tree *node = &trees->nodes[i];
    switch (node->op) {
    case '&':
        return matches(trees, node->left, article) &&
               matches(trees, node->right, article);
    case '|':
        return matches(trees, node->left, article) ||
               matches(trees, node->right, article);
    case '!':
        return !matches(trees, node->left, article);
    default:
        return (article >> node->word) & 1;
    }
}

/* The words that have a part in the query's being is_true of the article, and
   stand under no NOT, or under two. */
static unsigned reasons(const struct trees *trees, unsigned i, unsigned article,
                        bool is_true)
{
    const struct tree *node = &trees->nodes[i];
    if (matches(trees, i, article) != is_true)
        return 0;
    if (node->op == 'w')
        return is_true ? 1u << node->word : 0;
    if (node->op == '!')
        return reasons(trees, node->left, article, !is_true);
    return reasons(trees, node->left, article, is_true) |
           reasons(trees, node->right, article, is_true);
}

static unsigned words_marked(const struct passage *passage)
{
    unsigned set = 0;
    for (size_t i = 0; i < passage->n_marks; i++) {
        const struct passage_mark *mark = &passage->marks[i];
        struct str_span text = str_span(passage->text.bytes + mark->start_bytes,
                                        mark->end_bytes - mark->start_bytes);
        for (unsigned k = 0; k < N_WORDS; k++)
            if (marked[k] && str_span_equal(text, str_span_of(marked[k])))
                set |= 1u << k;
    }
    return set;
}

static unsigned words_shown(const struct hit *hit)
{
    unsigned set = words_marked(&hit->title);
    for (size_t i = 0; i < hit->n_passages; i++)
        set |= words_marked(&hit->passages[i]);
    return set;
}

START_TEST(marks_are_the_reasons_of_any_query)
{
    for (unsigned seed = 1; seed <= N_QUERIES; seed++) {
        struct trees trees = {.seed = seed};
        CLEANUP(str_release) struct str query = STR_INIT;
        unsigned n_matches = 0;
        grow(&trees, 4);
        print(&trees, 0, &query);
        ask(str_view(&query).bytes);
        for (unsigned i = 0; i < N_ARTICLES; i++)
            n_matches += matches(&trees, 0, i);
        ck_assert_msg(n_matches == answer.n_hits, "%s", query.bytes);
        for (size_t i = 0; i < answer.n_hits; i++) {
            const struct hit *hit = &answer.hits[i];
            unsigned article = (unsigned)atoi(hit->article.id.bytes);
            unsigned want = reasons(&trees, 0, article, true) & 0x1f;
            ck_assert_msg(words_shown(hit) == want, "%s, %u: %x, not %x",
                          query.bytes, article, words_shown(hit), want);
        }
    }
}

END_TEST

/* Article 17 has sugar and tea, and neither levy nor salt. */
static unsigned shown_of_17(const char *query)
{
    ask(query);
    for (size_t i = 0; i < answer.n_hits; i++)
        if (str_span_equal(answer.hits[i].article.id, SPAN("17")))
            return words_shown(&answer.hits[i]);
    ck_abort_msg("%s does not find 17", query);
}

START_TEST(words_of_a_branch_that_failed_are_not_marked)
{
    ck_assert_uint_eq(shown_of_17("(sugar AND zzzz) OR tea"), 16);
    ck_assert_uint_eq(shown_of_17("(sugar -tea) OR tea"), 16);
    ck_assert_uint_eq(shown_of_17("(sugar lang:fr) OR tea"), 16);
    ck_assert_uint_eq(shown_of_17("(sugar lang:English) OR tea"), 17);
    ck_assert_uint_eq(shown_of_17("(sugar id:17) OR tea"), 17);
    ck_assert_uint_eq(shown_of_17("(sugar id:16) OR tea"), 16);
    ck_assert_uint_eq(shown_of_17("(sugar date:1908..) OR tea"), 16);
    ck_assert_uint_eq(shown_of_17("(sugar date:..1908) OR tea"), 17);
    ck_assert_uint_eq(shown_of_17("(sugar type:html) OR tea"), 16);
    ck_assert_uint_eq(shown_of_17("(sugar type:jsonl) OR tea"), 17);
    ck_assert_uint_eq(shown_of_17("(sugar path:b/) OR tea"), 16);
    ck_assert_uint_eq(shown_of_17("(sugar path:a/) OR tea"), 17);
    ck_assert_uint_eq(shown_of_17("(sugar indexed:2023) OR tea"), 16);
    ck_assert_uint_eq(shown_of_17("(sugar indexed:2024) OR tea"), 17);
    /* a part without a word is left out, as it is when matching */
    ck_assert_uint_eq(shown_of_17("(sugar AND \"...\") OR tea"), 17);
    ck_assert_uint_eq(shown_of_17("(sugar AND *) OR tea"), 17);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("reason");
    TCase *marks = tcase_create("marks");

    tcase_add_checked_fixture(marks, begin, article_index_end);
    tcase_add_test(marks, marks_are_the_reasons_of_any_query);
    tcase_add_test(marks, words_of_a_branch_that_failed_are_not_marked);
    suite_add_tcase(suite, marks);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
