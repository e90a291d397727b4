/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/index.hh"

#include "store/fence.hh"

#include <set>

namespace
{

/* An answer must not hang on articles that are gone. */
bool has_living(const shard &shard, const std::string &term)
{
    auto end = shard.db.postlist_end(term);
    for (auto it = shard.db.postlist_begin(term); it != end; ++it)
        if (!dead_has(shard.dead.get(), *it))
            return true;
    return false;
}

} // namespace

extern "C" enum status index_languages(struct index *index, struct arena *arena,
                                       struct str_span **ret_codes,
                                       size_t *ret_n_codes, struct error *err)
{
    return guard(err, [&] {
        return index_ask(index, err, [&] {
            static const std::string prefix = PREFIX_STEMMED;
            std::set<std::string> codes;
            for (const shard &shard : index->shards) {
                auto end = shard.db.allterms_end(prefix);
                for (auto it = shard.db.allterms_begin(prefix); it != end; ++it)
                    if (has_living(shard, *it))
                        codes.insert((*it).substr(prefix.size()));
            }
            auto *spans = static_cast<struct str_span *>(arena_alloc_array(
                arena, codes.size() + 1, sizeof(struct str_span)));
            if (!spans)
                return error_no_memory(err);
            size_t n = 0;
            for (const std::string &code : codes) {
                spans[n] = arena_copy(arena, {code.data(), code.size()});
                if (!spans[n++].bytes)
                    return error_no_memory(err);
            }
            *ret_codes = spans;
            *ret_n_codes = n;
            return STATUS_OK;
        });
    });
}
