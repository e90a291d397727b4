/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/article_spans.hh"

#include "store/fence.hh"

namespace
{

/* One tree, open in the segment of the article asked about last. */
class open_tree
{
  public:
    open_tree(const struct index *index, const struct expr_check *check)
        : spans(check, &state)
    {
        state.index = index;
    }

    enum status find(const shard *in, uint32_t docid_,
                     struct span_list *ret_list, bool *ret_is_cut,
                     struct error *err)
    {
        uint64_t n_cut = state.n_cut;
        if (where != in || docid_ < docid) {
            spans.open(in->db);
            where = in;
        }
        docid = docid_;
        try {
            *ret_list = spans.find(docid);
        } catch (const check_failure &) {
            if (err)
                *err = state.err;
            return state.status;
        }
        *ret_is_cut = state.n_cut > n_cut;
        return STATUS_OK;
    }

  private:
    struct check_state state;
    article_spans spans;
    const shard *where = nullptr;
    uint32_t docid = 0;
};

} // namespace

struct span_reader {
    struct index *index = nullptr;
    std::vector<std::unique_ptr<open_tree>> trees;
    /* The articles with long paragraphs, of the segment asked about last. */
    const shard *where = nullptr;
    Xapian::PostingIterator long_ones;
    uint32_t docid = 0;
};

namespace
{

enum status find(struct span_reader *reader, uint32_t docid, open_tree *tree,
                 struct span_list *ret_list, bool *ret_is_cut,
                 struct error *err)
{
    const shard *where = index_shard(reader->index, docid);
    if (!where || dead_has(where->dead.get(), docid))
        return error_set(err, STATUS_NOT_FOUND, "document %u not found", docid);
    return index_ask(reader->index, err, [&] {
        return tree->find(where, docid, ret_list, ret_is_cut, err);
    });
}

bool is_long(struct span_reader *reader, const shard *where, uint32_t docid)
{
    const auto end = Xapian::PostingIterator();
    if (reader->where != where || docid < reader->docid)
        reader->long_ones = where->db.postlist_begin(TERM_LONG);
    reader->where = where;
    reader->docid = docid;
    if (reader->long_ones != end && *reader->long_ones < docid)
        reader->long_ones.skip_to(docid);
    return reader->long_ones != end && *reader->long_ones == docid;
}

} // namespace

extern "C" {

enum status span_reader_new(struct index *index,
                            const struct expr_check *const *checks,
                            size_t n_checks, struct span_reader **ret_reader,
                            struct error *err)
{
    return guard(err, [&] {
        auto reader = std::make_unique<span_reader>();
        reader->index = index;
        for (size_t i = 0; i < n_checks; i++)
            reader->trees.push_back(
                std::make_unique<open_tree>(index, checks[i]));
        *ret_reader = reader.release();
        return STATUS_OK;
    });
}

void span_reader_free(struct span_reader *reader)
{
    guard(nullptr, [&] {
        delete reader;
        return STATUS_OK;
    });
}

enum status span_reader_find(struct span_reader *reader, uint32_t docid,
                             size_t i_check, struct span_list *ret_list,
                             bool *ret_is_cut, struct error *err)
{
    return guard(err, [&] {
        return find(reader, docid, reader->trees.at(i_check).get(), ret_list,
                    ret_is_cut, err);
    });
}

enum status span_reader_is_long(struct span_reader *reader, uint32_t docid,
                                bool *ret_is_long, struct error *err)
{
    return guard(err, [&] {
        const shard *where = index_shard(reader->index, docid);
        if (!where)
            return error_set(err, STATUS_NOT_FOUND, "document %u not found",
                             docid);
        return index_ask(reader->index, err, [&] {
            *ret_is_long = is_long(reader, where, docid);
            return STATUS_OK;
        });
    });
}

} // extern "C"
