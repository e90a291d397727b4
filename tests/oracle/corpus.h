/*
 * Small archives to ask: articles whose words can be taken away one by one,
 * in the runs that add, replace and delete them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TESTS_CORPUS_H
#define LEDE_TESTS_CORPUS_H

#include "dice.h"

#include "indexer/build.h"
#include "store/article.h"

/* Words as written, with their punctuation; spaces come between. */
struct draft_text {
    struct str_span *words;
    size_t n_words;
};

#define DRAFT_MAX_NAMES 2

/* An article as one run adds it, or the deletion of one. */
struct draft {
    struct str_span id;
    unsigned i_run;
    bool is_deletion;
    struct draft_text title;
    struct draft_text *paragraphs;
    size_t n_paragraphs;
    struct str_span authors[DRAFT_MAX_NAMES];
    size_t n_authors;
    struct str_span tags[DRAFT_MAX_NAMES];
    size_t n_tags;
    struct str_span date;
    struct str_span source;
    struct str_span section;
    struct str_span language;
    struct str_span url;
};

struct corpus {
    struct draft *drafts; /* by run; later ones replace those with their id */
    size_t n_drafts;
    const char *language; /* of the index */
};

/* All of it in arena. */
void corpus_random(struct dice *dice, struct arena *arena,
                   struct corpus *ret_corpus);
/* Those of a file of JSON Lines whose number is i_first, i_first + step, ...,
   at most n; dealt into three runs. */
void corpus_read(const char *path, size_t i_first, size_t step, size_t n,
                 struct arena *arena, struct corpus *ret_corpus);

/* The articles that are there after all runs; all in arena. */
struct article *corpus_articles(const struct corpus *corpus,
                                struct arena *arena, size_t *ret_n_articles);

/* Where the article of this id comes from: as good as by chance; in arena. */
struct origin corpus_origin(struct str_span id, struct arena *arena);

/* Makes an index of it at path, where nothing is. */
void corpus_index(const struct corpus *corpus, const char *path);

/* Appends it as people would write it down. */
void corpus_print(const struct corpus *corpus, struct str *out);

/* The text of words from..to. */
struct str_span draft_join(const struct draft_text *text, size_t from,
                           size_t to, struct arena *arena);

#endif
