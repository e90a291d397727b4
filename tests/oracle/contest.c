/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "contest.h"

#include "contest_passages.h"
#include "demand.h"

#include "searcher/mark.h"

#include <ftw.h>
#include <string.h>

void contest_open(struct contest *contest, const struct corpus *corpus,
                  const char *folder)
{
    struct error err = ERROR_INIT;
    memset(contest, 0, sizeof *contest);
    arena_init(&contest->arena);
    answer_init(&contest->answer);
    (void)snprintf(contest->path, sizeof contest->path, "%s/query.lede",
                   folder);
    corpus_index(corpus, contest->path);
    demand(
        search_open(contest->path, &contest->index, &contest->analyser, &err),
        &err, "opening the index");
    contest->articles =
        corpus_articles(corpus, &contest->arena, &contest->n_articles);
    contest->oracle = oracle_new(contest->articles, contest->n_articles,
                                 language_find(str_span_of(corpus->language)));
}

static int remove_one(const char *path, const struct stat *st, int flag,
                      struct FTW *place)
{
    (void)st;
    (void)flag;
    (void)place;
    return remove(path);
}

void contest_close(struct contest *contest)
{
    oracle_free(contest->oracle);
    answer_release(&contest->answer);
    analyser_free(contest->analyser);
    index_free(contest->index);
    arena_release(&contest->arena);
    (void)nftw(contest->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void say(struct str *report, const char *what, struct str_span text)
{
    if (report == NULL)
        return;
    str_add_text(report, what);
    str_add_span(report, text);
    str_add_char(report, '\n');
}

/* ---- reading */

static bool reads_back(struct contest *contest, const struct ast_node *query,
                       struct str_span text, struct str *report)
{
    CLEANUP(str_release) struct str again = STR_INIT;
    struct diagnostic_list list;
    struct ast_node *node = NULL;
    struct error err = ERROR_INIT;
    diagnostic_list_init(&list, &contest->arena);
    enum status status =
        query_parse(text, QUERY_ALL_WORDS, &contest->arena, &node, &list, &err);
    diagnostic_list_release(&list);
    if (status != STATUS_OK) {
        say(report, "the parser refuses: ", str_span_of(err.message));
        return false;
    }
    if (ast_equal(node, query))
        return true;
    ast_print(node, &again);
    say(report, "the parser reads it as: ", str_view(&again));
    return false;
}

/* ---- marks */

static bool is_in_text(const struct plan_leaf *leaf)
{
    return leaf->node->kind != AST_DATE && leaf->node->kind != AST_NUMBER &&
           leaf->node->kind != AST_HAS && leaf->node->kind != AST_LIKE &&
           (leaf->field == FIELD_TEXT || leaf->field == FIELD_TITLE);
}

static void cover_spans(const struct oracle_row *row,
                        const struct oracle_spans *spans, bool *covered)
{
    for (size_t i = 0; i < spans->n_spans; i++) {
        const struct oracle_span *span = &spans->spans[i];
        size_t end = 0;
        for (uint32_t t = row->first_tokens[span->first];
             t < row->first_tokens[span->last + 1]; t++)
            if (row->tokens[t].end_bytes > end)
                end = row->tokens[t].end_bytes;
        for (size_t b = row->tokens[row->first_tokens[span->first]].off_bytes;
             b < end; b++)
            covered[b] = true;
    }
}

/* Adds the bytes that some positive leaf has a span over. */
static void cover_leaves(struct contest *contest, struct oracle_query *query,
                         const struct oracle_article *article, size_t i_row,
                         bool *covered)
{
    const struct plan *plan = &contest->answer.plan;
    for (size_t i = 0; i < plan->n_leaves; i++) {
        const struct plan_leaf *leaf = &plan->leaves[i];
        if (!leaf->is_positive || !is_in_text(leaf))
            continue;
        struct oracle_spans spans =
            oracle_spans(query, leaf->node, leaf->field, article, i_row);
        cover_spans(&article->text.rows[i_row], &spans, covered);
        free(spans.spans);
    }
}

static bool marks_row(struct contest *contest, struct oracle_query *query,
                      const struct oracle_article *article, size_t i_row,
                      struct str *report)
{
    const struct oracle_row *row = &article->text.rows[i_row];
    struct mark_list list;
    struct error err = ERROR_INIT;
    bool is_good = true;
    mark_list_init(&list);
    list.choice = MARK_POSITIVE_LEAVES;
    analyser_set_hint(contest->analyser, article->article.language);
    demand(mark_text(&contest->answer.plan,
                     i_row == 0 ? FIELD_TITLE : FIELD_TEXT, contest->analyser,
                     row->text, &list, &err),
           &err, "marking");
    bool *covered = demand_memory(calloc(row->text.n_bytes + 1, 1));
    cover_leaves(contest, query, article, i_row, covered);
    for (size_t i = 0; i < list.n_marks && is_good; i++) {
        const struct mark *mark = &list.marks[i];
        for (size_t b = 0; b < mark->n_bytes; b++)
            is_good = is_good && covered[mark->off_bytes + b];
        if (!is_good) {
            say(report, "in article ", article->article.id);
            say(report, "this is marked: ",
                str_span(row->text.bytes + mark->off_bytes, mark->n_bytes));
        }
    }
    free(covered);
    mark_list_release(&list);
    return is_good;
}

/* ---- passages */

/* Whether all marks lie in what is covered, if the passage is the piece of the
   row that begins at off_bytes. */
static bool marks_fit(const struct passage *passage, const bool *covered,
                      size_t off_bytes)
{
    for (size_t i = 0; i < passage->n_marks; i++)
        for (uint32_t b = passage->marks[i].start_bytes;
             b < passage->marks[i].end_bytes; b++)
            if (!covered[off_bytes + b])
                return false;
    return true;
}

/* Spaces are single in the texts that are asked, so that a passage is a piece
   of its paragraph. */
static bool passage_fits(struct oracle_query *query,
                         const struct oracle_article *article,
                         const struct passage *passage)
{
    const struct oracle_row *row = &article->text.rows[passage->i_paragraph];
    struct oracle_spans spans =
        oracle_reasons(query, article, passage->i_paragraph);
    bool *covered = demand_memory(calloc(row->text.n_bytes + 1, 1));
    bool is_sound = contest_passage_is_sound(passage);
    bool fits = passage->text.n_bytes == 0;
    cover_spans(row, &spans, covered);
    for (size_t at = 0;
         !fits && at + passage->text.n_bytes <= row->text.n_bytes; at++)
        fits = memcmp(row->text.bytes + at, passage->text.bytes,
                      passage->text.n_bytes) == 0 &&
               marks_fit(passage, covered, at);
    free(covered);
    free(spans.spans);
    return fits && is_sound;
}

static bool has_reason(struct oracle_query *query,
                       const struct oracle_article *article)
{
    for (size_t i = 0; i < article->text.n_rows; i++) {
        struct oracle_spans spans = oracle_reasons(query, article, i);
        free(spans.spans);
        if (spans.n_spans > 0)
            return true;
    }
    return false;
}

/* What is shown of each hit is marked only where that is why it matches. */
static bool passages_fit(struct contest *contest, struct oracle_query *query,
                         struct str *report)
{
    for (size_t i = 0; i < contest->answer.n_hits; i++) {
        const struct hit *hit = &contest->answer.hits[i];
        const struct oracle_article *article = NULL;
        for (size_t k = 0; k < contest->n_articles; k++)
            if (str_span_equal(contest->articles[k].id, hit->article.id))
                article = &contest->oracle->articles[k];
        bool fits = passage_fits(query, article, &hit->title);
        size_t n_marks = hit->title.n_marks;
        for (size_t k = 0; k < hit->n_passages && fits; k++) {
            fits = passage_fits(query, article, &hit->passages[k]);
            n_marks += hit->passages[k].n_marks;
        }
        if (fits && n_marks == 0 && has_reason(query, article)) {
            say(report,
                "nothing is marked of why it matches: ", hit->article.id);
            return false;
        }
        if (fits)
            continue;
        say(report, "a passage is marked where it is not why it matches: ",
            hit->article.id);
        return false;
    }
    return true;
}

static bool marks_are_spans(struct contest *contest, struct oracle_query *query,
                            struct str *report)
{
    for (size_t i = 0; i < contest->n_articles; i++) {
        const struct oracle_article *article = &contest->oracle->articles[i];
        if (!oracle_matches(query, article))
            continue;
        for (size_t k = 0; k < article->text.n_rows; k++)
            if (!marks_row(contest, query, article, k, report))
                return false;
    }
    return true;
}

/* ---- ids */

static bool is_found(const struct contest *contest, struct str_span id)
{
    for (size_t i = 0; i < contest->answer.n_hits; i++)
        if (str_span_equal(contest->answer.hits[i].article.id, id))
            return true;
    return false;
}

/* An article of another state, or one twice, makes more hits than articles. */
static bool ids_agree(struct contest *contest, struct oracle_query *query,
                      struct str *report)
{
    CLEANUP(str_release) struct str index = STR_INIT;
    CLEANUP(str_release) struct str oracle = STR_INIT;
    bool is_same = true;
    size_t n_found = 0;
    for (size_t i = 0; i < contest->n_articles; i++) {
        const struct oracle_article *article = &contest->oracle->articles[i];
        struct str_span id = article->article.id;
        bool is_hit = is_found(contest, id);
        bool is_wanted = oracle_matches(query, article);
        n_found += is_hit;
        is_same = is_same && is_hit == is_wanted;
        if (is_hit)
            str_add_format(&index, " %.*s", (int)id.n_bytes, id.bytes);
        if (is_wanted)
            str_add_format(&oracle, " %.*s", (int)id.n_bytes, id.bytes);
    }
    if (is_same && n_found == contest->answer.n_hits)
        return true;
    if (n_found < contest->answer.n_hits)
        str_add_text(&index, " and others that are not there");
    say(report, "index: ", str_view(&index));
    say(report, "oracle:", str_view(&oracle));
    return false;
}

/* Counting alone finds as many. */
static bool totals_agree(struct contest *contest,
                         const struct search_request *request,
                         struct str *report)
{
    struct search_request counting = {.query = request->query,
                                      .mode = request->mode,
                                      .reading = request->reading};
    struct error err = ERROR_INIT;
    uint64_t n_total = contest->answer.n_total;
    size_t n_hits = contest->answer.n_hits;
    demand(search_run(contest->index, contest->analyser, &counting,
                      &contest->answer, &err),
           &err, "counting");
    if (n_total == n_hits && contest->answer.n_total == n_hits)
        return true;
    if (report != NULL)
        str_add_format(report,
                       "%zu hits, a total of %llu, and counted alone %llu\n",
                       n_hits, (unsigned long long)n_total,
                       (unsigned long long)contest->answer.n_total);
    return false;
}

static bool has_like(const struct ast_node *node)
{
    bool has = node->kind == AST_LIKE;
    for (size_t i = 0; i < node->n_children; i++)
        has = has || has_like(node->children[i]);
    return has;
}

/* Too many terms, or too little time. */
static bool is_cut(const struct answer *answer)
{
    for (size_t i = 0; i < answer->diagnostics.n_items; i++)
        if (answer->diagnostics.items[i].code[0] == 'W' &&
            answer->diagnostics.items[i].code[1] == '2')
            return true;
    return false;
}

static enum difference judge(struct contest *contest,
                             const struct search_request *request,
                             struct str *report)
{
    /* The oracle judges what the plan judges: the tree that was parsed. */
    struct oracle_query *query =
        oracle_query_new(contest->oracle, contest->answer.plan.root);
    enum difference found = DIFFER_NOT;
    if (!ids_agree(contest, query, report))
        found = DIFFER_IDS;
    else if (!marks_are_spans(contest, query, report) ||
             !passages_fit(contest, query, report) ||
             !contest_sources_agree(contest, request, report))
        found = DIFFER_MARKS;
    else if (!contest_paragraphs_agree(contest, query, request, report))
        found = DIFFER_PARAGRAPHS;
    oracle_query_free(query);
    if (found == DIFFER_NOT && !totals_agree(contest, request, report))
        found = DIFFER_TOTAL;
    return found;
}

enum difference contest_ask_text(struct contest *contest, struct str_span text,
                                 enum query_mode mode,
                                 enum query_reading reading, struct str *report)
{
    static const enum search_sort sorts[] = {SORT_RELEVANCE, SORT_DATE,
                                             SORT_DATE_DOWN, SORT_TITLE};
    struct error err = ERROR_INIT;
    struct search_request request = {
        .query = text,
        .mode = mode,
        .reading = reading,
        .range = {.limit = 100000,
                  .sort = sorts[text.n_bytes % 4],
                  .is_exact_count = true},
        .has_fields = true,
        .n_snippets = 3,
        .snippet_columns = 100,
        .snippet_source = SNIPPET_FROM_TEXT,
    };
    enum status status = search_run(contest->index, contest->analyser, &request,
                                    &contest->answer, &err);
    if (status == STATUS_BAD_QUERY)
        return DIFFER_NOT;
    if (status != STATUS_OK) {
        say(report, "the index fails: ", str_span_of(err.message));
        return DIFFER_FAILED;
    }
    if (has_like(contest->answer.plan.root) || is_cut(&contest->answer))
        return DIFFER_NOT;
    return judge(contest, &request, report);
}

enum difference contest_ask(struct contest *contest,
                            const struct ast_node *query, struct str *report)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    ast_print(query, &text);
    say(report, "query: ", str_view(&text));
    if (!reads_back(contest, query, str_view(&text), report))
        return DIFFER_READING;
    return contest_ask_text(contest, str_view(&text), QUERY_ALL_WORDS,
                            QUERY_READING_STRICT, report);
}
