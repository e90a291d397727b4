/*
 * What the files of arguments.h share.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_ARGUMENTS_PARTS_H
#define LEDE_SEARCHER_ARGUMENTS_PARTS_H

#include "searcher/arguments.h"

/* STATUS_BAD_USAGE with a hint. */
enum status arguments_refuse(struct error *err, const char *message,
                             const char *hint);

/* --fields=NAME,... */
MUST_CHECK enum status arguments_set_fields(struct arguments *arguments,
                                            const char *value,
                                            struct error *err);
/* --filter=[-]FIELD:VALUE */
MUST_CHECK enum status arguments_add_filter(struct arguments *arguments,
                                            const char *value,
                                            struct error *err);
/* Options that make no sense together are refused, not half obeyed. */
MUST_CHECK enum status arguments_check(const struct arguments *arguments,
                                       struct error *err);

#endif
