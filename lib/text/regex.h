/*
 * A regular expression that is asked whether it matches a whole term: ICU's
 * syntax, over the folded letters of terms. What it costs is bounded: by steps
 * in one term, and by the caller's clock over all.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_REGEX_H
#define LEDE_TEXT_REGEX_H

#include "base/arena.h"

struct regex;

/*
 * STATUS_BAD_TEXT: it can't be read; err says what is wrong, and where. owned
 * by the caller; release with regex_free()
 */
MUST_CHECK enum status regex_new(struct str_span pattern,
                                 struct regex **ret_regex, struct error *err);
void regex_free(struct regex *regex);

/* What all terms that match begin with; may be empty. Borrowed. */
struct str_span regex_beginning(const struct regex *regex);

/* STATUS_TOO_BIG: over REGEX_MAX_MS were spent on matching so far, or one term
   took too many steps. */
#define REGEX_MAX_MS 100
MUST_CHECK enum status regex_matches(struct regex *regex, struct str_span term,
                                     bool *ret_is_match, struct error *err);

#endif
