/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_request.h"

#include "searcher/percent.h"
#include "text/utf8.h"

#include <stdio.h>
#include <string.h>

/* What one reading carries from step to step. */
struct reading {
    const struct web_source *source;
    struct arena *arena;
    struct web_request *request;
    struct web_refusal *refusal;
    uint64_t n_body_bytes;
};

static const char *const method_names[] = {
    [WEB_GET] = "GET",
    [WEB_HEAD] = "HEAD",
    [WEB_POST] = "POST",
    [WEB_OPTIONS] = "OPTIONS",
};

const char *web_method_name(enum web_method method)
{
    return method_names[method];
}

PRINTF_LIKE(3, 4)

static enum status refuse(struct reading *reading, int http_status,
                          const char *format, ...)
{
    va_list args;

    reading->refusal->http_status = http_status;
    va_start(args, format);
    (void)vsnprintf(reading->refusal->message,
                    sizeof(reading->refusal->message), format, args);
    va_end(args);
    return STATUS_BAD_USAGE;
}

/* A variable of the request; "" if it is not set. */
static struct str_span variable(const struct reading *reading, const char *name)
{
    size_t n_name = strlen(name);

    for (char *const *entry = reading->source->environment; *entry; entry++)
        if (strncmp(*entry, name, n_name) == 0 && (*entry)[n_name] == '=')
            return str_span_of(*entry + n_name + 1);
    return SPAN("");
}

/* ---- what comes in front of the query */

static enum status read_method(struct reading *reading)
{
    struct str_span name = variable(reading, "REQUEST_METHOD");

    for (size_t i = 0; i < sizeof(method_names) / sizeof(method_names[0]); i++)
        if (str_span_equal(name, str_span_of(method_names[i]))) {
            reading->request->method = (enum web_method)i;
            return STATUS_OK;
        }
    return refuse(
        reading, 405,
        "this address answers GET and HEAD, and a form that is posted");
}

/* Digits and nothing else; servers set it empty where there is no body. */
static enum status read_length(struct reading *reading)
{
    struct str_span text = variable(reading, "CONTENT_LENGTH");
    uint64_t n = 0;

    /* Some servers pass the raw chunks on, others their sum: neither says how
       far to read. */
    if (variable(reading, "HTTP_TRANSFER_ENCODING").n_bytes > 0)
        return refuse(reading, 411, "what is posted must come with its length");
    for (size_t i = 0; i < text.n_bytes; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9')
            return refuse(reading, 400,
                          "the length of what is posted is no number");
        n = n * 10 + (uint64_t)(text.bytes[i] - '0');
        if (n > WEB_MAX_BODY_BYTES)
            return refuse(reading, 413,
                          "what is posted is too long: it may have %zu bytes",
                          WEB_MAX_BODY_BYTES);
    }
    reading->n_body_bytes = n;
    return STATUS_OK;
}

static bool has_controls(struct str_span text)
{
    for (size_t i = 0; i < text.n_bytes; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if ((c < ' ' && c != '\t') || c == 0x7f)
            return true;
    }
    return false;
}

static bool is_text(struct str_span text)
{
    return utf8_is_clean(text) && !has_controls(text);
}

/* Servers have decoded it. */
static enum status read_path(struct reading *reading)
{
    struct web_request *request = reading->request;

    request->path = variable(reading, "PATH_INFO");
    if (request->path.n_bytes > WEB_MAX_PATH_BYTES)
        return refuse(reading, 414,
                      "the address is too long: its path may have %zu bytes",
                      WEB_MAX_PATH_BYTES);
    if (request->path.n_bytes == 0)
        request->path = SPAN("/");
    if (!is_text(request->path) || request->path.bytes[0] != '/')
        return refuse(reading, 400,
                      "the address has signs in its path that are no text: it "
                      "must be UTF-8 "
                      "without control characters");
    request->script = variable(reading, "SCRIPT_NAME");
    if (!is_text(request->script) ||
        (request->script.n_bytes > 0 && request->script.bytes[0] != '/'))
        return refuse(reading, 400, "the script's path is not clean UTF-8");
    while (request->script.n_bytes > 0 &&
           request->script.bytes[request->script.n_bytes - 1] == '/')
        request->script.n_bytes--;
    return STATUS_OK;
}

/* Printable ASCII, as headers are, and not too long; else "". */
static struct str_span header(const struct reading *reading, const char *name)
{
    struct str_span text = variable(reading, name);

    if (text.n_bytes > WEB_MAX_HEADER_BYTES)
        return SPAN("");
    for (size_t i = 0; i < text.n_bytes; i++)
        if (text.bytes[i] < ' ' || text.bytes[i] == 0x7f)
            return SPAN("");
    return text;
}

/* A host and perhaps a port: it becomes part of links. */
static struct str_span host(const struct reading *reading)
{
    struct str_span text = header(reading, "HTTP_HOST");

    if (text.n_bytes > 255)
        return SPAN("");
    for (size_t i = 0; i < text.n_bytes; i++) {
        char c = text.bytes[i];
        bool is_good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       (c >= '0' && c <= '9') || c == '.' || c == '-' ||
                       c == ':' || c == '[' || c == ']';
        if (!is_good)
            return SPAN("");
    }
    return text;
}

static void read_headers(struct reading *reading)
{
    struct web_request *request = reading->request;
    struct str_span https = variable(reading, "HTTPS");

    request->accept = header(reading, "HTTP_ACCEPT");
    request->if_none_match = header(reading, "HTTP_IF_NONE_MATCH");
    request->origin = header(reading, "HTTP_ORIGIN");
    request->host = host(reading);
    request->is_https =
        str_span_equal_nocase(https, SPAN("on")) ||
        str_span_equal(https, SPAN("1")) ||
        str_span_equal(variable(reading, "REQUEST_SCHEME"), SPAN("https"));
}

/* ---- the query, or a form that has one inside */

/* Once, and strictly: a sign that is half an escape is nobody's text. */
static enum status decode(struct reading *reading, struct str_span text,
                          struct str_span *ret_text, struct error *err)
{
    CLEANUP(str_release) struct str decoded = STR_INIT;

    if (!percent_decode(text, true, &decoded))
        return refuse(
            reading, 400,
            "a %% in an address stands in front of two hexadecimal digits; "
            "as a sign it is written as %%25");
    enum status status = str_status(&decoded, err);
    if (status != STATUS_OK)
        return status;
    if (!is_text(str_view(&decoded)))
        return refuse(reading, 400,
                      "what was asked is not UTF-8, or has control characters");
    *ret_text = arena_copy(reading->arena, str_view(&decoded));
    return ret_text->bytes ? STATUS_OK : error_no_memory(err);
}

static enum status add_parameter(struct reading *reading, struct str_span pair,
                                 struct error *err)
{
    struct web_request *request = reading->request;
    const char *equals = memchr(pair.bytes, '=', pair.n_bytes);
    size_t n_name = equals ? (size_t)(equals - pair.bytes) : pair.n_bytes;
    struct str_span value =
        equals ? str_span(equals + 1, pair.n_bytes - n_name - 1) : SPAN("");
    struct address_pair *parameter =
        &request->parameters[request->n_parameters];

    if (request->n_parameters == WEB_MAX_PARAMETERS)
        return refuse(reading, 400, "the address has more than %d parameters",
                      WEB_MAX_PARAMETERS);
    enum status status =
        decode(reading, str_span(pair.bytes, n_name), &parameter->name, err);
    if (status == STATUS_OK)
        status = decode(reading, value, &parameter->value, err);
    if (status == STATUS_OK)
        request->n_parameters++;
    return status;
}

static enum status read_parameters(struct reading *reading, struct error *err)
{
    struct web_request *request = reading->request;
    struct str_span text = request->query_string;
    enum status status = STATUS_OK;
    size_t off = 0;

    request->parameters = arena_alloc_array(reading->arena, WEB_MAX_PARAMETERS,
                                            sizeof(*request->parameters));
    if (!request->parameters)
        return error_no_memory(err);
    while (off < text.n_bytes && status == STATUS_OK) {
        const char *start = text.bytes + off;
        const char *end = memchr(start, '&', text.n_bytes - off);
        size_t n = end ? (size_t)(end - start) : text.n_bytes - off;
        if (n > 0)
            status = add_parameter(reading, str_span(start, n), err);
        off += n + 1;
    }
    return status;
}

static bool is_form(struct str_span type)
{
    static const struct str_span form = {"application/x-www-form-urlencoded",
                                         33};
    const char *end = memchr(type.bytes, ';', type.n_bytes);

    if (end)
        type.n_bytes = (size_t)(end - type.bytes);
    return str_span_equal_nocase(str_span_trim(type), form);
}

/* Never waits for more than the server has promised. */
static enum status read_body(struct reading *reading, struct error *err)
{
    const struct web_source *source = reading->source;
    size_t n_bytes = reading->n_body_bytes;
    char *bytes = arena_alloc(reading->arena, n_bytes + 1);
    size_t n = 0;

    if (!is_form(variable(reading, "CONTENT_TYPE")))
        return refuse(reading, 415, "only a form can be posted");
    if (!bytes)
        return error_no_memory(err);
    while (n < n_bytes) {
        size_t n_read = source->read(source->context, bytes + n, n_bytes - n);
        if (n_read == 0)
            return refuse(reading, 400,
                          "what was posted is shorter than was said");
        n += n_read;
    }
    reading->request->query_string = str_span(bytes, n);
    return STATUS_OK;
}

static enum status read_query(struct reading *reading, struct error *err)
{
    struct web_request *request = reading->request;
    enum status status = STATUS_OK;

    request->query_string = variable(reading, "QUERY_STRING");
    if (request->method == WEB_POST)
        status = read_body(reading, err);
    if (status == STATUS_OK &&
        request->query_string.n_bytes > WEB_MAX_QUERY_BYTES)
        status = refuse(reading, 414, "a query has at most %zu bytes in a URL",
                        WEB_MAX_QUERY_BYTES);
    return status == STATUS_OK ? read_parameters(reading, err) : status;
}

enum status web_request_read(const struct web_source *source,
                             struct arena *arena,
                             struct web_request *ret_request,
                             struct web_refusal *ret_refusal, struct error *err)
{
    struct reading reading = {source, arena, ret_request, ret_refusal, 0};

    memset(ret_request, 0, sizeof(*ret_request));
    memset(ret_refusal, 0, sizeof(*ret_refusal));
    read_headers(&reading);
    /* Where errors are told, paths are needed first. */
    enum status status = read_path(&reading);
    if (status == STATUS_OK)
        status = read_method(&reading);
    if (status == STATUS_OK)
        status = read_length(&reading);
    if (status == STATUS_OK)
        status = read_query(&reading, err);
    return status;
}

bool web_request_find(const struct web_request *request, const char *name,
                      struct str_span *ret_value)
{
    for (size_t i = 0; i < request->n_parameters; i++)
        if (str_span_equal(request->parameters[i].name, str_span_of(name))) {
            *ret_value = request->parameters[i].value;
            return true;
        }
    return false;
}
