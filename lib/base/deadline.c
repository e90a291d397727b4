/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/deadline.h"

#include <time.h>

#define NS_OF_MS 1000000

static int64_t nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

struct deadline deadline_in(uint64_t ms)
{
    struct deadline deadline = {0};
    int64_t now = nanoseconds();
    if (ms == 0)
        return deadline;
    deadline.at_ns = ms < (uint64_t)(INT64_MAX - now) / NS_OF_MS
                         ? now + (int64_t)ms * NS_OF_MS
                         : INT64_MAX;
    return deadline;
}

bool deadline_is_past(const struct deadline *deadline)
{
    return deadline->at_ns != 0 && nanoseconds() >= deadline->at_ns;
}
