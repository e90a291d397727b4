/*
 * An article while a reader puts it together: fields, names, and what the form
 * has besides, copied from wherever they were found, and handed to the sink at
 * the end.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_DRAFT_H
#define LEDE_INDEXER_DRAFT_H

#include "indexer/reader.h"

/* Authors, tags, and values kept besides: an article of people has fewer. What
   is over is left out with a remark. */
#define DRAFT_NAMES_MAX 1000

struct draft_names {
    struct str_span *items;
    size_t n_items;
    size_t n_room;
};

struct draft {
    struct str fields[READER_N_FIELDS]; /* but for authors and tags */
    struct draft_names authors;
    struct draft_names tags;
    struct str note; /* what was mended or left out; empty: nothing */

    /* private */
    struct arena arena;
    struct draft_beside *besides; /* a name and a value each */
    size_t n_besides;
    size_t n_besides_room;
    size_t n_left_out;
    struct str extra;
    enum status status; /* the first failure */
};

/* clang-format off */
#define DRAFT_INIT { .status = STATUS_OK }
/* clang-format on */

void draft_release(struct draft *draft);
void draft_reset(struct draft *draft);

/* Sets the field to the value, trimmed, if that is not empty. Another author or
   tag is one more; of the others the first counts: false if one was there, and
   is another. */
bool draft_set(struct draft *draft, enum reader_field field,
               struct str_span value);

/* Keeps a value besides, under name, trimmed, if that is not empty; several of
   one name become a list. */
void draft_keep(struct draft *draft, struct str_span name,
                struct str_span value);

/* Keeps all that another one keeps. */
void draft_keep_all(struct draft *draft, const struct draft *other);

/* Appends a remark, behind those that are there. */
void draft_remark(struct draft *draft, const char *format, ...)
    PRINTF_LIKE(2, 3);

/* Hands it to the sink, with the note of facts before its own. */
MUST_CHECK enum status draft_push(struct draft *draft,
                                  const struct reader_facts *facts,
                                  const struct reader_sink *sink,
                                  struct error *err);

#endif
