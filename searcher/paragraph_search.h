/*
 * Which paragraphs answer a query best, of all articles that match: for
 * --unit=paragraph. A paragraph counts if a leaf of the query that is a reason
 * for its article is in it; a phrase, or words near each other, as such.
 *
 * The score of a paragraph is the sum, over the leaves that it has, of
 *
 *     boost * log(1 + articles / articles with the leaf) * tf * 2.2 / (tf
 * + 1.2)
 *
 * tf being how often it has the leaf: what BM25 (Robertson and Zaragoza,
 * Foundations and Trends in IR 3, 2009; k1 = 1.2, b = 0) makes of it. If it has
 * several leaves, up to half as much is added again, all of it if they stand
 * side by side: divided by 1 + log2(1 + words between them). Of equal scores,
 * the article's decides, then reading order.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_PARAGRAPH_SEARCH_H
#define LEDE_SEARCHER_PARAGRAPH_SEARCH_H

#include "searcher/plan.h"
#include "store/index.h"

/* Most articles of which the best paragraphs are told: those best as a whole.
   Reading their positions takes about half a second for a word that is in all
   of them. */
#define PARAGRAPH_MAX_ARTICLES 100000

struct paragraph_match {
    uint32_t docid;
    uint32_t i_article; /* among the articles, best first */
    uint32_t position;  /* of the first word that is asked for */
    double score;
};

struct paragraph_list {
    struct paragraph_match *matches; /* in the arena */
    size_t n_matches;
    uint64_t n_total; /* of all articles that were given */
    bool is_late; /* the index's deadline passed before all were looked at */
};

/* In what is looked. */
struct paragraph_scope {
    const struct plan *plan;
    const struct plan_scope *plan_scope;
    uint64_t n_articles; /* in the index */
    struct arena *arena;
    struct diagnostic_list *list; /* is told which words were left out */
};

/*
 * Those of the articles, which match and stand in the order of range->sort,
 * from range->offset on, at most range->limit: by score if articles are sorted
 * by relevance, else article by article. Reads the positions of the query's
 * words in each article, and its record only where a paragraph is longer than a
 * stretch or a branch of the query asks for more than words.
 */
MUST_CHECK enum status paragraph_search(const struct paragraph_scope *scope,
                                        const struct match_list *articles,
                                        const struct search_range *range,
                                        struct paragraph_list *ret_list,
                                        struct error *err);

#endif
