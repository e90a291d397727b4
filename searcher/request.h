/*
 * From an address to the request of a search: one way for the command line and
 * the CGI, so that both get the same answer.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_REQUEST_H
#define LEDE_SEARCHER_REQUEST_H

#include "searcher/render.h"

/*
 * Fills in *ret_request but for what request_suit() does. address->offset is
 * set from its cursor; manifest is NULL where there is no index. Spans are the
 * address's, or in arena. STATUS_BAD_USAGE: a filter, an order or a cursor that
 * can't be read.
 */
MUST_CHECK enum status request_make(struct address *address,
                                    const struct manifest *manifest,
                                    struct arena *arena,
                                    struct search_request *ret_request,
                                    struct error *err);

/* Asks for what a form shows. is_batch: many questions at once, where nobody
   reads advice. */
void request_suit(const struct render_style *style, bool is_batch,
                  struct search_request *request);

#endif
