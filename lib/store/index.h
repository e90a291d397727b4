/*
 * An index opened for reading: one consistent state of it, matching, and the
 * articles' records. That state stays as long as it is open, whatever is
 * committed, deleted or folded meanwhile; open it again for a newer one.
 *
 * Not thread-safe; open one for each thread. A reader takes no lock.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_INDEX_H
#define LEDE_STORE_INDEX_H

#include "base/deadline.h"
#include "store/expr.h"
#include "store/manifest.h"

#ifdef __cplusplus
extern "C" {
#endif

struct index;

/* STATUS_NOT_FOUND, _CORRUPT, _OUTDATED say what is there instead and what
   to do. owned by the caller; release with index_free() */
MUST_CHECK enum status index_open(const char *path, struct index **ret_index,
                                  struct error *err);
void index_free(struct index *index);

/* Settings and revision of the state that is open; borrowed with index. */
const struct manifest *index_manifest(const struct index *index);

/*
 * From now on searches of this index, and walks over its terms, end at that
 * moment with what they have found, and say so: match_list.is_late. Without,
 * they take as long as they take. What Xapian does between two articles is not
 * ended: for what must never wait there is crash_after().
 */
void index_set_deadline(struct index *index, struct deadline deadline);
bool index_is_late(const struct index *index);

struct index_stats {
    uint64_t n_articles;
    uint64_t n_dead;        /* replaced or deleted, and not folded away yet */
    uint64_t n_terms_total; /* length of all documents: sum of wdf */
    uint64_t n_paragraphs;  /* sums of SLOT_PARAGRAPHS and SLOT_WORDS: O(n) */
    uint64_t n_words;
    uint64_t n_disk_bytes; /* of the segments and lists of their dead, and of
                              reprints */
    uint64_t n_segments;
    uint64_t n_groups;   /* of articles that are copies of one another */
    uint64_t n_reprints; /* articles in them, less the earliest of each */
};

MUST_CHECK enum status index_stats(struct index *index,
                                   struct index_stats *ret_stats,
                                   struct error *err);

enum search_sort {
    SORT_RELEVANCE,    /* by score; ties by docid, the first added first */
    SORT_DATE,         /* oldest first, undated last; ties by relevance */
    SORT_DATE_DOWN,    /* newest first, undated last; ties by relevance */
    SORT_TITLE,        /* by SLOT_TITLE, without title last */
    SORT_INDEXED,      /* by the day they were indexed, the first first; ties by
                          relevance */
    SORT_INDEXED_DOWN, /* the last first; ties by relevance, then by docid, the
                          last added first */
};

/* Most keys to sort by, one after the other. SORT_RELEVANCE stands first or
   last among them. */
#define SEARCH_MAX_SORTS 4

struct search_range {
    uint64_t offset;
    uint64_t limit; /* 0: only count, exactly, without scores */
    enum search_sort sort;
    bool is_exact_count; /* false: *ret_total may be a lower bound */
};

struct match {
    uint32_t docid; /* rises in the order in which articles were added; may
                       be another's after the next fold */
    double score;   /* never negative */
    bool is_first;  /* for its title, whatever the scores: see
                       search_ranking.whole_title */
};

struct match_list {
    struct match *matches; /* in the caller's arena */
    size_t n_matches;
    uint64_t n_total;    /* articles that match */
    bool is_total_exact; /* false: at least n_total */
    uint64_t n_cut;      /* articles with more spans than SPANS_MAX: what they
                            match may be wrong */
    bool is_late;        /* the time was over: what was found until then */
};

/* Two terms with positions, as the query has them in order. */
struct search_pair {
    struct str_span first;
    struct str_span second;
};

/* A term that adds to the score of what has it, and matches nothing. */
struct search_term {
    struct str_span term;
    double factor; /* of the weight that it has as a word of the query */
};

/* What else puts articles in order, see doc/ranking.md. It changes which ones
   come first, never which ones match. */
struct search_ranking {
    struct str_span whole_title; /* its term: articles that have it come first;
                                    empty: none */
    const struct search_pair *pairs; /* words that gain by being close */
    size_t n_pairs;
    const struct search_term *more; /* see index_feedback() */
    size_t n_more;
    bool is_likened; /* the best ones are likened to each other */
    double recent;   /* what articles of the newest day get; 0: nothing */
    uint32_t today;  /* _recent: yyyymmdd */
    enum search_sort next[SEARCH_MAX_SORTS - 1]; /* behind search_range.sort */
    size_t n_next;
};

/* BM25 (see ranking.h) over expr. The dead never match nor count, but weigh
   until they are folded away: rarity and mean length are those of all
   documents. */
MUST_CHECK enum status index_search(struct index *index,
                                    const struct expr *expr,
                                    const struct search_range *range,
                                    struct arena *arena,
                                    struct match_list *ret_list,
                                    struct error *err);
/* The same, with a ranking of the articles by relevance. */
MUST_CHECK enum status index_search_ranked(
    struct index *index, const struct expr *expr,
    const struct search_range *range, const struct search_ranking *ranking,
    struct arena *arena, struct match_list *ret_list, struct error *err);

/* The record of a document, borrowed until the next index_record() on this
   index. STATUS_NOT_FOUND when there is none. */
MUST_CHECK enum status index_record(struct index *index, uint32_t docid,
                                    struct str_span *ret_record,
                                    struct error *err);

/* By id term ("Q..."); STATUS_NOT_FOUND has an empty message to be filled. */
MUST_CHECK enum status index_find(struct index *index, struct str_span id_term,
                                  uint32_t *ret_docid, struct error *err);

/* The first docid greater than after (0 to begin), in the order in which
   articles were added; STATUS_DONE at the end. */
MUST_CHECK enum status index_next(struct index *index, uint32_t after,
                                  uint32_t *ret_docid, struct error *err);

/* In how many articles the term (with prefix) occurs, with those that are dead
   and not folded away yet. The empty term is in all. */
MUST_CHECK enum status index_term_articles(struct index *index,
                                           struct str_span term,
                                           uint64_t *ret_n_articles,
                                           struct error *err);

#ifdef __cplusplus
}
#endif

#endif
