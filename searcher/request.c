/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/request.h"

static enum status set_order(const struct address *address,
                             struct search_request *request, struct error *err)
{
    request->is_recent = address->is_recent;
    request->is_expanded = address->is_expanded;
    if (address->sort.n_bytes == 0)
        return STATUS_OK;
    enum status status = sort_list_read(address->sort, &request->sorts, err);
    if (status == STATUS_OK)
        request->range.sort = request->sorts.sorts[0];
    return status;
}

static enum status set_filters(const struct address *address,
                               struct arena *arena,
                               struct search_request *request,
                               struct error *err)
{
    CLEANUP(str_release) struct str clauses = STR_INIT;
    enum status status = address_clauses(address, arena, &clauses, err);

    if (status == STATUS_OK)
        status = str_status(&clauses, err);
    if (status != STATUS_OK || clauses.n_bytes == 0)
        return status;
    request->filters = arena_copy(arena, str_view(&clauses));
    return request->filters.bytes ? STATUS_OK : error_no_memory(err);
}

static enum search_reprints reprints_of(enum address_reprints reprints)
{
    switch (reprints) {
    case ADDRESS_REPRINTS_FOLD:
        return SEARCH_REPRINTS_FOLD;
    case ADDRESS_REPRINTS_SHOW:
        break;
    case ADDRESS_REPRINTS_ONLY:
        return SEARCH_REPRINTS_ONLY;
    }
    return SEARCH_REPRINTS_SHOW;
}

enum status request_make(struct address *address,
                         const struct manifest *manifest, struct arena *arena,
                         struct search_request *ret_request, struct error *err)
{
    struct search_request request = {
        .query = address->q,
        .mode = address->mode,
        .reading = address->reading,
        .is_any_case = address->is_any_case,
        .unit = address->unit == ADDRESS_UNIT_PARAGRAPH ? UNIT_PARAGRAPH
                                                        : UNIT_ARTICLE,
        .reprints = reprints_of(address->reprints),
        .n_snippets = address->n_snippets,
        .survey = {address->facets, address->n_facets, address->timeline},
    };

    enum status status = set_order(address, &request, err);
    if (status == STATUS_OK)
        status = address_follow(address, manifest ? manifest->revision : 0,
                                &request.is_moved, err);
    if (status == STATUS_OK)
        status = set_filters(address, arena, &request, err);
    if (status != STATUS_OK)
        return status;
    request.range.limit = address->limit;
    request.range.offset = address->offset;
    *ret_request = request;
    return STATUS_OK;
}

static bool has_snippets(enum form form)
{
    switch (form) {
    case FORM_TEXT:
    case FORM_LINES:
    case FORM_JSON:
    case FORM_JSONL:
    case FORM_CSV:
    case FORM_TSV:
        return true;
    case FORM_IDS:
    case FORM_TREC:
    case FORM_COUNT:
        break;
    }
    return false;
}

void request_suit(const struct render_style *style, bool is_batch,
                  struct search_request *request)
{
    enum form form = style->form;
    bool has_advice =
        form == FORM_TEXT || form == FORM_LINES || form == FORM_JSON;

    request->range.is_exact_count =
        form == FORM_TEXT || form == FORM_JSON || form == FORM_COUNT;
    request->has_fields = form != FORM_COUNT;
    /* Who asks many questions wants answers, not advice. */
    request->has_blame = !is_batch && has_advice;
    request->has_clauses = !is_batch && form == FORM_JSON;
    request->has_n_articles = form == FORM_JSON;
    request->has_hashes = form == FORM_JSON || form == FORM_JSONL;
    if (!has_snippets(form))
        request->n_snippets = 0;
    /* A line has room for the best one. */
    if ((form == FORM_LINES || form == FORM_CSV || form == FORM_TSV) &&
        request->n_snippets > 1)
        request->n_snippets = 1;
    request->snippet_columns = render_snippet_columns(style);
    if (form == FORM_COUNT)
        request->range.limit = 0;
}
