/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/html_choice.h"

#include <string.h>

bool html_block_ends_sentence(struct str_span text)
{
    static const char *const ends[] = {".",
                                       "!",
                                       "?",
                                       ":",
                                       "\xe2\x80\xa6",
                                       "\xe3\x80\x82",
                                       "\xef\xbc\x81",
                                       "\xef\xbc\x9f",
                                       "\xe0\xa5\xa4",
                                       "\xd8\x9f",
                                       "\xdb\x94"};
    static const char *const quotes[] = {
        "\"",           "'",        ")",        "\xe2\x80\x9d",
        "\xe2\x80\x9c", "\xc2\xbb", "\xc2\xab", "\xe2\x80\x99",
        "\xe3\x80\x8d"};

    for (size_t i = 0; i < sizeof(quotes) / sizeof(quotes[0]); i++) {
        size_t n = strlen(quotes[i]);

        if (text.n_bytes > n &&
            memcmp(text.bytes + text.n_bytes - n, quotes[i], n) == 0)
            text.n_bytes -= n;
    }
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        size_t n = strlen(ends[i]);

        if (text.n_bytes > n &&
            memcmp(text.bytes + text.n_bytes - n, ends[i], n) == 0)
            return true;
    }
    return false;
}

enum html_kind html_block_kind(const struct html_tree *tree,
                               const struct html_block *block)
{
    return (enum html_kind)tree->nodes[block->i_node].kind;
}

bool html_block_is_running(const struct html_tree *tree,
                           const struct html_block *block)
{
    bool is_heading = html_block_kind(tree, block) == HTML_HEADING;

    if (block->n_bytes < (is_heading ? RUNNING_BYTES : SENTENCE_BYTES) ||
        block->n_link_bytes * 3 > block->n_bytes)
        return false;
    return block->n_bytes >=
               (is_heading ? LEAD_HEADING_BYTES : RUNNING_BYTES) ||
           html_block_ends_sentence(html_block_text(tree, block));
}

void choice_measure(struct choice *choice)
{
    const struct html_tree *tree = choice->tree;
    struct sums sums = {0, 0, 0};

    for (size_t i = 0; i < tree->n_blocks; i++) {
        const struct html_block *block = &tree->blocks[i];

        choice->sums[i] = sums;
        sums.n_bytes += block->n_bytes;
        sums.n_link_bytes += block->n_link_bytes;
        if (!block->is_dropped && html_block_is_running(tree, block))
            sums.n_running_bytes += block->n_bytes - block->n_link_bytes;
    }
    choice->sums[tree->n_blocks] = sums;
}

uint64_t choice_running(const struct choice *choice,
                        const struct html_node *node)
{
    return choice->sums[node->i_block_end].n_running_bytes -
           choice->sums[node->i_block].n_running_bytes;
}

uint64_t choice_all(const struct choice *choice)
{
    return choice->sums[choice->tree->n_blocks].n_running_bytes;
}

bool choice_has_block(const struct html_node *node, uint32_t i_block)
{
    return node->i_block <= i_block && i_block < node->i_block_end;
}

bool html_block_is_link(const struct html_block *block)
{
    return block->n_link_bytes * 10 >= block->n_bytes * 9;
}
