/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/index.hh"

#include "store/fence.hh"

#include <algorithm>
#include <vector>

namespace
{

/* Which docids match. */
std::vector<bool> mark(const struct all_matches *matches)
{
    std::vector<bool> is_match;
    if (matches->n_docids > 0)
        is_match.resize(matches->docids[matches->n_docids - 1] + size_t{1});
    for (size_t i = 0; i < matches->n_docids; i++)
        is_match[matches->docids[i]] = true;
    return is_match;
}

std::vector<uint32_t> folded_of(const struct group_table *groups,
                                const struct all_matches *matches)
{
    const std::vector<bool> is_match = mark(matches);
    std::vector<uint32_t> folded;
    for (size_t i = 0; i < groups->n_groups; i++) {
        size_t n_members;
        const uint32_t *members = group_members(groups, i, &n_members);
        bool is_first = true;
        for (size_t k = 0; k < n_members; k++) {
            if (members[k] >= is_match.size() || !is_match[members[k]])
                continue;
            if (!is_first)
                folded.push_back(members[k]);
            is_first = false;
        }
    }
    std::sort(folded.begin(), folded.end());
    return folded;
}

} // namespace

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

enum status index_fold(const struct index *index,
                       const struct all_matches *matches, struct arena *arena,
                       struct docid_list *ret_folded, struct error *err)
{
    return guard(err, [&] {
        std::vector<uint32_t> folded;
        if (!index_has_no_groups(index))
            folded = folded_of(index->groups.get(), matches);
        auto *docids = static_cast<uint32_t *>(
            arena_alloc_array(arena, folded.size() + 1, sizeof(uint32_t)));
        if (!docids)
            return error_no_memory(err);
        std::copy(folded.begin(), folded.end(), docids);
        *ret_folded = {docids, folded.size()};
        return STATUS_OK;
    });
}

} // extern "C"
