/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/name_distance.h"

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static int lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte;
}

size_t name_distance(struct str_span a, struct str_span b)
{
    size_t rows[3][NAME_DISTANCE_MAX_BYTES + 1];
    size_t *older = rows[0];
    size_t *old = rows[1];
    size_t *now = rows[2];
    if (a.n_bytes > NAME_DISTANCE_MAX_BYTES ||
        b.n_bytes > NAME_DISTANCE_MAX_BYTES)
        return NAME_DISTANCE_MAX_BYTES;
    for (size_t k = 0; k <= b.n_bytes; k++)
        old[k] = k;
    for (size_t i = 1; i <= a.n_bytes; i++) {
        now[0] = i;
        for (size_t k = 1; k <= b.n_bytes; k++) {
            bool is_same = lower(a.bytes[i - 1]) == lower(b.bytes[k - 1]);
            size_t best = least(old[k], now[k - 1]) + 1;
            best = least(best, old[k - 1] + !is_same);
            if (i > 1 && k > 1 &&
                lower(a.bytes[i - 1]) == lower(b.bytes[k - 2]) &&
                lower(a.bytes[i - 2]) == lower(b.bytes[k - 1]))
                best = least(best, older[k - 2] + 1);
            now[k] = best;
        }
        size_t *spare = older;
        older = old;
        old = now;
        now = spare;
    }
    return old[b.n_bytes];
}

size_t name_distance_most(struct str_span name)
{
    return name.n_bytes <= 4 ? 1 : 2;
}
