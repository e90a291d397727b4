/*
 * What html_body.c chooses by: how much running text there is in each part of a
 * page (html_choice.c), which parts are something beside the article
 * (html_beside.c), and which one is it (html_part.c).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_HTML_CHOICE_H
#define LEDE_INDEXER_HTML_CHOICE_H

#include "indexer/html_body.h"

/* Running text is of so many bytes, or of so many if a sentence ends it. */
#define RUNNING_BYTES  80
#define SENTENCE_BYTES 40
/* A heading of so many is a sentence, mostly the lead. */
#define LEAD_HEADING_BYTES 110
/* Between the title and the text: so much is the lead. */
#define LEAD_BYTES 2000

/* Of all that stands before a block. */
struct sums {
    uint64_t n_running_bytes;
    uint64_t n_bytes;
    uint64_t n_link_bytes;
};

struct choice {
    struct html_tree *tree;
    struct sums *sums; /* n_blocks + 1; see choice_measure() */
    uint32_t i_title;
    uint32_t i_body; /* the last node that says it is the text, and is; or 0 */
};

/* ---- html_choice.c */

/* Also behind quotation marks and brackets, in many scripts. */
bool html_block_ends_sentence(struct str_span text);
enum html_kind html_block_kind(const struct html_tree *tree,
                               const struct html_block *block);
/* A link and nothing else. */
bool html_block_is_link(const struct html_block *block);

/* Sums up what is not dropped. */
void choice_measure(struct choice *choice);
uint64_t choice_running(const struct choice *choice,
                        const struct html_node *node);
uint64_t choice_all(const struct choice *choice);
bool choice_has_block(const struct html_node *node, uint32_t i_block);

/* ---- html_beside.c: both want sums, and change what they are of */

void choice_drop_beside(struct choice *choice);
/* Parts that are the title of something else, linked, and a few words. */
void choice_drop_teasers(struct choice *choice);

/* ---- html_part.c */

/* The node that has the article. */
uint32_t choice_find(const struct choice *choice);

#endif
