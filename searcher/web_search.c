/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_search.h"

#include "searcher/render.h"
#include "searcher/web_compose.h"
#include "searcher/web_feed.h"
#include "searcher/web_reprints.h"
#include "searcher/web_results.h"

#include <string.h>

static const struct address_bounds *bounds_of(enum web_form form)
{
    return form == WEB_FORM_JSONL || form == WEB_FORM_CSV
               ? &address_bounds_list
               : &address_bounds_page;
}

static const char *type_of(enum web_form form)
{
    switch (form) {
    case WEB_FORM_JSONL:
        return "application/x-ndjson; charset=utf-8";
    case WEB_FORM_CSV:
        return "text/csv; charset=utf-8; header=present";
    case WEB_FORM_HTML:
    case WEB_FORM_JSON:
    case WEB_FORM_ATOM:
    case WEB_FORM_TEXT:
    case WEB_FORM_XML:
        break;
    }
    return "application/json; charset=utf-8";
}

/* As lede-search prints it. */
static void write_form(struct web_question *question)
{
    struct web_visit *visit = question->visit;
    const struct render render = {
        .style = &question->style,
        .manifest = index_manifest(web_visit_store(visit)->index),
        .answer = &question->answer,
        .address = &question->address,
        .base = visit->base,
    };

    visit->reply->type = type_of(visit->form);
    render_answer(&render, &visit->reply->body);
}

static void write(struct web_question *question, bool is_home)
{
    switch (question->visit->form) {
    case WEB_FORM_HTML:
        web_results_page(question, is_home);
        break;
    case WEB_FORM_ATOM:
        web_feed_write(question);
        break;
    case WEB_FORM_JSON:
    case WEB_FORM_JSONL:
    case WEB_FORM_CSV:
    case WEB_FORM_TEXT:
    case WEB_FORM_XML:
        write_form(question);
        break;
    }
}

static enum status answer(struct web_question *question, bool is_home,
                          struct error *err)
{
    struct web_reply *reply = question->visit->reply;
    bool is_done;

    enum status status = web_question_read(
        question, bounds_of(question->visit->form), &is_done, err);
    if (status != STATUS_OK || is_done)
        return status;
    reply->is_searchable = is_home && web_question_is_empty(question);
    if (question->visit->form != WEB_FORM_HTML ||
        !web_question_is_empty(question)) {
        status = web_question_ask(question, &is_done, err);
        if (status != STATUS_OK || is_done)
            return status;
        is_home = false;
    }
    write(question, is_home);
    return str_status(&reply->body, err);
}

static enum status search(struct web_visit *visit, bool is_home,
                          struct error *err)
{
    struct web_question question;

    if (web_compose_is_asked(&visit->request)) {
        web_compose_redirect(visit);
        return STATUS_OK;
    }
    web_compose_drop_empty(&visit->request);
    web_question_init(&question, visit);
    enum status status = answer(&question, is_home, err);
    web_question_release(&question);
    return status;
}

enum status web_search_home(struct web_visit *visit, struct error *err)
{
    return search(visit, true, err);
}

enum status web_search(struct web_visit *visit, struct error *err)
{
    return search(visit, false, err);
}

/* ---- counts alone: facets, timeline */

static enum status ask_counts(struct web_question *question, bool is_timeline,
                              struct error *err)
{
    static const struct facet_wish all[] = {
        {FACET_SOURCE, FACET_N_DEFAULT},  {FACET_AUTHOR, FACET_N_DEFAULT},
        {FACET_SECTION, FACET_N_DEFAULT}, {FACET_LANGUAGE, FACET_N_DEFAULT},
        {FACET_YEAR, FACET_N_DEFAULT},    {FACET_TAG, FACET_N_DEFAULT},
    };
    struct address *address = &question->address;
    bool is_done;

    enum status status =
        web_question_read(question, &address_bounds_page, &is_done, err);
    if (status != STATUS_OK || is_done)
        return status;
    address->limit = 0;
    if (is_timeline) {
        address->n_facets = 0;
        if (address->timeline == TIMELINE_NONE)
            address->timeline = TIMELINE_AUTO;
    } else if (address->n_facets == 0) {
        address->timeline = TIMELINE_NONE;
        address->n_facets = sizeof(all) / sizeof(all[0]);
        memcpy(address->facets, all, sizeof(all));
    }
    status = web_question_ask(question, &is_done, err);
    if (status != STATUS_OK || is_done)
        return status;
    write(question, false);
    return str_status(&question->visit->reply->body, err);
}

static enum status counts(struct web_visit *visit, bool is_timeline,
                          struct error *err)
{
    struct web_question question;

    web_question_init(&question, visit);
    enum status status = ask_counts(&question, is_timeline, err);
    web_question_release(&question);
    return status;
}

enum status web_search_facets(struct web_visit *visit, struct error *err)
{
    return counts(visit, false, err);
}

enum status web_search_timeline(struct web_visit *visit, struct error *err)
{
    return counts(visit, true, err);
}

/* ---- articles beside another: the question is made of an id */

static enum status ask_beside(struct web_question *question, bool is_group,
                              struct str_span id, struct error *err)
{
    CLEANUP(str_release) struct str query = STR_INIT;
    bool is_done;

    enum status status =
        web_question_read(question, &address_bounds_page, &is_done, err);
    if (status != STATUS_OK || is_done)
        return status;
    status =
        web_reprints_query(id, is_group, &question->visit->arena, &query, err);
    if (status != STATUS_OK)
        return status;
    question->address.q = str_view(&query);
    if (is_group)
        question->address.reprints = ADDRESS_REPRINTS_SHOW;
    status = web_question_ask(question, &is_done, err);
    if (status != STATUS_OK || is_done)
        return status;
    write(question, false);
    return str_status(&question->visit->reply->body, err);
}

/* folder: "/similar/", behind which the id stands, unless it is a parameter. */
static enum status search_beside(struct web_visit *visit, bool is_group,
                                 struct str_span folder, struct error *err)
{
    struct str_span id = SPAN("");
    struct web_question question;

    if (str_span_starts(visit->path, folder))
        id = str_span(visit->path.bytes + folder.n_bytes,
                      visit->path.n_bytes - folder.n_bytes);
    else
        (void)web_request_find(&visit->request, "id", &id);
    web_question_init(&question, visit);
    enum status status = ask_beside(&question, is_group, id, err);
    web_question_release(&question);
    return status;
}

enum status web_search_similar(struct web_visit *visit, struct error *err)
{
    return search_beside(visit, false, SPAN("/similar/"), err);
}

enum status web_search_reprints(struct web_visit *visit, struct error *err)
{
    return search_beside(visit, true, SPAN("/dup/"), err);
}
