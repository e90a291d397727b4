/*
 * Words with wildcards: `*` is any letters or none, `?` is one letter (a code
 * point of the folded word), and a backslash takes the sign behind it as it
 * is. A pattern matches a whole word.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_WILDCARD_H
#define LEDE_TEXT_WILDCARD_H

#include "base/arena.h"
#include "text/analyser.h"

enum wildcard_kind {
    WILDCARD_LETTERS, /* these */
    WILDCARD_ONE,
    WILDCARD_ANY,
};

struct wildcard_part {
    enum wildcard_kind kind;
    struct str_span letters;
};

struct wildcard { /* read-only */
    struct wildcard_part *parts;
    size_t n_parts;
    struct str_span beginning; /* of all words that match; may be empty */
};

/* Parts are folded as terms are, each run of letters by itself; all of it is
   in arena. */
MUST_CHECK enum status wildcard_make(struct str_span text,
                                     struct analyser *analyser,
                                     struct arena *arena,
                                     struct wildcard *ret_wildcard,
                                     struct error *err);

/* term is clean UTF-8. Takes time with its length times that of the parts at
   worst, and no memory. */
bool wildcard_matches(const struct wildcard *wildcard, struct str_span term);

#endif
