/*
 * JSON as the indexer writes it: articles, reports, statistics. The one place
 * where strings are escaped.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_JSON_OUT_H
#define LEDE_INDEXER_JSON_OUT_H

#include "base/json.h"
#include "store/article.h"

/* Appends "name": with a comma in front unless an object just began. */
void json_add_key(struct str *out, struct str_span name);
/* Both; nothing at all when text is empty. */
void json_add_member(struct str *out, const char *name, struct str_span text);

/*
 * The next member of what stands inside an object's braces, clean JSON text
 * without white space between its tokens, from *off_bytes (0 to begin), which
 * moves behind it. The name comes as it is escaped, the value as JSON. False:
 * no more.
 */
bool json_next_member(struct str_span members, size_t *off_bytes,
                      struct str_span *ret_name, struct str_span *ret_value);
/* Whether one is called name, which holds nothing to be escaped. */
bool json_has_member(struct str_span members, struct str_span name);
/* Writes name, with "other_" in front until no member has it, to out, which
   must be empty. */
void json_add_other_name(struct str *out, struct str_span members,
                         struct str_span name);

/*
 * Appends the article as one JSON object without a line end: what is there
 * of id, title, author and tags (a string if there is one, else an array),
 * date as given, source, section, lang, url, text, then what the form had
 * besides; of a field that is in there too, that is what came in. With
 * has_paragraphs, "paragraphs" (an array) stands for "text".
 */
void json_add_article(struct str *out, const struct article *article,
                      bool has_paragraphs);

#endif
