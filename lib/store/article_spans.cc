/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/article_spans.hh"

#include <algorithm>
#include <utility>

/* ---- paragraphs */

namespace
{

struct span_range range_of(uint32_t first, uint64_t end)
{
    return {schema_first_position(first), end * STRETCH_POSITIONS};
}

} // namespace

void paragraph_table::open(const Xapian::Database &db_)
{
    db = db_;
    docid = 0;
    is_named = check->field != FIELD_TEXT && check->field != FIELD_TITLE;
    long_ones = db.postlist_begin(TERM_LONG);
    long_end = db.postlist_end(TERM_LONG);
}

struct span_range paragraph_table::find(Xapian::docid docid_, uint32_t position)
{
    uint32_t stretch = position / STRETCH_POSITIONS;
    if (docid != docid_)
        read(docid_);
    if (starts.empty())
        return range_of(stretch, stretch + uint64_t(1));
    auto next = std::upper_bound(starts.begin(), starts.end(), stretch);
    uint32_t first = next == starts.begin() ? 0 : next[-1];
    return range_of(first, next == starts.end() ? UINT32_MAX : *next);
}

/* Names have paragraphs of their own, which the record has not. */
bool paragraph_table::is_long(Xapian::docid docid_)
{
    if (is_named || long_ones == long_end)
        return false;
    if (*long_ones < docid_)
        long_ones.skip_to(docid_);
    return long_ones != long_end && *long_ones == docid_;
}

void paragraph_table::read(Xapian::docid docid_)
{
    docid = docid_;
    starts.clear();
    if (!is_long(docid))
        return;
    const std::string record = db.get_document(docid).get_data();
    struct arena arena = ARENA_INIT;
    struct article article = {};
    struct error err = ERROR_INIT;
    enum status status =
        article_decode({record.data(), record.size()}, &arena, &article, &err);
    starts.push_back(0);
    for (size_t i = 0; status == STATUS_OK && i < article.n_paragraphs; i++)
        starts.push_back(article.paragraphs[i].i_stretch);
    arena_release(&arena);
    if (status != STATUS_OK)
        throw Xapian::DatabaseCorruptError(err.message);
}

/* ---- articles */

void article_spans::open(const Xapian::Database &db_)
{
    db = db_;
    docid = record_docid = 0;
    lists.open(state->index, db, the_check);
    paragraphs.open(db);
}

/* ask(text) -> status, asking of spans; counts what was cut. */
template <typename Ask> void article_spans::ask(Xapian::docid docid_, Ask &&ask)
{
    const struct span_text text = {this, give_positions, give_range, give_next};
    bool was_cut = work.is_cut;
    struct error err = ERROR_INIT;
    docid = docid_;
    work.is_cut = false;
    enum status status = ask(&text, &err);
    if (pending)
        std::rethrow_exception(std::exchange(pending, nullptr));
    if (status != STATUS_OK) {
        state->status = status;
        state->err = err;
        throw check_failure();
    }
    state->n_cut += work.is_cut;
    work.is_cut = work.is_cut || was_cut;
}

bool article_spans::exists(Xapian::docid docid_)
{
    const struct span_node *tree = the_check->tree;
    bool exists = false;
    if (!lists.may_pass(docid_))
        return false;
    if (tree->op == SPAN_AT_LEAST) {
        docid = docid_;
        return has_enough(tree);
    }
    ask(docid_, [&](const struct span_text *text, struct error *err) {
        return span_exists(tree, text, &work, &exists, err);
    });
    return exists;
}

struct span_list article_spans::find(Xapian::docid docid_)
{
    struct span_list list = {nullptr, 0};
    if (!lists.may_pass(docid_))
        return list;
    lists.read_ahead();
    ask(docid_, [&](const struct span_text *text, struct error *err) {
        return span_find(the_check->tree, text, &work, &list, err);
    });
    return list;
}

bool article_spans::has_enough(const struct span_node *tree)
{
    size_t n = 0;
    for (size_t i = 0; i < tree->n_children; i++) {
        if (n + (tree->n_children - i) < tree->n_apart)
            return false;
        n += lists.at(tree->children[i]->i_list).has(docid);
    }
    return n >= tree->n_apart;
}

struct span_range article_spans::locate(uint32_t position, enum span_unit unit)
{
    struct span_range range = {0, 0};
    struct error err = ERROR_INIT;
    if (unit == SPAN_UNIT_PARAGRAPH)
        return paragraphs.find(docid, position);
    if (record_docid != docid) {
        record = db.get_document(docid).get_data();
        record_docid = docid;
    }
    const struct expr_question question = {
        docid, {record.data(), record.size()}, position, unit};
    enum status status =
        the_check->read(the_check->context, &question, &range, &err);
    if (status != STATUS_OK) {
        state->status = status;
        state->err = err;
        throw check_failure();
    }
    return range;
}

/* What is thrown must not pass through C: it waits until C has returned. */
template <typename Body>
enum status article_spans::keep_thrown(Body &&body) noexcept
{
    try {
        body();
        return STATUS_OK;
    } catch (...) {
        pending = std::current_exception();
        return STATUS_INTERNAL;
    }
}

enum status article_spans::give_positions(void *context, size_t i_list,
                                          struct span_positions *ret_positions,
                                          struct error *)
{
    auto *self = static_cast<article_spans *>(context);
    return self->keep_thrown([&] {
        term_list &list = self->lists.at(i_list);
        *ret_positions = {nullptr, 0};
        if (list.has(self->docid))
            *ret_positions = list.positions(self->docid);
    });
}

enum status article_spans::give_next(void *context, size_t i_list,
                                     uint64_t from, uint64_t *ret_position,
                                     struct error *)
{
    auto *self = static_cast<article_spans *>(context);
    return self->keep_thrown([&] {
        *ret_position = self->lists.at(i_list).seek(self->docid, from);
    });
}

enum status article_spans::give_range(void *context, uint32_t position,
                                      enum span_unit unit,
                                      struct span_range *ret_range,
                                      struct error *)
{
    auto *self = static_cast<article_spans *>(context);
    return self->keep_thrown(
        [&] { *ret_range = self->locate(position, unit); });
}
