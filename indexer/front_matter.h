/*
 * The front matter of a Markdown file: what stands between two lines of "---"
 * at its begin, as much of YAML 1.2 as people write there. That is: names with
 * plain, quoted and block scalars, and lists of those, in lines or in brackets.
 * Whatever else there is (maps in maps, anchors, tags) is not guessed at.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_FRONT_MATTER_H
#define LEDE_INDEXER_FRONT_MATTER_H

#include "base/str.h"

/* Whether text begins with front matter; *ret_matter is it, and *ret_body what
   stands behind it. */
bool front_matter_split(struct str_span text, struct str_span *ret_matter,
                        struct str_span *ret_body);

struct front_matter_sink {
    void *context;
    /* A value, or one of a list; the spans are borrowed for the call. */
    void (*value)(void *context, struct str_span name, struct str_span value);
    /* What can't be read, as it stands; line counts from 1 in the file. */
    void (*unread)(void *context, struct str_span name, struct str_span text,
                   unsigned line);
};

/* STATUS_NO_MEMORY. */
MUST_CHECK enum status front_matter_read(struct str_span matter,
                                         const struct front_matter_sink *sink,
                                         struct error *err);

#endif
