/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_visit.h"

#include "base/checksum.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

void web_visit_origin(const struct web_visit *visit, struct str *out)
{
    const struct web_config *config = &visit->site->config;

    if (config->has_base) {
        str_add_span(out, config->origin);
    } else if (visit->request.host.n_bytes > 0) {
        str_add_text(out, visit->request.is_https ? "https://" : "http://");
        str_add_span(out, visit->request.host);
    }
}

void web_visit_host(const struct web_visit *visit, struct str *out)
{
    CLEANUP(str_release) struct str origin = STR_INIT;
    size_t n_host = 0;

    web_visit_origin(visit, &origin);
    struct str_span text = str_view(&origin);
    const char *scheme = memchr(text.bytes, '/', text.n_bytes);
    if (!scheme) {
        str_add_text(out, "localhost");
        return;
    }
    const char *host = scheme + 2;
    size_t n_left = text.n_bytes - (size_t)(host - text.bytes);
    while (n_host < n_left && host[n_host] != ':')
        n_host++;
    str_add(out, host, n_host);
}

/* Everything that the bytes of a reply depend on. Words such as `yesterday`
   mean another day tomorrow. */
static uint64_t sum_of(const struct web_visit *visit, struct str_span what)
{
    CLEANUP(str_release) struct str key = STR_INIT;

    str_add_format(&key, "%s\n%d\n%u\n%d\n", PACKAGE_VERSION, (int)visit->form,
                   visit->today, visit->request.is_https ? 1 : 0);
    str_add_span(&key, web_visit_title(visit));
    str_add_char(&key, '\n');
    web_visit_origin(visit, &key);
    str_add_char(&key, '\n');
    str_add_span(&key, visit->base);
    str_add_char(&key, '\n');
    str_add_span(&key, visit->path);
    str_add_char(&key, '\n');
    str_add_span(&key, what);
    return checksum_of(str_view(&key));
}

/* Whether a list of entity tags (RFC 9110, If-None-Match) has tag, compared
   weakly; both are weak here anyway. */
static bool has_tag(struct str_span list, struct str_span tag)
{
    struct str_span opaque = str_span(tag.bytes + 2, tag.n_bytes - 2);

    if (str_span_equal(str_span_trim(list), SPAN("*")))
        return true;
    if (list.n_bytes < opaque.n_bytes)
        return false;
    for (size_t i = 0; i <= list.n_bytes - opaque.n_bytes; i++)
        if (memcmp(list.bytes + i, opaque.bytes, opaque.n_bytes) == 0)
            return true;
    return false;
}

/* When the index was last written to, in the words of HTTP. */
static void add_last_modified(struct web_reply *reply,
                              const struct manifest *manifest)
{
    char text[40];
    struct tm day = {0};

    if (!strptime(manifest->updated, "%Y-%m-%dT%H:%M:%SZ", &day) ||
        strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", &day) == 0)
        return;
    web_reply_header(reply, "Last-Modified", str_span_of(text));
}

bool web_visit_is_known(struct web_visit *visit, enum web_cache cache,
                        struct str_span what)
{
    struct web_reply *reply = visit->reply;
    const struct manifest *manifest = &web_visit_store(visit)->manifest;

    reply->cache = cache;
    add_last_modified(reply, manifest);
    /* Weak: servers compress, and JSON tells how long it took. */
    str_add_format(&reply->tag, "W/\"%.8s-%" PRIu64 "-%016" PRIx64 "\"",
                   manifest->uuid, manifest->revision, sum_of(visit, what));
    if (str_status(&reply->tag, NULL) != STATUS_OK ||
        !has_tag(visit->request.if_none_match, str_view(&reply->tag)))
        return false;
    reply->http_status = 304;
    reply->type = NULL;
    return true;
}
