/*
 * What a page says of its article in JSON-LD (schema.org): the fields that
 * searchers want, of the object that is most of an article.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_HTML_LD_H
#define LEDE_INDEXER_HTML_LD_H

#include "base/arena.h"

#define LD_MAX_BYTES   ((size_t)1 << 20) /* of one script; more is left out */
#define LD_MAX_AUTHORS 64
#define LD_MAX_TAGS    256

/* Spans are in the arena; absent ones are empty. */
struct html_ld {
    struct str_span title;
    struct str_span date;
    struct str_span section;
    struct str_span language;
    struct str_span source;
    struct str_span url;
    struct str_span description;
    struct str_span body; /* all of the text, as some give it */
    struct str_span authors[LD_MAX_AUTHORS];
    size_t n_authors;
    struct str_span tags[LD_MAX_TAGS];
    size_t n_tags;
    unsigned rank; /* of what was read; 0: nothing yet */
};

/*
 * Reads the content of one script, clean UTF-8, and takes over what is more of
 * an article than what ld holds already. What is no JSON is passed over.
 */
MUST_CHECK enum status html_ld_read(struct html_ld *ld, struct str_span json,
                                    struct arena *arena, struct error *err);

#endif
