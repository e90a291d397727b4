/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_question.h"

#include "searcher/counter.h"
#include "searcher/percent.h"
#include "searcher/render.h"
#include "searcher/web_escape.h"
#include "searcher/web_link.h"
#include "searcher/web_problem.h"

#include <string.h>

void web_question_init(struct web_question *question, struct web_visit *visit)
{
    memset(question, 0, sizeof(*question));
    question->visit = visit;
    answer_init(&question->answer);
}

void web_question_release(struct web_question *question)
{
    answer_release(&question->answer);
    str_release(&question->query);
    str_release(&question->canonical);
}

static enum status refuse(struct web_question *question,
                          const struct error *why)
{
    const struct web_problem problem = {400, str_span_of(why->message),
                                        str_span_of(why->hint), NULL};

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

bool web_question_is_empty(const struct web_question *question)
{
    const struct address *address = &question->address;

    for (size_t i = 0; i < ADDRESS_BOXES; i++)
        if (str_span_trim(address->boxes[i]).n_bytes > 0)
            return false;
    return str_span_trim(address->q).n_bytes == 0 && address->n_filters == 0;
}

static bool find_sort(struct str_span name, enum search_sort *ret_sort)
{
    static const char *const names[] = {
        [SORT_RELEVANCE] = "relevance",
        [SORT_DATE] = "date",
        [SORT_DATE_DOWN] = "-date",
        [SORT_TITLE] = "title",
    };

    *ret_sort = SORT_RELEVANCE;
    if (name.n_bytes == 0)
        return true;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (str_span_equal(name, str_span_of(names[i]))) {
            *ret_sort = (enum search_sort)i;
            return true;
        }
    return false;
}

/* The query and what boxes and filters add to it. */
static enum status make_query(struct web_question *question, struct error *err)
{
    CLEANUP(str_release) struct str clauses = STR_INIT;

    enum status status = address_clauses(
        &question->address, &question->visit->arena, &clauses, err);
    if (status != STATUS_OK)
        return status;
    str_add_span(&question->query, question->address.q);
    if (clauses.n_bytes > 0 && question->query.n_bytes > 0)
        str_add_char(&question->query, ' ');
    str_add_span(&question->query, str_view(&clauses));
    return str_status(&question->query, err);
}

static enum status make_request(struct web_question *question,
                                struct error *err)
{
    const struct address *address = &question->address;
    const enum web_form form = question->visit->form;
    const struct render_style style = {.form = FORM_JSON};
    struct search_request *request = &question->request;
    bool is_page = form == WEB_FORM_HTML || form == WEB_FORM_JSON;

    if (!find_sort(address->sort, &request->range.sort))
        return error_set(err, STATUS_BAD_USAGE,
                         "'%.*s' is no order: relevance, date, -date or title",
                         (int)address->sort.n_bytes, address->sort.bytes);
    enum status status = make_query(question, err);
    if (status != STATUS_OK)
        return status;
    request->query = str_view(&question->query);
    request->mode = address->mode;
    request->reading = address->reading;
    request->range.offset = address->offset;
    request->range.limit = address->limit;
    request->range.is_exact_count = is_page;
    request->n_snippets = address->n_snippets;
    request->snippet_columns = render_snippet_columns(&style);
    request->has_fields = true;
    request->has_blame = is_page;
    request->has_n_articles = is_page;
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
    if (status == STATUS_OK)
        return STATUS_OK;
    *ret_is_done = true;
    if (status == STATUS_BAD_USAGE)
        return refuse(question, &why);
    if (status == STATUS_BAD_QUERY) {
        const struct web_problem problem = {
            400, SPAN("The query can't be read as it is."), SPAN(""),
            &question->answer};
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
    CLEANUP(str_release) struct str url = STR_INIT;

    percent_encode(question->visit->prefix, PERCENT_PATH, &url);
    str_add_span(&url, path);
    size_t n_before = url.n_bytes;
    address_print(address, &url);
    if (url.n_bytes > n_before) {
        /* Only what is asked for stands behind a question mark. */
        CLEANUP(str_release) struct str rest = STR_INIT;
        str_add(&rest, url.bytes + n_before, url.n_bytes - n_before);
        str_truncate(&url, n_before);
        str_add_char(&url, '?');
        str_add_span(&url, str_view(&rest));
    }
    web_escape_text(out, str_view(&url));
}
