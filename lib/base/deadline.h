/*
 * By when something has to be done. A moment of the monotonic clock, so that
 * setting the time of day changes nothing.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_BASE_DEADLINE_H
#define LEDE_BASE_DEADLINE_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct deadline {
    int64_t at_ns; /* 0: never */
};

/* So many milliseconds from now; 0: never. */
struct deadline deadline_in(uint64_t ms);
/* Costs a reading of the clock, some 30 ns, if there is one at all. */
bool deadline_is_past(const struct deadline *deadline);

#ifdef __cplusplus
}
#endif

#endif
