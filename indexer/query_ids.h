/*
 * Which articles a query finds, for `delete --query`. The indexer knows no
 * queries: it asks lede-search, the program beside it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_QUERY_IDS_H
#define LEDE_INDEXER_QUERY_IDS_H

#include "indexer/name_list.h"

/*
 * Appends the ids of all articles of the index that the query finds; none is
 * no failure. Runs lede-search from the directory of this very program, else
 * from $PATH, without a shell; what it has to say about the query it says
 * itself, on standard error. Fails, and then nothing may be done to the ids
 * that came, when it is missing, refuses the query (STATUS_BAD_QUERY), or ends
 * otherwise than with what it found.
 */
MUST_CHECK enum status query_ids_find(const char *index_path, const char *query,
                                      struct name_list *list,
                                      struct error *err);

#endif
