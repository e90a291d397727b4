/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/term_sort.h"

/* Below this, counting bytes costs more than it saves. */
#define MAX_INSERTION 48

/* Of a word of eight bytes the first four are sorted by at a time. */
#define N_DIGITS    4
#define N_VALUES    256
#define FIRST_SHIFT 32

static void insert_sort(struct sort_item *items, size_t n_items)
{
    for (size_t i = 1; i < n_items; i++) {
        struct sort_item item = items[i];
        size_t j = i;
        for (; j > 0 && items[j - 1].word > item.word; j--)
            items[j] = items[j - 1];
        items[j] = item;
    }
}

/* Moves items to where their digit says; false if all have the same one, and
   nothing was moved. */
static bool move_by_digit(const struct sort_item *items, struct sort_item *to,
                          size_t n_items, unsigned shift,
                          const uint32_t counts[N_VALUES])
{
    uint32_t places[N_VALUES];
    uint32_t place = 0;
    if (counts[items[0].word >> shift & (N_VALUES - 1)] == n_items)
        return false;
    for (unsigned i = 0; i < N_VALUES; i++) {
        places[i] = place;
        place += counts[i];
    }
    for (size_t i = 0; i < n_items; i++)
        to[places[items[i].word >> shift & (N_VALUES - 1)]++] = items[i];
    return true;
}

/* Least significant digit first, so that each pass keeps the one before; by
   the word's first bytes alone. What these don't tell apart lies together
   then, and is little in most texts. */
static void radix_sort(struct sort_item *items, struct sort_item *scratch,
                       size_t n_items)
{
    uint32_t counts[N_DIGITS][N_VALUES] = {{0}};
    for (size_t i = 0; i < n_items; i++) {
        uint64_t word = items[i].word >> FIRST_SHIFT;
        for (unsigned digit = 0; digit < N_DIGITS; digit++)
            counts[digit][word >> 8 * digit & (N_VALUES - 1)]++;
    }
    struct sort_item *from = items;
    struct sort_item *to = scratch;
    for (unsigned digit = 0; digit < N_DIGITS; digit++) {
        if (move_by_digit(from, to, n_items, FIRST_SHIFT + 8 * digit,
                          counts[digit])) {
            struct sort_item *moved = to;
            to = from;
            from = moved;
        }
    }
    if (from != items)
        memcpy(items, from, n_items * sizeof *items);
}

/* Sorts by the last bytes each stretch of items that agree in the first. */
static void sort_rest(struct sort_item *items, struct sort_item *scratch,
                      size_t n_items)
{
    size_t begin = 0;
    while (begin < n_items) {
        uint64_t first = items[begin].word >> FIRST_SHIFT;
        size_t end = begin + 1;
        while (end < n_items && items[end].word >> FIRST_SHIFT == first)
            end++;
        if (end - begin <= MAX_INSERTION) {
            insert_sort(items + begin, end - begin);
        } else {
            /* Now the last bytes are the first. */
            for (size_t i = begin; i < end; i++)
                items[i].word = items[i].word << FIRST_SHIFT;
            radix_sort(items + begin, scratch, end - begin);
            for (size_t i = begin; i < end; i++)
                items[i].word =
                    items[i].word >> FIRST_SHIFT | first << FIRST_SHIFT;
        }
        begin = end;
    }
}

static void sort_words(struct sort_item *items, struct sort_item *scratch,
                       size_t n_items)
{
    if (n_items <= MAX_INSERTION) {
        insert_sort(items, n_items);
    } else {
        radix_sort(items, scratch, n_items);
        sort_rest(items, scratch, n_items);
    }
}

/*
 * Items of which all words so far are equal and that all end within them
 * differ in how many NULs they end with: at most eight of them.
 */
static void sort_by_length(struct sort_item *items, size_t n_items,
                           const struct str_span *terms)
{
    for (size_t i = 0; i < n_items; i++)
        items[i].word = terms[items[i].index].n_bytes;
    insert_sort(items, n_items);
}

/* Sorts by the bytes from off_bytes on, the ones before being equal. */
static void sort_from(struct sort_item *items, struct sort_item *scratch,
                      size_t n_items, const struct str_span *terms,
                      size_t off_bytes);

/* Sorts each stretch of items that agree in the word just sorted by. */
/* NOLINTNEXTLINE(misc-no-recursion): at most as deep as a term has words */
static void sort_equals(struct sort_item *items, struct sort_item *scratch,
                        size_t n_items, const struct str_span *terms,
                        size_t off_bytes)
{
    size_t begin = 0;
    while (begin < n_items) {
        size_t end = begin + 1;
        while (end < n_items && items[end].word == items[begin].word)
            end++;
        if (end - begin > 1)
            sort_from(items + begin, scratch, end - begin, terms, off_bytes);
        begin = end;
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): at most as deep as a term has words */
static void sort_from(struct sort_item *items, struct sort_item *scratch,
                      size_t n_items, const struct str_span *terms,
                      size_t off_bytes)
{
    bool has_more = false;
    for (size_t i = 0; i < n_items; i++) {
        struct str_span term = terms[items[i].index];
        bool is_past = term.n_bytes <= off_bytes;
        has_more = has_more || !is_past;
        items[i].word = is_past ? 0
                                : sort_word(term.bytes + off_bytes,
                                            term.n_bytes - off_bytes);
    }
    if (!has_more) {
        sort_by_length(items, n_items, terms);
        return;
    }
    sort_words(items, scratch, n_items);
    sort_equals(items, scratch, n_items, terms, off_bytes + 8);
}

void term_sort(struct sort_item *items, struct sort_item *scratch,
               size_t n_items, const struct str_span *terms)
{
    sort_from(items, scratch, n_items, terms, 0);
}
