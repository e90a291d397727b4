/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/reprint_parts.h"

#include "base/vec.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/*
 * The smallest numbers of an article, by which others are found that it may be
 * a copy of. One that is cut to a third has eight of the other's 24, and all of
 * its own that the other could have are among its own 24.
 */
#define N_SMALL 24
/* An article is compared with so many before it that have a small number too;
   where that many have it, with one. */
#define NEIGHBOURS 8
#define MANY       16
/* Numbers that are sorted at once: 16 MiB, twice. */
#define MAX_ORDER ((size_t)1 << 21)
/* Pairs that are remembered as compared; a power of two. */
#define N_REFUSED ((size_t)1 << 17)

/*
 * Of the n numbers of the shorter one below both limits, weighed, the other
 * must have this share: 0.38 if all are compared, 0.42 of 64 of more, 0.35 of
 * 16 of more, which are less certain to be like the rest. See decision 0024.
 */
static double least_share(size_t n, uint32_t limit)
{
    return limit == SKETCH_END ? 0.38 : 0.49 - 0.56 / sqrt((double)n);
}

/* Of one source under two titles: the pages of a series, which say much the
   same in other words; no paper prints a story again under another title. */
#define SERIES_SHARE 0.8
/* And so many of them, whatever they weigh. */
#define MIN_SHARED 4
/* The longer one has at most so many times the shingles of the other: a
   digest that has a whole brief in it is no reprint of it. */
#define MAX_RATIO 8
/* Numbers that more articles have weigh less, as many times as these are
   more: a form that a series always uses, a notice at the end. */
#define MAX_COPIES 16
/* Bits for the small numbers of new articles: room for a few thousand. */
#define N_WANTED ((size_t)1 << 20)

/* ---- how common a number is */

static void count_numbers(struct reprint_finder *finder)
{
    for (size_t i = 0; i < finder->n_numbers; i++) {
        uint8_t *count =
            &finder->counts[finder->numbers[i] & (finder->n_counts - 1)];
        *count = (uint8_t)(*count + (*count < UINT8_MAX));
    }
}

static double weight_of(const struct reprint_finder *finder, uint32_t number)
{
    uint8_t n = finder->counts[number & (finder->n_counts - 1)];
    return n <= MAX_COPIES ? 1 : (double)MAX_COPIES / n;
}

/* ---- comparing two */

/* A run through the numbers of one article below a limit. */
struct numbers {
    const uint32_t *at;
    const uint32_t *end;
};

static struct numbers below(const struct reprint_finder *finder,
                            const struct reprint_article *article,
                            uint32_t limit)
{
    const uint32_t *first = finder->numbers + article->i_number;
    struct numbers numbers = {first, first + article->n_numbers};
    while (numbers.end > numbers.at && numbers.end[-1] >= limit)
        numbers.end--;
    return numbers;
}

static size_t count_shared(struct numbers x, struct numbers y)
{
    size_t n_shared = 0;
    while (x.at < x.end && y.at < y.end) {
        uint32_t one = *x.at;
        uint32_t other = *y.at;
        n_shared += one == other;
        x.at += one <= other;
        y.at += other <= one;
    }
    return n_shared;
}

/* The share of x that y has, weighed. */
static double share_of(const struct reprint_finder *finder, struct numbers x,
                       struct numbers y)
{
    double weight = 0;
    double shared = 0;
    for (; x.at < x.end; x.at++) {
        double one = weight_of(finder, *x.at);
        while (y.at < y.end && *y.at < *x.at)
            y.at++;
        weight += one;
        shared += y.at < y.end && *y.at == *x.at ? one : 0;
    }
    return shared / weight;
}

static bool is_series(const struct reprint_article *a,
                      const struct reprint_article *b)
{
    return a->source != 0 && a->source == b->source && a->title != 0 &&
           b->title != 0 && a->title != b->title;
}

bool reprint_are_copies(const struct reprint_finder *finder, uint32_t a,
                        uint32_t b)
{
    const struct reprint_article *first = &finder->articles[a];
    const struct reprint_article *second = &finder->articles[b];
    uint32_t limit =
        first->limit < second->limit ? first->limit : second->limit;
    struct numbers x = below(finder, first, limit);
    struct numbers y = below(finder, second, limit);
    if (x.end - x.at > y.end - y.at) {
        struct numbers swap = x;
        x = y;
        y = swap;
    }
    size_t n = (size_t)(x.end - x.at);
    size_t n_shared = count_shared(x, y);
    if (n_shared < MIN_SHARED || (size_t)(y.end - y.at) > n * MAX_RATIO)
        return false;
    double least =
        is_series(first, second) ? SERIES_SHARE : least_share(n, limit);
    /* Quick to see, and mostly so: weights can hardly make twice of it. */
    return (double)n_shared * 2 >= least * (double)n &&
           share_of(finder, x, y) >= least;
}

static size_t n_small(const struct reprint_article *article)
{
    return article->n_numbers < N_SMALL ? article->n_numbers : N_SMALL;
}

/* A look that spares most comparisons: copies have more than one small number
   in common. */
static bool may_be_copies(const struct reprint_finder *finder, uint32_t a,
                          uint32_t b)
{
    const uint32_t *x = finder->numbers + finder->articles[a].i_number;
    const uint32_t *y = finder->numbers + finder->articles[b].i_number;
    struct numbers small = {x, x + n_small(&finder->articles[a])};
    struct numbers other = {y, y + n_small(&finder->articles[b])};
    return count_shared(small, other) > 1;
}

/* Articles a and b, the later one, have a small number in common. */
static void compare(struct reprint_finder *finder, uint32_t a, uint32_t b)
{
    uint64_t pair = (uint64_t)a << 32 | b;
    uint64_t *compared =
        &finder->refused[(pair * UINT64_C(0x9E3779B97F4A7C15)) >> 40 &
                         (N_REFUSED - 1)];
    if (*compared == pair)
        return;
    *compared = pair;
    if (!may_be_copies(finder, a, b) || !reprint_are_copies(finder, a, b) ||
        finder->status != STATUS_OK)
        return;
    finder->status = VEC_RESERVE(&finder->pairs, &finder->n_pairs_room,
                                 finder->n_pairs, 1, NULL);
    if (finder->status == STATUS_OK)
        finder->pairs[finder->n_pairs++] = (struct reprint_pair){b, a};
}

/* ---- small numbers in order, a part of them at a time */

#define DIGIT_BITS 14
#define N_DIGITS   ((size_t)1 << DIGIT_BITS)

/* One pass of a radix sort over numbers of two digits. */
static void sort_digit(struct reprint_finder *finder, unsigned shift)
{
    uint32_t starts[N_DIGITS] = {0};
    uint32_t before = 0;
    for (size_t i = 0; i < finder->n_order; i++)
        starts[finder->order[i] >> shift & (N_DIGITS - 1)]++;
    for (size_t i = 0; i < N_DIGITS; i++) {
        uint32_t n = starts[i];
        starts[i] = before;
        before += n;
    }
    for (size_t i = 0; i < finder->n_order; i++)
        finder->spare[starts[finder->order[i] >> shift & (N_DIGITS - 1)]++] =
            finder->order[i];
    uint64_t *swap = finder->order;
    finder->order = finder->spare;
    finder->spare = swap;
}

/* Whether a new article has the small number; perhaps it only seems so. */
static bool is_wanted(const struct reprint_finder *finder, uint32_t number)
{
    size_t i = number & (N_WANTED - 1);
    return finder->wanted == NULL ||
           (finder->wanted[i / 64] >> i % 64 & 1) != 0;
}

static enum status want_new(struct reprint_finder *finder, uint32_t first_new,
                            struct error *err)
{
    if (finder->n_articles == 0 || finder->articles[0].docid >= first_new)
        return STATUS_OK;
    finder->wanted = (uint64_t *)calloc(N_WANTED / 64, sizeof *finder->wanted);
    if (finder->wanted == NULL)
        return error_no_memory(err);
    for (size_t i = finder->n_articles;
         i-- > 0 && finder->articles[i].docid >= first_new;) {
        const struct reprint_article *article = &finder->articles[i];
        const uint32_t *numbers = finder->numbers + article->i_number;
        for (size_t k = 0; k < n_small(article); k++) {
            size_t bit = numbers[k] & (N_WANTED - 1);
            finder->wanted[bit / 64] |= UINT64_C(1) << bit % 64;
        }
    }
    return STATUS_OK;
}

/* All small numbers from low to below high: by number, then by article. */
static void put_in_order(struct reprint_finder *finder, uint32_t low,
                         uint32_t high)
{
    finder->n_order = 0;
    for (size_t i = 0; i < finder->n_articles; i++) {
        const struct reprint_article *article = &finder->articles[i];
        const uint32_t *numbers = finder->numbers + article->i_number;
        size_t n = n_small(article);
        for (size_t k = 0; k < n && numbers[k] < high; k++)
            if (numbers[k] >= low && is_wanted(finder, numbers[k]))
                finder->order[finder->n_order++] =
                    (uint64_t)numbers[k] << 32 | i;
    }
    sort_digit(finder, 32);
    sort_digit(finder, 32 + DIGIT_BITS);
}

static uint32_t article_at(const struct reprint_finder *finder, size_t i)
{
    return (uint32_t)finder->order[i];
}

/* The n articles from order[i] on have a number in common. */
static void compare_all(struct reprint_finder *finder, size_t i, size_t n,
                        uint32_t first_new)
{
    size_t n_neighbours = n < MANY ? NEIGHBOURS : 1;
    for (size_t k = i + 1; k < i + n; k++) {
        uint32_t article = article_at(finder, k);
        size_t first = k - i < n_neighbours ? i : k - n_neighbours;
        if (finder->articles[article].docid < first_new)
            continue;
        for (size_t j = first; j < k; j++)
            compare(finder, article_at(finder, j), article);
    }
}

static void compare_ordered(struct reprint_finder *finder, uint32_t first_new)
{
    size_t n;
    for (size_t i = 0; i < finder->n_order; i += n) {
        uint64_t number = finder->order[i] >> 32;
        for (n = 1;
             i + n < finder->n_order && finder->order[i + n] >> 32 == number;
             n++)
            ;
        compare_all(finder, i, n, first_new);
    }
}

/* ---- all of it */

/* digits: how many small numbers there are of each
   high digit. */
static enum status find_pairs(struct reprint_finder *finder, uint32_t first_new,
                              const uint32_t *digits, struct error *err)
{
    size_t n_room = MAX_ORDER;
    for (size_t i = 0; i < N_DIGITS; i++)
        n_room = digits[i] > n_room ? digits[i] : n_room;
    if (n_room > finder->n_articles * N_SMALL)
        n_room = finder->n_articles * N_SMALL;
    finder->order = (uint64_t *)malloc((n_room + 1) * sizeof *finder->order);
    finder->spare = (uint64_t *)malloc((n_room + 1) * sizeof *finder->spare);
    finder->refused = (uint64_t *)calloc(N_REFUSED, sizeof *finder->refused);
    if (finder->order == NULL || finder->spare == NULL ||
        finder->refused == NULL)
        return error_no_memory(err);
    for (size_t low = 0, high; low < N_DIGITS; low = high) {
        size_t n = digits[low];
        for (high = low + 1; high < N_DIGITS && n + digits[high] <= n_room;
             high++)
            n += digits[high];
        put_in_order(finder, (uint32_t)low << DIGIT_BITS,
                     (uint32_t)high << DIGIT_BITS);
        compare_ordered(finder, first_new);
    }
    return finder->status == STATUS_OK ? STATUS_OK : error_no_memory(err);
}

static enum status count(struct reprint_finder *finder, uint32_t *digits,
                         struct error *err)
{
    finder->n_counts = 1024;
    while (finder->n_counts < finder->n_numbers * 2 &&
           finder->n_counts < SKETCH_END)
        finder->n_counts *= 2;
    finder->counts = (uint8_t *)calloc(finder->n_counts, 1);
    if (finder->counts == NULL)
        return error_no_memory(err);
    count_numbers(finder);
    for (size_t i = 0; i < finder->n_articles; i++) {
        const struct reprint_article *article = &finder->articles[i];
        const uint32_t *numbers = finder->numbers + article->i_number;
        for (size_t k = 0; k < n_small(article); k++)
            digits[numbers[k] >> DIGIT_BITS] += is_wanted(finder, numbers[k]);
    }
    return STATUS_OK;
}

enum status reprint_find_pairs(struct reprint_finder *finder,
                               uint32_t first_new, struct error *err)
{
    uint32_t *digits = (uint32_t *)calloc(N_DIGITS, sizeof *digits);
    enum status status = digits == NULL ? error_no_memory(err)
                                        : want_new(finder, first_new, err);
    if (status == STATUS_OK)
        status = count(finder, digits, err);
    if (status == STATUS_OK)
        status = find_pairs(finder, first_new, digits, err);
    free(digits);
    return status;
}
