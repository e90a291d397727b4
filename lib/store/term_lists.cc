/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/term_lists.hh"

#include <algorithm>

/* ---- terms */

namespace
{

/* So many terms are read together for many articles. */
constexpr size_t n_many = 16;

/* Articles of a run, and terms in them all together: some megabytes. */
constexpr size_t n_ahead_max = 4096;
constexpr size_t n_postings_max = size_t(1) << 20;

/* The heap has the least docid on top. */
bool is_later(const Xapian::PostingIterator &a,
              const Xapian::PostingIterator &b)
{
    return *a > *b;
}

} // namespace

void term_cursors::open(const Xapian::Database &db,
                        const struct str_span *terms, size_t n_terms)
{
    cursors.clear();
    for (size_t i = 0; i < n_terms; i++) {
        const std::string term = string_of(terms[i]);
        Xapian::PostingIterator cursor = db.postlist_begin(term);
        if (cursor != db.postlist_end(term))
            cursors.push_back(std::move(cursor));
    }
    std::make_heap(cursors.begin(), cursors.end(), is_later);
}

bool term_cursors::has(Xapian::docid docid)
{
    while (!cursors.empty() && *cursors.front() < docid) {
        std::pop_heap(cursors.begin(), cursors.end(), is_later);
        Xapian::PostingIterator &cursor = cursors.back();
        cursor.skip_to(docid);
        if (cursor == Xapian::PostingIterator())
            cursors.pop_back();
        else
            std::push_heap(cursors.begin(), cursors.end(), is_later);
    }
    return !cursors.empty() && *cursors.front() == docid;
}

/* Cursors at the same docid stand together on top of the heap. */
bool term_cursors::read(Xapian::docid docid, std::vector<uint32_t> *out) const
{
    std::vector<size_t> heads = {0};
    size_t n_read = 0;
    while (!heads.empty()) {
        size_t at = heads.back();
        heads.pop_back();
        if (at >= cursors.size() || *cursors[at] != docid)
            continue;
        n_read++;
        auto end = cursors[at].positionlist_end();
        for (auto it = cursors[at].positionlist_begin(); it != end; ++it)
            out->push_back(*it);
        heads.push_back(2 * at + 1);
        heads.push_back(2 * at + 2);
    }
    return n_read < 2;
}

const Xapian::PostingIterator *term_cursors::only(Xapian::docid docid) const
{
    for (size_t at = 1; at < 3 && at < cursors.size(); at++)
        if (*cursors[at] == docid)
            return nullptr;
    return &cursors[0];
}

/* ---- sets of them */

void term_list::open(const Xapian::Database &db, const struct span_node *terms)
{
    bool is_stemmed = terms->stem.n_bytes > 0;
    read_docid = seek_docid = 0;
    if (!is_stemmed && terms->n_unsure == 0 && terms->n_terms >= n_many) {
        many = std::make_unique<term_batch>();
        many->open(db, terms->terms, terms->n_terms);
        return;
    }
    sure.open(db, terms->terms, terms->n_terms);
    unsure.open(db, terms->unsure, terms->n_unsure);
    stem.open(db, &terms->stem, is_stemmed ? 1 : 0);
    odd.open(db, &terms->odd, is_stemmed ? 1 : 0);
}

bool term_list::has(Xapian::docid docid)
{
    if (many)
        return many->marks().has(docid);
    has_sure = sure.has(docid);
    has_unsure = unsure.has(docid);
    has_odd = odd.has(docid);
    has_stem = has_odd && stem.has(docid);
    return has_sure || has_unsure || has_stem;
}

void term_list::leave_odd_out(Xapian::docid docid)
{
    odd_places.clear();
    odd.read(docid, &odd_places);
    places.erase(std::remove_if(places.begin(), places.end(),
                                [&](uint32_t place) {
                                    return std::binary_search(
                                        odd_places.begin(), odd_places.end(),
                                        place);
                                }),
                 places.end());
}

void term_list::read(Xapian::docid docid)
{
    bool is_sorted = true;
    places.clear();
    if (has_unsure)
        is_sorted = unsure.read(docid, &places);
    if (has_unsure && has_odd)
        leave_odd_out(docid);
    if (has_sure)
        is_sorted = sure.read(docid, &places) && is_sorted && !has_unsure;
    if (has_stem) {
        stem.read(docid, &places);
        is_sorted = false;
    }
    if (is_sorted)
        return;
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
}

struct span_positions term_list::positions(Xapian::docid docid)
{
    if (many)
        return many->positions(docid);
    if (read_docid != docid) {
        read(docid);
        read_docid = docid;
    }
    return {places.data(), places.size()};
}

/* Whether the positions are those of one term: they need not all be read. */
bool term_list::start_stream(Xapian::docid docid)
{
    const Xapian::PostingIterator *one =
        has_sure && !has_unsure && !has_stem ? sure.only(docid) : nullptr;
    if (!one)
        return false;
    stream = one->positionlist_begin();
    stream_end = one->positionlist_end();
    return true;
}

uint64_t term_list::seek(Xapian::docid docid, uint64_t from)
{
    if (seek_docid != docid) {
        seek_docid = docid;
        is_streamed = has(docid) && !many && start_stream(docid);
    }
    if (from > UINT32_MAX || (!many && !has_sure && !has_unsure && !has_stem))
        return SPAN_POSITION_NONE;
    if (is_streamed) {
        if (stream != stream_end)
            stream.skip_to(static_cast<Xapian::termpos>(from));
        return stream == stream_end ? SPAN_POSITION_NONE : *stream;
    }
    const struct span_positions all = positions(docid);
    const uint32_t *at = std::lower_bound(all.at, all.at + all.n, from);
    return at == all.at + all.n ? SPAN_POSITION_NONE : *at;
}

/* ---- of a tree */

namespace
{

/* Trees nest as deep as queries do. */
void open_below(const Xapian::Database &db, // NOLINT(misc-no-recursion)
                const struct span_node *node, std::vector<term_list> *lists)
{
    if (node->op == SPAN_TERMS)
        lists->at(node->i_list).open(db, node);
    for (size_t i = 0; i < node->n_children; i++)
        open_below(db, node->children[i], lists);
}

/* Which articles of the run may have spans of the node: none that it needs a
   batch of which they are not in. */
std::vector<uint8_t> mark_below( // NOLINT(misc-no-recursion)
    const struct span_node *node, const std::vector<term_list> &lists,
    size_t n_articles)
{
    bool is_any = node->op == SPAN_OR;
    std::vector<uint8_t> marks(n_articles, is_any ? 0 : 1);
    if (node->op == SPAN_TERMS) {
        const term_batch *batch = lists[node->i_list].batch();
        return batch ? batch->marks().is_in : marks;
    }
    if (node->op == SPAN_AT_LEAST)
        return marks;
    size_t n = node->op == SPAN_NOT_NEAR ? 1 : node->n_children;
    for (size_t i = 0; i < n; i++) {
        const auto below = mark_below(node->children[i], lists, n_articles);
        for (size_t k = 0; k < n_articles; k++)
            marks[k] = is_any ? marks[k] | below[k] : marks[k] & below[k];
    }
    return marks;
}

} // namespace

void term_lists::open(const Xapian::Database &db,
                      const struct expr_check *check)
{
    tree = check->tree;
    lists.clear();
    lists.resize(check->n_lists);
    open_below(db, tree, &lists);
    has_batches = false;
    for (const term_list &list : lists)
        has_batches = has_batches || list.batch();
    wanted = {};
    n_ahead = 1;
}

/* Longer where most articles ahead are asked about, shorter where few are. */
void term_lists::choose_length()
{
    size_t n_last = wanted.is_in.size();
    if (n_last == 0)
        return;
    if (n_asked * 8 >= n_last && n_postings < n_postings_max / 4)
        n_ahead = std::min(n_last * 4, n_ahead_max);
    else if (n_asked * 32 < n_last || n_postings > n_postings_max)
        n_ahead = std::max(n_last / 4, size_t(1));
}

void term_lists::look_ahead(Xapian::docid first)
{
    choose_length();
    n_asked = n_postings = 0;
    for (term_list &list : lists)
        if (list.batch()) {
            list.batch()->look(first, n_ahead);
            n_postings += list.batch()->n_postings();
        }
    wanted = {first, mark_below(tree, lists, n_ahead)};
    /* Enough of them in an article is all that is asked. */
    if (tree->op == SPAN_AT_LEAST)
        return;
    for (term_list &list : lists)
        if (list.batch())
            list.batch()->read(wanted);
}

bool term_lists::may_pass(Xapian::docid docid)
{
    if (!has_batches)
        return true;
    if (!wanted.covers(docid))
        look_ahead(docid);
    n_asked++;
    return wanted.has(docid);
}
