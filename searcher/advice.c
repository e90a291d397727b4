/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/advice.h"

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

enum status advice_corrections(const struct blame *blame, struct str_span query,
                               struct diagnostic_list *list, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < blame->n_corrections && status == STATUS_OK; i++)
        status = add_correction(&blame->corrections[i], query, list, err);
    return status;
}
