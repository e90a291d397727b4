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
#define BAR_WIDTH 10 /* with the gap to the next: style.css has the rest */

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

/* More bars are no easier to read, and each is as long as a line of text. */
#define MAX_BARS 24

/* Buckets that make one bar, and one row of the table. */
struct bar {
    size_t i_first; /* of the timeline's buckets */
    size_t i_last;
    uint64_t n_hits;
    uint64_t n_articles;
};

struct bars {
    struct bar items[MAX_BARS];
    size_t n_items;
};

/* Where a bucket is when they are counted from the beginning of time, so that
   bars of ten years are decades. Days are counted from the first. */
static uint64_t ordinal_of(const struct timeline *timeline, size_t i)
{
    uint64_t from = timeline->buckets[i].from;

    if (timeline->unit == TIMELINE_DAY)
        return i;
    return timeline->unit == TIMELINE_MONTH ? from / 100 * 12 + from % 100 - 1
                                            : from;
}

/* The shortest step that needs no more than MAX_BARS. */
static uint64_t choose_step(const struct timeline *timeline)
{
    static const uint16_t years[] = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000};
    static const uint16_t months[] = {1, 2, 3, 6, 12, 24, 60, 120, 600, 1200};
    static const uint16_t days[] = {1, 2, 7, 14, 28, 56, 112, 224, 448, 896};
    const uint16_t *steps = timeline->unit == TIMELINE_DAY     ? days
                            : timeline->unit == TIMELINE_MONTH ? months
                                                               : years;
    uint64_t first = ordinal_of(timeline, 0);
    uint64_t last = ordinal_of(timeline, timeline->n_buckets - 1);
    size_t i = 0;

    while (i + 1 < sizeof(years) / sizeof(years[0]) &&
           last / steps[i] - first / steps[i] >= MAX_BARS)
        i++;
    return steps[i];
}

static void make_bars(const struct timeline *timeline, struct bars *bars)
{
    uint64_t step = choose_step(timeline);
    uint64_t last = UINT64_MAX;

    bars->n_items = 0;
    for (size_t i = 0; i < timeline->n_buckets; i++) {
        const struct timeline_bucket *bucket = &timeline->buckets[i];
        uint64_t number = ordinal_of(timeline, i) / step;
        if (bars->n_items == 0 || (number != last && bars->n_items < MAX_BARS))
            bars->items[bars->n_items++] = (struct bar){.i_first = i};
        struct bar *bar = &bars->items[bars->n_items - 1];
        last = number;
        bar->i_last = i;
        bar->n_hits += bucket->n_hits;
        bar->n_articles += bucket->n_articles;
    }
}

/* From its first bucket to its last. */
static void add_range(const struct timeline *timeline, const struct bar *bar,
                      const char *between, struct str *out)
{
    timeline_add_date(timeline->unit, timeline->buckets[bar->i_first].from,
                      out);
    if (bar->i_last == bar->i_first)
        return;
    str_add_text(out, between);
    timeline_add_date(timeline->unit, timeline->buckets[bar->i_last].from, out);
}

static bool open_bar(const struct web_question *question, const struct bar *bar,
                     const char *attributes, struct str *out)
{
    CLEANUP(str_release) struct str range = STR_INIT;

    add_range(&question->answer.survey.timeline, bar, "..", &range);
    return open_narrowed(question, "date", str_view(&range), attributes, out);
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

static void add_bar(const struct web_question *question,
                    const struct bars *bars, size_t i, uint64_t most,
                    struct str *out)
{
    const struct bar *bar = &bars->items[i];

    if (bar->n_hits == 0)
        return;
    uint64_t height = height_of(bar->n_hits, most);
    bool is_link = open_bar(question, bar, " tabindex=\"-1\"", out);
    str_add_format(out, "<path d=\"M%zu %dv-%" PRIu64 "\"><title>",
                   i * BAR_WIDTH + BAR_WIDTH / 2, BAR_HEIGHT, height);
    add_range(&question->answer.survey.timeline, bar, "\xe2\x80\x93", out);
    str_add_format(out, ": %" PRIu64 "</title></path>", bar->n_hits);
    str_add_text(out, is_link ? "</a>\n" : "\n");
}

/* For readers who see it; the table has the same for all, and for keyboards,
   which would have to walk through all bars. */
static void add_bars(const struct web_question *question,
                     const struct bars *bars, struct str *out)
{
    uint64_t most = 1;

    for (size_t i = 0; i < bars->n_items; i++)
        if (bars->items[i].n_hits > most)
            most = bars->items[i].n_hits;
    str_add_format(out,
                   "<svg class=\"bars\" viewBox=\"0 0 %zu %d\" "
                   "preserveAspectRatio=\"none\" aria-hidden=\"true\">\n",
                   bars->n_items * BAR_WIDTH, BAR_HEIGHT);
    for (size_t i = 0; i < bars->n_items; i++)
        add_bar(question, bars, i, most, out);
    str_add_text(out, "</svg>\n");
}

static void add_ends(const struct timeline *timeline, struct str *out)
{
    str_add_text(out, "<p class=\"ends\"><span>");
    timeline_add_date(timeline->unit, timeline->buckets[0].from, out);
    str_add_text(out, "</span> <span>");
    timeline_add_date(timeline->unit,
                      timeline->buckets[timeline->n_buckets - 1].from, out);
    str_add_text(out, "</span></p>\n");
}

static void add_bar_row(const struct web_question *question,
                        const struct bar *bar, struct str *out)
{
    if (bar->n_hits == 0)
        return;
    str_add_text(out, "<tr><th scope=\"row\">");
    bool is_link = open_bar(question, bar, "", out);
    add_range(&question->answer.survey.timeline, bar, "\xe2\x80\x93", out);
    str_add_format(out, "%s</th><td>", is_link ? "</a>" : "");
    web_survey_number(bar->n_hits, out);
    str_add_text(out, "</td><td>");
    web_survey_number(bar->n_articles, out);
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

static void add_table(const struct web_question *question,
                      const struct bars *bars, struct str *out)
{
    const struct timeline *timeline = &question->answer.survey.timeline;

    str_add_format(out,
                   "<details>\n<summary>In numbers</summary>\n"
                   "<table class=\"timeline\">\n<thead><tr>"
                   "<th scope=\"col\">%s</th><th scope=\"col\">found</th>"
                   "<th scope=\"col\">of</th></tr></thead>\n<tbody>\n",
                   timeline_unit_name(timeline->unit));
    for (size_t i = 0; i < bars->n_items; i++)
        add_bar_row(question, &bars->items[i], out);
    add_rest_row("vague", timeline->n_imprecise, out);
    add_rest_row("undated", timeline->n_undated, out);
    str_add_text(out, "</tbody>\n</table>\n</details>\n");
}

static void add_timeline(const struct web_question *question, struct str *out)
{
    const struct timeline *timeline = &question->answer.survey.timeline;
    struct bars bars;

    if (timeline->unit == TIMELINE_NONE || timeline->n_buckets == 0)
        return;
    make_bars(timeline, &bars);
    str_add_text(out, "<section>\n<h2>When</h2>\n");
    if (timeline->n_buckets > 1) {
        add_bars(question, &bars, out);
        add_ends(timeline, out);
    }
    add_table(question, &bars, out);
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
