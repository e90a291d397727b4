/*
 * What the commands share.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/command.h"

#include "indexer/stage_out.h"

#include <stdlib.h>

/* In seconds: a day. */
#define LOCK_TIMEOUT_MAX 86400

const char *command_index_path(const char *given)
{
    const char *path = given != NULL ? given : getenv("LEDE_INDEX");

    return path != NULL && path[0] != '\0' ? path : "./lede.index";
}

enum status command_set_lock_timeout(const char *value,
                                     uint32_t *ret_timeout_ms,
                                     struct error *err)
{
    uint64_t n_seconds = 0;
    enum status status = option_number("lock-timeout", value, 0,
                                       LOCK_TIMEOUT_MAX, &n_seconds, err);

    *ret_timeout_ms = (uint32_t)n_seconds * 1000;
    return status;
}

void command_add_count(struct str *out, uint64_t n)
{
    uint64_t group = 1;

    while (n / group >= 1000)
        group *= 1000;
    str_add_format(out, "%u", (unsigned)(n / group));
    for (group /= 1000; group > 0; group /= 1000)
        str_add_format(out, ",%03u", (unsigned)(n / group % 1000));
}

void command_add_noun(struct str *out, uint64_t n, const char *noun)
{
    command_add_count(out, n);
    str_add_format(out, " %s%s", noun, n == 1 ? "" : "s");
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
