/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_question.h"

#include "searcher/counter.h"
#include "searcher/percent.h"
#include "searcher/request.h"
#include "searcher/web_escape.h"
#include "searcher/web_link.h"
#include "searcher/web_problem.h"

#include <string.h>

/* Which form of the command line it is, or is most like. */
static enum form form_of(enum web_form form)
{
    switch (form) {
    case WEB_FORM_JSONL:
        return FORM_JSONL;
    case WEB_FORM_CSV:
        return FORM_CSV;
    case WEB_FORM_HTML:
    case WEB_FORM_JSON:
    case WEB_FORM_ATOM:
    case WEB_FORM_TEXT:
    case WEB_FORM_XML:
        break;
    }
    return FORM_JSON;
}

void web_question_init(struct web_question *question, struct web_visit *visit)
{
    memset(question, 0, sizeof(*question));
    question->visit = visit;
    question->style.form = form_of(visit->form);
    answer_init(&question->answer);
}

void web_question_release(struct web_question *question)
{
    answer_release(&question->answer);
    str_release(&question->canonical);
}

static enum status refuse(struct web_question *question,
                          const struct error *why)
{
    const struct web_problem problem = {400, str_span_of(why->message),
                                        str_span_of(why->hint), NULL,
                                        &question->address};

    web_problem_tell(question->visit, &problem);
    return STATUS_OK;
}

enum status web_question_read(struct web_question *question,
                              const struct address_bounds *bounds,
                              bool *ret_is_done, struct error *err)
{
    struct web_visit *visit = question->visit;
    const struct web_request *request = &visit->request;
    struct error why = ERROR_INIT;

    *ret_is_done = true;
    enum status status = address_read(
        request->parameters, request->n_parameters, bounds, &question->address,
        question->unknown, WEB_MAX_UNKNOWN, &question->n_unknown, &why);
    if (status == STATUS_BAD_USAGE)
        return refuse(question, &why);
    if (status != STATUS_OK)
        return error_set(err, status, "%s", why.message);
    address_print(&question->address, &question->canonical);
    *ret_is_done = web_visit_is_known(visit, WEB_CACHE_SEARCH,
                                      str_view(&question->canonical));
    return str_status(&question->canonical, err);
}

struct str_span web_question_query(const struct web_question *question)
{
    return str_span(question->answer.query.bytes,
                    question->answer.n_query_bytes);
}

bool web_question_is_empty(const struct web_question *question)
{
    const struct address *address = &question->address;

    for (size_t i = 0; i < ADDRESS_BOXES; i++)
        if (str_span_trim(address->boxes[i]).n_bytes > 0)
            return false;
    return str_span_trim(address->q).n_bytes == 0 && address->n_filters == 0;
}

/* What a page shows beside its hits when nobody says. */
static const struct facet_wish page_facets[] = {
    {FACET_SOURCE, 5},   {FACET_SECTION, 5}, {FACET_AUTHOR, 5},
    {FACET_LANGUAGE, 5}, {FACET_TAG, 6},
};

static void suit_page(struct web_question *question)
{
    struct search_request *request = &question->request;
    const struct address *address = &question->address;

    if (address->n_facets == 0 && address->timeline == TIMELINE_NONE) {
        request->survey.facets = page_facets;
        request->survey.n_facets = sizeof(page_facets) / sizeof(page_facets[0]);
        request->survey.timeline = TIMELINE_AUTO;
    }
    request->has_clauses = false;
    request->has_n_articles = false;
    request->has_hashes = false;
}

static enum status make_request(struct web_question *question,
                                struct error *err)
{
    static const struct search_limits limits = SEARCH_LIMITS_OPEN;
    struct web_visit *visit = question->visit;
    struct search_request *request = &question->request;

    enum status status =
        request_make(&question->address, &web_visit_store(visit)->manifest,
                     &visit->arena, request, err);
    if (status != STATUS_OK)
        return status;
    request_suit(&question->style, false, request);
    request->limits = limits;
    request->unknown = question->unknown;
    request->n_unknown = question->n_unknown;
    if (visit->form == WEB_FORM_HTML || visit->form == WEB_FORM_ATOM)
        suit_page(question);
    return STATUS_OK;
}

static enum status compare_readings(struct web_question *question,
                                    struct error *err)
{
    const struct web_store *store = web_visit_store(question->visit);
    struct counter counter;

    counter_init(&counter, store->index, store->analyser);
    enum status status = counter_compare(&counter, &question->answer, err);
    counter_release(&counter);
    return status;
}

/* What lacks something may be whole the next time. */
static void keep_from_caches(struct web_question *question)
{
    struct web_reply *reply = question->visit->reply;

    if (!question->answer.is_partial)
        return;
    reply->cache = WEB_CACHE_NEVER;
    str_reset(&reply->tag);
}

enum status web_question_ask(struct web_question *question, bool *ret_is_done,
                             struct error *err)
{
    struct web_visit *visit = question->visit;
    struct error why = ERROR_INIT;

    *ret_is_done = false;
    enum status status = web_store_open(visit->site, visit->i_index, err);
    if (status != STATUS_OK)
        return status;
    const struct web_store *store = web_visit_store(visit);
    status = make_request(question, &why);
    if (status == STATUS_OK)
        status = search_run(store->index, store->analyser, &question->request,
                            &question->answer, &why);
    if (status == STATUS_OK && question->request.has_blame)
        status = compare_readings(question, &why);
    if (status == STATUS_OK) {
        keep_from_caches(question);
        return STATUS_OK;
    }
    *ret_is_done = true;
    if (status == STATUS_BAD_USAGE)
        return refuse(question, &why);
    if (status == STATUS_BAD_QUERY) {
        const struct web_problem problem = {
            400, SPAN("The query can't be read as it is."), SPAN(""),
            &question->answer, &question->address};
        web_problem_tell(visit, &problem);
        return STATUS_OK;
    }
    if (err)
        *err = why;
    return status;
}

void web_question_link(const struct web_question *question,
                       struct str_span path, const struct address *address,
                       struct str *out)
{
    const struct web_visit *visit = question->visit;
    CLEANUP(str_release) struct str query = STR_INIT;
    bool is_here =
        visit->form == WEB_FORM_HTML && str_span_equal(path, visit->path);

    address_print(address, &query);
    /* There may be hundreds of links to where the page is. */
    if (!is_here || query.n_bytes == 0)
        web_link_page(visit, path, out);
    if (query.n_bytes > 0)
        str_add_char(out, '?');
    web_escape_text(out, str_view(&query));
}
