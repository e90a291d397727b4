/*
 * From a request to its reply: which page a path is, what every page has to
 * obey, and what is said when it can't be.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_ROUTE_H
#define LEDE_SEARCHER_WEB_ROUTE_H

#include "searcher/web_reply.h"
#include "searcher/web_request.h"
#include "searcher/web_site.h"

/*
 * Answers one request: always a whole reply, whatever happens. *ret_is_head:
 * the body must not be sent. ret_log gets lines for the server's log, if there
 * are any to write. site_err: why site is not usable; its status is STATUS_OK
 * when it is.
 */
void web_route(struct web_site *site, const struct error *site_err,
               const struct web_source *source, struct web_reply *reply,
               bool *ret_is_head, struct str *ret_log);

#endif
