/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_survey.h"

#include "searcher/web_escape.h"

#include <inttypes.h>
#include <stdio.h>

/* Of the drawing, in units of its own. */
#define BAR_HEIGHT 100
/* The lowest bar that can be seen and hit. */
#define BAR_MIN   3
#define BAR_WIDTH 10
#define BAR_GAP   1

void web_survey_number(uint64_t n, struct str *out)
{
    char digits[24];
    int n_digits = snprintf(digits, sizeof(digits), "%" PRIu64, n);

    for (int i = 0; i < n_digits; i++) {
        if (i > 0 && (n_digits - i) % 3 == 0)
            str_add_char(out, ',');
        str_add_char(out, digits[i]);
    }
}

/* Opens a link to the same question of these articles only; false, and nothing
   written, where there is no room for one filter more. */
static bool open_narrowed(const struct web_question *question,
                          const char *field, struct str_span value,
                          const char *attributes, struct str *out)
{
    CLEANUP(str_release) struct str filter = STR_INIT;
    struct address narrowed;

    if (!address_narrow(&question->address, field, value, &filter, &narrowed)) {
        /* Where that was for want of memory the page must not go on. */
        if (str_span_is_bad(str_view(&filter)))
            str_add_span(out, str_view(&filter));
        return false;
    }
    if (narrowed.limit == 0)
        narrowed.limit = ADDRESS_LIMIT_DEFAULT;
    str_add_format(out, "<a rel=\"nofollow\"%s href=\"", attributes);
    web_question_link(question, SPAN("/search"), &narrowed, out);
    str_add_text(out, "\">");
    return true;
}

/* ---- facets */

static const char *const headings[] = {
    [FACET_SOURCE] = "Source",   [FACET_AUTHOR] = "Author",
    [FACET_SECTION] = "Section", [FACET_LANGUAGE] = "Language",
    [FACET_YEAR] = "Year",       [FACET_TAG] = "Tag",
};

static void add_value(const struct web_question *question,
                      const struct facet *facet,
                      const struct facet_value *value, struct str *out)
{
    str_add_text(out, "<li>");
    bool is_link = open_narrowed(question, facet_query_field(facet->field),
                                 value->value, "", out);
    str_add_text(out, "<bdi>");
    web_escape_text(out, value->value);
    str_add_text(out, is_link ? "</bdi></a> <span>" : "</bdi> <span>");
    web_survey_number(value->n_articles, out);
    str_add_text(out, "</span></li>\n");
}

static void add_facet(const struct web_question *question,
                      const struct facet *facet, struct str *out)
{
    if (facet->n_values == 0)
        return;
    str_add_format(out, "<section>\n<h2>%s</h2>\n<ul class=\"facet\">\n",
                   headings[facet->field]);
    for (size_t i = 0; i < facet->n_values; i++)
        add_value(question, facet, &facet->values[i], out);
    if (facet->n_other > 0) {
        str_add_text(out, "<li class=\"rest\">others <span>");
        web_survey_number(facet->n_other, out);
        str_add_text(out, "</span></li>\n");
    }
    str_add_text(out, "</ul>\n</section>\n");
}

/* ---- timeline */

static uint64_t most_hits(const struct timeline *timeline)
{
    uint64_t most = 1;

    for (size_t i = 0; i < timeline->n_buckets; i++)
        if (timeline->buckets[i].n_hits > most)
            most = timeline->buckets[i].n_hits;
    return most;
}

/* Square roots, so that a year with few hits is seen beside one with many. */
static uint64_t height_of(uint64_t n, uint64_t most)
{
    uint64_t square = n * BAR_HEIGHT * BAR_HEIGHT / most;
    uint64_t height = BAR_MIN;

    while ((height + 1) * (height + 1) <= square)
        height++;
    return height;
}

static void add_bar(const struct web_question *question, size_t i,
                    uint64_t most, struct str *out)
{
    const struct timeline *timeline = &question->answer.survey.timeline;
    const struct timeline_bucket *bucket = &timeline->buckets[i];
    CLEANUP(str_release) struct str from = STR_INIT;

    if (bucket->n_hits == 0)
        return;
    uint64_t height = height_of(bucket->n_hits, most);
    timeline_add_date(timeline->unit, bucket->from, &from);
    bool is_link = open_narrowed(question, "date", str_view(&from),
                                 " tabindex=\"-1\"", out);
    str_add_format(out,
                   "<path d=\"M%zu %dh%dv-%" PRIu64
                   "h-%dz\"><title>%s: %" PRIu64 "</title></path>",
                   i * BAR_WIDTH, BAR_HEIGHT, BAR_WIDTH - BAR_GAP, height,
                   BAR_WIDTH - BAR_GAP, str_view(&from).bytes, bucket->n_hits);
    str_add_text(out, is_link ? "</a>\n" : "\n");
}

/* For readers who see it; the table has the same for all, and for keyboards,
   which would have to walk through hundreds of bars. */
static void add_bars(const struct web_question *question, struct str *out)
{
    const struct timeline *timeline = &question->answer.survey.timeline;
    uint64_t most = most_hits(timeline);

    str_add_format(out,
                   "<svg class=\"bars\" viewBox=\"0 0 %zu %d\" "
                   "preserveAspectRatio=\"none\" aria-hidden=\"true\">\n",
                   timeline->n_buckets * BAR_WIDTH, BAR_HEIGHT);
    for (size_t i = 0; i < timeline->n_buckets; i++)
        add_bar(question, i, most, out);
    str_add_text(out, "</svg>\n");
}

static void add_ends(const struct timeline *timeline, struct str *out)
{
    CLEANUP(str_release) struct str first = STR_INIT;
    CLEANUP(str_release) struct str last = STR_INIT;

    timeline_add_date(timeline->unit, timeline->buckets[0].from, &first);
    timeline_add_date(timeline->unit,
                      timeline->buckets[timeline->n_buckets - 1].from, &last);
    str_add_format(out,
                   "<p class=\"ends\"><span>%s</span> <span>%s</span>"
                   "</p>\n",
                   str_view(&first).bytes, str_view(&last).bytes);
}

static void add_bucket_row(const struct web_question *question,
                           const struct timeline_bucket *bucket,
                           struct str *out)
{
    const struct timeline *timeline = &question->answer.survey.timeline;
    CLEANUP(str_release) struct str from = STR_INIT;

    if (bucket->n_hits == 0)
        return;
    timeline_add_date(timeline->unit, bucket->from, &from);
    str_add_text(out, "<tr><th scope=\"row\">");
    bool is_link = open_narrowed(question, "date", str_view(&from), "", out);
    str_add_format(out, "%s%s</th><td>", str_view(&from).bytes,
                   is_link ? "</a>" : "");
    web_survey_number(bucket->n_hits, out);
    str_add_text(out, "</td><td>");
    web_survey_number(bucket->n_articles, out);
    str_add_text(out, "</td></tr>\n");
}

static void add_rest_row(const char *label, uint64_t n, struct str *out)
{
    if (n == 0)
        return;
    str_add_format(out, "<tr><th scope=\"row\">%s</th><td>", label);
    web_survey_number(n, out);
    str_add_text(out, "</td><td></td></tr>\n");
}

static void add_table(const struct web_question *question, struct str *out)
{
    const struct timeline *timeline = &question->answer.survey.timeline;

    str_add_format(out,
                   "<details>\n<summary>In numbers</summary>\n"
                   "<table class=\"timeline\">\n<thead><tr>"
                   "<th scope=\"col\">%s</th><th scope=\"col\">found</th>"
                   "<th scope=\"col\">of</th></tr></thead>\n<tbody>\n",
                   timeline_unit_name(timeline->unit));
    for (size_t i = 0; i < timeline->n_buckets; i++)
        add_bucket_row(question, &timeline->buckets[i], out);
    add_rest_row("vague", timeline->n_imprecise, out);
    add_rest_row("undated", timeline->n_undated, out);
    str_add_text(out, "</tbody>\n</table>\n</details>\n");
}

static void add_timeline(const struct web_question *question, struct str *out)
{
    const struct timeline *timeline = &question->answer.survey.timeline;

    if (timeline->unit == TIMELINE_NONE || timeline->n_buckets == 0)
        return;
    str_add_text(out, "<section>\n<h2>When</h2>\n");
    if (timeline->n_buckets > 1) {
        add_bars(question, out);
        add_ends(timeline, out);
    }
    add_table(question, out);
    str_add_text(out, "</section>\n");
}

void web_survey_add(const struct web_question *question, struct str *out)
{
    const struct survey *survey = &question->answer.survey;

    if (survey->n_facets == 0 && survey->timeline.unit == TIMELINE_NONE)
        return;
    str_add_text(out, "<aside aria-label=\"Narrow the search\">\n");
    add_timeline(question, out);
    for (size_t i = 0; i < survey->n_facets; i++)
        add_facet(question, &survey->facets[i], out);
    str_add_text(out, "</aside>\n");
}
