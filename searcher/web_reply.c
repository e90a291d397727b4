/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_reply.h"

#include <string.h>

static const struct {
    int http_status;
    const char *reason;
} reasons[] = {
    {200, "OK"},
    {204, "No Content"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {410, "Gone"},
    {411, "Length Required"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
};

static const char *const cache_values[] = {
    [WEB_CACHE_NEVER] = "no-store",
    [WEB_CACHE_SEARCH] = "public, max-age=60, stale-while-revalidate=600",
    [WEB_CACHE_ARTICLE] = "public, max-age=3600",
    [WEB_CACHE_STATIC] = "public, max-age=86400",
};

void web_reply_init(struct web_reply *reply)
{
    memset(reply, 0, sizeof(*reply));
    reply->http_status = 200;
    str_init(&reply->tag, WEB_MAX_FIELD_BYTES);
    str_init(&reply->headers, WEB_MAX_FIELD_BYTES * 4);
    str_init(&reply->body, WEB_MAX_REPLY_BYTES);
}

void web_reply_release(struct web_reply *reply)
{
    if (!reply)
        return;
    str_release(&reply->tag);
    str_release(&reply->headers);
    str_release(&reply->body);
}

void web_reply_reset(struct web_reply *reply)
{
    struct str tag = reply->tag;
    struct str headers = reply->headers;
    struct str body = reply->body;

    str_reset(&tag);
    str_reset(&headers);
    str_reset(&body);
    *reply = (struct web_reply){
        .http_status = 200, .tag = tag, .headers = headers, .body = body};
}

void web_reply_header(struct web_reply *reply, const char *name,
                      struct str_span value)
{
    str_add_format(&reply->headers, "%s: ", name);
    for (size_t i = 0; i < value.n_bytes; i++)
        if (value.bytes[i] >= ' ' && value.bytes[i] < 0x7f)
            str_add_char(&reply->headers, value.bytes[i]);
    str_add_text(&reply->headers, "\r\n");
}

const char *web_reply_reason(int http_status)
{
    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
        if (reasons[i].http_status == http_status)
            return reasons[i].reason;
    return "Error";
}

/* Nothing runs, nothing is loaded but the style sheet, nobody frames it, and
   where a reader goes next is not told what they searched for. */
static void add_page_headers(struct str *out)
{
    str_add_text(out,
                 "Content-Security-Policy: default-src 'none'; "
                 "style-src 'self'; script-src 'self'; connect-src 'self'; "
                 "img-src 'self' data:; form-action 'self'; base-uri 'none'; "
                 "frame-ancestors 'none'\r\n"
                 "Cross-Origin-Resource-Policy: same-origin\r\n"
                 "Cross-Origin-Opener-Policy: same-origin\r\n");
}

enum status web_reply_head(const struct web_reply *reply, struct str *out,
                           struct error *err)
{
    bool has_body = reply->type != NULL;

    str_add_format(out, "Status: %d %s\r\n", reply->http_status,
                   web_reply_reason(reply->http_status));
    if (has_body)
        str_add_format(out, "Content-Type: %s\r\nContent-Length: %zu\r\n",
                       reply->type, reply->body.n_bytes);
    str_add_format(out, "Cache-Control: %s\r\n", cache_values[reply->cache]);
    if (reply->tag.n_bytes > 0)
        str_add_format(out, "ETag: %s\r\n", str_view(&reply->tag).bytes);
    if (reply->is_negotiated)
        str_add_text(out, "Vary: Accept\r\n");
    str_add_text(out, "X-Content-Type-Options: nosniff\r\n"
                      "Referrer-Policy: same-origin\r\n");
    if (reply->is_page)
        add_page_headers(out);
    if (!reply->is_searchable)
        str_add_text(out, "X-Robots-Tag: noindex, follow\r\n");
    str_add_span(out, str_view(&reply->headers));
    str_add_text(out, "\r\n");
    enum status status = str_status(&reply->body, err);
    if (status == STATUS_OK)
        status = str_status(&reply->headers, err);
    if (status == STATUS_OK)
        status = str_status(&reply->tag, err);
    return status == STATUS_OK ? str_status(out, err) : status;
}
