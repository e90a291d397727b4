/*
 * Which bytes of an article made it match: the plan's patterns found again in
 * the words of one paragraph (or of the title, an author, a source).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_MARK_H
#define LEDE_SEARCHER_MARK_H

#include "searcher/plan.h"

/* Most marks of one text. A passage shows a few; a paragraph of megabytes that
   is shown whole is marked only so far. */
#define MARKS_MAX 16384

/* Most places of one text. */
#define MARK_MAX_PLACES ((size_t)1 << 20)

struct mark {
    size_t off_bytes; /* in the text that was given */
    size_t n_bytes;   /* of a phrase: from its first to its last word */
    size_t i_leaf;    /* of the plan */
};

/* Where a leaf is, by the positions of its first and last word. */
struct mark_place {
    uint32_t first;
    uint32_t last;
    uint32_t i_leaf; /* of the plan */
};

/* By first, last and leaf; for qsort(). */
int mark_place_compare(const void *a, const void *b);

/* Of which leaves marks are wanted. */
enum mark_choice {
    MARK_POSITIVE_LEAVES,
    MARK_ALL_LEAVES,    /* to see whether they are there */
    MARK_CHOSEN_LEAVES, /* those in the bit set */
};

struct mark_state;
struct mark_spans;

struct mark_list {
    enum mark_choice choice; /* the caller's, and so is what it points at */
    const uint64_t *chosen;
    struct mark *marks; /* by off_bytes; overlapping ones merged into one */
    size_t n_marks;
    size_t n_marks_room;
    struct mark_place *places; /* of the leaves, from 0 on; in order, each once;
                                  the first MARK_MAX_PLACES that were found */
    size_t n_places;
    size_t n_places_room;
    uint64_t *leaves; /* bit set of leaves seen, (n_leaves + 63) / 64 words */
    /* private: how far each phrase had come at the last two positions */
    struct mark_state *states;
    size_t n_states;
    size_t n_leaf_words;
    uint64_t next_stamp;
    struct mark_spans *spans; /* NULL until a plan needs it */
};

void mark_list_init(struct mark_list *list);
void mark_list_release(struct mark_list *list);

/*
 * Replaces list by the marks that list->choice wants of the leaves of field
 * (FIELD_TEXT for paragraphs; for the title both FIELD_TEXT and FIELD_TITLE)
 * in text, which is one of an article whose language is the analyser's hint.
 */
MUST_CHECK enum status mark_text(const struct plan *plan, enum field field,
                                 struct analyser *analyser,
                                 struct str_span text, struct mark_list *list,
                                 struct error *err);

#endif
