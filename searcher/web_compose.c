/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_compose.h"

#include "searcher/percent.h"

#include <string.h>

static struct str_span box_of(const struct web_request *request,
                              const char *name)
{
    struct str_span value;

    return web_request_find(request, name, &value) ? str_span_trim(value)
                                                   : SPAN("");
}

bool web_compose_is_asked(const struct web_request *request)
{
    return box_of(request, WEB_BOX_PHRASE).n_bytes > 0 ||
           box_of(request, WEB_BOX_SOME).n_bytes > 0 ||
           box_of(request, WEB_BOX_NONE).n_bytes > 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The next piece of text without blanks; empty at the end. */
static struct str_span next_piece(struct str_span *rest)
{
    size_t start = 0;
    size_t end;

    while (start < rest->n_bytes && is_blank(rest->bytes[start]))
        start++;
    end = start;
    while (end < rest->n_bytes && !is_blank(rest->bytes[end]))
        end++;
    struct str_span piece = str_span(rest->bytes + start, end - start);
    *rest = str_span(rest->bytes + end, rest->n_bytes - end);
    return piece;
}

/* Letters, digits and what is no ASCII mean themselves, but for words in
   capitals, which may be operators. */
static bool is_plain(struct str_span piece)
{
    bool has_small = false;

    for (size_t i = 0; i < piece.n_bytes; i++) {
        unsigned char c = (unsigned char)piece.bytes[i];
        bool is_small = (c >= 'a' && c <= 'z') || c >= 0x80;
        if (!is_small && !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z'))
            return false;
        has_small = has_small || is_small;
    }
    return has_small;
}

/* In quotes, in which all but a quote means itself. */
static void add_quoted(struct str_span text, struct str *out)
{
    str_add_char(out, '"');
    for (size_t i = 0; i < text.n_bytes; i++) {
        char c = text.bytes[i];
        if (c == '"' || c == '\\')
            c = ' ';
        str_add_char(out, c);
    }
    str_add_char(out, '"');
}

static void add_piece(struct str_span piece, struct str *out)
{
    if (is_plain(piece))
        str_add_span(out, piece);
    else
        add_quoted(piece, out);
}

static void add_space(struct str *out)
{
    if (out->n_bytes > 0)
        str_add_char(out, ' ');
}

/* What comes behind is asked besides, whatever the query ends with. */
static void add_query(struct str_span query, struct str *out)
{
    struct str_span rest = query;
    struct str_span piece;
    bool is_choice = false;

    while ((piece = next_piece(&rest)).n_bytes > 0)
        is_choice = is_choice || str_span_equal(piece, SPAN("OR")) ||
                    str_span_equal(piece, SPAN("|")) ||
                    str_span_equal(piece, SPAN("||"));
    if (is_choice)
        str_add_char(out, '(');
    str_add_span(out, query);
    if (is_choice)
        str_add_char(out, ')');
}

static void add_some(struct str_span words, struct str *out)
{
    struct str_span piece;
    size_t n = 0;

    add_space(out);
    str_add_char(out, '(');
    while ((piece = next_piece(&words)).n_bytes > 0) {
        if (n++ > 0)
            str_add_text(out, " OR ");
        add_piece(piece, out);
    }
    str_add_char(out, ')');
}

static void add_none(struct str_span words, struct str *out)
{
    struct str_span piece;

    while ((piece = next_piece(&words)).n_bytes > 0) {
        add_space(out);
        str_add_char(out, '-');
        add_piece(piece, out);
    }
}

static void compose(const struct web_request *request, struct str *out)
{
    struct str_span phrase = box_of(request, WEB_BOX_PHRASE);
    struct str_span some = box_of(request, WEB_BOX_SOME);
    bool is_more = web_compose_is_asked(request);
    struct str_span query = box_of(request, "q");

    if (is_more)
        add_query(query, out);
    else
        str_add_span(out, query);
    if (phrase.n_bytes > 0) {
        add_space(out);
        add_quoted(phrase, out);
    }
    if (some.n_bytes > 0)
        add_some(some, out);
    add_none(box_of(request, WEB_BOX_NONE), out);
}

static bool is_box(struct str_span name)
{
    return str_span_equal(name, str_span_of(WEB_BOX_PHRASE)) ||
           str_span_equal(name, str_span_of(WEB_BOX_SOME)) ||
           str_span_equal(name, str_span_of(WEB_BOX_NONE));
}

void web_compose_drop_empty(struct web_request *request)
{
    size_t n = 0;

    for (size_t i = 0; i < request->n_parameters; i++) {
        struct address_pair pair = request->parameters[i];
        if (!is_box(pair.name) || str_span_trim(pair.value).n_bytes > 0)
            request->parameters[n++] = pair;
    }
    request->n_parameters = n;
}

static void add_parameter(const char *sign, struct str_span name,
                          struct str_span value, struct str *out)
{
    str_add_text(out, sign);
    percent_encode(name, PERCENT_FORM, out);
    str_add_char(out, '=');
    percent_encode(value, PERCENT_FORM, out);
}

void web_compose_redirect(struct web_visit *visit)
{
    const struct web_request *request = &visit->request;
    CLEANUP(str_release) struct str query = STR_INIT;
    CLEANUP(str_release) struct str url = STR_INIT;
    const char *sign = "?";
    bool has_query = false;

    compose(request, &query);
    str_add_span(&url, visit->base);
    percent_encode(visit->path, PERCENT_PATH, &url);
    if (query.n_bytes > 0) {
        add_parameter(sign, SPAN("q"), str_view(&query), &url);
        sign = "&";
    }
    for (size_t i = 0; i < request->n_parameters; i++) {
        const struct address_pair *pair = &request->parameters[i];
        bool is_query = str_span_equal(pair->name, SPAN("q"));
        /* A second q is a mistake, which is told at the new address. */
        if (is_box(pair->name) || (is_query && !has_query)) {
            has_query = has_query || is_query;
            continue;
        }
        add_parameter(sign, pair->name, pair->value, &url);
        sign = "&";
    }
    visit->reply->http_status = 303;
    visit->reply->cache = WEB_CACHE_NEVER;
    web_reply_header(visit->reply, "Location", str_view(&url));
}
