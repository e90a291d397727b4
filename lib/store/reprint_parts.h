/*
 * What the files of reprints.h share: reprint_pairs.c (who is a copy of whom),
 * reprints.c (the groups that makes).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_REPRINT_PARTS_H
#define LEDE_STORE_REPRINT_PARTS_H

#include "store/reprints.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Instead of the place of an article. */
#define REPRINT_NONE UINT32_MAX

struct reprint_article {
    uint32_t docid;
    uint32_t limit;
    uint32_t first; /* article of its group; itself: it is the first */
    uint32_t last;  /* of the first: the last of the group */
    uint32_t next;  /* of the group; REPRINT_NONE: it is the last */
    uint16_t title; /* see store/sketch.h */
    uint16_t source;
    uint32_t n_numbers;
    size_t i_number; /* of its first in numbers */
};

/* Whether one of the two is a copy of the other, by their places. To be asked
   when reprint_find_pairs() was. */
bool reprint_are_copies(const struct reprint_finder *finder, uint32_t a,
                        uint32_t b);

/* Fills the list of pairs: copies of which the later one has a docid from
   first_new on. */
MUST_CHECK enum status reprint_find_pairs(struct reprint_finder *finder,
                                          uint32_t first_new,
                                          struct error *err);

#ifdef __cplusplus
}
#endif

#endif
