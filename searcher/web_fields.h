/*
 * Fields of an article as HTML: dates as people write them, the line under a
 * title, languages.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_FIELDS_H
#define LEDE_SEARCHER_WEB_FIELDS_H

#include "searcher/web_visit.h"
#include "store/article.h"

/* Appends "14 March 1906" in a <time>; as it was given, if it can't be read;
   nothing if there is none. */
void web_fields_date(const struct article *article, struct str *out);

/* Appends date, source, section and authors, those that there are, with dots
   between. */
void web_fields_line(const struct article *article, struct str *out);

/* Appends ` lang="en-GB"`; nothing if it is no language tag. */
void web_fields_language(const struct article *article, struct str *out);

/* Appends a title, with its marks; "Untitled" in its place. */
void web_fields_title(const struct passage *title, struct str *out);

/* Appends the text of a passage with <mark> around its marks. */
void web_fields_marked(const struct passage *passage, struct str *out);

#endif
