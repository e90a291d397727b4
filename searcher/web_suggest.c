/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_suggest.h"

#include "searcher/json_writer.h"
#include "searcher/percent.h"
#include "searcher/web_link.h"
#include "store/index_terms.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <inttypes.h>
#include <string.h>

/* Words that are shown. */
#define MAX_WORDS 8
/* Words that are tried: some find nothing beside the rest of the query. */
#define MAX_TRIED 16
/* Beginnings of one letter have too many words to help. */
#define MIN_LETTERS 2
#define MAX_BYTES   128
/* Words that are looked at; the walk takes some milliseconds. */
#define MAX_LOOKED 50000

struct candidate {
    struct str_span word;
    uint64_t n_articles;
};

struct suggesting {
    struct web_visit *visit;
    struct str_span query;
    struct str_span before;            /* the query without its last word */
    struct str beginning;              /* that word, folded */
    struct candidate words[MAX_TRIED]; /* the most frequent first */
    size_t n_words;
};

/* The last run of letters; words with signs in them are not completed. */
static bool cut_last_word(struct suggesting *suggesting)
{
    struct str_span query = suggesting->query;
    size_t start = query.n_bytes;

    while (start > 0 && !strchr(" \t\"():", query.bytes[start - 1]))
        start--;
    struct str_span word = str_span(query.bytes + start, query.n_bytes - start);
    suggesting->before = str_span(query.bytes, start);
    if (word.n_bytes == 0 || word.n_bytes > MAX_BYTES ||
        utf8_count(word) < MIN_LETTERS)
        return false;
    /* Behind a field or in a phrase other words may be meant. */
    return start == 0 || query.bytes[start - 1] == ' ' ||
           query.bytes[start - 1] == '\t';
}

static enum status fold_word(struct suggesting *suggesting, struct error *err)
{
    struct str_span word =
        str_span(suggesting->query.bytes + suggesting->before.n_bytes,
                 suggesting->query.n_bytes - suggesting->before.n_bytes);
    struct fold *fold;

    enum status status = fold_new(&fold, err);
    if (status != STATUS_OK)
        return status;
    status = fold_text(fold, word, &suggesting->beginning, err);
    fold_free(fold);
    return status == STATUS_OK ? str_status(&suggesting->beginning, err)
                               : status;
}

static enum status take(struct suggesting *suggesting,
                        const struct walked_term *term, struct error *err)
{
    struct candidate *words = suggesting->words;
    size_t i = suggesting->n_words;

    if (i == MAX_TRIED && words[i - 1].n_articles >= term->n_articles)
        return STATUS_OK;
    struct candidate new = {arena_copy(&suggesting->visit->arena, term->term),
                            term->n_articles};
    if (!new.word.bytes)
        return error_no_memory(err);
    if (i == MAX_TRIED)
        i--;
    else
        suggesting->n_words++;
    for (; i > 0 && words[i - 1].n_articles < new.n_articles; i--)
        words[i] = words[i - 1];
    words[i] = new;
    return STATUS_OK;
}

static enum status find_words(struct suggesting *suggesting, struct error *err)
{
    const struct web_store *store = web_visit_store(suggesting->visit);
    struct walked_term term;
    struct term_walk *walk;
    size_t n = 0;

    enum status status = term_walk_new(
        store->index, FIELD_TEXT, str_view(&suggesting->beginning), &walk, err);
    if (status != STATUS_OK)
        return status;
    while (status == STATUS_OK && n++ < MAX_LOOKED &&
           (status = term_walk_next(walk, &term, err)) == STATUS_OK)
        status = take(suggesting, &term, err);
    term_walk_free(walk);
    return status == STATUS_DONE ? STATUS_OK : status;
}

/* How many articles the query finds with that word. */
static enum status count(struct suggesting *suggesting, struct str_span query,
                         uint64_t *ret_n, struct error *err)
{
    const struct web_store *store = web_visit_store(suggesting->visit);
    const struct search_request request = {.query = query,
                                           .reading = QUERY_READING_LENIENT,
                                           .limits = SEARCH_LIMITS_OPEN};
    struct answer answer;

    answer_init(&answer);
    enum status status =
        search_run(store->index, store->analyser, &request, &answer, err);
    *ret_n = answer.n_total;
    answer_release(&answer);
    if (status == STATUS_BAD_QUERY)
        *ret_n = 0;
    return status == STATUS_BAD_QUERY ? STATUS_OK : status;
}

/* Leaves those that find something, with what they find. */
static enum status try_words(struct suggesting *suggesting, struct error *err)
{
    size_t n_kept = 0;

    for (size_t i = 0; i < suggesting->n_words && n_kept < MAX_WORDS; i++) {
        struct candidate word = suggesting->words[i];
        CLEANUP(str_release) struct str query = STR_INIT;
        str_add_span(&query, suggesting->before);
        str_add_span(&query, word.word);
        enum status status = str_status(&query, err);
        if (status == STATUS_OK && suggesting->before.n_bytes > 0)
            status = count(suggesting, str_view(&query), &word.n_articles, err);
        if (status != STATUS_OK)
            return status;
        word.word = arena_copy(&suggesting->visit->arena, str_view(&query));
        if (!word.word.bytes)
            return error_no_memory(err);
        if (word.n_articles > 0)
            suggesting->words[n_kept++] = word;
    }
    suggesting->n_words = n_kept;
    return STATUS_OK;
}

static void add_description(struct json_writer *writer, uint64_t n)
{
    CLEANUP(str_release) struct str text = STR_INIT;

    str_add_format(&text, "%" PRIu64 " article%s", n, n == 1 ? "" : "s");
    json_writer_string(writer, str_view(&text));
}

static void add_url(const struct suggesting *suggesting,
                    struct json_writer *writer, struct str_span query)
{
    CLEANUP(str_release) struct str url = STR_INIT;

    web_visit_origin(suggesting->visit, &url);
    web_link_query(suggesting->visit, query, &url);
    json_writer_string(writer, str_view(&url));
}

static void write(const struct suggesting *suggesting)
{
    struct web_reply *reply = suggesting->visit->reply;
    struct json_writer writer;

    reply->type = "application/x-suggestions+json; charset=utf-8";
    json_writer_init(&writer, &reply->body);
    json_writer_array(&writer);
    json_writer_string(&writer, suggesting->query);
    json_writer_array(&writer);
    for (size_t i = 0; i < suggesting->n_words; i++)
        json_writer_string(&writer, suggesting->words[i].word);
    json_writer_end_array(&writer);
    json_writer_array(&writer);
    for (size_t i = 0; i < suggesting->n_words; i++)
        add_description(&writer, suggesting->words[i].n_articles);
    json_writer_end_array(&writer);
    json_writer_array(&writer);
    for (size_t i = 0; i < suggesting->n_words; i++)
        add_url(suggesting, &writer, suggesting->words[i].word);
    json_writer_end_array(&writer);
    json_writer_end_array(&writer);
    str_add_char(&reply->body, '\n');
}

static enum status answer(struct suggesting *suggesting, struct error *err)
{
    struct web_visit *visit = suggesting->visit;
    enum status status = STATUS_OK;

    if (cut_last_word(suggesting)) {
        status = web_store_open(visit->site, visit->i_index, err);
        if (status == STATUS_OK)
            status = fold_word(suggesting, err);
        if (status == STATUS_OK)
            status = find_words(suggesting, err);
        if (status == STATUS_OK)
            status = try_words(suggesting, err);
    }
    if (status != STATUS_OK)
        return status;
    write(suggesting);
    return str_status(&visit->reply->body, err);
}

enum status web_suggest(struct web_visit *visit, struct error *err)
{
    struct suggesting suggesting = {.visit = visit, .query = SPAN("")};

    (void)web_request_find(&visit->request, "q", &suggesting.query);
    if (web_visit_is_known(visit, WEB_CACHE_SEARCH, suggesting.query))
        return STATUS_OK;
    enum status status = answer(&suggesting, err);
    str_release(&suggesting.beginning);
    return status;
}
