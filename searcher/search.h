/*
 * One question and its answer, as data: what every output form, the command
 * line and the CGI share.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_SEARCH_H
#define LEDE_SEARCHER_SEARCH_H

#include "searcher/blame.h"
#include "searcher/correct.h"
#include "searcher/passage.h"
#include "searcher/plan.h"
#include "searcher/query.h"
#include "searcher/sort_list.h"
#include "searcher/survey.h"
#include "store/article.h"
#include "store/index.h"

/* Where passages find a query's words. What comes out is the same. */
enum snippet_source {
    SNIPPET_FROM_EITHER, /* whichever is faster */
    SNIPPET_FROM_TEXT,
    SNIPPET_FROM_INDEX, /* if it can tell */
};

/* How often one question is asked when the index is written meanwhile. */
#define SEARCH_MAX_TRIES 4

/* What becomes of articles that are copies of others. */
enum search_reprints {
    SEARCH_REPRINTS_SHOW, /* nothing */
    SEARCH_REPRINTS_FOLD, /* of each group that matches the earliest alone */
    SEARCH_REPRINTS_ONLY, /* only what is a reprint of something earlier */
};

/* Of a request's filters: enough for all that an address can have. */
#define SEARCH_MAX_FILTERS_BYTES ((size_t)256 << 10)

/* What one question may cost; 0 in each: as much as one on the command line. */
struct search_limits {
    size_t max_bytes;    /* of the query */
    size_t max_clauses;  /* words and phrases of it */
    size_t n_near_terms; /* as in struct plan_scope */
};

/* For whom nobody knows. */
#define SEARCH_LIMITS_OPEN                                                     \
    {                                                                          \
        .max_bytes = (size_t)4 << 10, .max_clauses = 64, .n_near_terms = 200   \
    }

/* What is found and counted. */
enum search_unit {
    UNIT_ARTICLE,
    UNIT_PARAGRAPH,
};

struct search_request {
    struct str_span query;   /* as given; may be broken UTF-8 */
    struct str_span filters; /* more clauses, all of which must match: clean
                                UTF-8, read as QUERY_ALL_WORDS; see
                                address_clauses() */
    enum query_mode mode;
    enum query_reading reading;
    bool is_any_case; /* and, or, not are operators in small letters, too */
    struct search_limits limits;
    struct saved_queries
        *saved; /* for saved:, outlive the answer; NULL: none */
    enum search_unit unit;
    struct search_range range; /* of units */
    struct sort_list sorts;    /* range.sort is the first of them; may be
                                  empty */
    bool is_expanded;          /* words of the first articles count, too */
    bool is_recent;            /* what is newer comes further in front */
    enum search_reprints reprints;
    uint32_t n_snippets;      /* most passages of a hit; 0: none, and records
                                 are not read if has_fields is false */
    uint32_t snippet_columns; /* wished-for width of a passage on a terminal,
                                 where a wide character counts two; 0: whole
                                 paragraphs */
    enum snippet_source snippet_source;
    bool has_fields;     /* wants title, date, ... of each hit */
    bool has_blame;      /* wants the note N104; if nothing is found,
                            answer->blame; and if hardly anything is,
                            answer->corrections and the notes N105 */
    bool has_n_articles; /* wants answer->n_articles: O(articles) */
    struct survey_wish survey;
    /* Names of parameters that nobody knows, for the warning W302. */
    const struct str_span *unknown;
    size_t n_unknown;
    bool is_moved;    /* wants the note N301: it goes on where an answer of an
                         older state of the index ended */
    bool has_clauses; /* wants answer->clauses: a count for each */
    bool has_hashes;  /* wants the hash of each passage's paragraph */
};

struct hit {
    uint32_t docid;
    double score;
    bool is_first;            /* for its title, whatever the scores */
    struct article article;   /* its fields, in the answer's memory; text,
                                 paragraphs and extra are left out, so that
                                 an answer is no larger than what it shows */
    uint32_t i_paragraph;     /* UNIT_PARAGRAPH: which it is, from 1, once its
                                 record is read; else 0 */
    uint32_t position;        /* UNIT_PARAGRAPH, private: of a word in it */
    struct passage title;     /* i_paragraph 0, whole, marked */
    struct passage *passages; /* the best, in reading order */
    size_t n_passages;
    uint32_t *paragraphs; /* numbers of all marked paragraphs */
    size_t n_paragraphs;
    size_t n_reprints;     /* other articles of its group in the index */
    struct str_span group; /* name of the group, the same in all its members:
                              "g81f2"; empty if it is in none */
};

struct answer {
    struct str_span query;      /* clean UTF-8, with the filters behind it;
                                   spans are bytes of it */
    size_t n_query_bytes;       /* of the query alone */
    struct str_span understood; /* canonical reading */
    struct diagnostic_list diagnostics;
    struct plan plan;
    struct hit *hits;
    size_t n_hits;
    struct blame blame;            /* empty unless it was wanted */
    struct blamed_clause *clauses; /* likewise; without n_without */
    size_t n_clauses;
    struct corrections corrections; /* likewise */
    struct survey survey;           /* likewise: of articles in any case */
    enum search_unit unit;          /* of hits and n_total */
    struct search_range range; /* as run: sort is never left to be guessed */
    struct search_ranking ranking; /* likewise */
    uint64_t n_total;
    bool is_total_exact;
    enum search_reprints reprints; /* as they were treated */
    uint64_t n_folded;             /* articles that match and are left out, for
                                      an earlier one of their group matches */
    bool is_partial;     /* W204 says why: hits and n_total may lack some */
    uint64_t n_articles; /* in the whole index; 0 if nobody wanted it */
    double time_ms;
    struct arena arena;         /* owns everything above */
    struct text_places *places; /* private: for SENT; kept from one question to
                                   the next */
};

/*
 * Opens the index at path and makes the analyser that its terms were made
 * with. STATUS_OUTDATED when this program analyses text differently.
 * Both owned by the caller; release with index_free() and analyser_free().
 */
MUST_CHECK enum status search_open(const char *path, struct index **ret_index,
                                   struct analyser **ret_analyser,
                                   struct error *err);

void answer_init(struct answer *answer);
void answer_release(struct answer *answer);
/* Empties it for the next question; keeps its memory. */
void answer_reset(struct answer *answer);

/*
 * Only reads the query: answer has its text, its reading and its diagnostics,
 * and plan.root, which is NULL after STATUS_BAD_QUERY.
 */
MUST_CHECK enum status search_read(const struct search_request *request,
                                   struct answer *answer, struct error *err);

/*
 * Adds to an answer that search_read() has filled what the index has to say of
 * its query, which can be run and finds n_total articles: what planning it
 * tells, and what request->has_blame asks of search_run().
 */
MUST_CHECK enum status search_advise(struct index *index,
                                     struct analyser *analyser,
                                     const struct search_request *request,
                                     uint64_t n_total, struct answer *answer,
                                     struct error *err);

/*
 * The first half of search_run(): reads and plans the query, and looks nothing
 * up but what patterns stand for. STATUS_BAD_QUERY as there.
 */
MUST_CHECK enum status search_plan(struct index *index,
                                   struct analyser *analyser,
                                   const struct search_request *request,
                                   struct answer *answer, struct error *err);

/*
 * Answers request, emptying answer first. STATUS_BAD_QUERY: answer->diagnostics
 * tell why and there are no hits. A record that is damaged fails the whole
 * request with STATUS_CORRUPT and names the article. STATUS_MODIFIED only when
 * the index was written again and again while it was asked.
 */
MUST_CHECK enum status search_run(struct index *index,
                                  struct analyser *analyser,
                                  const struct search_request *request,
                                  struct answer *answer, struct error *err);

#endif
