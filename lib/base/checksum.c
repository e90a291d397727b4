/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/checksum.h"

#include <xxhash.h>

uint64_t checksum_of(struct str_span bytes)
{
    return XXH3_64bits(bytes.bytes ? bytes.bytes : "", bytes.n_bytes);
}
