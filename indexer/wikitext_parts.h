/*
 * What the files that wikitext is read by need of each other.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_WIKITEXT_PARTS_H
#define LEDE_INDEXER_WIKITEXT_PARTS_H

#include "indexer/wikitext.h"

#define STACK_MAX 100

/* Elements that are left out with all that is in them: wikitext_tag.c. */
#define N_LEFT_OUT 8

enum construct {
    OPEN_LINK,     /* [[ */
    OPEN_TEMPLATE, /* {{ */
    OPEN_TABLE,    /* {| */
    OPEN_ADDRESS,  /* [http:// */
};

struct open {
    enum construct kind;
    size_t off_bytes; /* in the output */
};

struct wiki {
    struct str_span text;
    size_t i; /* in it */
    const struct wikitext_names *names;
    struct str *out;
    struct open stack[STACK_MAX];
    size_t n_open;
    bool is_line_start;
    bool is_row_start;           /* of a table */
    bool was_item;               /* the last line, of a list */
    bool is_endless[N_LEFT_OUT]; /* no more ends of this element */
    enum status status;
};

/* ---- wikitext.c */

/* What is left to read. */
struct str_span wiki_rest(const struct wiki *wiki);
bool wiki_is_at(const struct wiki *wiki, struct str_span mark);
bool wiki_starts_nocase(struct str_span text, struct str_span prefix);
/* False if the stack is full. */
bool wiki_push(struct wiki *wiki, enum construct kind);
/* Takes off the last of this kind, and what was left open in it. */
bool wiki_pop(struct wiki *wiki, enum construct kind, size_t *ret_off);

/* ---- wikitext_table.c */

/* Writes it unless a line or a cell has just ended. */
void wiki_add_gap(struct wiki *wiki, const char *gap);
/* A paragraph ends here. */
void wiki_end_block(struct wiki *wiki);
void wiki_skip_line(struct wiki *wiki);
/* Behind the other cells of its row, wherever they stand. */
void wiki_start_cell(struct wiki *wiki);
/* At the beginning of a line in a table; false: nothing of it is special. */
bool wiki_read_table_line(struct wiki *wiki);

/* ---- wikitext_tag.c: at "<" and "&"; false: it is only that */

bool wiki_read_tag(struct wiki *wiki);
bool wiki_read_entity(struct wiki *wiki);

#endif
