/*
 * What the commands share.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/command.h"

#include "indexer/stage_out.h"

#include <stdlib.h>

const char *command_index_path(const char *given)
{
    const char *path = given != NULL ? given : getenv("LEDE_INDEX");

    return path != NULL && path[0] != '\0' ? path : "./lede.index";
}

enum status command_answer(const struct option_table *table, bool is_help,
                           struct error *err)
{
    if (is_help)
        option_help(table, stdout);
    else
        (void)printf("lede-index (%s) %s\n", PACKAGE_NAME, PACKAGE_VERSION);
    return stage_out_finish(stdout, err);
}
