/*
 * How near two names are that a person may have mixed up: for "did you mean".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_NAME_DISTANCE_H
#define LEDE_SEARCHER_NAME_DISTANCE_H

#include "base/str.h"

/* Longer names are far from all others. */
#define NAME_DISTANCE_MAX_BYTES 32

/* Damerau's distance (optimal string alignment) of two short names, whatever
   the case of ASCII letters. */
size_t name_distance(struct str_span a, struct str_span b);
/* Up to which distance a name may be meant by this one. */
size_t name_distance_most(struct str_span name);

#endif
