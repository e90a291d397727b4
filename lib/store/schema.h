/*
 * What of an article goes where in the index: term prefixes (Omega's), value
 * slots and positions, as one table. doc/index-format.md shows it to people;
 * a test holds the two together.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_SCHEMA_H
#define LEDE_STORE_SCHEMA_H

#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Paragraph p (from 1; the title is 0) begins at position
 * i_stretch * STRETCH_POSITIONS, the title at 1. Words follow without a gap,
 * however many; the next paragraph begins at the first multiple that leaves at
 * least PARAGRAPH_GAP positions free, so that OP_NEAR with window PARAGRAPH_GAP
 * never reaches into another paragraph and phrases never leak.
 */
#define STRETCH_POSITIONS 4096u
#define PARAGRAPH_GAP     2048u
/* The last stretch whose positions all fit in Xapian's 32 bits, less one so
   that POSITION_NONE is never the position of a word. */
#define STRETCH_MAX (UINT32_MAX / STRETCH_POSITIONS - 1u)

/*
 * The position of the first word of what begins at a stretch. Position 0 is
 * never used: Xapian (1.4.22, and 2.1) writes the positions 0 and 1 as it
 * writes 1 alone, so that "Duran Duran" would be one word.
 */
uint32_t schema_first_position(uint32_t i_stretch);

/* The stretch behind a paragraph of n_words that begins at i_stretch; over
   STRETCH_MAX when the article has no room for another paragraph. */
uint32_t schema_next_stretch(uint32_t i_stretch, uint32_t n_words);

enum field {
    FIELD_TEXT, /* words of title and text, no prefix */
    FIELD_TITLE,
    FIELD_AUTHOR,
    FIELD_SOURCE,
    FIELD_SECTION,
    FIELD_TAG,
    FIELD_LANGUAGE,
    FIELD_DATE,
    FIELD_URL,
    FIELD_TYPE,
    FIELD_PATH,
    FIELD_ID,
};

enum field_kind {
    FIELD_KIND_STEMMED, /* words with positions, and stems without */
    FIELD_KIND_WORDS,   /* words with positions, not stemmed (names) */
    FIELD_KIND_VALUE,   /* the whole value as one folded term, and its
                           beginning when it has levels ("en-GB": "en") */
    FIELD_KIND_DATE,    /* Y M D terms, and SLOT_DATE_MIN.._MAX */
    FIELD_KIND_PATH,    /* the whole and each folder of it ("a/b.txt": "a/"),
                           not folded */
    FIELD_KIND_ID,      /* one term, not folded */
};

struct schema_row {
    enum field field;
    enum field_kind kind;
    const char *name;   /* in queries and JSON: "title" */
    const char *prefix; /* of its terms: "S"; stems get "Z" in front of it */
    const char *help;
};

/* One row for each enum field, in that order. Static. */
const struct schema_row *schema_rows(size_t *ret_n_rows);
const struct schema_row *schema_row(enum field field);
/* By name; NULL if there is none. */
const struct schema_row *schema_find(struct str_span name);
/* The kind as the word in the document's table: "stemmed". Static. */
const char *schema_kind_name(enum field_kind kind);

/* FIELD_DATE has a prefix for each precision, as Omega has. */
#define PREFIX_YEAR  "Y" /* Y1906 */
#define PREFIX_MONTH "M" /* M190603 */
#define PREFIX_DAY   "D" /* D19060314 */

/* With the name of a field: articles in which that has a value. Each is in the
   document once, without a position. */
#define PREFIX_HAS "XHAS" /* XHASauthor */

/* With the words of an article's title, all of them and nothing else, as one
   term: where the title itself was asked for. Without a position. */
#define PREFIX_WHOLE_TITLE "XTITLE"

/*
 * Stems have no positions, as the words of a stem have them; except where the
 * stem of a word hung on an accent that its term has not, or is of another
 * language than that of the index: there the position is the stem's, and this
 * term's, too. So the positions of a stem are those of the words whose terms
 * have it, less this one's, and its own.
 */
#define TERM_ODD "XODD"

/* Articles with a title or paragraph whose words go on in another stretch than
   they began in: there the record tells which paragraph a position is in,
   elsewhere the stretch does. Without a position. */
#define TERM_LONG "XLONG"

/* With the code of a language: articles of which a paragraph, or the title, is
   stemmed in that, and not in the language of the index. Without a position. */
#define PREFIX_STEMMED "XSTEM" /* XSTEMde */

/* Value slots; each value sorts by bytes. */
enum slot {
    SLOT_DATE_MIN, /* "19060314"; absent: undated */
    SLOT_DATE_MAX,
    SLOT_TITLE,  /* folded, first 64 bytes: for --sort=title */
    SLOT_SOURCE, /* as given: for facets */
    SLOT_SECTION,
    SLOT_LANGUAGE,
    SLOT_PARAGRAPHS, /* how many, as 10 decimal digits */
    SLOT_WORDS,      /* positions taken by title and text, likewise */
    SLOT_INDEXED,    /* "20240506": the day of the run that took it, UTC */
    SLOT_SKETCH,     /* by which reprints are known: see store/sketch.h */
    SLOT_AUTHORS,    /* as given, a value_list.h: for facets */
    SLOT_TAGS,       /* likewise */
};

struct schema_slot {
    enum slot slot;
    const char *name; /* "date_min" */
    const char *help;
};

/* One row for each enum slot, in that order. Static. */
const struct schema_slot *schema_slots(size_t *ret_n_slots);

#ifdef __cplusplus
}
#endif

#endif
