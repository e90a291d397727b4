/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/plan_leaf.h"

#include "base/vec.h"
#include "text/term.h"

#include <stdlib.h>
#include <string.h>

/* The tokens of one leaf; their terms are copied into the arena. */
struct words {
    struct token *tokens;
    size_t n_tokens;
    size_t n_tokens_room;
    size_t n_positions;
};

static enum status copy_token(struct planner *planner, struct words *words,
                              const struct token *token)
{
    enum status status = VEC_RESERVE(&words->tokens, &words->n_tokens_room,
                                     words->n_tokens, 1, planner->err);
    if (status != STATUS_OK)
        return status;
    struct token *copy = &words->tokens[words->n_tokens++];
    *copy = *token;
    copy->term = arena_copy(planner->arena, token->term);
    copy->stem = arena_copy(planner->arena, token->stem);
    if (copy->term.bytes == NULL || copy->stem.bytes == NULL)
        return error_no_memory(planner->err);
    if (token->i_word + (size_t)1 > words->n_positions)
        words->n_positions = token->i_word + (size_t)1;
    return STATUS_OK;
}

static enum status read_words(struct planner *planner, struct str_span text,
                              struct words *words)
{
    struct token token;
    enum status status = analyser_start(planner->analyser, text, planner->err);
    while (status == STATUS_OK) {
        status = analyser_next(planner->analyser, &token, planner->err);
        if (status == STATUS_OK)
            status = copy_token(planner, words, &token);
    }
    return status == STATUS_DONE ? STATUS_OK : status;
}

static enum status count_places(struct planner *planner,
                                const struct plan_leaf *leaf, size_t n_places)
{
    bool is_long = n_places > PLAN_MAX_PHRASE_PLACES;
    const char *what =
        is_long ? "the phrase has" : "the phrases of the query have";
    int n_most = is_long ? PLAN_MAX_PHRASE_PLACES : PLAN_MAX_PLACES;
    planner->n_places += n_places;
    if (!is_long && planner->n_places <= PLAN_MAX_PLACES)
        return STATUS_OK;
    enum status status =
        diagnostic_add(planner->list, "E140", leaf->node->span, NULL,
                       planner->err, "%s more than %d words", what, n_most);
    if (status != STATUS_OK)
        return status;
    return error_set(planner->err, STATUS_BAD_QUERY, "%s more than %d words",
                     what, n_most);
}

/* Adds a pattern of n_places empty places; NULL when memory is out. */
static struct pattern *add_pattern(struct planner *planner,
                                   struct plan_leaf *leaf, size_t n_places)
{
    struct pattern *pattern = &leaf->patterns[leaf->n_patterns];
    pattern->places = (struct pattern_place *)arena_alloc_array(
        planner->arena, n_places, sizeof *pattern->places);
    if (pattern->places == NULL)
        return NULL;
    pattern->n_places = n_places;
    leaf->n_patterns++;
    return pattern;
}

/* At most two terms stand at one place: the stem and the word itself. */
static bool fill_place(struct planner *planner, struct pattern_place *place,
                       const struct token *token, bool has_stem)
{
    place->terms = (struct pattern_term *)arena_alloc_array(
        planner->arena, 2, sizeof *place->terms);
    if (place->terms == NULL)
        return false;
    if (has_stem && token->stem.n_bytes > 0)
        place->terms[place->n_terms++] =
            (struct pattern_term){token->stem, true};
    place->terms[place->n_terms++] = (struct pattern_term){token->term, false};
    return true;
}

/* Words that read "C++" or "government's" are asked for as such. */
static bool is_better(const struct token *token, bool is_phrase)
{
    return token->kind == TOKEN_SYMBOL ||
           (token->kind == TOKEN_POSSESSIVE && is_phrase);
}

/* The parts of the text at successive positions, unstemmed. */
static bool add_parts(struct planner *planner, struct plan_leaf *leaf,
                      const struct words *words)
{
    bool is_phrase = leaf->node->kind == AST_PHRASE;
    struct pattern *pattern = add_pattern(planner, leaf, words->n_positions);
    if (pattern == NULL)
        return false;
    for (size_t i = 0; i < words->n_tokens; i++) {
        const struct token *token = &words->tokens[i];
        struct pattern_place *place = &pattern->places[token->i_word];
        if (token->kind != TOKEN_WORD && !is_better(token, is_phrase))
            continue;
        place->n_terms = 0;
        if (!fill_place(planner, place, token, false))
            return false;
    }
    return true;
}

static bool add_single(struct planner *planner, struct plan_leaf *leaf,
                       const struct token *token, bool has_stem)
{
    struct pattern *pattern = add_pattern(planner, leaf, 1);
    return pattern != NULL &&
           fill_place(planner, &pattern->places[0], token, has_stem);
}

/* The one joined token that is all of the text; NULL if there is none. */
static const struct token *find_joined(const struct words *words)
{
    for (size_t i = 0; i < words->n_tokens; i++)
        if (words->tokens[i].kind == TOKEN_JOINED &&
            words->tokens[i].i_word == 0 &&
            words->tokens[i].n_words == words->n_positions)
            return &words->tokens[i];
    return NULL;
}

static bool is_number(struct str_span term)
{
    for (size_t i = 0; i < term.n_bytes; i++)
        if (term.bytes[i] < '0' || term.bytes[i] > '9')
            return false;
    return true;
}

/* 3.50, 10:30, 1,000,000: nothing but digits in its parts. */
static bool is_all_numbers(const struct words *words)
{
    for (size_t i = 0; i < words->n_tokens; i++)
        if (words->tokens[i].kind == TOKEN_WORD &&
            !is_number(words->tokens[i].term))
            return false;
    return true;
}

/* The word, or the symbol that stands for it, of a text of one position. */
static const struct token *single_token(const struct words *words,
                                        bool is_phrase)
{
    const struct token *best = &words->tokens[0];
    for (size_t i = 1; i < words->n_tokens; i++)
        if (is_better(&words->tokens[i], is_phrase))
            best = &words->tokens[i];
    return best;
}

static bool add_patterns(struct planner *planner, struct plan_leaf *leaf,
                         const struct words *words)
{
    bool is_phrase = leaf->node->kind == AST_PHRASE;
    bool has_stem =
        !is_phrase && schema_row(leaf->field)->kind == FIELD_KIND_STEMMED;
    const struct token *joined = find_joined(words);
    leaf->patterns = (struct pattern *)arena_alloc_array(
        planner->arena, 2, sizeof *leaf->patterns);
    if (leaf->patterns == NULL)
        return false;
    if (words->n_positions == 1) {
        const struct token *token = single_token(words, is_phrase);
        return add_single(planner, leaf, token,
                          has_stem && token->kind == TOKEN_WORD);
    }
    /* The parts of a number alone would find every other number that has
       them, too: 3.50 is not "3 50". */
    if (joined != NULL && is_all_numbers(words))
        return add_single(planner, leaf, joined, false);
    if (!add_parts(planner, leaf, words))
        return false;
    return is_phrase || joined == NULL ||
           add_single(planner, leaf, joined, has_stem);
}

/* Prefix and term in the arena, as the indexer writes them. */
static struct expr *make_term(struct planner *planner, const char *z,
                              enum field field, struct str_span term)
{
    struct str_span prefix = str_span_of(schema_row(field)->prefix);
    struct str_span stem = str_span_of(z);
    size_t n = stem.n_bytes + prefix.n_bytes + term.n_bytes;
    char *bytes = (char *)arena_alloc(planner->arena, n + 1);
    if (bytes == NULL)
        return NULL;
    memcpy(bytes, stem.bytes, stem.n_bytes);
    memcpy(bytes + stem.n_bytes, prefix.bytes, prefix.n_bytes);
    memcpy(bytes + n - term.n_bytes, term.bytes, term.n_bytes);
    return expr_term(planner->arena, str_span(bytes, n));
}

static struct expr *place_expr(struct planner *planner, enum field field,
                               const struct pattern_place *place)
{
    struct expr *terms[2] = {NULL, NULL};
    for (size_t i = 0; i < place->n_terms; i++)
        terms[i] = make_term(planner, place->terms[i].is_stem ? "Z" : "", field,
                             place->terms[i].term);
    if (place->n_terms == 1)
        return terms[0];
    if (terms[1] == NULL)
        return NULL;
    terms[1] = expr_scale(planner->arena, terms[1], PLAN_EXACT_FACTOR);
    return expr_group(planner->arena, EXPR_OR, terms, 2);
}

static struct expr *pattern_expr(struct planner *planner, enum field field,
                                 const struct pattern *pattern)
{
    if (pattern->n_places == 1)
        return place_expr(planner, field, &pattern->places[0]);
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    size_t n_bytes = sizeof(struct expr *);
    struct expr **children = (struct expr **)arena_alloc_array(
        planner->arena, pattern->n_places, n_bytes);
    if (children == NULL)
        return NULL;
    for (size_t i = 0; i < pattern->n_places; i++)
        children[i] = place_expr(planner, field, &pattern->places[i]);
    return expr_window(planner->arena, EXPR_PHRASE, children, pattern->n_places,
                       (uint32_t)pattern->n_places);
}

static struct expr *leaf_expr(struct planner *planner,
                              const struct plan_leaf *leaf)
{
    struct expr *exprs[2] = {NULL, NULL};
    for (size_t i = 0; i < leaf->n_patterns; i++) {
        exprs[i] = pattern_expr(planner, leaf->field, &leaf->patterns[i]);
        if (exprs[i] == NULL)
            return NULL;
    }
    return leaf->n_patterns == 1
               ? exprs[0]
               : expr_group(planner->arena, EXPR_OR, exprs, 2);
}

static enum status make_text(struct planner *planner, struct plan_leaf *leaf)
{
    struct words words = {NULL, 0, 0, 0};
    enum status status = read_words(planner, leaf->node->text, &words);
    if (status == STATUS_OK && words.n_positions > 0) {
        status = count_places(planner, leaf, words.n_positions);
        if (status == STATUS_OK && !add_patterns(planner, leaf, &words))
            status = error_no_memory(planner->err);
        if (status == STATUS_OK) {
            leaf->expr = leaf_expr(planner, leaf);
            if (leaf->expr == NULL)
                status = error_no_memory(planner->err);
        }
    }
    free(words.tokens);
    return status;
}

/* The code of a language that was asked for by name: "en" for "English"; NULL
   for what is no name, and for a region, which is asked for as such. */
static const char *language_code(const struct plan_leaf *leaf)
{
    struct str_span text = str_span_trim(leaf->node->text);
    if (leaf->field != FIELD_LANGUAGE ||
        memchr(text.bytes, '-', text.n_bytes) != NULL ||
        memchr(text.bytes, '_', text.n_bytes) != NULL)
        return NULL;
    const struct language *language = language_find(text);
    if (language == NULL ||
        str_span_equal_nocase(text, str_span_of(language->code)))
        return NULL;
    return language->code;
}

/* Articles may say "English" as well as "en". */
static enum status add_code(struct planner *planner, struct plan_leaf *leaf)
{
    const char *code = language_code(leaf);
    if (code == NULL)
        return STATUS_OK;
    struct expr *other =
        make_term(planner, "", FIELD_LANGUAGE, str_span_of(code));
    if (other != NULL)
        leaf->expr = expr_pair(planner->arena, EXPR_OR, leaf->expr, other);
    return other == NULL || leaf->expr == NULL ? error_no_memory(planner->err)
                                               : STATUS_OK;
}

/* A whole value or an id: one term. */
static enum status make_value(struct planner *planner, struct plan_leaf *leaf)
{
    CLEANUP(str_release) struct str folded = STR_INIT;
    CLEANUP(str_release) struct str term = STR_INIT;
    struct str_span text = leaf->node->text;
    if (schema_row(leaf->field)->kind == FIELD_KIND_VALUE) {
        enum status status = analyser_fold(
            planner->analyser, str_span_trim(text), &folded, planner->err);
        if (status == STATUS_OK)
            status = str_status(&folded, planner->err);
        if (status != STATUS_OK)
            return status;
        text = str_view(&folded);
    }
    if (text.n_bytes == 0)
        return STATUS_OK;
    term_add(text, &term);
    enum status status = str_status(&term, planner->err);
    if (status != STATUS_OK)
        return status;
    leaf->expr = make_term(planner, "", leaf->field, str_view(&term));
    if (leaf->expr == NULL)
        return error_no_memory(planner->err);
    return add_code(planner, leaf);
}

static struct expr *make_bound(struct planner *planner, enum expr_op op,
                               enum slot slot, uint32_t day)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    str_add_format(&text, "%08u", day);
    struct str_span bound = arena_copy(planner->arena, str_view(&text));
    if (str_status(&text, NULL) != STATUS_OK || bound.bytes == NULL)
        return NULL;
    return expr_value(planner->arena, op, slot, bound);
}

/* Articles whose date may lie in the range: their span overlaps it. */
static enum status make_date(struct planner *planner, struct plan_leaf *leaf)
{
    const struct ast_node *node = leaf->node;
    struct expr *from = NULL;
    struct expr *until = NULL;
    if (node->date_max != 0)
        until =
            make_bound(planner, EXPR_VALUE_LE, SLOT_DATE_MIN, node->date_max);
    if (node->date_min != 0)
        from =
            make_bound(planner, EXPR_VALUE_GE, SLOT_DATE_MAX, node->date_min);
    if (node->date_min == 0)
        leaf->expr = until;
    else if (node->date_max == 0)
        leaf->expr = from;
    else
        leaf->expr = expr_pair(planner->arena, EXPR_AND, until, from);
    return leaf->expr == NULL ? error_no_memory(planner->err) : STATUS_OK;
}

enum status plan_leaf_make(struct planner *planner, struct plan_leaf *leaf,
                           bool *ret_is_filter)
{
    *ret_is_filter = true;
    if (leaf->node->kind == AST_DATE)
        return make_date(planner, leaf);
    switch (schema_row(leaf->field)->kind) {
    case FIELD_KIND_STEMMED:
    case FIELD_KIND_WORDS:
        *ret_is_filter = false;
        return make_text(planner, leaf);
    case FIELD_KIND_VALUE:
    case FIELD_KIND_ID:
    case FIELD_KIND_DATE:
        return make_value(planner, leaf);
    }
    return STATUS_INTERNAL;
}
