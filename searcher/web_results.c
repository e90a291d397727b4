/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_results.h"

#include "searcher/web_diagnostics.h"
#include "searcher/web_escape.h"
#include "searcher/web_fields.h"
#include "searcher/web_link.h"
#include "searcher/web_page.h"
#include "searcher/web_survey.h"

#include <inttypes.h>

/* Of each article so many passages are shown, and more where they have more of
   what was asked for: the others say the same again. */
#define MIN_PASSAGES 2

/* The page lies beside /a and the like, and has dozens of such links. */
static void add_link(const struct web_question *question,
                     const struct web_target *target, struct str *out)
{
    const struct web_visit *visit = question->visit;
    CLEANUP(str_release) struct str url = STR_INIT;
    struct str_span link;
    size_t n_before = visit->base.n_bytes + 1;

    web_link_url(visit, target, &url);
    link = str_view(&url);
    if (str_span_equal(visit->path, SPAN("/search")) && link.n_bytes > n_before)
        link = str_span(link.bytes + n_before, link.n_bytes - n_before);
    web_escape_text(out, link);
}

static void link_to_paragraph(const struct web_question *question,
                              const struct hit *hit, size_t i_paragraph,
                              struct str *out)
{
    const struct web_target target = {.page = "/a",
                                      .id = hit->article.id,
                                      .query = web_question_query(question),
                                      .i_paragraph = i_paragraph};

    add_link(question, &target, out);
}

static void add_passage(const struct web_question *question,
                        const struct hit *hit, const struct passage *passage,
                        struct str *out)
{
    str_add_text(out, "<p dir=\"auto\"><a href=\"");
    link_to_paragraph(question, hit, passage->i_paragraph, out);
    str_add_format(out, "\">\xc2\xb6%" PRIu32 "</a> ", passage->i_paragraph);
    if (passage->is_cut_before)
        str_add_text(out, "\xe2\x80\xa6 ");
    web_fields_marked(passage, out);
    if (passage->is_cut_after)
        str_add_text(out, " \xe2\x80\xa6");
    str_add_text(out, "</p>\n");
}

static bool is_wanted(const struct web_question *question,
                      const struct passage *passage)
{
    return passage->is_new || passage->i_choice < MIN_PASSAGES ||
           question->address.n_snippets > ADDRESS_SNIPPETS_DEFAULT;
}

static bool is_shown(const struct web_question *question, const struct hit *hit,
                     uint32_t i_paragraph)
{
    for (size_t i = 0; i < hit->n_passages; i++)
        if (hit->passages[i].i_paragraph == i_paragraph)
            return is_wanted(question, &hit->passages[i]);
    return false;
}

/* How many other paragraphs have something marked; to the first of them, as
   the article has all marked. */
static void add_other_places(const struct web_question *question,
                             const struct hit *hit, struct str *out)
{
    uint32_t i_first = 0;
    size_t n = 0;

    for (size_t i = 0; i < hit->n_paragraphs; i++) {
        if (is_shown(question, hit, hit->paragraphs[i]))
            continue;
        if (n++ == 0)
            i_first = hit->paragraphs[i];
    }
    if (n == 0)
        return;
    str_add_text(out, "<a href=\"");
    link_to_paragraph(question, hit, i_first, out);
    str_add_format(out, "\">%zu more paragraph%s</a>\n", n, n == 1 ? "" : "s");
}

/* Where else it was printed, whether that matches or not. */
static void add_reprints(const struct web_question *question,
                         const struct hit *hit, struct str *out)
{
    const struct web_target reprints = {.page = "/dup", .id = hit->article.id};

    if (hit->n_reprints == 0)
        return;
    str_add_text(out, "<a rel=\"nofollow\" href=\"");
    add_link(question, &reprints, out);
    str_add_format(out, "\">%zu reprint%s</a>\n", hit->n_reprints,
                   hit->n_reprints == 1 ? "" : "s");
}

static void add_hit(const struct web_question *question, const struct hit *hit,
                    struct str *out)
{
    const struct web_target similar = {.page = "/similar",
                                       .id = hit->article.id};

    str_add_text(out, "<li>\n<article");
    web_fields_language(&hit->article, out);
    str_add_text(out, ">\n<h2 dir=\"auto\"><a href=\"");
    link_to_paragraph(question, hit, 0, out);
    str_add_text(out, "\">");
    web_fields_title(&hit->title, out);
    str_add_text(out, "</a></h2>\n");
    web_fields_line(&hit->article, out);
    for (size_t i = 0; i < hit->n_passages; i++)
        if (is_wanted(question, &hit->passages[i]))
            add_passage(question, hit, &hit->passages[i], out);
    str_add_text(out, "<p class=\"more\">");
    add_other_places(question, hit, out);
    add_reprints(question, hit, out);
    str_add_text(out, "<a rel=\"nofollow\" href=\"");
    add_link(question, &similar, out);
    str_add_text(out, "\">Similar</a></p>\n</article>\n</li>\n");
}

/* ---- above and below the hits */

static void add_summary(const struct web_question *question, struct str *out)
{
    const struct answer *answer = &question->answer;

    str_add_text(out, "<h1 class=\"count\">");
    if (answer->n_total == 0) {
        str_add_text(out, "Nothing was found");
    } else {
        if (!answer->is_total_exact || answer->is_partial)
            str_add_text(out, "At least ");
        web_survey_number(answer->n_total, out);
        str_add_text(out, answer->unit == UNIT_PARAGRAPH ? " paragraph"
                                                         : " article");
        str_add_text(out, answer->n_total == 1 ? "" : "s");
    }
    str_add_text(out, "</h1>\n");
    if (answer->understood.n_bytes == 0)
        return;
    str_add_text(out, "<p class=\"understood\">understood as <code><bdi>");
    web_escape_text(out, answer->understood);
    str_add_text(out, "</bdi></code></p>\n");
}

/* Articles that are left out as reprints of those that are shown. */
static void add_folded(const struct web_question *question, struct str *out)
{
    const struct answer *answer = &question->answer;
    struct address address = question->address;

    if (answer->n_folded == 0)
        return;
    address.reprints = ADDRESS_REPRINTS_SHOW;
    address.offset = 0;
    str_add_text(out, "<p class=\"folded\">and ");
    web_survey_number(answer->n_folded, out);
    str_add_format(out, " reprint%s (<a rel=\"nofollow\" href=\"",
                   answer->n_folded == 1 ? "" : "s");
    web_question_link(question, SPAN("/search"), &address, out);
    str_add_text(out, "\">show</a>)</p>\n");
}

static void add_sorts(const struct web_question *question, struct str *out)
{
    static const struct {
        const char *sort;
        const char *label;
    } orders[] = {{"", "Best first"}, {"-date", "Newest"}, {"date", "Oldest"}};

    str_add_text(out, "<nav class=\"sorts\" aria-label=\"Order\">\n<ul>\n");
    for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
        struct address address = question->address;
        bool is_chosen =
            str_span_equal(address.sort, str_span_of(orders[i].sort));
        address.sort = str_span_of(orders[i].sort);
        address.offset = 0;
        str_add_text(out, "<li><a rel=\"nofollow\"");
        if (is_chosen)
            str_add_text(out, " aria-current=\"true\"");
        str_add_text(out, " href=\"");
        web_question_link(question, SPAN("/search"), &address, out);
        str_add_format(out, "\">%s</a></li>\n", orders[i].label);
    }
    str_add_text(out, "</ul>\n</nav>\n");
}

static bool has_next(const struct web_question *question)
{
    const struct answer *answer = &question->answer;
    uint64_t end = question->address.offset + question->address.limit;

    return answer->n_hits > 0 && end < answer->n_total &&
           end <= address_bounds_page.max_offset;
}

static void add_turn(const struct web_question *question, const char *rel,
                     bool is_link, struct str *out)
{
    struct address address = question->address;
    bool is_next = rel[0] == 'n';

    if (is_next)
        address.offset += address.limit;
    else
        address.offset -=
            address.offset < address.limit ? address.offset : address.limit;
    if (is_link)
        str_add_format(out, "<link rel=\"%s\" href=\"", rel);
    else
        str_add_format(out, "<a class=\"%s\" rel=\"%s nofollow\" href=\"", rel,
                       rel);
    web_question_link(question, SPAN("/search"), &address, out);
    if (is_link)
        str_add_text(out, "\">\n");
    else
        str_add_text(out,
                     is_next ? "\">Next page</a>\n" : "\">Previous page</a>\n");
}

static void add_pages(const struct web_question *question, struct str *out)
{
    const struct address *address = &question->address;
    const struct answer *answer = &question->answer;

    if (answer->n_hits == 0 || (address->offset == 0 && !has_next(question)))
        return;
    str_add_text(out, "<nav class=\"pages\" aria-label=\"Pages\">\n");
    if (address->offset > 0)
        add_turn(question, "prev", false, out);
    str_add_text(out, "<span>");
    web_survey_number(address->offset + 1, out);
    str_add_text(out, "\xe2\x80\x93");
    web_survey_number(address->offset + answer->n_hits, out);
    str_add_text(out, "</span>\n");
    if (has_next(question))
        add_turn(question, "next", false, out);
    str_add_text(out, "</nav>\n");
}

static void add_hits(const struct web_question *question, struct str *out)
{
    const struct answer *answer = &question->answer;

    if (answer->n_hits == 0 && answer->n_total > 0) {
        struct address first = question->address;
        first.offset = 0;
        str_add_text(out, "<p>There are not so many: <a href=\"");
        web_question_link(question, SPAN("/search"), &first, out);
        str_add_text(out, "\">to the first page</a>.</p>\n");
        return;
    }
    str_add_format(out, "<ol class=\"hits\" start=\"%" PRIu64 "\">\n",
                   question->address.offset + 1);
    for (size_t i = 0; i < answer->n_hits; i++)
        add_hit(question, &answer->hits[i], out);
    str_add_text(out, "</ol>\n");
}

/* ---- head and foot */

static void add_head(const struct web_question *question, bool has_answer,
                     struct str *out)
{
    struct address address = question->address;

    str_add_text(out, "<link rel=\"canonical\" href=\"");
    web_question_link(question, has_answer ? SPAN("/search") : SPAN("/"),
                      &address, out);
    str_add_text(out, "\">\n");
    if (!has_answer)
        return;
    if (address.offset > 0)
        add_turn(question, "prev", true, out);
    if (has_next(question))
        add_turn(question, "next", true, out);
    address.offset = 0;
    str_add_text(out, "<link rel=\"alternate\" type=\"application/atom+xml\" "
                      "title=\"New articles that match\" href=\"");
    web_question_link(question, SPAN("/feed"), &address, out);
    str_add_text(out, "\">\n<link rel=\"alternate\" "
                      "type=\"application/json\" href=\"");
    web_question_link(question, SPAN("/search.json"), &address, out);
    str_add_text(out, "\">\n");
}

/* The same question, elsewhere. */
static void add_elsewhere(const struct web_question *question, struct str *out)
{
    static const struct {
        const char *path;
        const char *label;
    } forms[] = {
        {"/feed", "Feed"}, {"/search.json", "JSON"}, {"/search.csv", "CSV"}};
    CLEANUP(str_release) struct str command = STR_INIT;
    struct address address = question->address;

    address.offset = 0;
    str_add_text(out, "<section class=\"elsewhere\" aria-label=\"This search "
                      "elsewhere\">\n<p>This search as\n");
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        str_add_text(out, "<a rel=\"nofollow\" href=\"");
        web_question_link(question, str_span_of(forms[i].path), &address, out);
        str_add_format(out, "\">%s</a>\n", forms[i].label);
    }
    str_add_text(out, "or on the command line:</p>\n<pre><code>");
    address_command(&question->address, &command);
    web_escape_text(out, str_view(&command));
    str_add_text(out, "</code></pre>\n</section>\n");
}

static void add_answer(const struct web_question *question, struct str *out)
{
    const struct answer *answer = &question->answer;

    str_add_text(out, "<div class=\"summary\">\n");
    add_summary(question, out);
    add_folded(question, out);
    if (answer->n_total > 1 && question->address.limit > 0)
        add_sorts(question, out);
    str_add_text(out, "</div>\n<div class=\"found\">\n");
    web_diagnostics_add(question->visit, answer, &question->address, out);
    if (answer->n_total == 0)
        web_results_nothing(question, out);
    else if (question->address.limit > 0)
        add_hits(question, out);
    add_pages(question, out);
    add_elsewhere(question, out);
    str_add_text(out, "</div>\n");
    if (answer->n_total > 0)
        web_survey_add(question, out);
}

void web_results_page(struct web_question *question, bool is_home)
{
    struct web_visit *visit = question->visit;
    bool has_answer = !web_question_is_empty(question);
    CLEANUP(str_release) struct str head = STR_INIT;
    CLEANUP(str_release) struct str form = STR_INIT;
    struct str *out = &visit->reply->body;

    add_head(question, has_answer, &head);
    web_results_form(question, &form);
    const struct web_page page = {
        .title = question->address.q,
        .query = question->address.q,
        .head = str_view(&head),
        .form = str_view(&form),
        .is_home = is_home || !has_answer,
        .is_wide = has_answer,
    };
    web_page_begin(visit, &page);
    if (has_answer)
        add_answer(question, out);
    else
        str_add_text(out, "<h1 class=\"hidden\">Search</h1>\n");
    web_page_end(visit);
}
