/*
 * Checksums of what is kept: XXH3 (64 bits for records, 128 for files) by
 * libxxhash. They find damage, not malice.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_BASE_CHECKSUM_H
#define LEDE_BASE_CHECKSUM_H

#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

uint64_t checksum_of(struct str_span bytes);

struct checksum128 {
    uint64_t high;
    uint64_t low;
};

/* As text: 32 hexadecimal digits, small letters, and a NUL. */
#define CHECKSUM128_TEXT_BYTES 33

struct checksum128 checksum128_of(struct str_span bytes);
bool checksum128_equal(struct checksum128 a, struct checksum128 b);
void checksum128_print(struct checksum128 checksum,
                       char ret_text[CHECKSUM128_TEXT_BYTES]);
/* False when text is not exactly what checksum128_print() writes. */
bool checksum128_parse(const char *text, struct checksum128 *ret_checksum);

/* Of bytes that come piece by piece. */
struct checksum_sum;

/* Begun; NULL when memory is out. owned by the caller; release with
   checksum_sum_free() */
struct checksum_sum *checksum_sum_new(void);
void checksum_sum_free(struct checksum_sum *sum);
/* Begins anew. */
void checksum_sum_reset(struct checksum_sum *sum);
void checksum_sum_add(struct checksum_sum *sum, struct str_span bytes);
/* Of all that was added so far. */
struct checksum128 checksum_sum_get(const struct checksum_sum *sum);

/* Of all that is left to read of fd, and how much that is. name is for
   messages only. */
MUST_CHECK enum status checksum128_of_file(int fd, const char *name,
                                           uint64_t *ret_n_bytes,
                                           struct checksum128 *ret_checksum,
                                           struct error *err);

#ifdef __cplusplus
}
#endif

#endif
