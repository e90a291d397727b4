/*
 * One request on its way to a reply: what every page of the site is given.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_VISIT_H
#define LEDE_SEARCHER_WEB_VISIT_H

#include "searcher/web_reply.h"
#include "searcher/web_request.h"
#include "searcher/web_site.h"

enum web_form {
    WEB_FORM_HTML,
    WEB_FORM_JSON,
    WEB_FORM_JSONL,
    WEB_FORM_CSV,
    WEB_FORM_ATOM,
    WEB_FORM_TEXT,
    WEB_FORM_XML,
};

struct web_visit {
    struct web_site *site;
    size_t i_index;
    struct web_request request;
    struct str_span base; /* of links: where the site begins, with /in/NAME;
                             percent-encoded, no slash at its end */
    struct str_span path; /* behind that, without the ending of a form */
    enum web_form form;   /* that was asked for */
    struct arena arena;   /* of this request */
    struct web_reply *reply;
    uint32_t today; /* yyyymmdd, UTC */
};

static inline struct web_store *web_visit_store(const struct web_visit *visit)
{
    return &visit->site->stores[visit->i_index];
}

static inline struct str_span web_visit_title(const struct web_visit *visit)
{
    const struct web_config *config = &visit->site->config;

    /* Without a configuration that can be read there is no index. */
    return visit->i_index < config->n_indexes
               ? config->indexes[visit->i_index].title
               : SPAN("Archive");
}

/* Appends "https://host": of the configuration, else as it was asked for;
   nothing if neither says. */
void web_visit_origin(const struct web_visit *visit, struct str *out);

/* Appends the name of the host, without its port: of the configuration, else
   as it was asked for; "localhost" if neither says. */
void web_visit_host(const struct web_visit *visit, struct str *out);

/*
 * Says how long the reply may be kept, and gives it its entity tag, from the
 * index, its revision, the path and what, the rest of the request in one
 * canonical form. True if the client has that already: then the reply is 304,
 * and done. Needs web_store_look().
 */
bool web_visit_is_known(struct web_visit *visit, enum web_cache cache,
                        struct str_span what);

#endif
