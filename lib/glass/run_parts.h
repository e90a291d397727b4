/*
 * What the builder takes out of a run; not for its other users.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_RUN_PARTS_H
#define LEDE_GLASS_RUN_PARTS_H

#include "glass/image.h"
#include "glass/run.h"
#include "glass/slots.h"
#include "glass/tags.h"
#include "glass/version.h"

/* Tags of the documents, which may be taken when it is sealed. */
struct tags *run_tags(struct run *run);
/* Its documents, lengths and bounds. */
const struct collection_statistics *run_statistics(const struct run *run);
const struct slots *run_slots(const struct run *run);
/* The image of a sealed run; the bytes are the caller's from now on. */
struct image run_take_image(struct run *run);

#endif
