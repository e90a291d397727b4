/*
 * The terms of one document as a tag of the termlist table, and the slots of
 * its values as another. They tell which posting lists and value chunks to
 * change when a document is deleted, and which terms it had.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_TERMLIST_H
#define LEDE_GLASS_TERMLIST_H

#include "base/str.h"

struct termlist_term {
    struct str_span term;
    uint32_t wdf;
};

/* Room that termlist_encode() needs for terms of n_term_bytes in all. */
size_t termlist_max_bytes(size_t n_terms, size_t n_term_bytes);

/*
 * Writes the tag at `to` and returns its end. Terms come in byte order, each
 * once; none makes an empty tag. n_length: the sum of their wdf.
 */
char *termlist_encode(char *to, uint64_t n_length,
                      const struct termlist_term *terms, size_t n_terms);

/* Room that termlist_encode_slots() needs. */
size_t termlist_slots_max_bytes(size_t n_slots);

/* The tag of the slots that have a value, in ascending order. */
char *termlist_encode_slots(char *to, const uint32_t *slots, size_t n_slots);

#endif
