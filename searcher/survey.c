/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/survey.h"

bool survey_is_wanted(const struct survey_wish *wish)
{
    return wish->n_facets > 0 || wish->timeline != TIMELINE_NONE;
}

/* Each column once, though years and the timeline are both of dates. */
struct columns_wanted {
    struct tally tallies[COLUMN_KINDS];
    size_t n_tallies;
};

static struct tally *find(struct columns_wanted *wanted, enum column_kind kind)
{
    for (size_t i = 0; i < wanted->n_tallies; i++)
        if (wanted->tallies[i].kind == kind)
            return &wanted->tallies[i];
    return NULL;
}

static struct tally *want(struct columns_wanted *wanted, enum column_kind kind)
{
    struct tally *tally = find(wanted, kind);

    if (!tally) {
        tally = &wanted->tallies[wanted->n_tallies++];
        *tally = (struct tally){.kind = kind};
    }
    return tally;
}

static uint64_t count_matches(const struct tally *any)
{
    uint64_t n = 0;

    for (size_t i = 0; i < any->n_rows; i++)
        n += any->rows[i].n_matches;
    return n;
}

/* Articles without a date stand first: their value is empty. */
static uint64_t count_undated(const struct tally *dates)
{
    if (dates->n_rows == 0 || dates->rows[0].value.n_bytes > 0)
        return 0;
    return dates->rows[0].n_matches;
}

static enum status make_facets(struct columns_wanted *wanted,
                               const struct survey_wish *wish,
                               struct arena *arena, struct survey *survey,
                               struct error *err)
{
    enum status status = STATUS_OK;

    survey->facets =
        arena_alloc_array(arena, wish->n_facets + 1, sizeof(*survey->facets));
    if (!survey->facets)
        return error_no_memory(err);
    for (size_t i = 0; i < wish->n_facets && status == STATUS_OK; i++)
        status = facet_make(&wish->facets[i],
                            find(wanted, facet_column(wish->facets[i].field)),
                            arena, &survey->facets[survey->n_facets++], err);
    return status;
}

static enum status find_matches(struct index *index, const struct expr *expr,
                                struct arena *arena, struct survey *survey,
                                struct error *err)
{
    enum status status = STATUS_OK;

    survey->is_all = expr->op == EXPR_ALL;
    if (!survey->is_all)
        status =
            index_matches(index, expr, SIZE_MAX, arena, &survey->matches, err);
    return status;
}

enum status survey_run(struct index *index, const struct expr *expr,
                       const struct survey_wish *wish, struct arena *arena,
                       struct survey *ret_survey, struct error *err)
{
    struct columns_wanted wanted = {.n_tallies = 0};
    struct survey survey = {.n_facets = 0};

    for (size_t i = 0; i < wish->n_facets; i++)
        (void)want(&wanted, facet_column(wish->facets[i].field));
    /* Cheap beside the match, and who counts wants to know. */
    struct tally *dates = want(&wanted, COLUMN_DATE);
    dates->has_articles = wish->timeline != TIMELINE_NONE;
    enum status status = find_matches(index, expr, arena, &survey, err);
    if (status == STATUS_OK)
        status = index_tally(index, survey.is_all ? NULL : &survey.matches,
                             wanted.tallies, wanted.n_tallies, arena, err);
    if (status == STATUS_OK)
        status = make_facets(&wanted, wish, arena, &survey, err);
    if (status == STATUS_OK && wish->timeline != TIMELINE_NONE)
        status =
            timeline_make(wish->timeline, dates, arena, &survey.timeline, err);
    if (status != STATUS_OK)
        return status;
    survey.has_dates = true;
    survey.n_undated = count_undated(dates);
    survey.n_matches = count_matches(dates);
    *ret_survey = survey;
    return STATUS_OK;
}
