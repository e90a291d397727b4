/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/advice.h"

#include "searcher/expand.h"
#include "searcher/query_field.h"
#include "searcher/query_wild.h"
#include "text/fuzzy.h"

#include <time.h>

/* A word this short differs from its neighbours by one letter only. */
#define SHORT_WORD_LETTERS 4u
/* Spellings that are tried; of all, those in most articles. */
#define SPELLINGS_MAX 50

/* What one run carries from step to step. */
struct adviser {
    struct counter *counter;
    struct answer *answer;
    struct error *err;
    size_t n_words;
    clock_t start;
};

static const char *plural(uint64_t n)
{
    return n == 1 ? "" : "s";
}

static bool is_late(const struct adviser *adviser)
{
    clock_t now = clock();
    return now < adviser->start ||
           now - adviser->start > CLOCKS_PER_SEC / 1000 * ADVICE_MAX_MS;
}

/* ---- N101 */

static enum status set_text(struct answer *answer, const struct str *text,
                            struct str_span *ret_copy, struct error *err)
{
    enum status status = str_status(text, err);
    if (status != STATUS_OK)
        return status;
    *ret_copy = arena_copy(&answer->arena, str_view(text));
    return ret_copy->bytes != NULL ? STATUS_OK : error_no_memory(err);
}

static enum status compare(struct adviser *adviser, struct diagnostic *item)
{
    struct count read = {false, 0};
    struct count other = {false, 0};
    CLEANUP(str_release) struct str message = STR_INIT;
    CLEANUP(str_release) struct str hint = STR_INIT;
    enum status status =
        counter_ask(adviser->counter, item->read, &read, adviser->err);
    if (status == STATUS_OK)
        status =
            counter_ask(adviser->counter, item->other, &other, adviser->err);
    if (status != STATUS_OK || !read.is_known || !other.is_known)
        return status;
    str_add_span(&message, item->message);
    str_add_format(&message, ": %llu article%s",
                   (unsigned long long)read.n_articles,
                   plural(read.n_articles));
    str_add_text(&hint, "for ");
    ast_print(item->other, &hint);
    str_add_format(&hint, " (%llu) write the parentheses",
                   (unsigned long long)other.n_articles);
    status = set_text(adviser->answer, &message, &item->message, adviser->err);
    if (status == STATUS_OK)
        status = set_text(adviser->answer, &hint, &item->hint, adviser->err);
    item->read = NULL; /* said */
    return status;
}

enum status advice_readings(struct counter *counter, struct answer *answer,
                            struct error *err)
{
    struct adviser adviser = {counter, answer, err, 0, clock()};
    struct diagnostic_list *list = &answer->diagnostics;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < list->n_items && status == STATUS_OK; i++)
        if (list->items[i].read != NULL && !is_late(&adviser))
            status = compare(&adviser, &list->items[i]);
    return status;
}

/* ---- N111: the clause that is to blame */

/* The other clauses; NULL if they exclude only. */
static struct ast_node *without(struct adviser *adviser,
                                const struct ast_node *root, size_t i_left_out)
{
    struct arena *arena = &adviser->answer->arena;
    struct ast_node **others = ast_array(arena, root->n_children);
    size_t n = 0;
    bool has_positive = false;
    if (others == NULL)
        return NULL;
    for (size_t i = 0; i < root->n_children; i++) {
        if (i == i_left_out)
            continue;
        others[n++] = root->children[i];
        has_positive = has_positive || root->children[i]->kind != AST_NOT;
    }
    return has_positive ? ast_group(arena, AST_AND, others, n) : NULL;
}

static enum status blame(struct adviser *adviser, const struct ast_node *root,
                         size_t i_clause)
{
    const struct ast_node *clause = root->children[i_clause];
    const struct ast_node *others = without(adviser, root, i_clause);
    CLEANUP(str_release) struct str reading = STR_INIT;
    struct count alone = {false, 0};
    struct count count = {false, 0};
    if (others == NULL || is_late(adviser))
        return STATUS_OK;
    enum status status =
        counter_ask(adviser->counter, others, &count, adviser->err);
    if (status == STATUS_OK && count.n_articles > 0)
        status = counter_ask(adviser->counter, clause, &alone, adviser->err);
    if (status != STATUS_OK || !count.is_known || count.n_articles == 0)
        return status;
    ast_print(clause, &reading);
    bool is_empty = alone.is_known && alone.n_articles == 0;
    return diagnostic_add(&adviser->answer->diagnostics, "N111", clause->span,
                          NULL, adviser->err,
                          "%sthere %s %llu article%s without %s",
                          is_empty ? "nothing matches this; " : "",
                          count.n_articles == 1 ? "is" : "are",
                          (unsigned long long)count.n_articles,
                          plural(count.n_articles), str_view(&reading).bytes);
}

/* ---- N105: the word that is nowhere */

/* A copy of the tree with another text in one of its leaves. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static struct ast_node *respell(struct arena *arena,
                                const struct ast_node *node,
                                const struct ast_node *leaf,
                                struct str_span spelling)
{
    struct ast_node *copy = ast_new(arena, node->kind, node->span);
    if (copy == NULL)
        return NULL;
    *copy = *node;
    if (node == leaf)
        copy->text = spelling;
    copy->children = ast_array(arena, node->n_children + 1);
    if (copy->children == NULL)
        return NULL;
    for (size_t i = 0; i < node->n_children; i++) {
        copy->children[i] = respell(arena, node->children[i], leaf, spelling);
        if (copy->children[i] == NULL)
            return NULL;
    }
    return copy;
}

static size_t count_letters(struct str_span text)
{
    size_t n_letters = 0;
    for (size_t i = 0; i < text.n_bytes;) {
        size_t n = wild_letter(text, i);
        if (n == 0)
            return 0; /* of several parts: nobody's slip */
        n_letters++;
        i += n;
    }
    return n_letters;
}

static enum status find_spellings(struct adviser *adviser, struct str_span text,
                                  enum field field,
                                  struct expansion *ret_expansion)
{
    const struct expand_scope scope = {adviser->counter->index, field,
                                       SPELLINGS_MAX};
    struct arena *arena = &adviser->answer->arena;
    CLEANUP(str_release) struct str word = STR_INIT;
    struct fuzzy *fuzzy = NULL;
    uint32_t n_edits = count_letters(text) <= SHORT_WORD_LETTERS ? 1 : 2;
    enum status status =
        analyser_fold(adviser->counter->analyser, text, &word, adviser->err);
    if (status == STATUS_OK)
        status = str_status(&word, adviser->err);
    if (status == STATUS_OK)
        status =
            fuzzy_make(str_view(&word), n_edits, arena, &fuzzy, adviser->err);
    if (status == STATUS_OK)
        status =
            expand_fuzzy(&scope, fuzzy, arena, ret_expansion, adviser->err);
    return status;
}

/* Fewest slips, then most articles. */
static const struct expanded_term *nearest(const struct expansion *expansion)
{
    const struct expanded_term *best = NULL;
    for (size_t i = 0; i < expansion->n_terms; i++) {
        const struct expanded_term *term = &expansion->terms[i];
        if (best == NULL || term->n_edits < best->n_edits ||
            (term->n_edits == best->n_edits &&
             term->n_articles > best->n_articles))
            best = term;
    }
    return best;
}

/* The leaf as a query of its own. */
static struct ast_node *alone(struct arena *arena, const struct ast_node *leaf,
                              enum field field, struct str_span spelling)
{
    struct ast_node *copy = respell(arena, leaf, leaf, spelling);
    return field == FIELD_TEXT
               ? copy
               : ast_wrap(arena, AST_FIELD, field, leaf->span, copy);
}

static enum status ask_about(struct adviser *adviser,
                             const struct ast_node *node,
                             struct count *ret_count)
{
    if (node == NULL)
        return error_no_memory(adviser->err);
    return counter_ask(adviser->counter, node, ret_count, adviser->err);
}

/* What the spelling finds in place of the leaf, or at least by itself. */
static enum status try_spelling(struct adviser *adviser,
                                const struct ast_node *leaf, enum field field,
                                struct str_span spelling, struct str *hint)
{
    struct arena *arena = &adviser->answer->arena;
    const struct ast_node *root = adviser->answer->plan.root;
    const char *finds = "It would find";
    struct count count = {false, 0};
    enum status status =
        ask_about(adviser, respell(arena, root, leaf, spelling), &count);
    if (status == STATUS_OK && count.n_articles == 0) {
        finds = "It is in";
        status =
            ask_about(adviser, alone(arena, leaf, field, spelling), &count);
    }
    if (status != STATUS_OK || !count.is_known || count.n_articles == 0)
        return status;
    str_add_format(hint, "did you mean '%.*s'?  %s %llu article%s",
                   (int)spelling.n_bytes, spelling.bytes, finds,
                   (unsigned long long)count.n_articles,
                   plural(count.n_articles));
    return STATUS_OK;
}

static enum status say_missing(struct adviser *adviser,
                               const struct ast_node *leaf, enum field field)
{
    struct diagnostic_list *list = &adviser->answer->diagnostics;
    struct expansion expansion = {NULL, 0, 0};
    CLEANUP(str_release) struct str hint = STR_INIT;
    bool is_text = field == FIELD_TEXT;
    enum status status = find_spellings(adviser, leaf->text, field, &expansion);
    const struct expanded_term *term = nearest(&expansion);
    if (status == STATUS_OK && term != NULL)
        status = try_spelling(adviser, leaf, field, term->term, &hint);
    if (status != STATUS_OK)
        return status;
    status = diagnostic_add(list, "N105", leaf->span, str_view(&hint).bytes,
                            adviser->err, "'%.*s' is in no article%s%s",
                            (int)leaf->text.n_bytes, leaf->text.bytes,
                            is_text ? "" : "'s ",
                            is_text ? "" : schema_row(field)->name);
    if (status == STATUS_OK && hint.n_bytes > 0)
        diagnostic_replace(list, term->term);
    return status;
}

static enum status look_at(struct adviser *adviser, const struct ast_node *leaf,
                           enum field field)
{
    struct count count = {false, 0};
    enum status status = ask_about(
        adviser, alone(&adviser->answer->arena, leaf, field, leaf->text),
        &count);
    if (status != STATUS_OK || !count.is_known || count.n_articles > 0)
        return status;
    return say_missing(adviser, leaf, field);
}

/* All words that were asked for; what was excluded may well be nowhere. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static enum status look_through(struct adviser *adviser,
                                const struct ast_node *node, enum field field)
{
    enum status status = STATUS_OK;
    if (node->kind == AST_NOT)
        return STATUS_OK;
    if (node->kind == AST_FIELD)
        field = node->field;
    if (node->kind == AST_WORD && !query_field_is_value(field) &&
        count_letters(node->text) > 0 &&
        adviser->n_words++ < ADVICE_MAX_WORDS && !is_late(adviser))
        return look_at(adviser, node, field);
    for (size_t i = 0; i < node->n_children && status == STATUS_OK; i++)
        status = look_through(adviser, node->children[i], field);
    return status;
}

enum status advice_nothing(struct counter *counter, struct answer *answer,
                           struct error *err)
{
    struct adviser adviser = {counter, answer, err, 0, clock()};
    const struct ast_node *root = answer->plan.root;
    if (counter->index == NULL)
        return STATUS_OK;
    enum status status = look_through(&adviser, root, FIELD_TEXT);
    if (root->kind != AST_AND || root->n_children > ADVICE_MAX_CLAUSES)
        return status;
    for (size_t i = 0; i < root->n_children && status == STATUS_OK; i++)
        status = blame(&adviser, root, i);
    return status;
}
