/*
 * An answer as bytes: the forms that lede-search prints. Each form is a file
 * (render_*.c); all read the same struct answer, none searches or prints.
 *
 * The JSON form is version 1 of doc/json.md.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_RENDER_H
#define LEDE_SEARCHER_RENDER_H

#include "searcher/address.h"
#include "searcher/json_writer.h"
#include "searcher/search.h"

#define JSON_VERSION    1
#define GRAMMAR_VERSION 1

enum form {
    FORM_TEXT,  /* for people: grouped, marked, wrapped */
    FORM_LINES, /* text in a pipe: a line a hit, columns divided by tabs */
    FORM_JSON,  /* one object */
    FORM_JSONL, /* an object a hit */
    FORM_CSV,   /* tables with a head, RFC 4180 */
    FORM_TSV,   /* the same, divided by tabs */
    FORM_IDS,   /* an id a line; of a paragraph with #pN */
    FORM_TREC,  /* qid Q0 id rank score lede */
    FORM_COUNT, /* how many articles, or paragraphs, match */
};

/* Columns of a table, in the order that they have when nobody chooses. */
enum table_field {
    TABLE_ID,
    TABLE_DATE,
    TABLE_SOURCE,
    TABLE_TITLE,
    TABLE_SCORE,
    TABLE_PARAGRAPH, /* the number of that of the snippet */
    TABLE_SNIPPET,   /* text in a pipe ends here */
    TABLE_AUTHOR,
    TABLE_SECTION,
    TABLE_LANG,
    TABLE_TAGS,
    TABLE_SOURCE_URL,
};

#define TABLE_FIELDS 12

bool table_field_find(struct str_span name, enum table_field *ret_field);
/* "id"; static. */
const char *table_field_name(enum table_field field);

struct render_style {
    enum form form;
    bool is_terminal; /* control characters must not get out, in any form */
    bool has_colour;
    bool has_error_colour; /* the same on standard error */
    bool has_links;        /* FORM_TEXT: ids are links */
    size_t n_columns;      /* FORM_TEXT: width of the terminal */
    char line_end;         /* FORM_IDS: newline, or NUL for -0 */
    bool is_full;          /* whole paragraphs instead of pieces */
    /* FORM_CSV, _TSV, _LINES: the columns; none: the usual ones */
    enum table_field fields[TABLE_FIELDS];
    size_t n_fields;
};

/* Narrowest terminal that FORM_TEXT is laid out for. */
#define RENDER_MIN_COLUMNS 20

struct render {
    const struct render_style *style;
    const struct manifest *manifest;
    const struct answer *answer;
    struct str_span qid; /* name of the query in a batch; empty outside one */
    /* What was asked, for the links of an answer; NULL: they are null. */
    const struct address *address;
    bool is_continued;    /* not the first answer of a batch: its table has its
                             head already */
    struct str_span base; /* what addresses of lede begin with: "", or the path
                             of the CGI, percent-encoded */
};

/* Appends the answer in the form of its style. Failures are out's (sticky). */
void render_answer(const struct render *render, struct str *out);

/* Appends why a query found nothing, a line for each of its clauses; nothing
   for other answers. Words that may have been meant are notes, N105. */
void render_blame(const struct answer *answer, struct str *out);

/* Appends facets and timeline as people read them; nothing without any. */
void render_survey(const struct render *render, struct str *out);

/* How wide passages should be for this style; 0: whole paragraphs. */
uint32_t render_snippet_columns(const struct render_style *style);

/* The forms of their own; render_answer() chooses. */
void render_text(const struct render *render, struct str *out);
void render_lines(const struct render *render, struct str *out);
void render_json(const struct render *render, struct str *out);
void render_jsonl(const struct render *render, struct str *out);
void render_table(const struct render *render, struct str *out);
void render_ids(const struct render *render, struct str *out);
void render_trec(const struct render *render, struct str *out);

/* Appends "#pN", what a paragraph has behind the id of its article; nothing for
   other hits. */
void render_paragraph(const struct hit *hit, struct str *out);

/* Appends EDTF: 1906, 1906-05, 1906-05-14, or 1906-05-14/1906-06-02 for what
   is none of these; nothing if the article has no date that can be read. */
void render_date(const struct article *article, struct str *out);

/* Writes the key "diagnostics" of an answer into the open object. */
void render_json_diagnostics(struct json_writer *writer,
                             const struct answer *answer);

/* Writes the keys of an article's fields into the open object. */
void render_json_fields(struct json_writer *writer,
                        const struct article *article);

#endif
