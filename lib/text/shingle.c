/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/shingle.h"

#include <string.h>

/* A text has a word that counts in so many bytes, or in more. */
#define BYTES_A_SHINGLE 10
/* How many are gathered of a long text, on average: enough more than are kept
   that there are rarely fewer, and few enough to be sorted at once. */
#define SHINGLES_GATHERED (SHINGLES_KEPT * 3 / 2)

void shingle_start(struct shingle_sample *sample, size_t n_text_bytes)
{
    size_t n_shingles = n_text_bytes / BYTES_A_SHINGLE;
    sample->n_numbers = 0;
    sample->before = 0;
    sample->limit = SHINGLE_NUMBERS;
    if (n_shingles > SHINGLES_GATHERED)
        sample->limit = (uint32_t)((double)SHINGLE_NUMBERS * SHINGLES_GATHERED /
                                   (double)n_shingles);
}

/* By insertion: they are few, and half of them are in place. */
static void sort(uint32_t *numbers, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint32_t number = numbers[i];
        size_t k = i;
        for (; k > 0 && numbers[k - 1] > number; k--)
            numbers[k] = numbers[k - 1];
        numbers[k] = number;
    }
}

void shingle_cut(struct shingle_sample *sample)
{
    size_t n = 0;
    sort(sample->numbers, sample->n_numbers);
    for (size_t i = 0; i < sample->n_numbers; i++)
        if (n == 0 || sample->numbers[i] != sample->numbers[n - 1])
            sample->numbers[n++] = sample->numbers[i];
    if (n > SHINGLES_KEPT) {
        sample->limit = sample->numbers[SHINGLES_KEPT];
        n = SHINGLES_KEPT;
    }
    sample->n_numbers = n;
}

void shingle_finish(struct shingle_sample *sample)
{
    shingle_cut(sample);
}
