/*
 * The sketches of articles that are being added, as they are stored: so that
 * reprints can be looked for while what has the sketches is still written.
 *
 * It is a help that may be missing: when it outgrows its ceiling or there is no
 * memory it gives up, and the sketches are read from the segment that was made.
 *
 * Only for lib/store.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_SKETCH_LIST_H
#define LEDE_STORE_SKETCH_LIST_H

#include "base/str.h"
#include "store/document.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Some 130,000 articles, of 190 bytes each. They are kept beside what --memory
   speaks of; where they are compared they take another 70 MiB. With a third
   more the run came within 10 MiB of what it may take in all. */
#define SKETCH_LIST_MAX_BYTES ((size_t)24 << 20)

struct sketch_list {
    struct str bytes; /* private: one behind the other */
    uint32_t *ends;   /* private: of each article's in bytes */
    size_t n_items;   /* read-only: articles, also those without a sketch */
    size_t n_room;
    bool has_given_up; /* read-only: it is empty and stays so */
};

/* All zeros is an empty one, too. Empties it, to begin anew. */
void sketch_list_reset(struct sketch_list *list);
void sketch_list_release(struct sketch_list *list);

/* That of the next article. */
void sketch_list_add(struct sketch_list *list, const struct document *document);
/* Those of the next articles. */
void sketch_list_append(struct sketch_list *list,
                        const struct sketch_list *more);

/* The bytes of item i, for sketch_decode(), borrowed until the list changes;
   empty: it has no sketch. */
struct str_span sketch_list_item(const struct sketch_list *list, size_t i);

#ifdef __cplusplus
}
#endif

#endif
