/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/index.hh"

#include "store/fence.hh"

extern "C" {

bool index_has_no_groups(const struct index *index)
{
    return !index->groups || index->groups->n_groups == 0;
}

void index_count_groups(const struct index *index, uint64_t *ret_n_groups,
                        uint64_t *ret_n_reprints)
{
    *ret_n_groups = index_has_no_groups(index) ? 0 : index->groups->n_groups;
    *ret_n_reprints =
        *ret_n_groups == 0 ? 0 : index->groups->n_docids - *ret_n_groups;
}

struct docid_list index_group(const struct index *index, uint32_t docid)
{
    struct docid_list list = {nullptr, 0};
    if (index_has_no_groups(index))
        return list;
    size_t i = group_find(index->groups.get(), docid);
    if (i < index->groups->n_groups)
        list.docids = group_members(index->groups.get(), i, &list.n_docids);
    return list;
}

enum status index_grouped(const struct index *index, bool is_all,
                          struct arena *arena, struct docid_list *ret_list,
                          struct error *err)
{
    return guard(err, [&] {
        size_t n = index_has_no_groups(index) ? 0 : index->groups->n_docids;
        auto *docids = static_cast<uint32_t *>(
            arena_alloc_array(arena, n + 1, sizeof(uint32_t)));
        if (!docids)
            return error_no_memory(err);
        n = n == 0 ? 0 : group_list(index->groups.get(), is_all, docids);
        *ret_list = {docids, n};
        return STATUS_OK;
    });
}

} // extern "C"
