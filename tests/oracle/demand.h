/*
 * For programs that are tests: what has to work, works or ends the program.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TESTS_DEMAND_H
#define LEDE_TESTS_DEMAND_H

#include "base/error.h"

#include <stdio.h>
#include <stdlib.h>

static inline void demand(enum status status, const struct error *err,
                          const char *what)
{
    if (status == STATUS_OK)
        return;
    (void)fprintf(stderr, "Bail out! %s: status %d: %s\n", what, (int)status,
                  err != NULL ? err->message : "");
    abort();
}

static inline void *demand_memory(void *memory)
{
    if (memory == NULL)
        demand(STATUS_NO_MEMORY, NULL, "memory");
    return memory;
}

#endif
