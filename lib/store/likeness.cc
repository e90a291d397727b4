/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/likeness.hh"

#include "store/ranking.h"
#include "store/stem_list.hh"

#include <algorithm>
#include <cmath>
#include <new>

namespace
{

struct feature {
    uint32_t i_term;
    double weight;
};

/* Terms as small numbers, in the order in which they come. */
class term_numbers
{
  public:
    term_numbers()
    {
        if (vocabulary_init(&table, nullptr) != STATUS_OK)
            throw std::bad_alloc();
    }

    term_numbers(const term_numbers &) = delete;
    term_numbers &operator=(const term_numbers &) = delete;

    ~term_numbers()
    {
        vocabulary_release(&table);
    }

    size_t size() const
    {
        return table.n_terms;
    }

    /* Sets i_term of as many features. */
    void find(const std::vector<stem> &stems, feature *features)
    {
        struct str_span terms[VOCABULARY_BATCH];
        uint32_t numbers[VOCABULARY_BATCH];
        for (size_t i = 0; i < stems.size(); i += VOCABULARY_BATCH) {
            size_t n = std::min<size_t>(VOCABULARY_BATCH, stems.size() - i);
            for (size_t k = 0; k < n; k++)
                terms[k] = stems[i + k].term;
            if (vocabulary_find(&table, terms, n, numbers, nullptr) !=
                STATUS_OK)
                throw std::bad_alloc();
            for (size_t k = 0; k < n; k++)
                features[i + k].i_term = numbers[k];
        }
    }

  private:
    struct vocabulary table;
};

/* Articles as vectors of length 1 over the stems that two of them have. */
class feature_table
{
  public:
    feature_table(struct index *index, const std::vector<scored> &best)
    {
        read(index, best);
        weigh();
        for (auto &vector : vectors)
            keep_best(&vector);
    }

    /* Of how many articles there was time to read: the first of them. */
    size_t size() const
    {
        return vectors.size();
    }

    /* The cosine of each two, row by row. */
    std::vector<double> cosines() const
    {
        size_t n = vectors.size();
        std::vector<double> all(n * n);
        std::vector<std::vector<feature>> holders(n_holders.size());
        for (size_t i = 0; i < n; i++) {
            /* With those before it. */
            for (const feature &one : vectors[i]) {
                for (const feature &other : holders[one.i_term])
                    all[i * n + other.i_term] += one.weight * other.weight;
                holders[one.i_term].push_back(
                    {static_cast<uint32_t>(i), one.weight});
            }
            for (size_t j = 0; j < i; j++)
                all[j * n + i] = all[i * n + j];
            for (const feature &one : vectors[i])
                all[i * n + i] += one.weight * one.weight;
        }
        return all;
    }

  private:
    void read(struct index *index, const std::vector<scored> &best)
    {
        term_numbers numbers;
        stem_list list;
        const double half =
            RANKING_K1 * (index->manifest.avdl > 0 ? RANKING_UNIT : 1);
        size_t n_all_read = 0;
        for (const scored &one : best) {
            if (n_all_read >= RANKING_LIKE_READ_ALL)
                break;
            vectors.emplace_back();
            const shard *shard = index_shard(index, one.docid);
            if (!shard)
                continue;
            const std::vector<stem> &stems =
                list.read(*shard, one.docid, RANKING_LIKE_READ);
            vectors.back().resize(stems.size());
            numbers.find(stems, vectors.back().data());
            for (size_t i = 0; i < stems.size(); i++) {
                double wdf = stems[i].wdf;
                vectors.back()[i].weight = wdf / (wdf + half);
            }
            n_all_read += list.n_read();
        }
        n_holders.resize(numbers.size());
        for (const auto &vector : vectors)
            for (const feature &one : vector)
                n_holders[one.i_term]++;
    }

    /* A term of one article likens it to none; rarity is that among them. */
    void weigh()
    {
        std::vector<double> rarities(vectors.size() + 1);
        for (size_t n = 1; n < rarities.size(); n++)
            rarities[n] = std::log(static_cast<double>(rarities.size()) /
                                   static_cast<double>(n));
        for (auto &vector : vectors) {
            size_t n_kept = 0;
            for (const feature &one : vector) {
                uint32_t n_with = n_holders[one.i_term];
                if (n_with > 1)
                    vector[n_kept++] = {one.i_term,
                                        one.weight * rarities[n_with]};
            }
            vector.resize(n_kept);
        }
    }

    static void keep_best(std::vector<feature> *vector)
    {
        if (vector->size() > RANKING_LIKE_TERMS) {
            std::nth_element(
                vector->begin(), vector->begin() + RANKING_LIKE_TERMS,
                vector->end(), [](const feature &a, const feature &b) {
                    return a.weight != b.weight ? a.weight > b.weight
                                                : a.i_term < b.i_term;
                });
            vector->resize(RANKING_LIKE_TERMS);
        }
        double sum = 0;
        for (const feature &one : *vector)
            sum += one.weight * one.weight;
        for (feature &one : *vector)
            one.weight /= std::sqrt(sum);
    }

    std::vector<std::vector<feature>> vectors;
    std::vector<uint32_t> n_holders; /* articles that have the term */
};

/* The mean score of those most like article i. */
double score_of_next(const std::vector<scored> &best, const double *row,
                     size_t i)
{
    std::vector<size_t> order;
    for (size_t j = 0; j < best.size(); j++)
        if (j != i)
            order.push_back(j);
    size_t n = std::min<size_t>(RANKING_LIKE_NEXT, order.size());
    std::partial_sort(order.begin(),
                      order.begin() + static_cast<std::ptrdiff_t>(n),
                      order.end(), [&](size_t a, size_t b) {
                          return row[a] != row[b] ? row[a] > row[b] : a < b;
                      });
    double sum = 0;
    double weights = 0;
    for (size_t k = 0; k < n; k++) {
        sum += row[order[k]] * best[order[k]].score;
        weights += row[order[k]];
    }
    return weights > 0 ? sum / weights : 0;
}

/* How like each is to the first ones, as shares of the most. */
std::vector<double> likeness_to_first(const std::vector<scored> &best,
                                      const std::vector<double> &cosines,
                                      double top)
{
    size_t n = best.size();
    size_t n_first = std::min<size_t>(RANKING_LIKE_FIRST, n);
    std::vector<double> all(n);
    double most = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n_first; j++)
            all[i] += cosines[i * n + j] *
                      std::pow(best[j].score / top, RANKING_LIKE_FIRST_POWER);
        most = std::max(most, all[i]);
    }
    for (double &one : all)
        one = most > 0 ? one / most : 0;
    return all;
}

} // namespace

void rank_by_likeness(struct index *index, std::vector<scored> *best)
{
    const feature_table table(index, *best);
    size_t n = table.size();
    if (n < 2 || best->front().score <= 0)
        return;
    const std::vector<scored> old(
        best->begin(), best->begin() + static_cast<std::ptrdiff_t>(n));
    const double top = old.front().score;
    const double least = old.back().score;
    const std::vector<double> cosines = table.cosines();
    const std::vector<double> first = likeness_to_first(old, cosines, top);
    for (size_t i = 0; i < n; i++) {
        double score =
            (1 - RANKING_LIKE_NEXT_SHARE - RANKING_LIKE_FIRST_SHARE) *
                old[i].score +
            RANKING_LIKE_NEXT_SHARE * score_of_next(old, &cosines[i * n], i) +
            RANKING_LIKE_FIRST_SHARE * top * first[i];
        (*best)[i].score = std::max(score, least);
    }
}
