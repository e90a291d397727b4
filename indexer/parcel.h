/*
 * Articles on their way through a thread: a parcel holds pieces of input, in
 * order; a hand turns them into documents in a parcel of the writer's, and
 * into items that tell what became of each article. Whoever settles the parcel
 * then (ingest.c) needs no article any more.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_PARCEL_H
#define LEDE_INDEXER_PARCEL_H

#include "indexer/build.h"
#include "indexer/identity.h"
#include "indexer/walk.h"
#include "store/document.h"
#include "store/writer.h"
#include "text/analyser.h"

enum piece_kind {
    PIECE_FILE,   /* a whole file, which the hand opens */
    PIECE_LINES,  /* some lines of one */
    PIECE_FRAMES, /* what a worker made of some of one: see frame.h */
};

struct piece {
    enum piece_kind kind;
    const char *path;
    const char *relative;        /* see struct walk_file */
    size_t n_bytes;              /* about */
    const struct reader *reader; /* of lines and frames */
    uint64_t n_lines_before;
    size_t off_bytes;         /* of its text in parcel.text */
    const char *reason;       /* why it could not be opened; NULL: it was */
    struct input_facts facts; /* of a file that was read */
    uint64_t n_read_bytes;
    size_t i_item; /* the first of what it became */
    size_t n_items;
};

struct item {
    bool is_article; /* else a line that is none */
    uint64_t line;
    struct str_span id;
    const char *reason;      /* NULL: it is in the parcel */
    const char *date_reason; /* NULL: the date is good */
    const char *note;        /* see struct reader_facts */
    size_t n_repaired;
    size_t n_paragraphs;
    uint64_t sum;
};

struct parcel {
    struct piece *pieces; /* read-only */
    size_t n_pieces;
    struct item *items; /* read-only */
    size_t n_items;
    size_t n_bytes;     /* read-only: of input, about */
    struct batch *out;  /* what the hand fills; NULL: none yet */
    enum status status; /* of the hand, with err */
    struct error err;
    /* private: */
    size_t n_pieces_room;
    size_t n_items_room;
    struct str text;
    struct arena arena;
};

void parcel_init(struct parcel *parcel);
void parcel_release(struct parcel *parcel);
/* Empties it; keeps its memory. */
void parcel_reset(struct parcel *parcel);

/* Appends a copy of the piece with its paths, its reason, and its text, if it
   is of lines or frames. */
MUST_CHECK enum status parcel_add(struct parcel *parcel,
                                  const struct piece *piece,
                                  struct str_span text, struct error *err);

/* What a thread works with. */
struct hand {
    /* what a sample has */
    enum id_from id_from;
    const struct reader *reader;
    const struct reader_settings *settings;
    bool is_summing; /* articles need sums */
    uint32_t day;    /* see struct origin */

    /* private */
    struct analyser *analyser;
    struct checksum_sum *sum;
    struct parcel *parcel;
    const struct piece *piece;
    struct workshop *workshop; /* NULL: none yet */
    const char *form;          /* of the piece */
    struct origin origin;      /* of the article */
    struct str file;           /* origin.path */
    struct document document;
    struct arena arena;
    struct arena frame_arena; /* of an article out of a frame */
    struct str id_term;
    struct str record;
};

/* As sample, with an analyser for language. Release with hand_release(), also
   on failure. */
MUST_CHECK enum status hand_init(struct hand *hand, const struct hand *sample,
                                 const struct language *language,
                                 struct error *err);
void hand_release(struct hand *hand);

/* Works the parcel off; parcel->status tells how that went. */
void hand_work(struct hand *hand, struct parcel *parcel);

#endif
