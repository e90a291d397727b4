/*
 * What there is to say about a query, on a page: each diagnostic with the
 * part of the query that it is about, and a link that follows its advice.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_DIAGNOSTICS_H
#define LEDE_SEARCHER_WEB_DIAGNOSTICS_H

#include "searcher/web_visit.h"

/* Appends a list; nothing if there is nothing to say. address: what was asked,
   NULL: no advice is linked. */
void web_diagnostics_add(const struct web_visit *visit,
                         const struct answer *answer,
                         const struct address *address, struct str *out);

#endif
