/*
 * Words and phrases, cut by the analyser and made into patterns.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/plan_leaf.h"

#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

/* The tokens of one leaf; their terms are copied into the arena. */
struct words {
    struct token *tokens;
    size_t n_tokens;
    size_t n_tokens_room;
    size_t n_positions;
    struct stem *stems; /* in other languages than the first */
    size_t n_stems;
    size_t n_stems_room;
    struct wild *wilds; /* words of a phrase with wildcards, by place */
    size_t n_wilds;
    size_t n_wilds_room;
};

/* Another than those of the token that are there already. */
struct stem {
    size_t i_token;
    struct str_span stem;
};

struct wild {
    size_t i_place;
    struct str_span text; /* `*`: any word */
};

static enum status copy_token(struct planner *planner, struct words *words,
                              size_t i_first, const struct token *token)
{
    enum status status = VEC_RESERVE(&words->tokens, &words->n_tokens_room,
                                     words->n_tokens, 1, planner->err);
    if (status != STATUS_OK)
        return status;
    struct token *copy = &words->tokens[words->n_tokens++];
    *copy = *token;
    copy->i_word += (uint32_t)i_first;
    copy->term = arena_copy(planner->arena, token->term);
    copy->stem = arena_copy(planner->arena, token->stem);
    if (copy->term.bytes == NULL || copy->stem.bytes == NULL)
        return error_no_memory(planner->err);
    if (copy->i_word + (size_t)1 > words->n_positions)
        words->n_positions = copy->i_word + (size_t)1;
    return STATUS_OK;
}

/* Behind those that are there already. */
static enum status read_words(struct planner *planner, struct str_span text,
                              struct words *words)
{
    struct token token;
    size_t i_first = words->n_positions;
    enum status status = analyser_start(planner->analyser, text, planner->err);
    while (status == STATUS_OK) {
        status = analyser_next(planner->analyser, &token, planner->err);
        if (status == STATUS_OK)
            status = copy_token(planner, words, i_first, &token);
    }
    return status == STATUS_DONE ? STATUS_OK : status;
}

/* ---- in other languages */

static bool has_stem(const struct words *words, size_t i_token,
                     struct str_span stem)
{
    if (str_span_equal(words->tokens[i_token].stem, stem))
        return true;
    for (size_t i = 0; i < words->n_stems; i++)
        if (words->stems[i].i_token == i_token &&
            str_span_equal(words->stems[i].stem, stem))
            return true;
    return false;
}

static enum status copy_stem(struct planner *planner, struct words *words,
                             size_t i_token, const struct token *token)
{
    if (i_token >= words->n_tokens || token->stem.n_bytes == 0 ||
        has_stem(words, i_token, token->stem))
        return STATUS_OK;
    enum status status = VEC_RESERVE(&words->stems, &words->n_stems_room,
                                     words->n_stems, 1, planner->err);
    if (status != STATUS_OK)
        return status;
    struct stem *stem = &words->stems[words->n_stems++];
    *stem = (struct stem){i_token, arena_copy(planner->arena, token->stem)};
    return stem->stem.bytes == NULL ? error_no_memory(planner->err) : STATUS_OK;
}

/* The same text again, in a language: it has the same tokens. */
static enum status read_stems(struct planner *planner, struct str_span text,
                              const struct language *language,
                              struct words *words)
{
    struct analyser *analyser = planner->analyser;
    struct token token;
    size_t i_token = 0;
    enum status status =
        analyser_set_language(analyser, language, planner->err);
    if (status == STATUS_OK)
        status = analyser_start(analyser, text, planner->err);
    while (status == STATUS_OK) {
        status = analyser_next(analyser, &token, planner->err);
        if (status == STATUS_OK)
            status = copy_stem(planner, words, i_token++, &token);
    }
    return status == STATUS_DONE ? STATUS_OK : status;
}

static enum status read_all_stems(struct planner *planner, struct str_span text,
                                  struct words *words)
{
    struct analyser *analyser = planner->analyser;
    size_t n_languages = analyser_n_languages(analyser);
    enum status status = STATUS_OK;
    for (size_t i = 1; i < n_languages && status == STATUS_OK; i++)
        status =
            read_stems(planner, text, analyser_language_at(analyser, i), words);
    return status;
}

/* ---- phrases with wildcards in them */

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* The next word of the text from *at on, which moves behind it. */
static struct str_span next_chunk(struct str_span text, size_t *at)
{
    while (*at < text.n_bytes && is_space(text.bytes[*at]))
        ++*at;
    size_t start = *at;
    while (*at < text.n_bytes && !is_space(text.bytes[*at]))
        ++*at;
    return str_span(text.bytes + start, *at - start);
}

static bool has_wildcard(struct str_span chunk)
{
    for (size_t i = 0; i < chunk.n_bytes; i++) {
        if (chunk.bytes[i] == '\\')
            i++;
        else if (chunk.bytes[i] == '*' || chunk.bytes[i] == '?')
            return true;
    }
    return false;
}

/* Words without wildcards, from start to end, without their backslashes. */
static enum status read_plain(struct planner *planner, struct str_span text,
                              size_t start, size_t end, struct words *words)
{
    CLEANUP(str_release) struct str plain = STR_INIT;
    for (size_t i = start; i < end; i++) {
        if (text.bytes[i] == '\\' && i + 1 < end)
            i++;
        str_add_char(&plain, text.bytes[i]);
    }
    enum status status = str_status(&plain, planner->err);
    return status == STATUS_OK ? read_words(planner, str_view(&plain), words)
                               : status;
}

static enum status read_phrase(struct planner *planner, struct str_span text,
                               struct words *words)
{
    size_t start = 0;
    for (size_t at = 0; at < text.n_bytes;) {
        struct str_span chunk = next_chunk(text, &at);
        if (!has_wildcard(chunk))
            continue;
        enum status status = read_plain(
            planner, text, start, (size_t)(chunk.bytes - text.bytes), words);
        if (status == STATUS_OK)
            status = VEC_RESERVE(&words->wilds, &words->n_wilds_room,
                                 words->n_wilds, 1, planner->err);
        if (status != STATUS_OK)
            return status;
        words->wilds[words->n_wilds++] =
            (struct wild){words->n_positions++, chunk};
        start = at;
    }
    return read_plain(planner, text, start, text.n_bytes, words);
}

/* Nothing but `*` is no phrase. */
static bool has_word(const struct words *words)
{
    for (size_t i = 0; i < words->n_wilds; i++)
        if (!str_span_equal(words->wilds[i].text, SPAN("*")))
            return true;
    return words->n_tokens > 0;
}

/* ---- patterns */

static enum status count_places(struct planner *planner,
                                const struct plan_leaf *leaf, size_t n_places)
{
    planner->n_places += n_places;
    if (n_places > PLAN_MAX_PHRASE_PLACES)
        return plan_refuse(planner, leaf->node,
                           "the phrase has more than %d words",
                           PLAN_MAX_PHRASE_PLACES);
    if (planner->n_places > PLAN_MAX_PLACES)
        return plan_refuse(planner, leaf->node,
                           "the phrases of the query have more than %d words",
                           PLAN_MAX_PLACES);
    return STATUS_OK;
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

/* The stems of a word, those of the index's language first, and behind them
   the word itself. */
static bool fill_place(struct planner *planner, struct pattern_place *place,
                       const struct words *words, const struct token *token,
                       bool is_stemmed)
{
    place->terms = (struct pattern_term *)arena_alloc_array(
        planner->arena, 2 + words->n_stems, sizeof *place->terms);
    if (place->terms == NULL)
        return false;
    if (is_stemmed && token->stem.n_bytes > 0)
        place->terms[place->n_terms++] =
            (struct pattern_term){token->stem, true};
    for (size_t i = 0; i < words->n_stems && place->n_terms > 0; i++)
        if (&words->tokens[words->stems[i].i_token] == token)
            place->terms[place->n_terms++] =
                (struct pattern_term){words->stems[i].stem, true};
    place->terms[place->n_terms++] = (struct pattern_term){token->term, false};
    return true;
}

/* Words that read "C++" or "government's" are asked for as such. */
static bool is_better(const struct token *token, bool is_phrase)
{
    return token->kind == TOKEN_SYMBOL ||
           (token->kind == TOKEN_POSSESSIVE && is_phrase);
}

/* Whether the last place asks for a character that the pair before it asks for
   already: where only the row matters, and not how long it is, that would cost
   much and find nothing else. */
static bool has_spare_place(const struct planner *planner,
                            const struct plan_leaf *leaf,
                            const struct words *words)
{
    return words->n_wilds == 0 && words->tokens[words->n_tokens - 1].is_tail &&
           !leaf->node->has_extra && leaf->node->n_least == 0 &&
           !planner->is_operand;
}

/* The parts of the text at successive positions, unstemmed. */
static bool add_parts(struct planner *planner, struct plan_leaf *leaf,
                      const struct words *words)
{
    bool is_phrase = leaf->node->kind == AST_PHRASE;
    size_t n_places =
        words->n_positions - has_spare_place(planner, leaf, words);
    struct pattern *pattern = add_pattern(planner, leaf, n_places);
    if (pattern == NULL)
        return false;
    for (size_t i = 0; i < words->n_tokens; i++) {
        const struct token *token = &words->tokens[i];
        if (token->i_word == n_places ||
            (token->kind != TOKEN_WORD && !is_better(token, is_phrase)))
            continue;
        struct pattern_place *place = &pattern->places[token->i_word];
        place->n_terms = 0;
        if (!fill_place(planner, place, words, token, false))
            return false;
    }
    return true;
}

static bool add_single(struct planner *planner, struct plan_leaf *leaf,
                       const struct words *words, const struct token *token,
                       bool is_stemmed)
{
    struct pattern *pattern = add_pattern(planner, leaf, 1);
    return pattern != NULL &&
           fill_place(planner, &pattern->places[0], words, token, is_stemmed);
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

static bool is_stemmed(const struct plan_leaf *leaf)
{
    return leaf->node->kind != AST_PHRASE && !leaf->node->is_exact &&
           schema_row(leaf->field)->kind == FIELD_KIND_STEMMED;
}

static bool add_patterns(struct planner *planner, struct plan_leaf *leaf,
                         const struct words *words)
{
    bool is_phrase = leaf->node->kind == AST_PHRASE;
    bool has_stems = is_stemmed(leaf);
    const struct token *joined = find_joined(words);
    leaf->patterns = (struct pattern *)arena_alloc_array(
        planner->arena, 2, sizeof *leaf->patterns);
    if (leaf->patterns == NULL)
        return false;
    if (words->n_wilds > 0)
        return add_parts(planner, leaf, words);
    if (words->n_positions == 1) {
        const struct token *token = single_token(words, is_phrase);
        return add_single(planner, leaf, words, token,
                          has_stems && token->kind == TOKEN_WORD);
    }
    /* The parts of a number alone would find every other number that has
       them, too: 3.50 is not "3 50". */
    if (joined != NULL && is_all_numbers(words))
        return add_single(planner, leaf, words, joined, false);
    if (!add_parts(planner, leaf, words))
        return false;
    return is_phrase || joined == NULL ||
           add_single(planner, leaf, words, joined, has_stems);
}

/* The places of a phrase that wildcards stand at. */
static enum status fill_wilds(struct planner *planner, struct plan_leaf *leaf,
                              const struct words *words)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < words->n_wilds && status == STATUS_OK; i++) {
        const struct wild *wild = &words->wilds[i];
        struct pattern_place *place = &leaf->patterns[0].places[wild->i_place];
        if (str_span_equal(wild->text, SPAN("*")))
            place->is_any = true;
        else
            status = plan_expand(planner, leaf, leaf->node, wild->text, place);
    }
    return status;
}

static enum status make_words(struct planner *planner, struct plan_leaf *leaf,
                              struct words *words)
{
    struct analyser *analyser = planner->analyser;
    enum status status = analyser_set_language(
        analyser, analyser_language(analyser), planner->err);
    if (status == STATUS_OK)
        status = leaf->node->kind == AST_PHRASE
                     ? read_phrase(planner, leaf->node->text, words)
                     : read_words(planner, leaf->node->text, words);
    if (status == STATUS_OK && is_stemmed(leaf))
        status = read_all_stems(planner, leaf->node->text, words);
    if (status != STATUS_OK || !has_word(words))
        return status;
    status = count_places(planner, leaf, words->n_positions);
    if (status == STATUS_OK && !add_patterns(planner, leaf, words))
        status = error_no_memory(planner->err);
    return status == STATUS_OK ? fill_wilds(planner, leaf, words) : status;
}

static enum status make_expanded(struct planner *planner,
                                 struct plan_leaf *leaf)
{
    leaf->patterns = (struct pattern *)arena_alloc_array(
        planner->arena, 1, sizeof *leaf->patterns);
    if (leaf->patterns == NULL || add_pattern(planner, leaf, 1) == NULL)
        return error_no_memory(planner->err);
    return plan_expand(planner, leaf, leaf->node, leaf->node->text,
                       &leaf->patterns[0].places[0]);
}

enum status plan_make_patterns(struct planner *planner, struct plan_leaf *leaf)
{
    struct words words = {.tokens = NULL};
    if (leaf->node->kind == AST_PATTERN || leaf->node->kind == AST_FUZZY ||
        leaf->node->kind == AST_REGEX)
        return make_expanded(planner, leaf);
    enum status status = make_words(planner, leaf, &words);
    free(words.tokens);
    free(words.stems);
    free(words.wilds);
    return status;
}
