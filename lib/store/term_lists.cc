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

} // namespace

/* The heap has the least docid on top. */
bool term_cursors::is_later(const cursor &a, const cursor &b)
{
    return *a.at > *b.at;
}

void term_cursors::open(const Xapian::Database &db, const struct str_span *all,
                        size_t n_terms)
{
    terms.clear();
    cursors.clear();
    for (size_t i = 0; i < n_terms; i++) {
        std::string term = string_of(all[i]);
        Xapian::PostingIterator at = db.postlist_begin(term);
        if (at == db.postlist_end(term))
            continue;
        cursors.push_back({std::move(at), terms.size()});
        terms.push_back(std::move(term));
    }
    std::make_heap(cursors.begin(), cursors.end(), is_later);
}

bool term_cursors::has(Xapian::docid docid)
{
    while (!cursors.empty() && *cursors.front().at < docid) {
        std::pop_heap(cursors.begin(), cursors.end(), is_later);
        Xapian::PostingIterator &at = cursors.back().at;
        at.skip_to(docid);
        if (at == Xapian::PostingIterator())
            cursors.pop_back();
        else
            std::push_heap(cursors.begin(), cursors.end(), is_later);
    }
    return !cursors.empty() && *cursors.front().at == docid;
}

/* Cursors at the same docid stand together on top of the heap. */
bool term_cursors::read(Xapian::docid docid, position_table *table,
                        std::vector<uint32_t> *out) const
{
    std::vector<size_t> heads = {0};
    size_t n_read = 0;
    while (!heads.empty()) {
        size_t i = heads.back();
        heads.pop_back();
        if (i >= cursors.size() || *cursors[i].at != docid)
            continue;
        n_read++;
        const struct span_positions list =
            table->read(docid, terms[cursors[i].i_term]);
        out->insert(out->end(), list.at, list.at + list.n);
        heads.push_back(2 * i + 1);
        heads.push_back(2 * i + 2);
    }
    return n_read < 2;
}

/* ---- sets of them */

void term_list::open(const Xapian::Database &db, const struct span_node *terms,
                     position_table *table_)
{
    table = table_;
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
        return marks_has(many->marks(), docid);
    has_sure = sure.has(docid);
    has_unsure = unsure.has(docid);
    has_odd = odd.has(docid);
    has_stem = has_odd && stem.has(docid);
    return has_sure || has_unsure || has_stem;
}

void term_list::leave_odd_out(Xapian::docid docid)
{
    odd_places.clear();
    odd.read(docid, table, &odd_places);
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
        is_sorted = unsure.read(docid, table, &places);
    if (has_unsure && has_odd)
        leave_odd_out(docid);
    if (has_sure)
        is_sorted =
            sure.read(docid, table, &places) && is_sorted && !has_unsure;
    if (has_stem) {
        stem.read(docid, table, &places);
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

/* It mostly is one of the next few. */
uint64_t term_list::seek(Xapian::docid docid, uint64_t from)
{
    if (seek_docid != docid) {
        seek_docid = docid;
        i_sought = 0;
        (void)has(docid); /* which positions() goes by */
    }
    const struct span_positions all = positions(docid);
    size_t step = 1;
    while (i_sought + step < all.n && all.at[i_sought + step] < from) {
        i_sought += step;
        step *= 2;
    }
    const uint32_t *end = all.at + all.n;
    const uint32_t *at = std::lower_bound(all.at + i_sought, end, from);
    i_sought = static_cast<size_t>(at - all.at);
    return at == end ? SPAN_POSITION_NONE : *at;
}

/* ---- of a tree */

namespace
{

/* Trees nest as deep as queries do. */
void open_below(const Xapian::Database &db, // NOLINT(misc-no-recursion)
                const struct span_node *node, position_table *table,
                std::vector<term_list> *lists)
{
    if (node->op == SPAN_TERMS)
        lists->at(node->i_list).open(db, node, table);
    for (size_t i = 0; i < node->n_children; i++)
        open_below(db, node->children[i], table, lists);
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

void term_lists::open(const struct index *index, const Xapian::Database &db,
                      const struct expr_check *check)
{
    positions.open(index, db);
    tree = check->tree;
    lists.clear();
    lists.resize(check->n_lists);
    open_below(db, tree, &positions, &lists);
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
    is_read = false;
    /* Enough of them in an article is all that is asked, as a rule. */
    if (tree->op != SPAN_AT_LEAST)
        read_ahead();
}

void term_lists::read_ahead()
{
    if (!has_batches || is_read)
        return;
    is_read = true;
    for (term_list &list : lists)
        if (list.batch())
            list.batch()->read(wanted, &positions);
}

bool term_lists::may_pass(Xapian::docid docid)
{
    if (!has_batches)
        return true;
    if (!marks_cover(wanted, docid))
        look_ahead(docid);
    n_asked++;
    return marks_has(wanted, docid);
}
