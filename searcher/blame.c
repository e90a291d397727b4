/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/blame.h"

#include <string.h>

/* Shorter words have too many neighbours. */
#define MIN_LETTERS_ONE_EDIT  4
#define MIN_LETTERS_TWO_EDITS 7
/* A word two edits away must be in so many times more articles. */
#define SECOND_EDIT_FACTOR 50

struct blamer {
    const struct plan_scope *scope;
    struct arena *arena;
    struct error *err;
};

enum status blame_count(const struct ast_node *node,
                        const struct plan_scope *scope, struct arena *arena,
                        uint64_t *ret_n_articles, struct error *err)
{
    static const struct search_range range = {0, 0, SORT_RELEVANCE, true};
    struct diagnostic_list unheard;
    struct match_list list = {0};
    struct plan plan;
    diagnostic_list_init(&unheard, arena);
    enum status status = plan_make(node, scope, arena, &plan, &unheard, err);
    diagnostic_list_release(&unheard);
    if (status == STATUS_OK)
        status =
            index_search(scope->index, plan.expr, &range, arena, &list, err);
    *ret_n_articles = list.n_total;
    return status;
}

/* ---- clauses */

/* node below the field that the clauses of a group are in. */
static struct ast_node *in_field(struct blamer *blamer,
                                 const struct ast_node *group,
                                 struct ast_node *node)
{
    return group->kind == AST_FIELD ? ast_wrap(blamer->arena, AST_FIELD,
                                               group->field, node->span, node)
                                    : node;
}

static enum status count_without(struct blamer *blamer,
                                 const struct ast_node *group,
                                 const struct ast_node *all, size_t i_left_out,
                                 uint64_t *ret_n)
{
    struct ast_node **others = ast_array(blamer->arena, all->n_children);
    size_t n = 0;
    if (others == NULL)
        return error_no_memory(blamer->err);
    for (size_t i = 0; i < all->n_children; i++)
        if (i != i_left_out)
            others[n++] = all->children[i];
    struct ast_node *rest = ast_group(blamer->arena, AST_AND, others, n);
    rest = rest == NULL ? NULL : in_field(blamer, group, rest);
    if (rest == NULL)
        return error_no_memory(blamer->err);
    return blame_count(rest, blamer->scope, blamer->arena, ret_n, blamer->err);
}

static enum status blame_clauses(struct blamer *blamer,
                                 const struct ast_node *root,
                                 struct blame *blame)
{
    const struct ast_node *all =
        root->kind == AST_FIELD ? root->children[0] : root;
    if (all->kind != AST_AND || all->n_children > BLAME_MAX_CLAUSES)
        return STATUS_OK;
    blame->clauses = (struct blamed_clause *)arena_alloc_array(
        blamer->arena, all->n_children, sizeof *blame->clauses);
    if (blame->clauses == NULL)
        return error_no_memory(blamer->err);
    for (size_t i = 0; i < all->n_children; i++) {
        struct blamed_clause *clause = &blame->clauses[blame->n_clauses++];
        struct ast_node *alone = in_field(blamer, root, all->children[i]);
        if (alone == NULL)
            return error_no_memory(blamer->err);
        clause->node = all->children[i];
        clause->span = clause->node->span;
        enum status status = blame_count(alone, blamer->scope, blamer->arena,
                                         &clause->n_articles, blamer->err);
        if (status == STATUS_OK)
            status = count_without(blamer, root, all, i, &clause->n_without);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* NOLINTNEXTLINE(readability-function-size): two outputs and a scope */
enum status blame_count_clauses(const struct ast_node *root, uint64_t n_total,
                                const struct plan_scope *scope,
                                struct arena *arena,
                                struct blamed_clause **ret_clauses,
                                size_t *ret_n_clauses, struct error *err)
{
    bool is_group = root->kind == AST_AND;
    size_t n = is_group ? root->n_children : 1;
    enum status status = STATUS_OK;

    *ret_n_clauses = 0;
    if (n > BLAME_MAX_CLAUSES || root->kind == AST_ALL)
        return STATUS_OK;
    struct blamed_clause *clauses =
        (struct blamed_clause *)arena_alloc_array(arena, n, sizeof *clauses);
    if (clauses == NULL)
        return error_no_memory(err);
    if (!is_group)
        clauses[0] = (struct blamed_clause){root, root->span, n_total, 0};
    for (size_t i = 0; is_group && i < n && status == STATUS_OK; i++) {
        clauses[i].node = root->children[i];
        clauses[i].span = clauses[i].node->span;
        status = blame_count(clauses[i].node, scope, arena,
                             &clauses[i].n_articles, err);
    }
    *ret_clauses = clauses;
    *ret_n_clauses = n;
    return status;
}

/* ---- corrections */

/* Another word is offered for one that is in articles too if it is in so many
   times as many: what is rare beside its neighbour is mostly a slip, and
   archives hold slips as well. */
#define RARE_FACTOR 50

/* A word that is asked for and that no article has, or hardly one. */
struct missed_word {
    const struct ast_node *node;
    enum field field;
    uint64_t n_articles; /* that have it */
    struct str_span instead;
};

struct missed {
    struct missed_word words[BLAME_MAX_WORDS];
    size_t n_words;
};

/* The best of what is so many edits away: that in most articles. */
static enum status find_nearest(struct blamer *blamer, enum field field,
                                struct str_span folded, uint32_t n_edits,
                                struct expanded_term *best)
{
    const struct expand_scope scope = {blamer->scope->index, field, 100};
    struct expansion expansion = {NULL, 0, 0};
    struct fuzzy *fuzzy;
    enum status status =
        fuzzy_make(folded, n_edits, blamer->arena, &fuzzy, blamer->err);
    if (status == STATUS_OK)
        status =
            expand_fuzzy(&scope, fuzzy, blamer->arena, &expansion, blamer->err);
    for (size_t i = 0; status == STATUS_OK && i < expansion.n_terms; i++) {
        const struct expanded_term *term = &expansion.terms[i];
        uint64_t factor = term->n_edits > best->n_edits && best->n_edits > 0
                              ? SECOND_EDIT_FACTOR
                              : 1;
        if (term->n_edits > 0 && term->n_articles > best->n_articles * factor)
            *best = *term;
    }
    return status;
}

static size_t count_letters(struct str_span text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n_bytes; i++)
        n += ((unsigned char)text.bytes[i] & 0xC0) != 0x80;
    return n;
}

/* n_articles: that have the word. */
static enum status find_instead(struct blamer *blamer,
                                const struct ast_node *node, enum field field,
                                uint64_t n_articles, struct missed *missed)
{
    CLEANUP(str_release) struct str folded = STR_INIT;
    struct expanded_term best = {{NULL, 0}, 0, 0};
    enum status status = analyser_fold(blamer->scope->analyser, node->text,
                                       &folded, blamer->err);
    if (status == STATUS_OK)
        status = str_status(&folded, blamer->err);
    size_t n_letters = count_letters(str_view(&folded));
    if (status == STATUS_OK && n_letters >= MIN_LETTERS_ONE_EDIT)
        status = find_nearest(blamer, field, str_view(&folded), 1, &best);
    if (status == STATUS_OK && n_letters >= MIN_LETTERS_TWO_EDITS)
        status = find_nearest(blamer, field, str_view(&folded), 2, &best);
    if (status == STATUS_OK && best.term.bytes != NULL &&
        best.n_articles / RARE_FACTOR >= n_articles)
        missed->words[missed->n_words++] =
            (struct missed_word){node, field, n_articles, best.term};
    return status;
}

/* Whether what is asked for in a field has words. */
static bool has_words(enum field field)
{
    enum field_kind kind = schema_row(field)->kind;
    return kind == FIELD_KIND_STEMMED || kind == FIELD_KIND_WORDS;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static enum status find_missed(struct blamer *blamer,
                               const struct ast_node *node, enum field field,
                               struct missed *missed)
{
    enum status status = STATUS_OK;
    if (node->kind == AST_NOT)
        return STATUS_OK;
    if (node->kind == AST_FIELD)
        field = node->field;
    if (node->kind == AST_WORD && has_words(field) &&
        missed->n_words < BLAME_MAX_WORDS) {
        uint64_t n = 0;
        struct ast_node *alone = ast_wrap(blamer->arena, AST_FIELD, field,
                                          node->span, (struct ast_node *)node);
        if (alone == NULL)
            return error_no_memory(blamer->err);
        status =
            blame_count(alone, blamer->scope, blamer->arena, &n, blamer->err);
        if (status == STATUS_OK)
            status = find_instead(blamer, node, field, n, missed);
    }
    for (size_t i = 0; i < node->n_children && status == STATUS_OK; i++)
        status = find_missed(blamer, node->children[i], field, missed);
    return status;
}

/* The tree with the words from first to end replaced; NULL when memory is
   out. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static struct ast_node *correct(struct blamer *blamer,
                                const struct ast_node *node,
                                const struct missed *missed, size_t first,
                                size_t end)
{
    struct ast_node *copy = ast_new(blamer->arena, node->kind, node->span);
    if (copy == NULL)
        return NULL;
    *copy = *node;
    for (size_t i = first; i < end; i++)
        if (missed->words[i].node == node)
            copy->text = missed->words[i].instead;
    if (node->n_children == 0)
        return copy;
    copy->children = ast_array(blamer->arena, node->n_children);
    for (size_t i = 0; copy->children != NULL && i < node->n_children; i++) {
        copy->children[i] =
            correct(blamer, node->children[i], missed, first, end);
        if (copy->children[i] == NULL)
            return NULL;
    }
    return copy->children == NULL ? NULL : copy;
}

/* Keeps those from first to end if the query finds something with them. */
static enum status try_words(struct blamer *blamer, const struct ast_node *root,
                             const struct missed *missed, size_t first,
                             size_t end, struct blame *blame)
{
    uint64_t n = 0;
    const struct ast_node *tree = correct(blamer, root, missed, first, end);
    if (tree == NULL)
        return error_no_memory(blamer->err);
    enum status status =
        blame_count(tree, blamer->scope, blamer->arena, &n, blamer->err);
    for (size_t i = first; status == STATUS_OK && n > 0 && i < end; i++)
        blame->corrections[blame->n_corrections++] =
            (struct correction){.span = missed->words[i].node->span,
                                .field = missed->words[i].field,
                                .n_with = missed->words[i].n_articles,
                                .word = missed->words[i].instead,
                                .n_articles = n,
                                .n_together = end - first};
    return status;
}

static enum status find_corrections(struct blamer *blamer,
                                    const struct ast_node *root,
                                    struct blame *blame)
{
    struct missed missed = {.n_words = 0};
    enum status status = find_missed(blamer, root, FIELD_TEXT, &missed);
    if (status != STATUS_OK || missed.n_words == 0)
        return status;
    blame->corrections = (struct correction *)arena_alloc_array(
        blamer->arena, missed.n_words, sizeof *blame->corrections);
    if (blame->corrections == NULL)
        return error_no_memory(blamer->err);
    /* All of them, or, where a choice lets one do, each for itself. */
    status = try_words(blamer, root, &missed, 0, missed.n_words, blame);
    for (size_t i = 0; status == STATUS_OK && missed.n_words > 1 &&
                       blame->n_corrections == 0 && i < missed.n_words;
         i++)
        status = try_words(blamer, root, &missed, i, i + 1, blame);
    return status;
}

enum status blame_find(const struct ast_node *root,
                       const struct plan_scope *scope, struct arena *arena,
                       struct blame *ret_blame, struct error *err)
{
    struct blamer blamer = {scope, arena, err};
    *ret_blame = (struct blame){NULL, 0, NULL, 0};
    enum status status = blame_clauses(&blamer, root, ret_blame);
    return status == STATUS_OK ? find_corrections(&blamer, root, ret_blame)
                               : status;
}
