/*
 * What a word that is being typed may become: words of the index, those in
 * most articles first, that the query finds something with.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_SUGGEST_H
#define LEDE_SEARCHER_WEB_SUGGEST_H

#include "searcher/web_visit.h"

/* In the form of the OpenSearch Suggestions extension 1.0. */
MUST_CHECK enum status web_suggest(struct web_visit *visit, struct error *err);

#endif
