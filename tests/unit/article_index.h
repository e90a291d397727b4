/*
 * For tests that ask an index: articles made into one as the indexer makes
 * them, and what is needed to ask it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TESTS_ARTICLE_INDEX_H
#define LEDE_TESTS_ARTICLE_INDEX_H

#include "indexer/build.h"
#include "scratch_index.h"
#include "searcher/search.h"

static struct index *index_;
static struct analyser *analyser;
static struct answer answer;

/* The index as it is, to be added to. */
static struct writer *article_index_write(void)
{
    struct manifest settings = scratch_settings();
    struct writer *writer = NULL;

    settings.analysis = ANALYSIS_VERSION;
    ck_assert_int_eq(writer_open("a.lede", NULL, &settings, &writer, NULL),
                     STATUS_OK);
    return writer;
}

static struct writer *article_index_begin(void)
{
    scratch_enter();
    ck_assert_int_eq(analyser_new(language_find(SPAN("en")), &analyser, NULL),
                     STATUS_OK);
    return article_index_write();
}

static void article_index_add(struct writer *writer, struct article *article)
{
    CLEANUP(str_release) struct str record = STR_INIT;
    CLEANUP(str_release) struct str id_term = STR_INIT;
    const struct origin origin = {
        .form = "jsonl", .path = SPAN("a/b.jsonl"), .day = 20240506};
    struct document document;
    struct arena arena;
    bool is_dated;

    arena_init(&arena);
    document_init(&document);
    ck_assert_int_eq(build_article(article, &arena, &is_dated, NULL, NULL),
                     STATUS_OK);
    ck_assert_int_eq(
        build_document(analyser, article, &origin, &document, NULL), STATUS_OK);
    ck_assert_int_eq(article_encode(article, &record, NULL), STATUS_OK);
    build_id_term(article->id, &id_term);
    document.id_term = str_view(&id_term);
    document.record = str_view(&record);
    ck_assert_int_eq(writer_add(writer, &document, NULL), STATUS_OK);
    document_release(&document);
    arena_release(&arena);
}

static void article_index_commit(struct writer *writer)
{
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
    writer_free(writer);
}

/* Commits, and opens the index to be asked. */
static void article_index_open(struct writer *writer)
{
    article_index_commit(writer);
    analyser_free(analyser);
    ck_assert_int_eq(search_open("a.lede", &index_, &analyser, NULL),
                     STATUS_OK);
    answer_init(&answer);
}

static void article_index_end(void)
{
    answer_release(&answer);
    analyser_free(analyser);
    index_free(index_);
    scratch_leave();
}

#endif
