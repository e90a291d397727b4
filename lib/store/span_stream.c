/*
 * Two lists of words, looked through only as far as to the first pair: very
 * common words lie near each other early in an article.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/span_work.h"

#include "store/schema.h"

/* Where both lists are. */
struct streams {
    struct span_run *run;
    size_t i_lists[2];
    uint64_t at[2];
};

static enum status seek(struct streams *streams, size_t i, uint64_t from)
{
    const struct span_text *text = streams->run->text;
    return text->seek(text->context, streams->i_lists[i], from, &streams->at[i],
                      streams->run->err);
}

static bool is_over(const struct streams *streams)
{
    return streams->at[0] == SPAN_POSITION_NONE ||
           streams->at[1] == SPAN_POSITION_NONE;
}

/* A word of both is no pair, but may be one with the next of either. */
static enum status step_both(struct streams *streams, uint32_t n_apart,
                             bool *ret_exists)
{
    uint64_t here = streams->at[0];
    enum status status = seek(streams, 0, here + 1);
    if (status == STATUS_OK)
        status = seek(streams, 1, here + 1);
    for (size_t i = 0; i < 2; i++)
        if (streams->at[i] != SPAN_POSITION_NONE &&
            streams->at[i] - here <= n_apart)
            *ret_exists = true;
    return status;
}

static enum status find_near(struct streams *streams, uint32_t n_apart,
                             bool *ret_exists)
{
    enum status status = STATUS_OK;
    while (status == STATUS_OK && !is_over(streams) && !*ret_exists) {
        if (streams->at[0] == streams->at[1]) {
            status = step_both(streams, n_apart, ret_exists);
            continue;
        }
        size_t front = streams->at[0] < streams->at[1] ? 0 : 1;
        uint64_t behind = streams->at[1 - front];
        if (behind - streams->at[front] <= n_apart)
            *ret_exists = true;
        else
            status = seek(streams, front, behind - n_apart);
    }
    return status;
}

static enum status find_ordered(struct streams *streams, uint32_t n_apart,
                                bool *ret_exists)
{
    enum status status = STATUS_OK;
    while (status == STATUS_OK && !is_over(streams) && !*ret_exists) {
        if (streams->at[1] <= streams->at[0])
            status = seek(streams, 1, streams->at[0] + 1);
        else if (streams->at[1] - streams->at[0] <= n_apart)
            *ret_exists = true;
        else
            status = seek(streams, 0, streams->at[1] - n_apart);
    }
    return status;
}

static enum status find_paragraph(struct streams *streams, bool *ret_exists)
{
    const struct span_text *text = streams->run->text;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && !is_over(streams) && !*ret_exists) {
        /* Of the one that is behind: what is before its paragraph is not in
           it. */
        size_t behind = streams->at[0] < streams->at[1] ? 1 : 0;
        struct span_range range;
        status = text->locate(text->context, (uint32_t)streams->at[behind],
                              SPAN_UNIT_PARAGRAPH, &range, streams->run->err);
        if (status != STATUS_OK)
            return status;
        if (streams->at[1 - behind] >= range.first)
            *ret_exists = true;
        else
            status = seek(streams, 1 - behind, range.first);
    }
    return status;
}

bool span_can_stream(const struct span_run *run, const struct span_node *node)
{
    bool is_pair = node->op == SPAN_PARAGRAPH || node->op == SPAN_SENTENCE ||
                   ((node->op == SPAN_NEAR || node->op == SPAN_ORDERED) &&
                    node->n_apart <= PARAGRAPH_GAP);
    return is_pair && run->text->seek && node->children[0]->op == SPAN_TERMS &&
           node->children[1]->op == SPAN_TERMS;
}

enum status span_stream(struct span_run *run, const struct span_node *node,
                        bool *ret_exists)
{
    struct streams streams = {
        run, {node->children[0]->i_list, node->children[1]->i_list}, {0, 0}};
    *ret_exists = false;
    enum status status = seek(&streams, 0, 0);
    if (status == STATUS_OK)
        status = seek(&streams, 1, 0);
    if (status != STATUS_OK)
        return status;
    if (node->op == SPAN_NEAR)
        return find_near(&streams, node->n_apart, ret_exists);
    if (node->op == SPAN_ORDERED)
        return find_ordered(&streams, node->n_apart, ret_exists);
    return find_paragraph(&streams, ret_exists);
}
