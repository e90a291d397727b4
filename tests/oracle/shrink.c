/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "shrink.h"

#include "demand.h"

#include <string.h>

struct shrinker {
    struct shrink_case *best;
    shrink_test *fails;
    void *context;
    unsigned n_left;
    struct arena *arena;
};

static bool try_case(struct shrinker *shrinker, const struct shrink_case *trial)
{
    if (shrinker->n_left == 0)
        return false;
    shrinker->n_left--;
    if (!shrinker->fails(shrinker->context, trial))
        return false;
    *shrinker->best = *trial;
    return true;
}

static void *copy_array(struct shrinker *shrinker, const void *from, size_t n,
                        size_t item_bytes)
{
    void *copy =
        demand_memory(arena_alloc_array(shrinker->arena, n + 1, item_bytes));
    if (n > 0)
        memcpy(copy, from, n * item_bytes);
    return copy;
}

static void cut(void *array, size_t *n, size_t from, size_t n_cut,
                size_t item_bytes)
{
    char *bytes = array;
    memmove(bytes + from * item_bytes, bytes + (from + n_cut) * item_bytes,
            (*n - from - n_cut) * item_bytes);
    *n -= n_cut;
}

/* A copy of the best corpus, whose draft i_draft and its paragraphs may be
   changed. */
static struct shrink_case copy_case(struct shrinker *shrinker, size_t i_draft)
{
    struct shrink_case copy = *shrinker->best;
    copy.corpus.drafts =
        copy_array(shrinker, copy.corpus.drafts, copy.corpus.n_drafts,
                   sizeof *copy.corpus.drafts);
    if (i_draft < copy.corpus.n_drafts) {
        struct draft *draft = &copy.corpus.drafts[i_draft];
        draft->paragraphs =
            copy_array(shrinker, draft->paragraphs, draft->n_paragraphs,
                       sizeof *draft->paragraphs);
    }
    return copy;
}

static void shrink_drafts(struct shrinker *shrinker)
{
    for (size_t n = shrinker->best->corpus.n_drafts; n > 0; n /= 2)
        for (size_t i = 0; i + n <= shrinker->best->corpus.n_drafts;) {
            struct shrink_case trial = copy_case(shrinker, SIZE_MAX);
            cut(trial.corpus.drafts, &trial.corpus.n_drafts, i, n,
                sizeof *trial.corpus.drafts);
            if (!try_case(shrinker, &trial))
                i += n;
        }
}

static void shrink_fields(struct shrinker *shrinker, size_t i_draft)
{
    for (unsigned field = 0; field < 8; field++) {
        struct shrink_case trial = copy_case(shrinker, i_draft);
        struct draft *draft = &trial.corpus.drafts[i_draft];
        struct str_span *spans[] = {&draft->date, &draft->source,
                                    &draft->section, &draft->language,
                                    &draft->url};
        size_t *counts[] = {&draft->n_authors, &draft->n_tags,
                            &draft->title.n_words};
        if (field < 5 && spans[field]->n_bytes > 0)
            spans[field]->n_bytes = 0;
        else if (field >= 5 && *counts[field - 5] > 0)
            *counts[field - 5] = 0;
        else
            continue;
        (void)try_case(shrinker, &trial);
    }
}

static void shrink_paragraphs(struct shrinker *shrinker, size_t i_draft)
{
    for (size_t i = 0;
         i < shrinker->best->corpus.drafts[i_draft].n_paragraphs;) {
        struct shrink_case trial = copy_case(shrinker, i_draft);
        struct draft *draft = &trial.corpus.drafts[i_draft];
        cut(draft->paragraphs, &draft->n_paragraphs, i, 1,
            sizeof *draft->paragraphs);
        if (!try_case(shrinker, &trial))
            i++;
    }
}

/* i_text: of the paragraphs, the title behind them. */
static struct draft_text *text_of(struct draft *draft, size_t i_text)
{
    return i_text < draft->n_paragraphs ? &draft->paragraphs[i_text]
                                        : &draft->title;
}

static void shrink_words(struct shrinker *shrinker, size_t i_draft,
                         size_t i_text)
{
    const struct draft *now = &shrinker->best->corpus.drafts[i_draft];
    size_t n_words = text_of((struct draft *)now, i_text)->n_words;
    for (size_t n = n_words; n > 0; n /= 2)
        for (size_t i = 0; i + n <= n_words;) {
            struct shrink_case trial = copy_case(shrinker, i_draft);
            struct draft_text *text =
                text_of(&trial.corpus.drafts[i_draft], i_text);
            text->words = copy_array(shrinker, text->words, text->n_words,
                                     sizeof *text->words);
            cut(text->words, &text->n_words, i, n, sizeof *text->words);
            if (try_case(shrinker, &trial))
                n_words -= n;
            else
                i += n;
        }
}

/* ---- the query */

struct ast_cut {
    size_t i_node; /* in the order of the tree */
    size_t i_way;  /* what to do with it */
    size_t n_seen;
    bool is_done;
};

static struct ast_node *cut_text(struct shrinker *shrinker,
                                 struct ast_node *node, size_t i_way)
{
    size_t at = 0;
    for (size_t i = 0; node->kind == AST_PHRASE; i++) {
        size_t start = at;
        while (at < node->text.n_bytes && node->text.bytes[at] != ' ')
            at++;
        if (start == at)
            return NULL;
        at += at < node->text.n_bytes;
        if (i != i_way)
            continue;
        struct str_span rest = node->text;
        size_t n = rest.n_bytes;
        char *bytes = copy_array(shrinker, rest.bytes, n, 1);
        cut(bytes, &n, start, at - start, 1);
        while (n > 0 && bytes[n - 1] == ' ')
            n--;
        node->text = str_span(bytes, n);
        return n > 0 ? node : NULL;
    }
    return NULL;
}

/* The node with one way of cutting it; NULL: it has no such way. Ways: each
   child in its place, then each child left out. */
static struct ast_node *cut_node(struct shrinker *shrinker,
                                 struct ast_node *node, size_t i_way)
{
    size_t n = node->n_children;
    if (n == 0)
        return cut_text(shrinker, node, i_way);
    if (i_way < n)
        return node->children[i_way];
    i_way -= n;
    if ((node->kind != AST_AND && node->kind != AST_OR) || i_way >= n || n < 3)
        return NULL;
    cut(node->children, &node->n_children, i_way, 1, sizeof *node->children);
    return node;
}

/* Groups in groups of the same kind are dissolved, as the parser does. */
static struct ast_node *copy_tree(struct shrinker *shrinker,
                                  const struct ast_node *from,
                                  struct ast_cut *how)
{
    struct ast_node *node = copy_array(shrinker, from, 1, sizeof *node);
    node->children = copy_array(shrinker, from->children, from->n_children,
                                sizeof *node->children);
    if (how->n_seen++ == how->i_node) {
        node = cut_node(shrinker, node, how->i_way);
        how->is_done = node != NULL;
        return node;
    }
    for (size_t i = 0; i < node->n_children; i++) {
        node->children[i] = copy_tree(shrinker, node->children[i], how);
        if (node->children[i] == NULL)
            return NULL;
    }
    if (node->kind == AST_AND || node->kind == AST_OR)
        return demand_memory(ast_group(shrinker->arena, node->kind,
                                       node->children, node->n_children));
    return node;
}

static bool shrink_query_once(struct shrinker *shrinker)
{
    for (size_t i_node = 0; i_node < 100; i_node++)
        for (size_t i_way = 0;; i_way++) {
            struct ast_cut how = {i_node, i_way, 0, false};
            struct shrink_case trial = *shrinker->best;
            trial.query = copy_tree(shrinker, trial.query, &how);
            if (!how.is_done)
                break;
            if (try_case(shrinker, &trial))
                return true;
        }
    return false;
}

void shrink(struct shrink_case *found, shrink_test *fails, void *context,
            unsigned n_most, struct arena *arena)
{
    struct shrinker shrinker = {found, fails, context, n_most, arena};
    unsigned n_before;
    do {
        n_before = shrinker.n_left;
        size_t n_drafts = found->corpus.n_drafts;
        shrink_drafts(&shrinker);
        while (shrink_query_once(&shrinker))
            ;
        for (size_t i = 0; i < found->corpus.n_drafts; i++) {
            shrink_fields(&shrinker, i);
            shrink_paragraphs(&shrinker, i);
            for (size_t k = 0; k <= found->corpus.drafts[i].n_paragraphs; k++)
                shrink_words(&shrinker, i, k);
        }
        if (found->corpus.n_drafts == n_drafts)
            break;
    } while (shrinker.n_left > 0 && shrinker.n_left < n_before);
}
