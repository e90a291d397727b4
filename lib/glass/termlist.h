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

#ifdef __cplusplus
extern "C" {
#endif

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

/* A term has at most so many bytes, whatever a damaged tag says. */
#define TERMLIST_TERM_BYTES 255

struct termlist_reader {
    struct str_span term; /* borrowed until the next one is read */
    uint32_t wdf;

    /* private */
    const char *at;
    const char *end;
    uint64_t n_left;
    char bytes[TERMLIST_TERM_BYTES];
};

/* Begins to read what termlist_encode() wrote. Nothing in it is trusted. */
MUST_CHECK enum status termlist_read(struct termlist_reader *reader,
                                     struct str_span tag, struct error *err);
/* The next term. STATUS_DONE: that was all; _CORRUPT: it is no such tag. */
MUST_CHECK enum status termlist_next(struct termlist_reader *reader,
                                     struct error *err);

#ifdef __cplusplus
}
#endif

#endif
