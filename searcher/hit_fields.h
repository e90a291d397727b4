/*
 * What of an article's record stays with its hit when the record is gone.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_HIT_FIELDS_H
#define LEDE_SEARCHER_HIT_FIELDS_H

#include "store/article.h"

/* Makes the fields of article the arena's own; the text is left behind. */
MUST_CHECK enum status hit_keep_fields(struct article *article,
                                       struct arena *arena, struct error *err);

#endif
