/*
 * An answer as an Atom feed (RFC 4287): what is new first, with the numbers of
 * OpenSearch and the links of RFC 5005.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_FEED_H
#define LEDE_SEARCHER_WEB_FEED_H

#include "searcher/web_question.h"

MUST_CHECK enum status web_feed(struct web_visit *visit, struct error *err);
/* Writes an answer that is there. */
void web_feed_write(struct web_question *question);

#endif
