/*
 * What goes back to the server: status, headers, body. Built whole before a
 * byte of it is written, so that a failure half way is still a clean error.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_REPLY_H
#define LEDE_SEARCHER_WEB_REPLY_H

#include "base/str.h"

/* Of a page or a list: 10,000 lines of CSV or JSON have some megabytes. */
#define WEB_MAX_REPLY_BYTES ((size_t)64 << 20)
#define WEB_MAX_FIELD_BYTES ((size_t)8 << 10)

enum web_cache {
    WEB_CACHE_NEVER,   /* errors, and what is not whole */
    WEB_CACHE_SEARCH,  /* a minute */
    WEB_CACHE_ARTICLE, /* an hour */
    WEB_CACHE_STATIC,  /* a day: the style sheet */
};

struct web_reply {
    int http_status;
    const char *type; /* Content-Type; NULL: no body */
    enum web_cache cache;
    bool is_page;       /* HTML: gets the headers that keep it harmless */
    bool is_for_reader; /* a page was asked for; for what has to be said when
                           there is no time to make one */
    bool is_searchable; /* a robot may list it */
    bool is_negotiated; /* depends on Accept */
    struct str tag;     /* entity tag with its quotes; empty without */
    struct str headers; /* more lines, each with \r\n: web_reply_header() */
    struct str body;
};

void web_reply_init(struct web_reply *reply);
void web_reply_release(struct web_reply *reply);
/* Empties it for another try or the next request. */
void web_reply_reset(struct web_reply *reply);

/* Adds a header. Of value, what could end a line or is no ASCII is left out:
   it may come from anywhere. */
void web_reply_header(struct web_reply *reply, const char *name,
                      struct str_span value);

/* "Not Found" */
const char *web_reply_reason(int http_status);

/*
 * Appends the head as RFC 3875 wants it, with the blank line. The body follows
 * unless the method was HEAD. STATUS_NO_MEMORY or _TOO_BIG if something that
 * reply holds did not fit.
 */
MUST_CHECK enum status web_reply_head(const struct web_reply *reply,
                                      struct str *out, struct error *err);

#endif
