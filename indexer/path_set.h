/*
 * Absolute paths, and whether one of them is, or is above, another path.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_PATH_SET_H
#define LEDE_INDEXER_PATH_SET_H

#include "base/arena.h"

struct path_set {
    struct arena arena; /* private, like all of it */
    struct str_span *paths;
    size_t n_paths;
    size_t n_room;
    bool is_sorted;
};

/* clang-format off */
#define PATH_SET_INIT { ARENA_INIT, NULL, 0, 0, true }
/* clang-format on */

void path_set_release(struct path_set *set);
MUST_CHECK enum status path_set_add(struct path_set *set, struct str_span path,
                                    struct error *err);
/* O(depth * log n); sorts the set when it has grown. */
bool path_set_covers(struct path_set *set, struct str_span path);

/*
 * Appends what operand is called in the catalogue of sources: its real path; of
 * a file only that of its directory, for a link to a file is a source of its
 * own. STATUS_NOT_FOUND, with an empty message: the directory is not there.
 */
MUST_CHECK enum status path_resolve(const char *operand, bool is_directory,
                                    struct str *out, struct error *err);

#endif
