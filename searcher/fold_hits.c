/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/fold_hits.h"

#include "store/index_groups.h"

#include <inttypes.h>
#include <stdlib.h>

/* Matches come by docid. */
static int compare_matches(const void *a, const void *b)
{
    uint32_t first = ((const struct match *)a)->docid;
    uint32_t second = ((const struct match *)b)->docid;
    return (first > second) - (first < second);
}

static bool is_match(const struct match_list *list, uint32_t docid)
{
    const struct match wanted = {docid, 0};
    return bsearch(&wanted, list->matches, list->n_matches, sizeof wanted,
                   compare_matches) != NULL;
}

/* The earliest of the article's group that matches too. */
static uint32_t earliest(const struct index *index,
                         const struct match_list *list, uint32_t docid)
{
    struct docid_list group = index_group(index, docid);
    for (size_t i = 0; i < group.n_docids; i++)
        if (is_match(list, group.docids[i]))
            return group.docids[i];
    return docid;
}

/* Which of the articles in groups match, by docid. */
static enum status find_grouped(struct index *index, struct expr *expr,
                                struct arena *arena, struct match_list *ret,
                                struct error *err)
{
    struct docid_list all;
    enum status status = index_grouped(index, true, arena, &all, err);
    if (status != STATUS_OK)
        return status;
    struct search_range range = {0, all.n_docids, SORT_RELEVANCE, true};
    struct expr *grouped = expr_pair(
        arena, EXPR_FILTER, expr_docids(arena, all.docids, all.n_docids), expr);
    if (grouped == NULL)
        return error_no_memory(err);
    status = index_search(index, grouped, &range, arena, ret, err);
    if (status == STATUS_OK && ret->n_matches > 0)
        qsort(ret->matches, ret->n_matches, sizeof *ret->matches,
              compare_matches);
    return status;
}

static enum status fold(struct index *index, struct answer *answer,
                        struct expr **expr, struct error *err)
{
    struct arena *arena = &answer->arena;
    struct match_list list = {0};
    enum status status = find_grouped(index, *expr, arena, &list, err);
    if (status != STATUS_OK)
        return status;
    uint32_t *folded = (uint32_t *)arena_alloc_array(arena, list.n_matches + 1,
                                                     sizeof *folded);
    if (folded == NULL)
        return error_no_memory(err);
    for (size_t i = 0; i < list.n_matches; i++) {
        uint32_t docid = list.matches[i].docid;
        if (earliest(index, &list, docid) != docid)
            folded[answer->n_folded++] = docid;
    }
    if (answer->n_folded == 0)
        return STATUS_OK;
    *expr = expr_pair(arena, EXPR_AND_NOT, *expr,
                      expr_docids(arena, folded, answer->n_folded));
    return *expr == NULL ? error_no_memory(err) : STATUS_OK;
}

static enum status keep_reprints(struct index *index, struct arena *arena,
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

enum status fold_reprints(struct index *index, enum search_reprints reprints,
                          struct answer *answer, struct expr **expr,
                          struct error *err)
{
    answer->reprints = reprints;
    answer->n_folded = 0;
    switch (reprints) {
    case SEARCH_REPRINTS_SHOW:
        break;
    case SEARCH_REPRINTS_FOLD:
        return index_has_no_groups(index) ? STATUS_OK
                                          : fold(index, answer, expr, err);
    case SEARCH_REPRINTS_ONLY:
        return keep_reprints(index, &answer->arena, expr, err);
    }
    return STATUS_OK;
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
