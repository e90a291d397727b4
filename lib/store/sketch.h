/*
 * An article's sketch: a sample of its shingles (see text/shingle.h) as it is
 * kept in SLOT_SKETCH. By these reprints are found.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_SKETCH_H
#define LEDE_STORE_SKETCH_H

#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

#define SKETCH_MAX_NUMBERS 64
/* All numbers are below this. */
#define SKETCH_END ((uint32_t)1 << 28)
/* An article of fewer shingles, a line or two, says too little to be known
   again by: it has no sketch. */
#define SKETCH_MIN_NUMBERS 8

struct sketch {
    uint32_t numbers[SKETCH_MAX_NUMBERS]; /* rising */
    size_t n_numbers;
    uint32_t limit;  /* all that the article has below it are in numbers */
    uint16_t title;  /* of its title and its source, see sketch_name(); 0: */
    uint16_t source; /* it has none */
};

/* Stands for a title or a source; two that differ have the same once in
   65,535 times. */
uint16_t sketch_name(struct str_span text);

/* Appends the bytes of the value. */
void sketch_encode(const struct sketch *sketch, struct str *out);

/* STATUS_CORRUPT: that is no sketch. */
MUST_CHECK enum status sketch_decode(struct str_span bytes,
                                     struct sketch *ret_sketch,
                                     struct error *err);

#ifdef __cplusplus
}
#endif

#endif
