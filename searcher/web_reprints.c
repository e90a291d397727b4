/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_reprints.h"

#include "searcher/web_escape.h"
#include "searcher/web_fields.h"
#include "searcher/web_link.h"

#include <inttypes.h>

/* That are listed; the others are a click away. */
#define MAX_LISTED 8

enum status web_reprints_query(struct str_span id, bool is_group,
                               struct arena *arena, struct str *out,
                               struct error *err)
{
    const struct ast_span nowhere = {0, 0};
    struct ast_node *node = ast_new(arena, AST_LIKE, nowhere);

    if (!node)
        return error_no_memory(err);
    node->text = id;
    node->is_group = is_group;
    ast_print(node, out);
    return str_status(out, err);
}

static void add_reprint(const struct web_visit *visit,
                        const struct article *article, struct str *out)
{
    const struct web_target target = {.page = "/a", .id = article->id};
    CLEANUP(str_release) struct str date = STR_INIT;

    str_add_text(out, "<li><a href=\"");
    web_link_target(visit, &target, out);
    str_add_text(out, "\"><bdi>");
    web_escape_text(out,
                    article->title.n_bytes > 0 ? article->title : article->id);
    str_add_text(out, "</bdi></a>");
    web_fields_date(article, &date);
    if (date.n_bytes > 0) {
        str_add_text(out, ", ");
        str_add_span(out, str_view(&date));
    }
    if (article->source.n_bytes > 0) {
        str_add_text(out, ", <bdi>");
        web_escape_text(out, article->source);
        str_add_text(out, "</bdi>");
    }
    str_add_text(out, "</li>\n");
}

static void add_list(const struct web_visit *visit, struct str_span id,
                     const struct answer *answer, struct str *out)
{
    const struct web_target all = {.page = "/dup", .id = id};

    str_add_text(out, "<section class=\"reprints\">\n<h2>Also printed as</h2>\n"
                      "<ul>\n");
    for (size_t i = 0; i < answer->n_hits; i++)
        if (!str_span_equal(answer->hits[i].article.id, id))
            add_reprint(visit, &answer->hits[i].article, out);
    if (answer->n_total > answer->n_hits) {
        str_add_text(out, "<li><a rel=\"nofollow\" href=\"");
        web_link_target(visit, &all, out);
        str_add_format(out, "\">All %" PRIu64 "</a></li>\n", answer->n_total);
    }
    str_add_text(out, "</ul>\n</section>\n");
}

enum status web_reprints_add(const struct web_visit *visit, struct str_span id,
                             struct arena *arena, struct str *out,
                             struct error *err)
{
    const struct web_store *store = web_visit_store(visit);
    CLEANUP(str_release) struct str query = STR_INIT;
    struct answer answer;

    enum status status = web_reprints_query(id, true, arena, &query, err);
    if (status != STATUS_OK)
        return status;
    const struct search_request request = {
        .query = str_view(&query),
        .reading = QUERY_READING_LENIENT,
        .limits = SEARCH_LIMITS_OPEN,
        .range = {0, MAX_LISTED + 1, SORT_DATE, true},
        .has_fields = true,
    };
    answer_init(&answer);
    status = search_run(store->index, store->analyser, &request, &answer, err);
    /* An id that a query can't name has no list. */
    if (status == STATUS_OK && answer.n_total > 1)
        add_list(visit, id, &answer, out);
    answer_release(&answer);
    return status == STATUS_BAD_QUERY ? STATUS_OK : status;
}
