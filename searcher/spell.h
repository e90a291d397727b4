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
   edits only what is in very many more articles. */
MUST_CHECK enum status spell_near(struct speller *speller, enum field field,
                                  struct str_span folded, uint32_t n_edits,
                                  struct spelling *ret_spelling);

/* The two words that the folded one is without its space, if they stand side by
   side somewhere. */
MUST_CHECK enum status spell_split(struct speller *speller, enum field field,
                                   struct str_span folded,
                                   struct spelling *ret_spelling);

#endif
