/*
 * The forms that articles come in, one reader for each, and how to tell which
 * one an input is: by its content first, then by its name.
 *
 * A reader pushes what it understood into a sink and goes on; what it can't
 * understand it tells the sink, with a reason, and goes on likewise. So a
 * new form is one file and one row in reader.c.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_READER_H
#define LEDE_INDEXER_READER_H

#include "indexer/input.h"
#include "store/article.h"

/* The fields of an article that an input can have, by the names that JSON
   keys, --map and our own output use. */
enum reader_field {
    READER_ID,
    READER_TITLE,
    READER_AUTHOR,
    READER_DATE,
    READER_SOURCE,
    READER_SECTION,
    READER_LANG,
    READER_URL,
    READER_TAGS,
    READER_TEXT,
    READER_N_FIELDS,
};

/* "title"; static. */
const char *reader_field_name(enum reader_field field);

/* Where in a JSON object each field is found: --map FIELD=KEY. */
struct reader_map {
    const char *keys[READER_N_FIELDS]; /* NULL: the field's own name */
};

/* Takes "FIELD=KEY", borrowed as long as the map. */
MUST_CHECK enum status reader_map_set(struct reader_map *map, const char *text,
                                      struct error *err);

struct reader;

/* How an input is to be read. */
struct reader_settings {
    struct reader_map map;
    const char *charset; /* that all text is in; NULL: as it says, or looks */
    const struct reader *wanted; /* of what is packed; NULL: as it looks */
};

/* What a sink should know of an article besides the article. */
struct reader_facts {
    uint64_t line;       /* where it begins; 0: it is the whole input */
    size_t n_repaired;   /* ill-formed sequences that are U+FFFD now */
    const char *note;    /* what else was mended; NULL: nothing */
    bool is_id_from_url; /* an article of this form without an id is best
                            known by its URL */
    const char *member;  /* what it is called inside the input; NULL: nothing */
    const char *form;    /* its own, in an input that holds others; or NULL */
};

#define READER_PART UINT64_MAX

struct reader_sink {
    void *context;
    /* Spans and arrays of the article are borrowed for the call; the sink may
       fill in id, dates and paragraphs. A failure ends the reading. */
    enum status (*add)(void *context, struct article *article,
                       const struct reader_facts *facts, struct error *err);
    /* Something at this line (0: all of it; READER_PART: a part, which the
       reason names) is no article. */
    enum status (*skip)(void *context, uint64_t line, const char *reason,
                        struct error *err);
};

/* An article of ARTICLE_MAX_BYTES fits also when half of it is escaped. */
#define READER_LINE_MAX_BYTES (ARTICLE_MAX_BYTES * 2)

struct reader {
    const char *name;           /* for --format */
    const char *const *endings; /* of file names, NULL-terminated */
    bool (*sniff)(struct str_span head);
    /* STATUS_OK also when all of it was skipped; failures are those of the
       sink, and STATUS_NO_MEMORY. */
    enum status (*read)(struct input *input,
                        const struct reader_settings *settings,
                        const struct reader_sink *sink, struct error *err);
    bool is_lines;  /* an input may be cut after every line */
    bool is_marked; /* begins with bytes that nothing else does, and may go on
                       in bytes that are no text */
    bool is_risky;  /* the libraries that read it have been broken by what
                       strangers wrote: read it in a worker (workshop.h) */
};

extern const struct reader reader_text;
extern const struct reader reader_html;
extern const struct reader reader_jsonl;
extern const struct reader reader_packed;
extern const struct reader reader_warc;
extern const struct reader reader_mail;
extern const struct reader reader_feed;
extern const struct reader reader_mediawiki;
extern const struct reader reader_nitf;
extern const struct reader reader_newsml;
extern const struct reader reader_reuters;
extern const struct reader reader_csv;
extern const struct reader reader_pdf;
extern const struct reader reader_epub;
extern const struct reader reader_markdown; /* if HAVE_MD4C */

/* All of them, in the order in which they are asked. Static. */
const struct reader *const *reader_rows(size_t *ret_n_rows);
/* By name; NULL if there is none. */
const struct reader *reader_find(const char *name);

/*
 * The reader for an input that begins with head, by content, then by name.
 * STATUS_BAD_TEXT with the reason when there is none: "empty", "binary file
 * (gzip)".
 */
MUST_CHECK enum status reader_choose(const char *path, struct str_span head,
                                     const struct reader **ret_reader,
                                     struct error *err);

/* The reader for an input, wanted if that is not NULL; what is packed is
   unpacked first, whatever is wanted of it. STATUS_BAD_TEXT as above, or the
   reason why nothing can be read. */
MUST_CHECK enum status reader_settle(struct input *input,
                                     const struct reader *wanted,
                                     const struct reader **ret_reader,
                                     struct error *err);

#endif
