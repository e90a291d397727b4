/*
 * Chance that comes out the same everywhere: SplitMix64 (Steele, Lea and
 * Flood, 2014).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TESTS_DICE_H
#define LEDE_TESTS_DICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dice {
    uint64_t state;
};

static inline uint64_t dice_roll(struct dice *dice)
{
    uint64_t z = (dice->state += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

/* 0 to n - 1 */
static inline size_t dice_below(struct dice *dice, size_t n)
{
    return (size_t)(dice_roll(dice) % n);
}

/* Once in n times. */
static inline bool dice_once_in(struct dice *dice, size_t n)
{
    return dice_below(dice, n) == 0;
}

static inline struct dice dice_of(uint64_t seed, uint64_t i)
{
    struct dice dice = {seed * 1000003U + i};
    (void)dice_roll(&dice);
    return dice;
}

#endif
