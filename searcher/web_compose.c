/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_compose.h"

#include "searcher/percent.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* What would end a quotation, or bend what stands behind it. */
static bool is_quote(char c)
{
    return c == '"' || c == '\\';
}

static bool has_name(const struct address_pair *pair, const char *name)
{
    return str_span_equal(pair->name, str_span_of(name));
}

static bool is_box(const struct address_pair *pair)
{
    return has_name(pair, WEB_BOX_PHRASE) || has_name(pair, WEB_BOX_NEAR) ||
           has_name(pair, WEB_BOX_SOME) || has_name(pair, WEB_BOX_NONE);
}

/* Blanks and what cannot stand in quotes say nothing. */
static bool is_empty(const struct address_pair *pair)
{
    for (size_t i = 0; i < pair->value.n_bytes; i++)
        if (!is_blank(pair->value.bytes[i]) && !is_quote(pair->value.bytes[i]))
            return false;
    return true;
}

bool web_compose_is_asked(const struct web_request *request)
{
    for (size_t i = 0; i < request->n_parameters; i++)
        if (is_box(&request->parameters[i]) &&
            !is_empty(&request->parameters[i]))
            return true;
    return false;
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

/* Letters, digits and what is no ASCII mean themselves, but for what may be an
   operator: words in capitals, and three in small letters. */
static bool is_plain(struct str_span piece)
{
    bool has_small = false;

    if (str_span_equal_nocase(piece, SPAN("and")) ||
        str_span_equal_nocase(piece, SPAN("or")) ||
        str_span_equal_nocase(piece, SPAN("not")))
        return false;
    for (size_t i = 0; i < piece.n_bytes; i++) {
        unsigned char c = (unsigned char)piece.bytes[i];
        bool is_small = (c >= 'a' && c <= 'z') || c >= 0x80;
        if (!is_small && !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z'))
            return false;
        has_small = has_small || is_small;
    }
    return has_small;
}

/* In quotes, in which nothing but a wildcard means more than itself. */
static void add_quoted(struct str_span text, struct str *out)
{
    str_add_char(out, '"');
    for (size_t i = 0; i < text.n_bytes; i++) {
        char c = text.bytes[i];
        if (is_quote(c))
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

/* Where any word will do, a blank is an OR: then AND is written. */
static void add_and(bool is_any, struct str *out)
{
    if (out->n_bytes > 0)
        str_add_text(out, is_any ? " AND " : " ");
}

static void add_phrase(struct str_span phrase, bool is_any, struct str *out)
{
    add_and(is_any, out);
    add_quoted(phrase, out);
}

/* All pieces, with an operator between each two. */
static void add_joined(struct str_span words, const char *between, bool is_any,
                       struct str *out)
{
    struct str_span piece;
    size_t n = 0;

    add_and(is_any, out);
    str_add_char(out, '(');
    while ((piece = next_piece(&words)).n_bytes > 0) {
        if (n++ > 0)
            str_add_text(out, between);
        add_piece(piece, out);
    }
    str_add_char(out, ')');
}

/* As far apart as NEAR takes when it is written alone. */
static void add_near(struct str_span words, bool is_any, struct str *out)
{
    add_joined(words, " NEAR ", is_any, out);
}

static void add_some(struct str_span words, bool is_any, struct str *out)
{
    add_joined(words, " OR ", is_any, out);
}

static void add_none(struct str_span words, bool is_any, struct str *out)
{
    struct str_span piece;

    while ((piece = next_piece(&words)).n_bytes > 0) {
        add_and(is_any, out);
        str_add_char(out, '-');
        add_piece(piece, out);
    }
}

/* In brackets if it is a choice, which all that stands before it would be part
   of. */
static void add_query(struct str_span query, bool is_any, struct str *out)
{
    struct str_span rest = query;
    struct str_span piece;
    bool is_choice = is_any;

    while ((piece = next_piece(&rest)).n_bytes > 0)
        is_choice = is_choice || str_span_equal(piece, SPAN("OR")) ||
                    str_span_equal(piece, SPAN("|")) ||
                    str_span_equal(piece, SPAN("||"));
    add_and(is_any, out);
    if (is_choice)
        str_add_char(out, '(');
    str_add_span(out, query);
    if (is_choice)
        str_add_char(out, ')');
}

typedef void (*add_part)(struct str_span text, bool is_any, struct str *out);

static void add_boxes(const struct web_request *request, const char *name,
                      add_part add, bool is_any, struct str *out)
{
    for (size_t i = 0; i < request->n_parameters; i++) {
        const struct address_pair *pair = &request->parameters[i];
        if (has_name(pair, name) && !is_empty(pair))
            add(str_span_trim(pair->value), is_any, out);
    }
}

void web_compose_query(const struct web_request *request, struct str *out)
{
    struct str_span any;
    struct str_span query;
    bool is_any = web_request_find(request, "any", &any) &&
                  str_span_equal(str_span_trim(any), SPAN("1"));

    if (!web_request_find(request, "q", &query))
        query = SPAN("");
    if (web_compose_is_asked(request)) {
        add_boxes(request, WEB_BOX_PHRASE, add_phrase, is_any, out);
        add_boxes(request, WEB_BOX_NEAR, add_near, is_any, out);
        add_boxes(request, WEB_BOX_SOME, add_some, is_any, out);
        add_boxes(request, WEB_BOX_NONE, add_none, is_any, out);
        query = str_span_trim(query);
        if (query.n_bytes > 0)
            add_query(query, is_any, out);
    } else {
        str_add_span(out, query);
    }
}

void web_compose_drop_empty(struct web_request *request)
{
    size_t n = 0;

    for (size_t i = 0; i < request->n_parameters; i++) {
        struct address_pair pair = request->parameters[i];
        if (!is_box(&pair) || !is_empty(&pair))
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

    web_compose_query(request, &query);
    str_add_span(&url, visit->base);
    percent_encode(visit->path, PERCENT_PATH, &url);
    if (query.n_bytes > 0) {
        add_parameter(sign, SPAN("q"), str_view(&query), &url);
        sign = "&";
    }
    for (size_t i = 0; i < request->n_parameters; i++) {
        const struct address_pair *pair = &request->parameters[i];
        bool is_query = has_name(pair, "q");
        /* A second q is a mistake, which is told at the new address. */
        if (is_box(pair) || (is_query && !has_query)) {
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
