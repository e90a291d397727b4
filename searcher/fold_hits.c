/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/fold_hits.h"

#include "store/index_groups.h"

#include <inttypes.h>

/* Which of the articles in groups match. */
static enum status find_grouped(struct index *index, struct expr *expr,
                                struct arena *arena, struct all_matches *ret,
                                struct error *err)
{
    struct docid_list all;
    enum status status = index_grouped(index, true, arena, &all, err);
    if (status != STATUS_OK)
        return status;
    struct expr *grouped = expr_pair(
        arena, EXPR_FILTER, expr_docids(arena, all.docids, all.n_docids), expr);
    return grouped == NULL
               ? error_no_memory(err)
               : index_matches(index, grouped, SIZE_MAX, arena, ret, err);
}

enum status fold_away(struct index *index, const struct all_matches *matches,
                      struct answer *answer, struct expr **expr,
                      struct error *err)
{
    struct arena *arena = &answer->arena;
    struct all_matches grouped;
    struct docid_list folded;
    if (index_has_no_groups(index))
        return STATUS_OK;
    enum status status = STATUS_OK;
    if (matches == NULL) {
        status = find_grouped(index, *expr, arena, &grouped, err);
        matches = &grouped;
    }
    if (status == STATUS_OK)
        status = index_fold(index, matches, arena, &folded, err);
    if (status != STATUS_OK || folded.n_docids == 0)
        return status;
    answer->n_folded = folded.n_docids;
    *expr = expr_pair(arena, EXPR_AND_NOT, *expr,
                      expr_docids(arena, folded.docids, folded.n_docids));
    return *expr == NULL ? error_no_memory(err) : STATUS_OK;
}

enum status fold_keep_reprints(struct index *index, struct arena *arena,
                               struct expr **expr, struct error *err)
{
    struct docid_list list;
    enum status status = index_grouped(index, false, arena, &list, err);
    if (status != STATUS_OK)
        return status;
    *expr = expr_pair(arena, EXPR_FILTER, *expr,
                      expr_docids(arena, list.docids, list.n_docids));
    return *expr == NULL ? error_no_memory(err) : STATUS_OK;
}

/* A group has the name of its earliest, which stays when others come. */
enum status fold_tell(struct index *index, struct arena *arena, struct hit *hit,
                      struct error *err)
{
    CLEANUP(str_release) struct str name = STR_INIT;
    struct docid_list group = index_group(index, hit->docid);
    hit->n_reprints = 0;
    hit->group = str_span("", 0);
    if (group.n_docids < 2)
        return STATUS_OK;
    hit->n_reprints = group.n_docids - 1;
    str_add_format(&name, "g%" PRIx32, group.docids[0]);
    enum status status = str_status(&name, err);
    if (status == STATUS_OK)
        hit->group = arena_copy(arena, str_view(&name));
    return status == STATUS_OK && hit->group.bytes == NULL
               ? error_no_memory(err)
               : status;
}
