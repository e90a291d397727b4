/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/counter.h"

void counter_init(struct counter *counter, struct index *index,
                  struct analyser *analyser)
{
    counter->index = index;
    counter->analyser = analyser;
    answer_init(&counter->answer);
    str_init(&counter->reading, 0);
}

void counter_release(struct counter *counter)
{
    answer_release(&counter->answer);
    str_release(&counter->reading);
}

enum status counter_ask(struct counter *counter, const struct ast_node *node,
                        struct count *ret_count, struct error *err)
{
    *ret_count = (struct count){false, 0};
    if (counter->index == NULL)
        return STATUS_OK;
    str_reset(&counter->reading);
    ast_print(node, &counter->reading);
    enum status status = str_status(&counter->reading, err);
    if (status != STATUS_OK)
        return status;
    struct search_request request = {
        .query = str_view(&counter->reading),
        .mode = QUERY_ALL_WORDS,
        .reading = QUERY_READING_STRICT,
        .range = {.limit = 0, .is_exact_count = true}};
    status = search_run(counter->index, counter->analyser, &request,
                        &counter->answer, err);
    ret_count->is_known = status == STATUS_OK && counter->answer.is_total_exact;
    ret_count->n_articles = counter->answer.n_total;
    return status == STATUS_BAD_QUERY ? STATUS_OK : status;
}

static enum status set_text(struct arena *arena, const struct str *text,
                            struct str_span *ret_copy, struct error *err)
{
    enum status status = str_status(text, err);
    if (status != STATUS_OK)
        return status;
    *ret_copy = arena_copy(arena, str_view(text));
    return ret_copy->bytes != NULL ? STATUS_OK : error_no_memory(err);
}

static enum status compare(struct counter *counter, struct diagnostic *item,
                           struct arena *arena, struct error *err)
{
    struct count read = {false, 0};
    struct count other = {false, 0};
    CLEANUP(str_release) struct str message = STR_INIT;
    CLEANUP(str_release) struct str hint = STR_INIT;
    enum status status = counter_ask(counter, item->read, &read, err);
    if (status == STATUS_OK)
        status = counter_ask(counter, item->other, &other, err);
    if (status != STATUS_OK || !read.is_known || !other.is_known)
        return status;
    str_add_span(&message, item->message);
    str_add_format(&message, ": %llu article%s",
                   (unsigned long long)read.n_articles,
                   read.n_articles == 1 ? "" : "s");
    str_add_text(&hint, "for ");
    ast_print(item->other, &hint);
    str_add_format(&hint, " (%llu) write the parentheses",
                   (unsigned long long)other.n_articles);
    item->read = NULL; /* said */
    status = set_text(arena, &message, &item->message, err);
    return status == STATUS_OK ? set_text(arena, &hint, &item->hint, err)
                               : status;
}

enum status counter_compare(struct counter *counter, struct answer *answer,
                            struct error *err)
{
    struct diagnostic_list *list = &answer->diagnostics;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < list->n_items && status == STATUS_OK; i++)
        if (list->items[i].read != NULL)
            status = compare(counter, &list->items[i], &answer->arena, err);
    return status;
}
