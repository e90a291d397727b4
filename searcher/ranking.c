/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/ranking.h"

#include "searcher/query_date.h"
#include "searcher/terminal.h"
#include "store/index_feedback.h"
#include "store/ranking.h"
#include "text/term.h"
#include "text/words.h"

#include <string.h>

/* Of one word of the text, as it was written; NULL for all other leaves. */
static const struct pattern_term *word_of(const struct plan_leaf *leaf)
{
    if (!leaf->is_positive || leaf->field != FIELD_TEXT ||
        leaf->node->kind != AST_WORD || leaf->n_patterns != 1 ||
        leaf->patterns[0].n_places != 1)
        return NULL;
    const struct pattern_place *place = &leaf->patterns[0].places[0];
    for (size_t i = 0; i < place->n_terms; i++)
        if (!place->terms[i].is_stem)
            return &place->terms[i];
    return NULL;
}

/* Words of the text that an article gets a score for. */
static size_t count_words(const struct plan *plan)
{
    size_t n = 0;
    for (size_t i = 0; i < plan->n_leaves; i++) {
        const struct plan_leaf *leaf = &plan->leaves[i];
        n += leaf->is_positive && leaf->field == FIELD_TEXT &&
             leaf->n_patterns > 0;
    }
    return n;
}

/* ---- pairs of words that are to be close */

/* What is in every fourth article is close to everything by chance. */
static enum status is_common(struct index *index, struct str_span term,
                             bool *ret_is_common, struct error *err)
{
    uint64_t n = 0;
    uint64_t n_all = 0;
    enum status status = index_term_articles(index, term, &n, err);
    if (status == STATUS_OK)
        status = index_term_articles(index, str_span("", 0), &n_all, err);
    *ret_is_common = n > RANKING_CLOSE_FEW && n > n_all / RANKING_CLOSE_COMMON;
    return status;
}

static bool has_pair(const struct search_ranking *ranking, struct str_span a,
                     struct str_span b)
{
    for (size_t i = 0; i < ranking->n_pairs; i++)
        if (str_span_equal(ranking->pairs[i].first, a) &&
            str_span_equal(ranking->pairs[i].second, b))
            return true;
    return str_span_equal(a, b);
}

/* Each two that follow one another in the query. */
static enum status add_pairs(const struct plan *plan, struct index *index,
                             bool has_common, struct search_pair *pairs,
                             struct search_ranking *ranking, struct error *err)
{
    struct str_span last = {NULL, 0};
    for (size_t i = 0;
         i < plan->n_leaves && ranking->n_pairs < RANKING_CLOSE_PAIRS; i++) {
        const struct pattern_term *word = word_of(&plan->leaves[i]);
        bool is_left_out = false;
        enum status status = STATUS_OK;
        if (word == NULL)
            continue;
        if (!has_common)
            status = is_common(index, word->term, &is_left_out, err);
        if (status != STATUS_OK)
            return status;
        if (is_left_out)
            continue;
        if (last.bytes != NULL && !has_pair(ranking, last, word->term))
            pairs[ranking->n_pairs++] = (struct search_pair){last, word->term};
        last = word->term;
    }
    return STATUS_OK;
}

/* Common words only where there are no others: "the who". */
static enum status choose_pairs(const struct plan *plan, struct index *index,
                                struct arena *arena,
                                struct search_ranking *ranking,
                                struct error *err)
{
    struct search_pair *pairs = (struct search_pair *)arena_alloc_array(
        arena, RANKING_CLOSE_PAIRS, sizeof *pairs);
    if (pairs == NULL)
        return error_no_memory(err);
    ranking->pairs = pairs;
    enum status status = add_pairs(plan, index, false, pairs, ranking, err);
    return status == STATUS_OK && ranking->n_pairs == 0
               ? add_pairs(plan, index, true, pairs, ranking, err)
               : status;
}

/* ---- a title that was asked for */

static enum status choose_title(struct analyser *analyser,
                                struct str_span query, struct arena *arena,
                                struct search_ranking *ranking,
                                struct error *err)
{
    CLEANUP(str_release) struct str words = STR_INIT;
    CLEANUP(str_release) struct str term = STR_INIT;
    enum status status = words_join(analyser, query, &words, err);
    if (status != STATUS_OK || words.n_bytes == 0)
        return status;
    str_add_text(&term, PREFIX_WHOLE_TITLE);
    term_add(str_view(&words), &term);
    status = str_status(&term, err);
    if (status != STATUS_OK)
        return status;
    ranking->whole_title = arena_copy(arena, str_view(&term));
    return ranking->whole_title.bytes == NULL ? error_no_memory(err)
                                              : STATUS_OK;
}

/* ---- */

enum status ranking_choose(const struct plan *plan,
                           const struct plan_scope *scope,
                           const struct ranking_wish *wish, struct arena *arena,
                           struct search_ranking *ret_ranking,
                           struct error *err)
{
    size_t n_words = count_words(plan);
    memset(ret_ranking, 0, sizeof *ret_ranking);
    if (!plan->has_positive)
        return STATUS_OK;
    if (wish->is_recent) {
        ret_ranking->recent =
            RANKING_RECENT_WORD * (double)(n_words > 0 ? n_words : 1);
        ret_ranking->today = query_date_utc_today();
    }
    /* What is new is not like what is new. */
    ret_ranking->is_likened = wish->mode == QUERY_ANY_WORD &&
                              n_words >= RANKING_LIKE_WORDS && !wish->is_recent;
    enum status status =
        choose_title(scope->analyser, wish->query, arena, ret_ranking, err);
    if (status != STATUS_OK || ret_ranking->is_likened || n_words < 2)
        return status;
    return choose_pairs(plan, scope->index, arena, ret_ranking, err);
}

enum status ranking_expand(const struct plan *plan, struct index *index,
                           struct arena *arena, struct search_ranking *ranking,
                           struct error *err)
{
    struct search_term *more = NULL;
    if (!plan->has_positive)
        return STATUS_OK;
    enum status status =
        index_feedback(index, plan->expr, arena, &more, &ranking->n_more, err);
    ranking->more = more;
    return status;
}

/* Stems, without the Z that they have in the index. */
static void explain_more(const struct search_ranking *ranking, struct str *out)
{
    for (size_t i = 0; i < ranking->n_more; i++) {
        struct str_span term = ranking->more[i].term;
        str_add_text(out, i == 0 ? "better with words of the first: " : ", ");
        terminal_add_line(out, str_span(term.bytes + 1, term.n_bytes - 1));
        str_add_format(out, " %.2f", ranking->more[i].factor);
    }
    if (ranking->n_more > 0)
        str_add_char(out, '\n');
}

void ranking_explain(const struct search_ranking *ranking, struct str *out)
{
    if (ranking->whole_title.n_bytes > 0) {
        struct str_span title = ranking->whole_title;
        size_t n_prefix = sizeof PREFIX_WHOLE_TITLE - 1;
        str_add_text(out, "first: what has the title ");
        terminal_add_line(
            out, str_span(title.bytes + n_prefix, title.n_bytes - n_prefix));
        str_add_char(out, '\n');
    }
    for (size_t i = 0; i < ranking->n_pairs; i++) {
        str_add_text(out, i == 0 ? "better close: " : ", ");
        terminal_add_line(out, ranking->pairs[i].first);
        str_add_char(out, ' ');
        terminal_add_line(out, ranking->pairs[i].second);
    }
    if (ranking->n_pairs > 0)
        str_add_char(out, '\n');
    explain_more(ranking, out);
    if (ranking->is_likened)
        str_add_format(out,
                       "the best %d are ranked by their likeness to each "
                       "other, too\n",
                       RANKING_LIKE_ARTICLES);
    if (ranking->recent > 0)
        str_add_format(out, "newer is better: up to %g more\n",
                       ranking->recent);
}
