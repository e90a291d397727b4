/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_diagnostics.h"

#include "searcher/web_escape.h"
#include "searcher/web_link.h"

struct saying {
    const struct web_visit *visit;
    const struct answer *answer;
    const struct address *address; /* may be NULL */
    struct str *out;
};

/* A part of the query, with what stands around it, so that a reader sees
   where it is. */
static void add_place(struct str *out, struct str_span query,
                      struct ast_span span)
{
    str_add_text(out, "<code class=\"place\" dir=\"auto\">");
    web_escape_text(out, str_span(query.bytes, span.start_bytes));
    str_add_text(out, "<b>");
    web_escape_text(out, str_span(query.bytes + span.start_bytes,
                                  span.end_bytes - span.start_bytes));
    str_add_text(out, "</b>");
    web_escape_text(out, str_span(query.bytes + span.end_bytes,
                                  query.n_bytes - span.end_bytes));
    str_add_text(out, "</code>");
}

/* The question as it would be, as a link. */
static void add_replacement(const struct saying *saying,
                            const struct diagnostic *item)
{
    const struct answer *answer = saying->answer;
    struct str_span query =
        str_span(answer->query.bytes, answer->n_query_bytes);
    CLEANUP(str_release) struct str changed = STR_INIT;
    CLEANUP(str_release) struct str url = STR_INIT;

    if (item->replacement.n_bytes == 0 || !saying->address ||
        item->span.end_bytes > query.n_bytes)
        return;
    str_add(&changed, query.bytes, item->span.start_bytes);
    str_add_span(&changed, item->replacement);
    str_add(&changed, query.bytes + item->span.end_bytes,
            query.n_bytes - item->span.end_bytes);
    struct address other = *saying->address;
    other.q = str_view(&changed);
    other.offset = 0;
    address_print(&other, &url);
    str_add_text(saying->out, " <a rel=\"nofollow\" href=\"");
    web_link_page(saying->visit, SPAN("/search?"), saying->out);
    web_escape_text(saying->out, str_view(&url));
    str_add_text(saying->out, "\"><bdi>");
    web_escape_text(saying->out, str_view(&changed));
    str_add_text(saying->out, "</bdi></a>");
}

static void add_item(const struct saying *saying, const struct diagnostic *item)
{
    struct str *out = saying->out;
    struct str_span query = saying->answer->query;
    bool is_whole =
        item->span.start_bytes == 0 && item->span.end_bytes >= query.n_bytes;

    str_add_format(out, "<li class=\"%s\"><strong>%s:</strong> <bdi>",
                   severity_name(item->severity),
                   item->severity == SEVERITY_NOTE ? "Note" : "Mind");
    web_escape_text(out, item->message);
    str_add_text(out, "</bdi>");
    if (!is_whole && item->span.end_bytes <= query.n_bytes) {
        str_add_text(out, " ");
        add_place(out, query, item->span);
    }
    if (item->hint.n_bytes > 0) {
        str_add_text(out, " <span class=\"hint\"><bdi>");
        web_escape_text(out, item->hint);
        str_add_text(out, "</bdi></span>");
    }
    add_replacement(saying, item);
    str_add_text(out, " <a class=\"code\" href=\"");
    web_link_page(saying->visit, SPAN("/help"), out);
    str_add_format(out, "#%s\">%s</a></li>\n", item->code, item->code);
}

void web_diagnostics_add(const struct web_visit *visit,
                         const struct answer *answer,
                         const struct address *address, struct str *out)
{
    const struct diagnostic_list *list = &answer->diagnostics;
    const struct saying saying = {visit, answer, address, out};

    if (list->n_items == 0)
        return;
    str_add_text(out, "<ul class=\"diagnostics\">\n");
    for (size_t i = 0; i < list->n_items; i++)
        add_item(&saying, &list->items[i]);
    str_add_text(out, "</ul>\n");
}
