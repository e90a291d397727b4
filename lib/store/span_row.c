/*
 * Words at successive positions.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/span_work.h"

/* The place of a row, a child of _TERMS, as a slice. */
static enum status push_place(struct span_run *run,
                              const struct span_node *child,
                              struct span_slice *ret_slice)
{
    size_t start = run->work->n_spans;
    enum status status = span_find_terms(run, child);
    *ret_slice = (struct span_slice){start, run->work->n_spans - start};
    return status == STATUS_DONE ? STATUS_OK : status;
}

/* Positions before the first word, and behind the last one, must be there. */
static enum status has_gaps(struct span_run *run, const struct span_node *row,
                            uint64_t start, uint32_t inside, bool *ret_has)
{
    struct span_range range;
    bool is_open = row->children[row->n_children - 1]->op == SPAN_GAP;
    *ret_has = true;
    if (!is_open && row->children[0]->op != SPAN_GAP)
        return STATUS_OK;
    enum status status = span_locate(
        run, inside, is_open ? SPAN_UNIT_WORDS : SPAN_UNIT_PARAGRAPH, &range);
    if (status == STATUS_OK)
        *ret_has = start >= range.first && start + row->n_children <= range.end;
    return status;
}

/* Leaves of the starts in slice those that have the place at that distance. */
static void keep_starts(struct span_work *work, struct span_slice *starts,
                        struct span_slice place, size_t i_place)
{
    size_t n_kept = 0;
    struct span *spans = work->spans + starts->start;
    for (size_t i = 0; i < starts->n; i++) {
        uint64_t wanted = (uint64_t)spans[i].first + i_place;
        size_t at = span_find_from(work, place, wanted);
        if (at < place.start + place.n && work->spans[at].first == wanted)
            spans[n_kept++] = spans[i];
    }
    starts->n = n_kept;
}

/* Where the first word of the row stands, as where the row would begin. */
static enum status push_starts(struct span_run *run,
                               const struct span_node *row, size_t i_place,
                               struct span_slice *ret_starts)
{
    enum status status = push_place(run, row->children[i_place], ret_starts);
    struct span *spans = run->work->spans + ret_starts->start;
    size_t n_kept = 0;
    for (size_t i = 0; status == STATUS_OK && i < ret_starts->n; i++)
        if (spans[i].first >= i_place) {
            spans[n_kept].first = spans[i].first - (uint32_t)i_place;
            spans[n_kept++].last = spans[i].last;
        }
    ret_starts->n = n_kept;
    run->work->n_spans = ret_starts->start + n_kept;
    return status;
}

static enum status push_rows(struct span_run *run, const struct span_node *row,
                             struct span_slice starts)
{
    for (size_t i = 0; i < starts.n; i++) {
        struct span span = run->work->spans[starts.start + i];
        bool has;
        enum status status = has_gaps(run, row, span.first, span.last, &has);
        if (status == STATUS_OK && has)
            status = span_push(run, span.first,
                               (uint64_t)span.first + row->n_children - 1);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

enum status span_find_rows(struct span_run *run, const struct span_node *row,
                           size_t *ret_start)
{
    struct span_work *work = run->work;
    struct span_slice starts = {work->n_spans, 0};
    bool is_begun = false;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < row->n_children && status == STATUS_OK; i++) {
        struct span_slice place;
        if (row->children[i]->op == SPAN_GAP)
            continue;
        if (!is_begun) {
            status = push_starts(run, row, i, &starts);
            is_begun = true;
            continue;
        }
        status = push_place(run, row->children[i], &place);
        if (status == STATUS_OK)
            keep_starts(work, &starts, place, i);
        work->n_spans = starts.start + starts.n;
        if (starts.n == 0)
            break;
    }
    *ret_start = work->n_spans;
    return status == STATUS_OK ? push_rows(run, row, starts) : status;
}
