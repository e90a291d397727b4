/*
 * What a part of a query stands for, looked up in the index.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/plan_leaf.h"

#include "text/term.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* How many more terms there may be. */
static struct expand_scope scope_of(const struct planner *planner,
                                    enum field field)
{
    size_t n_left = PLAN_MAX_TERMS - planner->n_terms;
    struct expand_scope scope = {planner->scope->index, field,
                                 PLAN_MAX_PATTERN_TERMS};
    if (planner->is_near && planner->scope->n_near_terms > 0)
        scope.n_most = planner->scope->n_near_terms;
    if (n_left < scope.n_most)
        scope.n_most = n_left > 0 ? n_left : 1;
    return scope;
}

static enum status say_cut(struct planner *planner, struct ast_span span,
                           struct str_span text,
                           const struct expansion *expansion)
{
    if (expansion->n_found <= expansion->n_terms)
        return STATUS_OK;
    int n_shown = text.n_bytes < 100 ? (int)text.n_bytes : 100;
    return diagnostic_add(
        planner->list, "W203", span, "write more letters", planner->err,
        "'%.*s' stands for %" PRIu64 " words; searched for the %zu that are in "
        "most articles",
        n_shown, text.bytes, expansion->n_found, expansion->n_terms);
}

/* For --explain. */
static enum status remember(struct planner *planner, struct plan_leaf *leaf,
                            struct str_span text,
                            const struct expansion *expansion)
{
    struct plan_expansion *one =
        ARENA_NEW(planner->arena, struct plan_expansion);
    if (one == NULL)
        return error_no_memory(planner->err);
    one->text = text;
    one->terms = expansion->terms;
    one->n_terms = expansion->n_terms;
    one->n_found = expansion->n_found;
    one->next = leaf->expansions;
    leaf->expansions = one;
    planner->n_terms += expansion->n_terms;
    if (planner->n_terms > PLAN_MAX_TERMS)
        planner->n_terms = PLAN_MAX_TERMS;
    return STATUS_OK;
}

/* ---- slips and regular expressions */

static enum status find_fuzzy(struct planner *planner, enum field field,
                              const struct ast_node *node,
                              struct expansion *expansion)
{
    const struct expand_scope scope = scope_of(planner, field);
    CLEANUP(str_release) struct str word = STR_INIT;
    struct fuzzy *fuzzy = NULL;
    enum status status =
        analyser_fold(planner->analyser, node->text, &word, planner->err);
    if (status == STATUS_OK)
        status = str_status(&word, planner->err);
    if (status == STATUS_OK)
        status = fuzzy_make(str_view(&word),
                            node->n_edits == AST_EDITS_OCR ? 0 : node->n_edits,
                            planner->arena, &fuzzy, planner->err);
    return status == STATUS_OK ? expand_fuzzy(&scope, fuzzy, planner->arena,
                                              expansion, planner->err)
                               : status;
}

static enum status say_regex(struct planner *planner, const char *code,
                             struct ast_span span, const char *hint,
                             const char *message)
{
    enum status status = diagnostic_add(planner->list, code, span, hint,
                                        planner->err, "%s", message);
    if (status != STATUS_OK)
        return status;
    return error_set(planner->err, STATUS_BAD_QUERY, "%s", message);
}

static enum status find_regex(struct planner *planner, enum field field,
                              const struct ast_node *node,
                              struct expansion *expansion)
{
    const struct expand_scope scope = scope_of(planner, field);
    CLEANUP(str_release) struct str message = STR_INIT;
    struct regex *regex = NULL;
    struct error reason = ERROR_INIT;
    enum status status = regex_new(node->text, &regex, &reason);
    if (status == STATUS_BAD_TEXT) {
        str_add_format(&message, "%s, at byte %zu", reason.message,
                       reason.offset_bytes + 1);
        status = str_status(&message, planner->err);
        return status == STATUS_OK ? say_regex(planner, "E131", node->span,
                                               NULL, str_view(&message).bytes)
                                   : status;
    }
    if (status == STATUS_OK)
        status =
            expand_regex(&scope, regex, planner->arena, expansion, &reason);
    regex_free(regex);
    if (status == STATUS_TOO_BIG)
        return say_regex(planner, "E132", node->span,
                         "begin it with some letters", reason.message);
    if (status != STATUS_OK && planner->err != NULL)
        *planner->err = reason;
    return status;
}

/* ---- beginnings of paths */

static enum status find_paths(struct planner *planner, enum field field,
                              const struct ast_node *node,
                              struct expansion *expansion)
{
    const struct expand_scope scope = scope_of(planner, field);
    CLEANUP(str_release) struct str beginning = STR_INIT;
    struct str_span text = node->text;
    for (size_t i = 0; i + 1 < text.n_bytes; i++) {
        i += text.bytes[i] == '\\';
        str_add_char(&beginning, text.bytes[i]);
    }
    enum status status = str_status(&beginning, planner->err);
    if (status != STATUS_OK)
        return status;
    if (beginning.n_bytes > TERM_KEPT_BYTES)
        return plan_refuse(planner, node,
                           "the beginning of a path has more than %d bytes; "
                           "ask for the folder or for the whole path",
                           TERM_KEPT_BYTES);
    return expand_beginning(&scope, str_view(&beginning), planner->arena,
                            expansion, planner->err);
}

/* ---- */

static enum status find_terms(struct planner *planner, enum field field,
                              const struct ast_node *node, struct str_span text,
                              struct expansion *expansion)
{
    const struct expand_scope scope = scope_of(planner, field);
    struct wildcard wildcard;
    if (node->kind == AST_PATTERN && field == FIELD_PATH)
        return find_paths(planner, field, node, expansion);
    if (node->kind == AST_FUZZY)
        return find_fuzzy(planner, field, node, expansion);
    if (node->kind == AST_REGEX)
        return find_regex(planner, field, node, expansion);
    enum status status = wildcard_make(text, planner->analyser, planner->arena,
                                       &wildcard, planner->err);
    return status == STATUS_OK
               ? expand_wildcard(&scope, &wildcard, planner->arena, expansion,
                                 planner->err)
               : status;
}

enum status plan_expand(struct planner *planner, struct plan_leaf *leaf,
                        const struct ast_node *node, struct str_span text,
                        struct pattern_place *place)
{
    struct expansion expansion = {NULL, 0, 0};
    enum status status = STATUS_OK;
    if (planner->scope->index != NULL)
        status = find_terms(planner, leaf->field, node, text, &expansion);
    if (status == STATUS_OK)
        status = say_cut(planner, node->span, text, &expansion);
    if (status == STATUS_OK)
        status = remember(planner, leaf, text, &expansion);
    if (status != STATUS_OK)
        return status;
    place->is_expanded = true;
    place->terms = (struct pattern_term *)arena_alloc_array(
        planner->arena, expansion.n_terms + 1, sizeof *place->terms);
    if (place->terms == NULL)
        return error_no_memory(planner->err);
    place->n_terms = expansion.n_terms;
    for (size_t i = 0; i < expansion.n_terms; i++) {
        place->terms[i].term = expansion.terms[i].term;
        if (expansion.terms[i].n_articles > place->n_articles)
            place->n_articles = expansion.terms[i].n_articles;
    }
    return STATUS_OK;
}

/* ---- stems */

static enum status find_stem(struct planner *planner, struct plan_leaf *leaf,
                             struct str_span stem, struct expansion *expansion)
{
    const struct expand_scope scope = scope_of(planner, leaf->field);
    if (planner->scope->index == NULL)
        return STATUS_OK;
    enum status status = expand_stem(&scope, stem, planner->analyser,
                                     planner->arena, expansion, planner->err);
    if (status == STATUS_OK)
        status = say_cut(planner, leaf->node->span, stem, expansion);
    return status == STATUS_OK ? remember(planner, leaf, stem, expansion)
                               : status;
}

/* Room for n_more behind the n that are there; NULL when memory is out. */
static struct str_span *grow_terms(struct planner *planner,
                                   const struct str_span *terms, size_t n,
                                   size_t n_more)
{
    struct str_span *more = (struct str_span *)arena_alloc_array(
        planner->arena, n + n_more + 1, sizeof *more);
    if (more != NULL && n > 0)
        memcpy(more, terms, n * sizeof *more);
    return more;
}

/* A word has one stem by the language of the index, so none comes twice. */
enum status plan_stem_words(struct planner *planner, struct plan_leaf *leaf,
                            const struct pattern_place *place,
                            struct str_span **ret_terms, size_t *ret_n_terms)
{
    struct str_span *terms = NULL;
    size_t n = 0;
    for (size_t i = 0; i < place->n_terms; i++) {
        struct expansion expansion = {NULL, 0, 0};
        if (!place->terms[i].is_stem)
            continue;
        enum status status =
            find_stem(planner, leaf, place->terms[i].term, &expansion);
        if (status != STATUS_OK)
            return status;
        terms = grow_terms(planner, terms, n, expansion.n_terms);
        if (terms == NULL)
            return error_no_memory(planner->err);
        for (size_t k = 0; k < expansion.n_terms; k++) {
            terms[n] =
                plan_term(planner, "", leaf->field, expansion.terms[k].term);
            if (terms[n++].bytes == NULL)
                return error_no_memory(planner->err);
        }
    }
    *ret_terms = terms;
    *ret_n_terms = n;
    return STATUS_OK;
}
