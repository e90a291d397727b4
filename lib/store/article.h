/*
 * An article, and the record of it that the index keeps: every field and the
 * text as they were given, so that `lede-index dump` returns all of it.
 *
 * The record is version 1 of doc/index-format.md: a version byte, tagged
 * fields, and an XXH3-64 of all bytes before it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_ARTICLE_H
#define LEDE_STORE_ARTICLE_H

#include "base/arena.h"
#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Text and fields of one article together. Above it a snippet would take
   longer than a reader waits, and Xapian's limit for a record is near. */
#define ARTICLE_MAX_BYTES ((size_t)64 << 20)
/* Positions are 32 bits and a paragraph takes at least 4096 of them. */
#define ARTICLE_MAX_PARAGRAPHS 1000000

/* A paragraph as a span of the article's text, and where its words stand. */
struct paragraph {
    uint32_t off_bytes;
    uint32_t n_bytes;
    uint32_t i_stretch; /* first word's position / STRETCH_POSITIONS */
};

/*
 * All spans are clean UTF-8 and borrowed from whoever filled it. An absent
 * field is an empty span.
 */
struct article {
    struct str_span id;
    struct str_span title;
    struct str_span *authors;
    size_t n_authors;
    struct str_span date_text; /* as given, also when it can't be read */
    uint32_t date_min;         /* yyyymmdd; 0: undated (see text/date.h) */
    uint32_t date_max;
    struct str_span source;
    struct str_span section;
    struct str_span language; /* as given: "en-GB" */
    struct str_span url;
    struct str_span *tags;
    size_t n_tags;
    struct str_span text;  /* verbatim */
    struct str_span extra; /* what the form had besides: the inside of a JSON
                              object, without braces; kept, not searched */
    struct paragraph *paragraphs;
    size_t n_paragraphs;
};

/*
 * Appends the record to out. STATUS_TOO_BIG over ARTICLE_MAX_BYTES or
 * ARTICLE_MAX_PARAGRAPHS. Paragraphs must be in order, not empty, and their
 * stretches rising.
 */
MUST_CHECK enum status article_encode(const struct article *article,
                                      struct str *out, struct error *err);

/*
 * Reads a record. Spans of ret_article point into record, arrays into arena.
 * STATUS_CORRUPT when the checksum or the form is wrong, STATUS_OUTDATED for
 * a version that is not known.
 */
MUST_CHECK enum status article_decode(struct str_span record,
                                      struct arena *arena,
                                      struct article *ret_article,
                                      struct error *err);

static inline struct str_span article_paragraph(const struct article *article,
                                                size_t i_paragraph)
{
    const struct paragraph *p = &article->paragraphs[i_paragraph];
    struct str_span span = {article->text.bytes + p->off_bytes, p->n_bytes};
    return span;
}

#ifdef __cplusplus
}
#endif

#endif
