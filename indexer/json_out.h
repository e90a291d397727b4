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
 * Appends the article as one JSON object without a line end: what is there
 * of id, title, author and tags (a string if there is one, else an array),
 * date as given, source, section, lang, url, text, then what the form had
 * besides; of a field that is in there too, that is what came in. With
 * has_paragraphs, "paragraphs" (an array) stands for "text".
 */
void json_add_article(struct str *out, const struct article *article,
                      bool has_paragraphs);

#endif
