/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/closeness.hh"

#include "store/position_table.hh"
#include "store/ranking.h"

#include <algorithm>
#include <cmath>

namespace
{

struct word {
    std::string term;
    double rarity;
    std::vector<uint32_t> places; /* in the article looked at */
};

struct word_pair {
    size_t i_first; /* of the words */
    size_t i_second;
    double weight;
};

double rarity_of(const struct index *index, const std::string &term)
{
    double n = index_termfreq(index, term);
    double n_all = index->all.get_doccount();
    return n > 0 ? std::log(1 + (n_all - n + 0.5) / (n + 0.5)) : 0;
}

size_t find_word(const struct index *index, struct str_span term,
                 std::vector<word> *words)
{
    const std::string name(term.bytes, term.n_bytes);
    size_t i = 0;
    while (i < words->size() && (*words)[i].term != name)
        i++;
    if (i == words->size())
        words->push_back({name, rarity_of(index, name), {}});
    return i;
}

void read_places(position_table *table, Xapian::docid docid, word *word)
{
    const struct span_positions places = table->read(docid, word->term);
    word->places.assign(places.at,
                        places.at +
                            std::min<size_t>(places.n, RANKING_CLOSE_PLACES));
}

/* In the order in which the articles lie in the index. */
std::vector<scored *> by_docid(std::vector<scored> *best)
{
    std::vector<scored *> all;
    for (scored &one : *best)
        all.push_back(&one);
    std::sort(all.begin(), all.end(), [](const scored *a, const scored *b) {
        return a->docid < b->docid;
    });
    return all;
}

bool are_near(uint32_t a, uint32_t b)
{
    return a / STRETCH_POSITIONS == b / STRETCH_POSITIONS &&
           (a < b ? b - a : a - b) <= RANKING_CLOSE_WORDS;
}

/* How often the two are close, an occurrence of the first counting once and
   as much as the closest second makes it. */
double count_close(const word &first, const word &second)
{
    double sum = 0;
    bool share_paragraph = false;
    auto next = second.places.begin();
    for (uint32_t place : first.places) {
        while (next != second.places.end() && *next <= place)
            ++next;
        bool is_near = next != second.places.end() && are_near(place, *next);
        if (is_near && *next == place + 1) {
            sum += 1;
            continue;
        }
        is_near = is_near ||
                  (next != second.places.begin() && are_near(place, next[-1]));
        if (is_near)
            sum += RANKING_CLOSE_NEAR;
        else if (next != second.places.end())
            share_paragraph = share_paragraph || *next / STRETCH_POSITIONS ==
                                                     place / STRETCH_POSITIONS;
        if (!is_near && next != second.places.begin())
            share_paragraph = share_paragraph || next[-1] / STRETCH_POSITIONS ==
                                                     place / STRETCH_POSITIONS;
    }
    return sum > 0 ? sum : share_paragraph ? RANKING_CLOSE_PARAGRAPH : 0;
}

} // namespace

void rank_by_closeness(struct index *index, const struct search_pair *pairs,
                       size_t n_pairs, std::vector<scored> *best)
{
    std::vector<word> words;
    std::vector<word_pair> all;
    for (size_t i = 0; i < n_pairs; i++) {
        size_t i_first = find_word(index, pairs[i].first, &words);
        size_t i_second = find_word(index, pairs[i].second, &words);
        double rarity = std::min(words[i_first].rarity, words[i_second].rarity);
        all.push_back({i_first, i_second, RANKING_CLOSE_SHARE * rarity});
    }
    position_table table;
    const shard *open = nullptr;
    for (scored *one : by_docid(best)) {
        const shard *shard = index_shard(index, one->docid);
        if (!shard)
            continue;
        if (shard != open)
            table.open(index, shard->db);
        open = shard;
        for (word &word : words)
            read_places(&table, one->docid, &word);
        for (const word_pair &pair : all) {
            double n = count_close(words[pair.i_first], words[pair.i_second]);
            one->score += pair.weight * (RANKING_K1 + 1) * n / (RANKING_K1 + n);
        }
    }
}
