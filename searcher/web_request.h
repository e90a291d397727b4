/*
 * A request as a server hands it to a program (RFC 3875), checked: method,
 * path, parameters, and the few headers that an answer depends on.
 *
 * Nothing here is trusted. What is not as it should be is refused with the
 * status that says so: see web_request_read(). What a server may get wrong,
 * and which does, is in doc/web.md.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_REQUEST_H
#define LEDE_SEARCHER_WEB_REQUEST_H

#include "searcher/address.h"

#define WEB_MAX_QUERY_BYTES  ((size_t)8 << 10)  /* of QUERY_STRING */
#define WEB_MAX_BODY_BYTES   ((size_t)64 << 10) /* of a form that is posted */
#define WEB_MAX_PATH_BYTES   ((size_t)4 << 10)
#define WEB_MAX_PARAMETERS   64
#define WEB_MAX_HEADER_BYTES ((size_t)4 << 10)

enum web_method {
    WEB_GET,
    WEB_HEAD,
    WEB_POST,
    WEB_OPTIONS,
};

/* All spans are in the arena or in the environment that was read. */
struct web_request {
    enum web_method method;
    struct str_span script;       /* SCRIPT_NAME without a slash at its end */
    struct str_span path;         /* PATH_INFO, at least "/"; decoded */
    struct str_span query_string; /* as it came, or the body of a form */
    struct address_pair *parameters;
    size_t n_parameters;
    struct str_span accept;        /* "" without */
    struct str_span if_none_match; /* "" without */
    struct str_span origin;        /* "" without */
    struct str_span host;          /* of the URL; "" if it is no name */
    bool is_https;
};

/* Reads at most n_bytes; 0 at the end, or when reading fails. */
typedef size_t (*web_body_reader)(void *context, char *bytes, size_t n_bytes);

struct web_source {
    char *const *environment; /* "NAME=value", NULL at the end */
    web_body_reader read;
    void *context;
};

/* Why a request is refused: the status of the reply, and for people. */
struct web_refusal {
    int http_status;
    char message[256];
};

/*
 * STATUS_OK, or STATUS_BAD_USAGE with *ret_refusal: 400, 405, 411, 413, 414,
 * 415, 431; or STATUS_NO_MEMORY. Reads at most CONTENT_LENGTH bytes of the
 * body, and only of a form.
 */
MUST_CHECK enum status web_request_read(const struct web_source *source,
                                        struct arena *arena,
                                        struct web_request *ret_request,
                                        struct web_refusal *ret_refusal,
                                        struct error *err);

/* The value of the first parameter with that name; false if there is none. */
bool web_request_find(const struct web_request *request, const char *name,
                      struct str_span *ret_value);

/* "GET" */
const char *web_method_name(enum web_method method);

#endif
