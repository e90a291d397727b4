/*
 * Whether lib/glass writes what this Xapian would: three documents are written
 * both ways, and all that can be asked of the two databases is compared.
 *
 * Only for lib/store.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_PROBE_H
#define LEDE_STORE_PROBE_H

#include "base/error.h"

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Of a probe's result: "xapian", its version, 16 digits, and a NUL. */
#define PROBE_KEY_BYTES 64

/* Names this program and the Xapian that it runs with, as their files are: by
   size and time. As long as the key is the same the probe would end the same.
   False: it cannot be told. Costs two stat(2). */
bool probe_key(char ret_key[PROBE_KEY_BYTES]);

/* STATUS_OK: it does. Else err says what is wrong: they differ, or they could
   not be written. It is tried in the directory of the index, whose lock the
   caller holds. Some ten milliseconds, a dozen syncs. $LEDE_PROBE=differ
   makes them differ, for tests. */
MUST_CHECK enum status probe_glass(const char *index_path, struct error *err);

#ifdef __cplusplus
}
#endif

#endif
