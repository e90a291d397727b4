/*
 * Text out of XML that was laid out for its markup's sake: white space is one
 * space, and lines and paragraphs are where elements make them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_NEWS_TEXT_H
#define LEDE_INDEXER_NEWS_TEXT_H

#include "base/str.h"

/* Appends text. */
void news_add(struct str *out, struct str_span text);

/* Appends what begins a line, a paragraph or a cell, in place of white space at
   the end; nothing where nothing is yet. */
void news_break(struct str *text, const char *lines);

#endif
