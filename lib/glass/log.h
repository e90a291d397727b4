/*
 * The postings, lengths and values of a run's documents, in the order the
 * documents came; log_invert() turns them to the order of the tables, as an
 * image (see image.h).
 *
 * An entry of the log: 4 bytes number in the vocabulary, in the machine's
 * order, then the entry as the image has it. So inverting is one counting
 * sort: how many bytes each term's entries have is known, and each entry is
 * copied once to its place.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_LOG_H
#define LEDE_GLASS_LOG_H

#include "glass/image.h"
#include "glass/tally.h"
#include "glass/vocabulary.h"

struct log {
    struct str bytes; /* read-only */
};

/* What goes into one entry; either positions or a value, or neither. */
struct log_entry {
    uint32_t id;
    uint32_t docid; /* relative to the run, from 1, ascending by id */
    uint32_t wdf;
    const uint32_t *positions; /* ascending */
    size_t n_positions;
    struct str_span value;
};

void log_init(struct log *log);
void log_release(struct log *log);
void log_reset(struct log *log);

/* Appends the entry and counts it in the vocabulary. */
MUST_CHECK enum status log_add(struct log *log, struct vocabulary *vocabulary,
                               const struct log_entry *entry,
                               struct error *err);

/* Appends those of all terms of a document. */
MUST_CHECK enum status log_add_terms(struct log *log,
                                     struct vocabulary *vocabulary,
                                     uint32_t docid, const struct tally *tally,
                                     struct error *err);

/* A stream of entries that is not a term's: of lengths or values. */
struct log_stream {
    struct str_span key; /* of the stream in the image */
    uint32_t id;
};

/* Terms in byte order, by their numbers; those without documents left out. */
struct log_order {
    struct sort_item *items; /* and as much scratch behind */
    size_t n_items;
    struct str_span *spans; /* of each number: its bytes, of the vocabulary */
    size_t *places;         /* of each number: where its entries end */
};

/* What a log becomes. */
struct inversion {
    struct image image; /* its bytes are to be released with free() */
    struct log_order order;
};

/* The order; the image has gone its way. */
void log_order_release(struct log_order *order);

/*
 * Makes the image of the log: the streams given, in this order, which is
 * that of their keys, then the terms. The inversion is owned by the caller; the
 * order is to be released with log_order_release(), also on failure.
 */
MUST_CHECK enum status log_invert(const struct log *log,
                                  const struct vocabulary *vocabulary,
                                  const struct log_stream *streams,
                                  size_t n_streams,
                                  struct inversion *ret_inversion,
                                  struct error *err);

#endif
