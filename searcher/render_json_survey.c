/*
 * Facets and the timeline in JSON: see doc/json.md.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/render_json_parts.h"

/* Null where there is no room for one filter more. */
static void write_narrowed(struct json_writer *writer,
                           const struct render *render, const char *field,
                           struct str_span value)
{
    CLEANUP(str_release) struct str filter = STR_INIT;
    CLEANUP(str_release) struct str url = STR_INIT;
    struct address narrowed;

    if (render->address &&
        address_narrow(render->address, field, value, &filter, &narrowed))
        render_add_link(render, "/search", &narrowed, &url);
    else if (str_span_is_bad(str_view(&filter)))
        str_add_span(&url, str_view(&filter));
    json_writer_field(writer, "url", str_view(&url));
}

static void write_facet(struct json_writer *writer, const struct render *render,
                        const struct facet *facet)
{
    json_writer_key(writer, facet_name(facet->field));
    json_writer_object(writer);
    json_writer_key(writer, "exact");
    json_writer_bool(writer, facet->is_exact);
    json_writer_key(writer, "values");
    json_writer_array(writer);
    for (size_t i = 0; i < facet->n_values; i++) {
        json_writer_object(writer);
        json_writer_field(writer, "value", facet->values[i].value);
        json_writer_key(writer, "count");
        json_writer_number(writer, facet->values[i].n_articles);
        write_narrowed(writer, render, facet_query_field(facet->field),
                       facet->values[i].value);
        json_writer_end_object(writer);
    }
    json_writer_end_array(writer);
    json_writer_key(writer, "other");
    json_writer_number(writer, facet->n_other);
    json_writer_key(writer, "missing");
    json_writer_number(writer, facet->n_missing);
    if (facet->field == FACET_YEAR) {
        json_writer_key(writer, "imprecise");
        json_writer_number(writer, facet->n_imprecise);
    }
    json_writer_end_object(writer);
}

static void write_bucket(struct json_writer *writer,
                         const struct render *render,
                         const struct timeline_bucket *bucket)
{
    CLEANUP(str_release) struct str from = STR_INIT;

    timeline_add_date(render->answer->survey.timeline.unit, bucket->from,
                      &from);
    json_writer_object(writer);
    json_writer_field(writer, "from", str_view(&from));
    json_writer_key(writer, "hits");
    json_writer_number(writer, bucket->n_hits);
    json_writer_key(writer, "articles");
    json_writer_number(writer, bucket->n_articles);
    json_writer_key(writer, "per10k");
    if (bucket->n_articles > 0)
        json_writer_real(writer, timeline_rate(bucket), 1);
    else
        json_writer_null(writer);
    json_writer_key(writer, "empty");
    json_writer_number(writer, bucket->n_empty);
    write_narrowed(writer, render, "date", str_view(&from));
    json_writer_end_object(writer);
}

static void write_timeline(struct json_writer *writer,
                           const struct render *render)
{
    const struct timeline *timeline = &render->answer->survey.timeline;

    json_writer_object(writer);
    json_writer_field(writer, "unit",
                      str_span_of(timeline_unit_name(timeline->unit)));
    json_writer_key(writer, "sparse");
    json_writer_bool(writer, timeline->is_sparse);
    json_writer_key(writer, "undated");
    json_writer_number(writer, timeline->n_undated);
    json_writer_key(writer, "imprecise");
    json_writer_number(writer, timeline->n_imprecise);
    json_writer_key(writer, "buckets");
    json_writer_array(writer);
    for (size_t i = 0; i < timeline->n_buckets; i++)
        write_bucket(writer, render, &timeline->buckets[i]);
    json_writer_end_array(writer);
    json_writer_end_object(writer);
}

void render_json_survey(struct json_writer *writer, const struct render *render)
{
    const struct survey *survey = &render->answer->survey;

    json_writer_key(writer, "facets");
    json_writer_object(writer);
    for (size_t i = 0; i < survey->n_facets; i++)
        write_facet(writer, render, &survey->facets[i]);
    json_writer_end_object(writer);
    json_writer_key(writer, "timeline");
    if (survey->timeline.unit == TIMELINE_NONE)
        json_writer_null(writer);
    else
        write_timeline(writer, render);
}
