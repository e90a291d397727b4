/*
 * Trees of spans over random positions, held against what the page on
 * semantics says, taken word by word.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/span.h"

#include "store/schema.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_LISTS  5
#define N_ROUNDS 4000
/* A text of three paragraphs; the second is long: its words run over 4096. */
#define N_PARAGRAPHS 3

static const struct span_range paragraphs[N_PARAGRAPHS] = {
    {0, 4096}, {4096, 4096 + 4 * 4096}, {4096 + 4 * 4096, 6 * 4096}};
static uint32_t n_words[N_PARAGRAPHS];

struct words {
    uint32_t at[64];
    size_t n;
};

static struct words lists[N_LISTS];
static uint64_t seed;

static uint32_t draw(uint32_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % n;
}

/* ---- the text */

/* Sentences have seven words. */
static struct span_range locate(uint32_t position, enum span_unit unit)
{
    size_t i = 0;
    while (position >= paragraphs[i].end)
        i++;
    uint64_t end = paragraphs[i].first + n_words[i];
    struct span_range range = paragraphs[i];
    if (unit == SPAN_UNIT_WORDS)
        range.end = end;
    if (unit == SPAN_UNIT_SENTENCE) {
        range.first += (position - range.first) / 7 * 7;
        range.end = range.first + 7 < end ? range.first + 7 : end;
    }
    return range;
}

static enum status give_range(void *context, uint32_t position,
                              enum span_unit unit, struct span_range *ret_range,
                              struct error *err)
{
    (void)context;
    (void)err;
    *ret_range = locate(position, unit);
    return STATUS_OK;
}

static enum status give_positions(void *context, size_t i_list,
                                  struct span_positions *ret_positions,
                                  struct error *err)
{
    (void)context;
    (void)err;
    *ret_positions = (struct span_positions){lists[i_list].at, lists[i_list].n};
    return STATUS_OK;
}

static uint64_t asked[N_LISTS]; /* how far each list was asked for */

static enum status give_next(void *context, size_t i_list, uint64_t from,
                             uint64_t *ret_position, struct error *err)
{
    (void)context;
    (void)err;
    ck_assert_uint_ge(from, from == 0 ? 0 : asked[i_list]);
    asked[i_list] = from;
    *ret_position = SPAN_POSITION_NONE;
    for (size_t i = lists[i_list].n; i-- > 0;)
        if (lists[i_list].at[i] >= from)
            *ret_position = lists[i_list].at[i];
    return STATUS_OK;
}

static int compare_numbers(const void *a, const void *b)
{
    uint32_t one = *(const uint32_t *)a;
    uint32_t other = *(const uint32_t *)b;
    return (one > other) - (one < other);
}

static void make_list(struct words *list)
{
    size_t n = 0;
    size_t n_wanted = draw(12);
    list->n = 0;
    for (size_t i = 0; i < n_wanted; i++) {
        size_t i_paragraph = draw(N_PARAGRAPHS);
        list->at[list->n++] = (uint32_t)paragraphs[i_paragraph].first +
                              draw(draw(2) ? 12 : n_words[i_paragraph]);
    }
    qsort(list->at, list->n, sizeof *list->at, compare_numbers);
    for (size_t i = 0; i < list->n; i++)
        if (n == 0 || list->at[n - 1] != list->at[i])
            list->at[n++] = list->at[i];
    list->n = n;
}

/* ---- the same by the letter of the page */

struct set {
    struct span spans[40000];
    size_t n;
};

static void add(struct set *set, uint64_t first, uint64_t last)
{
    for (size_t i = 0; i < set->n; i++)
        if (set->spans[i].first == first && set->spans[i].last == last)
            return;
    ck_assert_uint_lt(set->n, 40000);
    set->spans[set->n++] = (struct span){(uint32_t)first, (uint32_t)last};
}

static bool is_within(struct span span, struct span_range range)
{
    return span.first >= range.first && span.last < range.end;
}

/* How far the second begins behind the first; 0: it does not. */
static uint64_t distance(struct span front, struct span behind)
{
    if (behind.first <= front.last ||
        !is_within(behind, locate(front.first, SPAN_UNIT_PARAGRAPH)))
        return 0;
    return behind.first - front.last;
}

static bool is_near(struct span a, struct span b, uint32_t n)
{
    uint64_t d = distance(a, b);
    return d > 0 && d <= n;
}

static bool overlaps(struct span a, struct span b)
{
    return a.first <= b.last && b.first <= a.last;
}

static bool is_pair(const struct span_node *node, struct span a, struct span b)
{
    switch (node->op) {
    case SPAN_NEAR:
        return is_near(a, b, node->n_apart) || is_near(b, a, node->n_apart);
    case SPAN_ORDERED:
        return is_near(a, b, node->n_apart);
    case SPAN_SENTENCE:
        return is_within(a, locate(a.first, SPAN_UNIT_SENTENCE)) &&
               is_within(b, locate(a.first, SPAN_UNIT_SENTENCE));
    case SPAN_PARAGRAPH:
        return is_within(b, locate(a.first, SPAN_UNIT_PARAGRAPH));
    default:
        ck_abort();
    }
}

static void find(const struct span_node *node, struct set *out);

static bool has_word(const struct span_node *child, uint64_t position)
{
    for (size_t i = 0; i < lists[child->i_list].n; i++)
        if (lists[child->i_list].at[i] == position)
            return true;
    return false;
}

static void find_rows(const struct span_node *row, struct set *out)
{
    for (size_t p = 0; p < N_PARAGRAPHS; p++)
        for (uint64_t start = paragraphs[p].first;
             start + row->n_children <= paragraphs[p].first + n_words[p];
             start++) {
            bool is_one = true;
            for (size_t i = 0; i < row->n_children && is_one; i++)
                is_one = row->children[i]->op == SPAN_GAP ||
                         has_word(row->children[i], start + i);
            if (is_one)
                add(out, start, start + row->n_children - 1);
        }
}

static void find_pairs(const struct span_node *node, struct set *out)
{
    struct set *a = calloc(1, sizeof *a);
    struct set *b = calloc(1, sizeof *b);
    find(node->children[0], a);
    find(node->children[1], b);
    for (size_t i = 0; i < a->n; i++) {
        struct span one = a->spans[i];
        bool is_lonely = true;
        for (size_t k = 0; k < b->n; k++) {
            struct span other = b->spans[k];
            if (node->op == SPAN_NOT_NEAR)
                is_lonely = is_lonely && !overlaps(one, other) &&
                            !is_near(one, other, node->n_apart) &&
                            !is_near(other, one, node->n_apart);
            else if (is_pair(node, one, other))
                add(out, one.first < other.first ? one.first : other.first,
                    one.last > other.last ? one.last : other.last);
        }
        if (node->op == SPAN_NOT_NEAR && is_lonely)
            add(out, one.first, one.last);
    }
    free(a);
    free(b);
}

static void find(const struct span_node *node, struct set *out)
{
    if (node->op == SPAN_TERMS)
        for (size_t i = 0; i < lists[node->i_list].n; i++)
            add(out, lists[node->i_list].at[i], lists[node->i_list].at[i]);
    else if (node->op == SPAN_ROW)
        find_rows(node, out);
    else if (node->op == SPAN_OR)
        for (size_t i = 0; i < node->n_children; i++)
            find(node->children[i], out);
    else
        find_pairs(node, out);
}

/* ---- random trees */

static struct span_node nodes[64];
static struct span_node *pointers[128];
static size_t n_nodes;
static size_t n_pointers;

static struct span_node *make_node(enum span_op op, size_t n_children)
{
    struct span_node *node = &nodes[n_nodes++];
    *node = (struct span_node){.op = op, .n_children = n_children};
    node->children = &pointers[n_pointers];
    n_pointers += n_children;
    return node;
}

static void set_child(struct span_node *node, size_t i, struct span_node *child)
{
    pointers[(size_t)(node->children - pointers) + i] = child;
}

static struct span_node *make_terms(void)
{
    struct span_node *node = make_node(SPAN_TERMS, 0);
    node->i_list = draw(N_LISTS);
    return node;
}

static struct span_node *make_row(void)
{
    struct span_node *row = make_node(SPAN_ROW, 2 + draw(2));
    size_t i_word = draw((uint32_t)row->n_children);
    for (size_t i = 0; i < row->n_children; i++)
        set_child(row, i,
                  i == i_word || draw(3) > 0 ? make_terms()
                                             : make_node(SPAN_GAP, 0));
    return row;
}

static struct span_node *make_tree(unsigned depth)
{
    static const uint32_t apart[] = {1, 2, 3, 10, 2048, 5000, 20000};

    static const enum span_op pairs[] = {SPAN_NEAR, SPAN_ORDERED, SPAN_NOT_NEAR,
                                         SPAN_SENTENCE, SPAN_PARAGRAPH};

    uint32_t kind = depth == 0 ? (draw(3) == 0) : draw(8);
    if (kind == 0)
        return make_terms();
    if (kind == 1)
        return make_row();
    struct span_node *node =
        kind == 2 ? make_node(SPAN_OR, 2) : make_node(pairs[draw(5)], 2);
    node->n_apart = apart[draw(7)];
    set_child(node, 0, make_tree(depth - 1));
    set_child(node, 1, make_tree(depth - 1));
    return node;
}

static void compare(const struct span_node *tree, uint64_t round_seed)
{
    static const struct span_text text = {NULL, give_positions, give_range,
                                          give_next};
    struct span_work work = SPAN_WORK_INIT;
    struct set *expected = calloc(1, sizeof *expected);
    struct span_list list;
    bool exists;
    find(tree, expected);
    ck_assert_int_eq(span_find(tree, &text, &work, &list, NULL), STATUS_OK);
    bool is_same = list.n_spans == expected->n;
    for (size_t i = 0; i < list.n_spans && is_same; i++) {
        size_t n = expected->n;
        add(expected, list.spans[i].first, list.spans[i].last);
        is_same = expected->n == n;
    }
    ck_assert_msg(is_same, "seed %llu: %zu spans instead of %zu",
                  (unsigned long long)round_seed, list.n_spans, expected->n);
    ck_assert_int_eq(span_exists(tree, &text, &work, &exists, NULL), STATUS_OK);
    ck_assert_msg(exists == (expected->n > 0), "seed %llu: exists is %d",
                  (unsigned long long)round_seed, exists);
    ck_assert(!work.is_cut);
    free(expected);
    span_work_release(&work);
}

START_TEST(random_trees_have_the_spans_of_the_page)
{
    for (uint64_t i = 0; i < N_ROUNDS; i++) {
        seed = i;
        for (size_t p = 0; p < N_PARAGRAPHS; p++)
            n_words[p] = 12 + draw(20);
        if (draw(2))
            n_words[1] = 9000;
        for (size_t k = 0; k < N_LISTS; k++)
            make_list(&lists[k]);
        n_nodes = n_pointers = 0;
        compare(make_tree((unsigned)(i % 4)), i);
    }
}

END_TEST

/* ---- windows */

/* Words of a window at most. */
#define MAX_USED 8

/* All ways to give the words positions of their own, in words of a row. */
static bool can_give(const struct span_node *node, size_t i, uint64_t first,
                     uint64_t end, uint64_t *used, size_t n_used)
{
    if (i == node->n_children)
        return true;
    ck_assert_uint_lt(n_used, MAX_USED);
    const struct words *list = &lists[node->children[i]->i_list];
    for (size_t k = 0; k < list->n; k++) {
        bool is_free = list->at[k] >= first && list->at[k] < end;
        for (size_t u = 0; u < n_used; u++)
            is_free = is_free && used[u] != list->at[k];
        used[n_used] = list->at[k];
        if (is_free && can_give(node, i + 1, first, end, used, n_used + 1))
            return true;
    }
    return false;
}

static bool has_window(const struct span_node *node)
{
    uint64_t used[MAX_USED];
    for (size_t p = 0; p < N_PARAGRAPHS; p++)
        for (uint64_t first = paragraphs[p].first;
             first < paragraphs[p].first + n_words[p]; first++) {
            uint64_t end = first + node->n_apart;
            if (end > paragraphs[p].end)
                end = paragraphs[p].end;
            if (can_give(node, 0, first, end, used, 0))
                return true;
        }
    return false;
}

START_TEST(windows_give_each_word_its_own_position)
{
    static const struct span_text text = {NULL, give_positions, give_range,
                                          give_next};
    size_t n_found = 0;
    for (uint64_t i = 0; i < N_ROUNDS; i++) {
        struct span_work work = SPAN_WORK_INIT;
        bool exists;
        seed = i;
        for (size_t p = 0; p < N_PARAGRAPHS; p++)
            n_words[p] = 12 + draw(4);
        for (size_t k = 0; k < N_LISTS; k++)
            make_list(&lists[k]);
        n_nodes = n_pointers = 0;
        struct span_node *node = make_node(SPAN_WINDOW, 1 + draw(4));
        for (size_t k = 0; k < node->n_children; k++)
            set_child(node, k, make_terms());
        node->n_apart = (uint32_t)node->n_children + draw(6);
        if (draw(8) == 0)
            node->n_apart += 5000;
        ck_assert_int_eq(span_exists(node, &text, &work, &exists, NULL),
                         STATUS_OK);
        ck_assert_msg(exists == has_window(node), "seed %llu: %d",
                      (unsigned long long)i, exists);
        n_found += exists;
        span_work_release(&work);
    }
    ck_assert_uint_gt(n_found, N_ROUNDS / 20);
}

END_TEST

START_TEST(endless_nesting_is_cut_and_says_so)
{
    static const struct span_text text = {NULL, give_positions, give_range,
                                          give_next};
    struct span_work work = SPAN_WORK_INIT;
    struct span_list list;
    for (size_t i = 0; i < 64; i++)
        lists[0].at[i] = (uint32_t)i;
    lists[0].n = 64;
    n_words[0] = 4000;
    n_nodes = n_pointers = 0;
    struct span_node *inner = make_node(SPAN_PARAGRAPH, 2);
    struct span_node *outer = make_node(SPAN_NEAR, 2);
    set_child(inner, 0, make_terms());
    set_child(inner, 1, make_terms());
    set_child(outer, 0, inner);
    set_child(outer, 1, inner);
    nodes[2].i_list = nodes[3].i_list = 0;
    outer->n_apart = 64;
    ck_assert_int_eq(span_find(outer, &text, &work, &list, NULL), STATUS_OK);
    ck_assert(work.is_cut);
    ck_assert_uint_le(work.n_spans, SPANS_MAX);
    span_work_release(&work);
}

END_TEST

static Suite *span_suite(void)
{
    Suite *suite = suite_create("span");
    TCase *tcase = tcase_create("trees");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, random_trees_have_the_spans_of_the_page);
    tcase_add_test(tcase, windows_give_each_word_its_own_position);
    tcase_add_test(tcase, endless_nesting_is_cut_and_says_so);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(span_suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
