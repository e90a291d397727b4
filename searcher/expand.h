/*
 * Which terms of an index a word stands for that is not one term: with
 * wildcards, with slips, a regex, or a stem. All of them are looked for in the
 * index's lexicon (store/index_terms.h); of too many, those in most articles
 * stay, and how many there were is told.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_EXPAND_H
#define LEDE_SEARCHER_EXPAND_H

#include "store/index_terms.h"
#include "text/fuzzy.h"
#include "text/regex.h"
#include "text/wildcard.h"

struct expanded_term {
    struct str_span term; /* without the field's prefix */
    uint64_t n_articles;  /* with the dead that are not folded away yet */
    uint32_t n_edits;     /* of a fuzzy word; else 0 */
};

struct expansion {
    struct expanded_term *terms; /* in the order of their bytes */
    size_t n_terms;
    uint64_t n_found; /* more than n_terms: so many were left out */
};

/* In which terms to look, and what to bring. */
struct expand_scope {
    struct index *index;
    enum field field; /* FIELD_KIND_VALUE and _ID work, but slowly */
    size_t n_most;    /* terms; at least 1 */
};

/* The terms that the wildcard matches; in arena. */
MUST_CHECK enum status expand_wildcard(const struct expand_scope *scope,
                                       const struct wildcard *wildcard,
                                       struct arena *arena,
                                       struct expansion *ret_expansion,
                                       struct error *err);

/* Of a field of FIELD_KIND_PATH: the paths and folders that begin so, without
   those in a folder that begins so itself; in arena. */
MUST_CHECK enum status expand_beginning(const struct expand_scope *scope,
                                        struct str_span beginning,
                                        struct arena *arena,
                                        struct expansion *ret_expansion,
                                        struct error *err);

/* The terms that the word is meant by; in arena. */
MUST_CHECK enum status expand_fuzzy(const struct expand_scope *scope,
                                    struct fuzzy *fuzzy, struct arena *arena,
                                    struct expansion *ret_expansion,
                                    struct error *err);

/* The terms that it matches whole; in arena. STATUS_TOO_BIG as
   regex_matches(). */
MUST_CHECK enum status expand_regex(const struct expand_scope *scope,
                                    struct regex *regex, struct arena *arena,
                                    struct expansion *ret_expansion,
                                    struct error *err);

/*
 * The words whose stem it is, as the analyser's language has it: what a stem
 * term ("Zprotest": stem is "protest", without Z and prefix) stands for, as
 * terms that have positions. Walks the words with the same beginning; of
 * some languages, such as Arabic, all (0.3 s a million). Words that lost an
 * accent which their stemmer looks at are missed: of a thousand words of text
 * none in English, German and Russian, 21 in French, 88 in Arabic, 120 in
 * Turkish (tests/unit/check_stem.c).
 */
MUST_CHECK enum status expand_stem(const struct expand_scope *scope,
                                   struct str_span stem,
                                   struct analyser *analyser,
                                   struct arena *arena,
                                   struct expansion *ret_expansion,
                                   struct error *err);

#endif
