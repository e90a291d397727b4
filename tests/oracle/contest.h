/*
 * The index and the oracle over the same articles, asked the same.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TESTS_CONTEST_H
#define LEDE_TESTS_CONTEST_H

#include "corpus.h"
#include "oracle.h"

#include "searcher/search.h"

struct contest {
    struct arena arena;
    struct article *articles;
    size_t n_articles;
    struct oracle *oracle;
    struct index *index;
    struct analyser *analyser; /* the searcher's */
    struct answer answer;
    char path[256];
};

/* In which way they differ. */
enum difference {
    DIFFER_NOT,
    DIFFER_READING, /* the canonical form does not give the tree back */
    DIFFER_FAILED,  /* the index refused */
    DIFFER_IDS,
    DIFFER_TOTAL,
    DIFFER_MARKS,
    DIFFER_PARAGRAPHS,
};

/* Builds the index below folder, which is there. */
void contest_open(struct contest *contest, const struct corpus *corpus,
                  const char *folder);
void contest_close(struct contest *contest);

/* Asks both; what differs is appended to report, which may be NULL. */
enum difference contest_ask(struct contest *contest,
                            const struct ast_node *query, struct str *report);

/*
 * The same for a text that may be no query: DIFFER_NOT if it is refused, or
 * if something in it no oracle can judge: `like:`, and what was cut with a
 * warning.
 */
enum difference contest_ask_text(struct contest *contest, struct str_span text,
                                 enum query_mode mode,
                                 enum query_reading reading,
                                 struct str *report);

#endif
