/*
 * The whole of an input as clean UTF-8, for readers of one article a file, and
 * the charset that it was in: what --charset says, what the form says in its
 * own way, or what it looks like (text/charset.h).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_LOADED_H
#define LEDE_INDEXER_LOADED_H

#include "indexer/reader.h"
#include "text/charset.h"

struct loaded {
    struct str text;
    struct str note; /* what was mended; empty: nothing */
    struct charset_reading reading;
};

/* clang-format off */
#define LOADED_INIT { STR_INIT, STR_INIT, { CHARSET_IS_UTF8, "", 0 } }
/* clang-format on */

void loaded_release(struct loaded *loaded);

/* Finds what charset bytes declare themselves; empty: none. */
typedef struct str_span (*loaded_declares)(struct str_span bytes);

/* <?xml encoding="...">, and <meta charset=...> among the first bytes. */
struct str_span loaded_xml_charset(struct str_span bytes);
struct str_span loaded_html_charset(struct str_span bytes);

/* Text of which settings, or else declared, says the charset. */
MUST_CHECK enum status loaded_decode(struct loaded *loaded,
                                     struct str_span bytes,
                                     const struct reader_settings *settings,
                                     struct str_span declared,
                                     struct error *err);

/* All of the input; declares may be NULL. What can't be read is told to the
   sink, and *ret_is_read is false. */
MUST_CHECK enum status loaded_read(struct loaded *loaded, struct input *input,
                                   const struct reader_settings *settings,
                                   loaded_declares declares,
                                   const struct reader_sink *sink,
                                   bool *ret_is_read, struct error *err);

/* What a sink should know of an article that is all of it; borrowed. */
struct reader_facts loaded_facts(const struct loaded *loaded);

#endif
