/*
 * Which blocks of a page are its article.
 *
 * Three kinds of evidence, none of which is believed alone: what elements are
 * called (html_class.h), where in the tree the running text is dense and free
 * of links (after Kohlschuetter, Fankhauser and Nejdl, "Boilerplate Detection
 * using Shallow Text Features", WSDM 2010), and where the title stands. The
 * article is the smallest part of the page that has nearly all of its running
 * text; in it, lists of links, boxes, captions and headings over nothing are
 * left out.
 *
 * Time and memory are linear in the blocks and nodes of the tree.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_HTML_BODY_H
#define LEDE_INDEXER_HTML_BODY_H

#include "indexer/html_tree.h"

#define HTML_NO_BLOCK UINT32_MAX

/*
 * Sets is_kept of each block. i_title is the block that is the article's
 * title, or HTML_NO_BLOCK. A page that has no running text keeps all that is
 * not plainly beside it, and if that is nothing, all.
 */
MUST_CHECK enum status html_body_choose(struct html_tree *tree,
                                        uint32_t i_title, struct error *err);

/* Whether the block is running text: long, or a sentence, and few links. */
bool html_block_is_running(const struct html_tree *tree,
                           const struct html_block *block);

#endif
