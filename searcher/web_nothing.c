/*
 * A page for when nothing was found, which is where most readers give up: what
 * to change, with what it would find.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_escape.h"
#include "searcher/web_link.h"
#include "searcher/web_results.h"

#include <inttypes.h>

static void add_node(const struct ast_node *node, struct str *out)
{
    bool is_group = node->kind == AST_AND || node->kind == AST_OR ||
                    node->kind == AST_MAYBE || node->kind == AST_NEAR;

    if (is_group)
        str_add_char(out, '(');
    ast_print(node, out);
    if (is_group)
        str_add_char(out, ')');
}

/* The query of all clauses but one. */
static void make_rest(const struct blame *blame, size_t i_left_out,
                      struct str *out)
{
    for (size_t i = 0; i < blame->n_clauses; i++) {
        if (i == i_left_out)
            continue;
        if (out->n_bytes > 0)
            str_add_char(out, ' ');
        add_node(blame->clauses[i].node, out);
    }
}

static void add_count(const struct web_question *question, uint64_t n,
                      struct str_span query, struct str *out)
{
    str_add_text(out, "<td>");
    if (n > 0) {
        str_add_text(out, "<a rel=\"nofollow\" href=\"");
        web_link_query(question->visit, query, out);
        str_add_format(out, "\">%" PRIu64 "</a>", n);
    } else {
        str_add_text(out, "0");
    }
    str_add_text(out, "</td>\n");
}

static void add_clause(const struct web_question *question, size_t i,
                       struct str *out)
{
    const struct blame *blame = &question->answer.blame;
    const struct blamed_clause *clause = &blame->clauses[i];
    CLEANUP(str_release) struct str alone = STR_INIT;
    CLEANUP(str_release) struct str rest = STR_INIT;

    ast_print(clause->node, &alone);
    make_rest(blame, i, &rest);
    str_add_format(out, "<tr%s><th scope=\"row\"><code><bdi>",
                   clause->n_articles == 0 ? " class=\"none\"" : "");
    web_escape_text(out, str_view(&alone));
    str_add_text(out, "</bdi></code></th>\n");
    add_count(question, clause->n_articles, str_view(&alone), out);
    add_count(question, clause->n_without, str_view(&rest), out);
    str_add_text(out, "</tr>\n");
}

void web_results_nothing(const struct web_question *question, struct str *out)
{
    const struct blame *blame = &question->answer.blame;

    str_add_text(out, "<section class=\"nothing\">\n");
    if (blame->n_clauses > 0) {
        str_add_text(out,
                     "<table class=\"clauses\">\n<caption>What each part of "
                     "the query finds</caption>\n<thead><tr>"
                     "<th scope=\"col\">part</th><th scope=\"col\">alone</th>"
                     "<th scope=\"col\">without it</th></tr></thead>\n"
                     "<tbody>\n");
        for (size_t i = 0; i < blame->n_clauses; i++)
            add_clause(question, i, out);
        str_add_text(out, "</tbody>\n</table>\n");
    }
    str_add_text(out, "<p>Fewer or other words may find it; quotes ask for "
                      "words exactly as they stand. <a href=\"");
    web_link_page(question->visit, SPAN("/help"), out);
    str_add_text(out, "\">How to search</a></p>\n</section>\n");
}
