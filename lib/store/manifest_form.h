/*
 * The bytes of manifest.json: JSON that ends in a checksum of all before it,
 * so that no bit of it can change unseen.
 *
 * Only for lib/store.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_MANIFEST_FORM_H
#define LEDE_STORE_MANIFEST_FORM_H

#include "store/manifest.h"

#ifdef __cplusplus
extern "C" {
#endif

MUST_CHECK enum status manifest_print(const struct manifest *manifest,
                                      const struct segment_list *list,
                                      struct str *out, struct error *err);

/*
 * STATUS_CORRUPT: *ret_wrong says what is wrong; static. STATUS_NOT_FOUND: it
 * is another program's. STATUS_OUTDATED: of the version in ret_manifest.
 * These do not fill err.
 */
MUST_CHECK enum status manifest_parse(struct str_span text,
                                      struct manifest *ret_manifest,
                                      struct segment_list *list,
                                      const char **ret_wrong,
                                      struct error *err);

/* Appends what ends the file: the checksum of out so far, which must be JSON
   up to its last member's comma and line end. */
void manifest_seal(struct str *out);

#ifdef __cplusplus
}
#endif

#endif
