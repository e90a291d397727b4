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

#ifdef __cplusplus
extern "C" {
#endif

/* STATUS_OK: it does. Else err says what is wrong: they differ, or no place
   was found to try it. beside: a path that a folder can stand next to when
   $TMPDIR takes none. $LEDE_PROBE=differ makes them differ, for tests. */
MUST_CHECK enum status probe_glass(const char *beside, struct error *err);

#ifdef __cplusplus
}
#endif

#endif
