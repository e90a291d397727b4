/*
 * What the address of a page tells of its article: its day
 * (/2020/04/29/title.html) and its section (/sports/title.html).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_HTML_URL_H
#define LEDE_INDEXER_HTML_URL_H

#include "base/str.h"

struct html_url {
    char date_bytes[16];     /* private */
    struct str_span date;    /* "2020-04-29"; borrowed with this struct */
    struct str_span section; /* borrowed with the address */
    struct str_span host;    /* without "www."; likewise */
};

/* What it does not tell is empty. */
void html_url_read(struct str_span address, struct html_url *ret_url);

#endif
