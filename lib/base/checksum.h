/*
 * Checksums of what is kept: XXH3 (64 bits) by libxxhash. Finds damage, not
 * malice.
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

#ifdef __cplusplus
}
#endif

#endif
