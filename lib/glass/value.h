/*
 * The values of one slot in the postlist table: chunks of them by docid, and
 * an entry that says how many there are and between which bounds.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_VALUE_H
#define LEDE_GLASS_VALUE_H

#include "glass/table.h"

/* Of one slot. */
struct value_statistics {
    uint64_t n_values;
    struct str lowest;
    struct str highest;
};

void value_statistics_release(struct value_statistics *statistics);
/* Takes one more value into account, not an empty one. */
MUST_CHECK enum status value_statistics_add(struct value_statistics *statistics,
                                            struct str_span value,
                                            struct error *err);
/* Takes all that another has seen into account. */
MUST_CHECK enum status value_statistics_join(
    struct value_statistics *statistics, const struct value_statistics *more,
    struct error *err);
/* Adds the entry of a slot with values; slots come in the order of the keys
   that value_statistics_key() makes. */
MUST_CHECK enum status value_statistics_write(
    const struct value_statistics *statistics, uint32_t slot,
    struct table *table, struct error *err);

/* Room for any key of this file. */
#define VALUE_KEY_BYTES 12

/* The key of a slot's statistics; `to` has VALUE_KEY_BYTES. */
struct str_span value_statistics_key(char *to, uint32_t slot);
/* What the keys of a slot's chunks begin with. Slots sort otherwise by it
   than by number: it holds them little end first. */
struct str_span value_stream_key(char *to, uint32_t slot);

struct value_writer {
    struct table *table; /* borrowed until the last value_end() */
    /* private: */
    char key[TABLE_MAX_KEY_BYTES];
    size_t n_key_start;
    struct str tag;
    uint32_t first;
    uint32_t last;
};

void value_init(struct value_writer *writer, struct table *table);
void value_release(struct value_writer *writer);

/* Begins the values of the slot with this value_stream_key(). */
void value_begin(struct value_writer *writer, struct str_span stream_key);
/* Docids ascend. */
MUST_CHECK enum status value_add(struct value_writer *writer, uint32_t docid,
                                 struct str_span value, struct error *err);
MUST_CHECK enum status value_end(struct value_writer *writer,
                                 struct error *err);

#endif
