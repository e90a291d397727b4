/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/advice.h"

#include "searcher/rarity.h"

/* Nothing but one word, in title and text. */
static bool is_plain_word(const struct plan_leaf *leaf)
{
    return leaf->node->kind == AST_WORD && leaf->field == FIELD_TEXT &&
           leaf->n_patterns == 1 && leaf->patterns[0].n_places == 1;
}

/* Of the rarest word that is asked for; 0 if anything else is, or nothing.
   Stops where a word is rare. */
static enum status count_rarest(struct index *index, const struct plan *plan,
                                uint64_t *ret_n, size_t *ret_n_words,
                                struct error *err)
{
    *ret_n = 0;
    *ret_n_words = 0;
    for (size_t i = 0; i < plan->n_leaves; i++) {
        const struct plan_leaf *leaf = &plan->leaves[i];
        uint64_t n = 0;
        if (!leaf->is_positive || leaf->expr == NULL)
            continue;
        if (is_plain_word(leaf)) {
            enum status status = rarity_count(index, leaf, &n, err);
            if (status != STATUS_OK)
                return status;
        }
        if (*ret_n_words == 0 || n < *ret_n)
            *ret_n = n;
        ++*ret_n_words;
        if (n < ADVICE_MIN_ARTICLES / 2)
            break;
    }
    return STATUS_OK;
}

enum status advice_common(struct index *index, const struct plan *plan,
                          struct arena *arena, struct diagnostic_list *list,
                          struct error *err)
{
    static const struct search_range range = {0, 0, SORT_RELEVANCE, true};
    struct match_list all = {0};
    uint64_t n = 0;
    uint64_t n_documents = 0;
    size_t n_words = 0;
    enum status status = count_rarest(index, plan, &n, &n_words, err);
    if (status != STATUS_OK || n < ADVICE_MIN_ARTICLES / 2)
        return status;
    struct expr *expr = expr_leaf(arena, EXPR_ALL);
    if (expr == NULL)
        return error_no_memory(err);
    status = index_search(index, expr, &range, arena, &all, err);
    if (status == STATUS_OK)
        status = index_term_articles(index, SPAN(""), &n_documents, err);
    /* All the dead may have had the word. */
    if (status != STATUS_OK || all.n_total < ADVICE_MIN_ARTICLES ||
        n + all.n_total < n_documents + (all.n_total + 1) / 2)
        return status;
    return diagnostic_add(list, "N104", plan->root->span,
                          n_words == 1
                              ? "add a rarer word"
                              : "add a rarer word, or put them in quotes to "
                                "find them side by side",
                          err, "%s in at least half of the %llu articles",
                          n_words == 1 ? "this word is" : "each word is",
                          (unsigned long long)all.n_total);
}

static void add_count(uint64_t n_articles, struct str *out)
{
    str_add_format(out, "%llu article%s", (unsigned long long)n_articles,
                   n_articles == 1 ? "" : "s");
}

static void add_message(const struct correction *correction,
                        struct str_span query, struct str *out)
{
    struct ast_span span = correction->span;
    if (correction->n_with == 0)
        str_add_text(out, "no article has ");
    str_add_char(out, '\'');
    str_add(out, query.bytes + span.start_bytes,
            span.end_bytes - span.start_bytes);
    str_add_char(out, '\'');
    if (correction->field != FIELD_TEXT)
        str_add_format(out, " in %s", schema_row(correction->field)->name);
    if (correction->n_with == 0)
        return;
    str_add_text(out, " is in ");
    add_count(correction->n_with, out);
    str_add_text(out, " only");
}

static void add_hint(const struct correction *correction, struct str *out)
{
    str_add_text(out, "did you mean '");
    str_add_span(out, correction->word);
    str_add_text(out, correction->n_together == 1
                          ? "'?  That finds "
                          : "'?  With the other corrections that finds ");
    add_count(correction->n_articles, out);
}

static enum status add_correction(const struct correction *correction,
                                  struct str_span query,
                                  struct diagnostic_list *list,
                                  struct error *err)
{
    CLEANUP(str_release) struct str message = STR_INIT;
    CLEANUP(str_release) struct str hint = STR_INIT;
    size_t n_before = list->n_items;
    add_message(correction, query, &message);
    add_hint(correction, &hint);
    enum status status = str_status(&message, err);
    if (status == STATUS_OK)
        status = str_status(&hint, err);
    if (status == STATUS_OK)
        status = diagnostic_add(list, "N105", correction->span,
                                str_view(&hint).bytes, err, "%s",
                                str_view(&message).bytes);
    /* A full list takes no more. */
    if (status == STATUS_OK && list->n_items > n_before)
        diagnostic_replace(list, correction->word);
    return status;
}

enum status advice_corrections(const struct corrections *corrections,
                               struct str_span query,
                               struct diagnostic_list *list, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < corrections->n_items && status == STATUS_OK; i++)
        status = add_correction(&corrections->items[i], query, list, err);
    return status;
}
