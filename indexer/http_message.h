/*
 * An HTTP response as crawlers keep it: status, the headers that matter, and
 * the body without chunks and compression (RFC 9110, RFC 9112; RFC 1951 also
 * bare, as servers send it).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_HTTP_MESSAGE_H
#define LEDE_INDEXER_HTTP_MESSAGE_H

#include "base/str.h"

struct http_message {
    unsigned code;            /* 200; 0: there is no status line */
    struct str_span type;     /* "text/html"; spans point into the message */
    struct str_span charset;  /* of it */
    struct str_span encoding; /* "gzip" */
    bool is_chunked;
    struct str_span body; /* as it came */
};

/* Takes the next line off text, without its end. */
struct str_span http_line(struct str_span *text);
/* Cuts "Name: value"; false if it is none. */
bool http_field(struct str_span line, struct str_span *ret_name,
                struct str_span *ret_value);
/* "text/html; charset=x" as its two parts. */
void http_type(struct str_span value, struct str_span *ret_type,
               struct str_span *ret_charset);

/* Any bytes are a message, if only a body. */
void http_message_read(struct str_span bytes, struct http_message *ret_message);

/*
 * The body without chunks and compression: a view of the message where it has
 * neither, else of room. STATUS_BAD_TEXT with a reason; what was damaged behind
 * a good beginning is that beginning. STATUS_TOO_BIG over max_bytes.
 */
MUST_CHECK enum status http_message_body(const struct http_message *message,
                                         size_t max_bytes, struct str *room,
                                         struct str_span *ret_body,
                                         struct error *err);

#endif
