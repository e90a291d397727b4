/*
 * Words of the index that are nearly a given one: some letters away, or with a
 * space more or less. Inside of correct.c; not for others.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_SPELL_H
#define LEDE_SEARCHER_SPELL_H

#include "searcher/plan.h"

struct speller {
    const struct plan_scope *scope;
    struct arena *arena;
    struct error *err;
};

/* What may have been meant. */
struct spelling {
    struct str_span text; /* a word, or two with a space between them; bytes is
                             NULL if there is none */
    uint64_t n_articles;  /* that have it; of two, side by side */
    bool is_split;
    uint32_t n_edits; /* a space counts as one */
};

/* In how many articles the folded word is in the field. */
MUST_CHECK enum status spell_count(struct speller *speller, enum field field,
                                   struct str_span folded,
                                   uint64_t *ret_n_articles);

/* The best of what is nearly the folded word, which is not there, or hardly:
   at most n_edits away, or two words without their space. Of what takes two
   edits only what is in very many more articles; none of what is in fewer than
   n_least. */
MUST_CHECK enum status spell_near(struct speller *speller, enum field field,
                                  struct str_span folded, uint32_t n_edits,
                                  uint64_t n_least,
                                  struct spelling *ret_spelling);

/* Two words that a word is without a space. */
struct spell_pair {
    size_t n_front_bytes;
    uint64_t n_articles; /* of its rarer word: the two are in no more */
};

/* Pairs that are looked for side by side; the others have a word that is
   rarer. */
#define SPELL_MAX_PAIRS 4

struct spell_pairs {
    struct spell_pair items[SPELL_MAX_PAIRS]; /* the most frequent first */
    size_t n_items;
};

/* n_except_bytes: where it is not to be divided; 0: anywhere. */
MUST_CHECK enum status spell_find_pairs(struct speller *speller,
                                        enum field field,
                                        struct str_span folded,
                                        size_t n_except_bytes,
                                        struct spell_pairs *ret_pairs);

/* The pair of them that stands side by side in most articles, and in n_least or
   more. */
MUST_CHECK enum status spell_split(struct speller *speller, enum field field,
                                   struct str_span folded,
                                   const struct spell_pairs *pairs,
                                   uint64_t n_least,
                                   struct spelling *ret_spelling);

#endif
