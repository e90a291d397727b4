/*
 * Facets and the timeline for people: counts in columns, and bars.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/render.h"
#include "searcher/terminal.h"
#include "text/utf8.h"

#include <inttypes.h>

/* Of the date, the numbers and what is between them. */
#define DATE_COLUMNS   10
#define NUMBER_COLUMNS 30
/* A narrower bar says nothing. */
#define BAR_MIN_COLUMNS 4
/* A bar is so many pieces a column: U+2588 is eight, U+258F is one. */
#define EIGHTHS 8

static void add_heading(const struct render *render, const char *text,
                        struct str *out)
{
    str_add_char(out, '\n');
    terminal_look(out, render->style->has_colour, LOOK_TITLE);
    str_add_text(out, text);
    terminal_look(out, render->style->has_colour, LOOK_PLAIN);
}

/* A value on the rest of a line, cut if it is longer. */
static void add_value(const struct render *render, struct str_span value,
                      size_t n_used, struct str *out)
{
    CLEANUP(str_release) struct str line = STR_INIT;
    size_t n_columns = render->style->n_columns;
    size_t next;

    terminal_add_line(&line, value);
    struct str_span text = str_view(&line);
    size_t n_room = n_columns > n_used + 2 ? n_columns - n_used - 1 : 1;
    size_t end = terminal_break(text, 0, n_room, &next);
    str_add(out, text.bytes, end);
    if (end < text.n_bytes)
        str_add_text(out, "\xe2\x80\xa6");
    str_add_char(out, '\n');
}

static void add_count(const struct render *render, uint64_t n_articles,
                      struct str_span value, bool is_faint, struct str *out)
{
    const size_t n_used = 12;

    str_add_format(out, "%10" PRIu64 "  ", n_articles);
    terminal_look(out, render->style->has_colour && is_faint, LOOK_FAINT);
    add_value(render, value, n_used, out);
    terminal_look(out, render->style->has_colour && is_faint, LOOK_PLAIN);
}

static void add_facet(const struct render *render, const struct facet *facet,
                      struct str *out)
{
    add_heading(render, facet_name(facet->field), out);
    str_add_text(out, facet->is_exact ? "\n" : " (at least)\n");
    for (size_t i = 0; i < facet->n_values; i++)
        add_count(render, facet->values[i].n_articles, facet->values[i].value,
                  false, out);
    if (facet->n_other > 0)
        add_count(render, facet->n_other, SPAN("(others)"), true, out);
    if (facet->n_imprecise > 0)
        add_count(render, facet->n_imprecise, SPAN("(of several years)"), true,
                  out);
    if (facet->n_missing > 0)
        add_count(render, facet->n_missing, SPAN("(none)"), true, out);
}

/* Never empty for a number that is not 0. */
static void add_bar(uint64_t number, uint64_t most, size_t n_columns,
                    struct str *out)
{
    size_t n_eighths = most > 0 ? (size_t)((double)number / (double)most *
                                           (double)(n_columns * EIGHTHS))
                                : 0;

    if (n_eighths == 0 && number > 0)
        n_eighths = 1;
    for (size_t i = 0; i < n_columns; i++) {
        size_t n_left = n_eighths > i * EIGHTHS ? n_eighths - i * EIGHTHS : 0;
        if (n_left == 0) {
            str_add_char(out, ' ');
            continue;
        }
        if (n_left > EIGHTHS)
            n_left = EIGHTHS;
        str_add_text(out, "\xe2\x96");
        str_add_char(out, (char)(0x90 - n_left));
    }
}

static void add_bucket(const struct render *render,
                       const struct timeline_bucket *bucket, uint64_t most,
                       struct str *out)
{
    const struct timeline *timeline = &render->answer->survey.timeline;
    CLEANUP(str_release) struct str from = STR_INIT;
    size_t n_columns = render->style->n_columns;
    size_t n_used = DATE_COLUMNS + NUMBER_COLUMNS + 4;

    timeline_add_date(timeline->unit, bucket->from, &from);
    str_add_format(out, "%-*s  ", DATE_COLUMNS, str_view(&from).bytes);
    if (n_columns >= n_used + BAR_MIN_COLUMNS) {
        terminal_look(out, render->style->has_colour, LOOK_NUMBER);
        add_bar(bucket->n_hits, most, n_columns - n_used, out);
        terminal_look(out, render->style->has_colour, LOOK_PLAIN);
        str_add_text(out, "  ");
    }
    str_add_format(out, "%8" PRIu64 " %10" PRIu64 " ", bucket->n_hits,
                   bucket->n_articles);
    size_t start = out->n_bytes;
    json_writer_add_real(out, timeline_rate(bucket), 1);
    size_t n = out->n_bytes - start;
    str_truncate(out, start);
    str_add_format(out, "%*s", n < 10 ? (int)(10 - n) : 0, "");
    json_writer_add_real(out, timeline_rate(bucket), 1);
    str_add_char(out, '\n');
}

static void add_timeline_heading(const struct render *render, struct str *out)
{
    const struct timeline *timeline = &render->answer->survey.timeline;
    size_t n_columns = render->style->n_columns;
    size_t n_used = DATE_COLUMNS + NUMBER_COLUMNS + 4;
    size_t n_gap = n_columns >= n_used + BAR_MIN_COLUMNS
                       ? n_columns - NUMBER_COLUMNS
                       : DATE_COLUMNS + 2;

    add_heading(render, timeline_unit_name(timeline->unit), out);
    for (size_t i =
             utf8_columns(str_span_of(timeline_unit_name(timeline->unit)));
         i < n_gap; i++)
        str_add_char(out, ' ');
    str_add_format(out, "%8s %10s %10s\n", "hits", "articles", "in 10,000");
}

static void add_timeline(const struct render *render, struct str *out)
{
    const struct timeline *timeline = &render->answer->survey.timeline;
    uint64_t most = 0;

    for (size_t i = 0; i < timeline->n_buckets; i++)
        if (timeline->buckets[i].n_hits > most)
            most = timeline->buckets[i].n_hits;
    add_timeline_heading(render, out);
    for (size_t i = 0; i < timeline->n_buckets; i++)
        add_bucket(render, &timeline->buckets[i], most, out);
    terminal_look(out, render->style->has_colour, LOOK_FAINT);
    if (timeline->is_sparse)
        str_add_format(out, "each %s without hits is left out\n",
                       timeline_unit_name(timeline->unit));
    if (timeline->is_coarse)
        str_add_text(out, "the hits span too many shorter units\n");
    if (timeline->n_imprecise > 0)
        str_add_format(out, "%" PRIu64 " with a date that is less precise\n",
                       timeline->n_imprecise);
    if (timeline->n_undated > 0)
        str_add_format(out, "%" PRIu64 " without a date\n",
                       timeline->n_undated);
    terminal_look(out, render->style->has_colour, LOOK_PLAIN);
}

void render_survey(const struct render *render, struct str *out)
{
    const struct survey *survey = &render->answer->survey;

    for (size_t i = 0; i < survey->n_facets; i++)
        add_facet(render, &survey->facets[i], out);
    if (survey->timeline.unit != TIMELINE_NONE)
        add_timeline(render, out);
}
