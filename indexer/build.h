/*
 * From an article to what a writer takes: its paragraphs, their terms with
 * positions, values, and the record.
 *
 * Everything here follows the schema (store/schema.h); how often a term
 * counts is the table in build.c.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_BUILD_H
#define LEDE_INDEXER_BUILD_H

#include "store/article.h"
#include "store/document.h"
#include "text/analyser.h"

/*
 * Cuts the text into paragraphs (in arena) and reads the date.
 * STATUS_TOO_BIG over ARTICLE_MAX_BYTES or ARTICLE_MAX_PARAGRAPHS.
 * *ret_is_dated is false if there is a date that can't be read; date_reason
 * says why.
 */
MUST_CHECK enum status build_article(struct article *article,
                                     struct arena *arena, bool *ret_is_dated,
                                     struct error *date_reason,
                                     struct error *err);

/* Whether there is nothing to search in it. */
bool build_is_empty(const struct article *article);

/* Where an article comes from, which neither it nor its record says. */
struct origin {
    const char *form;     /* the name of its reader: "html"; NULL: unknown */
    struct str_span path; /* of its file, see identity_path(); empty: unknown */
    uint32_t day;         /* of the run that takes it, yyyymmdd; 0: unknown */
};

/* The terms and values of an article that went through build_article(); sets
   i_stretch of its paragraphs. document was reset by the caller; or it still
   has the terms, and the analyser the memos, of the one before. */
MUST_CHECK enum status build_document(struct analyser *analyser,
                                      struct article *article,
                                      const struct origin *origin,
                                      struct document *document,
                                      struct error *err);

/* The id term: "Q" and the id, shortened as every term is. */
void build_id_term(struct str_span id, struct str *out);

#endif
