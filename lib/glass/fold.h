/*
 * Several images made one, when there are too many to read at the same time.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_FOLD_H
#define LEDE_GLASS_FOLD_H

#include "glass/merge.h"

/*
 * Writes the fold of consecutive images into a spill file other than the one
 * that they are in. Entries are copied as they are; only what docid they
 * count from is told anew, in the heads.
 */
MUST_CHECK enum status fold_images(const struct merge_source *source,
                                   struct spill *to, struct image *ret_image,
                                   struct error *err);

#endif
