/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_escape.h"

#include "text/utf8.h"

#define REPLACEMENT "\xef\xbf\xbd"

/* The reference for a byte; NULL if it can stand as it is. */
static const char *reference(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* What no document may hold. */
static bool is_forbidden(uint32_t c)
{
    if (c < 0x20)
        return c != '\t' && c != '\n' && c != '\r';
    if (c < 0x7f)
        return false;
    return c < 0xa0 || (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
}

void web_escape_text(struct str *out, struct str_span utf8)
{
    size_t start = 0;
    size_t off = 0;

    if (utf8.n_bytes == 0)
        return; /* there may be no bytes to point into */
    while (off < utf8.n_bytes) {
        unsigned char byte = (unsigned char)utf8.bytes[off];
        size_t next = off;
        const char *instead;
        if (byte >= 0x20 && byte < 0x7f) {
            instead = reference(utf8.bytes[off]);
            next++;
        } else {
            instead = is_forbidden(utf8_next(utf8, &next)) ? REPLACEMENT : NULL;
        }
        if (instead) {
            str_add(out, utf8.bytes + start, off - start);
            str_add_text(out, instead);
            start = next;
        }
        off = next;
    }
    str_add(out, utf8.bytes + start, off - start);
}

bool web_escape_is_link(struct str_span url)
{
    size_t n_scheme = url.n_bytes >= 8 && url.bytes[4] != ':' ? 8 : 7;

    if (url.n_bytes <= n_scheme)
        return false;
    struct str_span scheme = str_span(url.bytes, n_scheme);
    if (!str_span_equal_nocase(scheme, SPAN("http://")) &&
        !str_span_equal_nocase(scheme, SPAN("https://")))
        return false;
    for (size_t i = 0; i < url.n_bytes; i++) {
        unsigned char c = (unsigned char)url.bytes[i];
        if (c <= ' ' || c == 0x7f)
            return false;
    }
    return true;
}
