/*
 * What a query can ask and the plan cannot match yet: told, instead of being
 * matched as something else. It goes when plan.c knows every kind of node.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_QUERY_GUARD_H
#define LEDE_SEARCHER_QUERY_GUARD_H

#include "searcher/diagnostic.h"

/* STATUS_BAD_QUERY, and an error in list for each such node. */
MUST_CHECK enum status query_guard(const struct ast_node *root,
                                   struct diagnostic_list *list,
                                   struct error *err);

#endif
