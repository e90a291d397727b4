/*
 * Quotation marks of a query: which there are, and which of them close a
 * phrase that another has opened.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_QUERY_QUOTE_H
#define LEDE_SEARCHER_QUERY_QUOTE_H

#include "base/str.h"

enum quote {
    QUOTE_PLAIN,     /* " */
    QUOTE_LEFT,      /* U+201C */
    QUOTE_RIGHT,     /* U+201D */
    QUOTE_LOW,       /* U+201E */
    QUOTE_GUILLEMET, /* U+00AB */
    QUOTE_COUNTER,   /* U+00BB */
    N_QUOTES,
};

/* The quote at off_bytes; N_QUOTES for none. */
enum quote quote_at(struct str_span text, size_t off_bytes);
size_t quote_n_bytes(enum quote quote);
/* Whether it is just text when no other closes it. */
bool quote_is_lone_text(enum quote quote);

/* One bit for each of the six quotes: sets of them are below this. */
#define QUOTE_SETS 64

struct quote_finder {
    struct str_span text;
    /* No quote of the set comes at or behind this offset (remembered, so
       that a query of lone quotes costs no square). */
    size_t none_from[QUOTE_SETS];
};

void quote_finder_init(struct quote_finder *finder, struct str_span text);
/* Where the phrase opened by quote ends, from off_bytes on; SIZE_MAX: never. */
size_t quote_find_closer(struct quote_finder *finder, enum quote quote,
                         size_t off_bytes);

#endif
