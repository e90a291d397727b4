/*
 * What a leaf of the query stands for: chains of places, each of which takes
 * some of the forms that the articles have.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "oracle_parts.h"

#include "base/vec.h"
#include "store/schema.h"

#include <string.h>

static bool *new_set(struct oracle_query *query)
{
    return oracle_alloc(&query->arena, query->oracle->n_forms, sizeof(bool));
}

/* The set with the one form in it, if any article has that. */
static bool *set_of(struct oracle_query *query, struct str_span form)
{
    bool *set = new_set(query);
    for (size_t i = 0; i < query->oracle->n_forms; i++)
        set[i] = str_span_equal(query->oracle->forms[i]->bytes, form);
    return set;
}

static bool *set_of_test(struct oracle_query *query, struct oracle_test *test)
{
    bool *set = new_set(query);
    for (size_t i = 0; i < query->oracle->n_forms; i++)
        set[i] = oracle_test_term(test, query->oracle->forms[i]->bytes);
    oracle_test_free(test);
    return set;
}

static struct oracle_chain *add_chain(struct oracle_query *query,
                                      struct oracle_leaf *leaf, size_t n_room)
{
    struct oracle_chain *chain = &leaf->chains[leaf->n_chains++];
    chain->places = oracle_alloc(&query->arena, n_room, sizeof *chain->places);
    return chain;
}

static void fill_place(struct oracle_query *query, struct oracle_place *place,
                       const struct token *token, bool has_stem)
{
    place->terms = set_of(query, token->term);
    if (has_stem && token->stem.n_bytes > 0)
        place->stems = set_of(query, token->stem);
}

/* Takes up what the i_token'th token of the text has for its stem in each
   language of the articles. */
static void add_stems(struct oracle_query *query, struct oracle_place *place,
                      struct str_span text, size_t i_token)
{
    struct analyser *analyser = query->oracle->analyser;
    if (place->stems == NULL)
        return;
    for (size_t i = 1; i < analyser_n_languages(analyser); i++) {
        demand(analyser_set_language(analyser,
                                     analyser_language_at(analyser, i), NULL),
               NULL, "language");
        struct oracle_words words =
            oracle_analyse(analyser, text, &query->arena);
        const bool *more = set_of(query, words.tokens[i_token].stem);
        for (size_t k = 0; k < query->oracle->n_forms; k++)
            place->stems[k] = place->stems[k] || more[k];
    }
    demand(analyser_set_language(analyser, analyser_language(analyser), NULL),
           NULL, "language");
}

/*
 * The words at successive places by their terms. C++ is meant as such, and so
 * is a possessive in a phrase; other words stand for themselves.
 */
static void add_places(struct oracle_query *query, struct oracle_chain *chain,
                       const struct oracle_words *words, bool is_phrase)
{
    struct oracle_place *places = &chain->places[chain->n_places];
    for (size_t i = 0; i < words->n_tokens; i++) {
        const struct token *token = &words->tokens[i];
        if (token->kind == TOKEN_WORD || token->kind == TOKEN_SYMBOL ||
            (token->kind == TOKEN_POSSESSIVE && is_phrase))
            fill_place(query, &places[token->i_word], token, false);
    }
    chain->n_places += words->n_words;
}

static const struct token *joined_whole(const struct oracle_words *words)
{
    for (size_t i = 0; i < words->n_tokens; i++)
        if (words->tokens[i].kind == TOKEN_JOINED &&
            words->tokens[i].i_word == 0 &&
            words->tokens[i].n_words == words->n_words)
            return &words->tokens[i];
    return NULL;
}

/* 3.50 and 1,000: as one number only. */
static bool is_number(const struct oracle_words *words)
{
    for (size_t i = 0; i < words->n_tokens; i++) {
        struct str_span term = words->tokens[i].term;
        for (size_t k = 0; k < term.n_bytes; k++)
            if (words->tokens[i].kind == TOKEN_WORD &&
                (term.bytes[k] < '0' || term.bytes[k] > '9'))
                return false;
    }
    return true;
}

static void make_word(struct oracle_query *query, struct oracle_leaf *leaf)
{
    struct oracle_words words = oracle_analyse(query->oracle->analyser,
                                               leaf->node->text, &query->arena);
    bool has_stem = !leaf->node->is_exact &&
                    schema_row(leaf->field)->kind == FIELD_KIND_STEMMED;
    const struct token *joined = joined_whole(&words);
    if (words.n_words == 0)
        return;
    if (words.n_words == 1) {
        const struct token *token = &words.tokens[0];
        for (size_t i = 1; i < words.n_tokens; i++)
            if (words.tokens[i].kind == TOKEN_SYMBOL)
                token = &words.tokens[i];
        struct oracle_chain *chain = add_chain(query, leaf, 1);
        fill_place(query, &chain->places[chain->n_places], token,
                   has_stem && token->kind == TOKEN_WORD);
        add_stems(query, &chain->places[chain->n_places++], leaf->node->text,
                  (size_t)(token - words.tokens));
        return;
    }
    if (joined == NULL || !is_number(&words))
        add_places(query, add_chain(query, leaf, words.n_words), &words, false);
    if (joined != NULL) {
        struct oracle_chain *chain = add_chain(query, leaf, 1);
        fill_place(query, &chain->places[chain->n_places], joined, has_stem);
        add_stems(query, &chain->places[chain->n_places++], leaf->node->text,
                  (size_t)(joined - words.tokens));
    }
}

/* ---- phrases */

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static bool has_wildcard(struct str_span word)
{
    for (size_t i = 0; i < word.n_bytes; i++) {
        if (word.bytes[i] == '\\')
            i++;
        else if (word.bytes[i] == '*' || word.bytes[i] == '?')
            return true;
    }
    return false;
}

/* A word of the phrase, from *at on; false at its end. */
static bool next_word(struct str_span text, size_t *at,
                      struct str_span *ret_word)
{
    while (*at < text.n_bytes && is_space(text.bytes[*at]))
        ++*at;
    size_t start = *at;
    while (*at < text.n_bytes && !is_space(text.bytes[*at]))
        ++*at;
    *ret_word = str_span(text.bytes + start, *at - start);
    return *at > start;
}

static struct str_span without_escapes(struct oracle_query *query,
                                       struct str_span text)
{
    char *bytes = oracle_alloc(&query->arena, text.n_bytes + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n_bytes; i++) {
        if (text.bytes[i] == '\\' && i + 1 < text.n_bytes)
            i++;
        bytes[n++] = text.bytes[i];
    }
    return str_span(bytes, n);
}

/* Words without wildcards between two with them, analysed together. */
static void add_run(struct oracle_query *query, struct oracle_chain *chain,
                    struct str_span run)
{
    struct oracle_words words = oracle_analyse(
        query->oracle->analyser, without_escapes(query, run), &query->arena);
    add_places(query, chain, &words, true);
}

static void make_phrase(struct oracle_query *query, struct oracle_leaf *leaf)
{
    struct str_span text = leaf->node->text;
    struct str_span word;
    struct oracle_words words = oracle_analyse(
        query->oracle->analyser, without_escapes(query, text), &query->arena);
    bool is_plain = !has_wildcard(text);
    const struct token *joined = joined_whole(&words);
    struct oracle_chain *chain = add_chain(query, leaf, text.n_bytes + 1);
    if (is_plain && joined != NULL && words.n_words > 1 && is_number(&words)) {
        fill_place(query, &chain->places[chain->n_places++], joined, false);
        return;
    }
    size_t run_start = 0;
    for (size_t at = 0; next_word(text, &at, &word);) {
        if (!has_wildcard(word))
            continue;
        size_t start = (size_t)(word.bytes - text.bytes);
        add_run(query, chain,
                str_span(text.bytes + run_start, start - run_start));
        run_start = at;
        struct oracle_place *place = &chain->places[chain->n_places++];
        if (str_span_equal(word, SPAN("*")))
            place->is_any = true;
        else
            place->terms =
                set_of_test(query, oracle_test_wildcard(query, word));
    }
    add_run(query, chain,
            str_span(text.bytes + run_start, text.n_bytes - run_start));
    size_t n_words = 0;
    for (size_t i = 0; i < chain->n_places; i++)
        n_words += !chain->places[i].is_any;
    if (n_words == 0)
        leaf->n_chains = 0;
}

static void make_leaf(struct oracle_query *query, struct oracle_leaf *leaf)
{
    struct analyser *analyser = query->oracle->analyser;
    demand(analyser_set_language(analyser, analyser_language(analyser), NULL),
           NULL, "language");
    switch (leaf->node->kind) {
    case AST_WORD:
        make_word(query, leaf);
        return;
    case AST_PHRASE:
        make_phrase(query, leaf);
        return;
    case AST_PATTERN:
    case AST_FUZZY:
    case AST_REGEX: {
        struct oracle_chain *chain = add_chain(query, leaf, 1);
        chain->places[chain->n_places++].terms =
            set_of_test(query, oracle_test_new(query, leaf->node));
        return;
    }
    default:
        demand(STATUS_INTERNAL, NULL, "a node that is no leaf of words");
    }
}

const struct oracle_leaf *oracle_leaf(struct oracle_query *query,
                                      const struct ast_node *node,
                                      enum field field)
{
    for (size_t i = 0; i < query->n_leaves; i++)
        if (query->leaves[i]->node == node && query->leaves[i]->field == field)
            return query->leaves[i];
    demand(VEC_RESERVE(&query->leaves, &query->n_leaves_room, query->n_leaves,
                       1, NULL),
           NULL, "memory");
    struct oracle_leaf *leaf = oracle_alloc(&query->arena, 1, sizeof *leaf);
    leaf->node = node;
    leaf->field = field;
    query->leaves[query->n_leaves++] = leaf;
    make_leaf(query, leaf);
    return leaf;
}

bool oracle_place_takes(const struct oracle_place *place,
                        const struct oracle_row *row, uint32_t i_word)
{
    if (place->is_any)
        return true;
    for (uint32_t i = row->first_tokens[i_word];
         i < row->first_tokens[i_word + 1]; i++) {
        const struct oracle_token *token = &row->tokens[i];
        if (place->terms != NULL && place->terms[token->i_term])
            return true;
        if (place->stems != NULL && token->i_stem != ORACLE_NO_FORM &&
            place->stems[token->i_stem])
            return true;
    }
    return false;
}
