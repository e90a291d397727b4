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
