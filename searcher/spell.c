/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/spell.h"

#include "searcher/blame.h"
#include "text/utf8.h"

#include <string.h>

/* Shorter words have too many neighbours. */
#define MIN_LETTERS_ONE_EDIT  4
#define MIN_LETTERS_TWO_EDITS 7
/* A word two edits away must be in so many times more articles. */
#define SECOND_EDIT_FACTOR 50
/* Nobody writes more words without a space: tried at each letter. */
#define MAX_SPLIT_LETTERS 40

enum status spell_count(struct speller *speller, enum field field,
                        struct str_span folded, uint64_t *ret_n_articles)
{
    CLEANUP(str_release) struct str term = STR_INIT;
    str_add_text(&term, schema_row(field)->prefix);
    str_add_span(&term, folded);
    enum status status = str_status(&term, speller->err);
    return status == STATUS_OK
               ? index_term_articles(speller->scope->index, str_view(&term),
                                     ret_n_articles, speller->err)
               : status;
}

/* ---- letters */

/* The best of what is so many edits away: that in most articles. */
static enum status find_nearest(struct speller *speller, enum field field,
                                struct str_span folded, uint32_t n_edits,
                                struct spelling *best)
{
    const struct expand_scope scope = {speller->scope->index, field, 100};
    struct expansion expansion = {NULL, 0, 0};
    struct fuzzy *fuzzy;
    enum status status =
        fuzzy_make(folded, n_edits, speller->arena, &fuzzy, speller->err);
    if (status == STATUS_OK)
        status = expand_fuzzy(&scope, fuzzy, speller->arena, &expansion,
                              speller->err);
    for (size_t i = 0; status == STATUS_OK && i < expansion.n_terms; i++) {
        const struct expanded_term *term = &expansion.terms[i];
        uint64_t factor = term->n_edits > best->n_edits && best->n_edits > 0
                              ? SECOND_EDIT_FACTOR
                              : 1;
        if (term->n_edits > 0 && term->n_articles > best->n_articles * factor)
            *best = (struct spelling){term->term, term->n_articles, false,
                                      term->n_edits};
    }
    return status;
}

/* ---- spaces */

/* Puts the pair among the best ones. */
static void keep_pair(struct spell_pairs *pairs, struct spell_pair pair)
{
    size_t i =
        pairs->n_items < SPELL_MAX_PAIRS ? pairs->n_items++ : SPELL_MAX_PAIRS;
    for (; i > 0 && pairs->items[i - 1].n_articles < pair.n_articles; i--)
        if (i < SPELL_MAX_PAIRS)
            pairs->items[i] = pairs->items[i - 1];
    if (i < SPELL_MAX_PAIRS)
        pairs->items[i] = pair;
}

static bool is_all_letters(struct str_span folded)
{
    for (size_t i = 0; i < folded.n_bytes; i++) {
        unsigned char byte = (unsigned char)folded.bytes[i];
        if (byte < 0x80 && (byte < 'a' || byte > 'z'))
            return false;
    }
    return true;
}

static bool may_be_two(struct str_span folded)
{
    size_t n_letters = utf8_count(folded);
    return n_letters >= MIN_LETTERS_ONE_EDIT &&
           n_letters <= MAX_SPLIT_LETTERS && is_all_letters(folded);
}

enum status spell_find_pairs(struct speller *speller, enum field field,
                             struct str_span folded, size_t n_except_bytes,
                             struct spell_pairs *ret_pairs)
{
    ret_pairs->n_items = 0;
    for (size_t at = 0; may_be_two(folded);) {
        uint64_t n_front = 0;
        uint64_t n_behind = 0;
        (void)utf8_next(folded, &at);
        if (at == folded.n_bytes)
            break;
        if (at == n_except_bytes)
            continue;
        enum status status =
            spell_count(speller, field, str_span(folded.bytes, at), &n_front);
        if (status == STATUS_OK && n_front > 0)
            status = spell_count(
                speller, field,
                str_span(folded.bytes + at, folded.n_bytes - at), &n_behind);
        if (status != STATUS_OK)
            return status;
        if (n_behind > 0)
            keep_pair(ret_pairs,
                      (struct spell_pair){at, n_front < n_behind ? n_front
                                                                 : n_behind});
    }
    return STATUS_OK;
}

/* "new york" of newyork; bytes is NULL when memory is out. */
static struct str_span with_space(struct arena *arena, struct str_span word,
                                  size_t n_front_bytes)
{
    char *bytes = arena_alloc(arena, word.n_bytes + 1);
    if (bytes == NULL)
        return str_span(NULL, 0);
    memcpy(bytes, word.bytes, n_front_bytes);
    bytes[n_front_bytes] = ' ';
    memcpy(bytes + n_front_bytes + 1, word.bytes + n_front_bytes,
           word.n_bytes - n_front_bytes);
    return str_span(bytes, word.n_bytes + 1);
}

/* In how many articles the words stand side by side. */
static enum status count_phrase(struct speller *speller, enum field field,
                                struct str_span text, uint64_t *ret_n_articles)
{
    const struct ast_span nowhere = {0, 0};
    struct ast_node *phrase = ast_new(speller->arena, AST_PHRASE, nowhere);
    if (phrase == NULL)
        return error_no_memory(speller->err);
    phrase->text = text;
    struct ast_node *alone =
        ast_wrap(speller->arena, AST_FIELD, field, nowhere, phrase);
    return alone == NULL ? error_no_memory(speller->err)
                         : blame_count(alone, speller->scope, speller->arena,
                                       ret_n_articles, speller->err);
}

enum status spell_split(struct speller *speller, enum field field,
                        struct str_span folded, const struct spell_pairs *pairs,
                        uint64_t n_least, struct spelling *ret_spelling)
{
    enum status status = STATUS_OK;
    *ret_spelling = (struct spelling){{NULL, 0}, 0, false, 0};
    for (size_t i = 0; i < pairs->n_items && status == STATUS_OK; i++) {
        const struct spell_pair *pair = &pairs->items[i];
        uint64_t n = 0;
        struct str_span text =
            with_space(speller->arena, folded, pair->n_front_bytes);
        if (text.bytes == NULL)
            return error_no_memory(speller->err);
        if (pair->n_articles >= n_least &&
            pair->n_articles > ret_spelling->n_articles)
            status = count_phrase(speller, field, text, &n);
        if (n >= n_least && n > ret_spelling->n_articles)
            *ret_spelling = (struct spelling){text, n, true, 1};
    }
    return status;
}

static enum status split(struct speller *speller, enum field field,
                         struct str_span folded, uint64_t n_least,
                         struct spelling *ret_spelling)
{
    struct spell_pairs pairs;
    enum status status = spell_find_pairs(speller, field, folded, 0, &pairs);
    return status == STATUS_OK ? spell_split(speller, field, folded, &pairs,
                                             n_least, ret_spelling)
                               : status;
}

enum status spell_near(struct speller *speller, enum field field,
                       struct str_span folded, uint32_t n_edits,
                       uint64_t n_least, struct spelling *ret_spelling)
{
    size_t n_letters = utf8_count(folded);
    struct spelling best = {{NULL, 0}, 0, false, 0};
    struct spelling two = {{NULL, 0}, 0, false, 0};
    enum status status = STATUS_OK;
    if (n_letters >= MIN_LETTERS_ONE_EDIT)
        status = find_nearest(speller, field, folded, 1, &best);
    if (status == STATUS_OK)
        status = split(
            speller, field, folded,
            n_least > best.n_articles ? n_least : best.n_articles + 1, &two);
    if (status == STATUS_OK && two.n_articles > best.n_articles)
        best = two;
    if (status == STATUS_OK && n_letters >= MIN_LETTERS_TWO_EDITS &&
        n_edits > 1)
        status = find_nearest(speller, field, folded, 2, &best);
    if (best.n_articles < n_least)
        best = (struct spelling){{NULL, 0}, 0, false, 0};
    *ret_spelling = best;
    return status;
}
