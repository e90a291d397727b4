/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/unspaced.h"

#include "base/vec.h"
#include "text/charclass.h"
#include "text/utf8.h"

#include <stdlib.h>

void unspaced_list_release(struct unspaced_list *list)
{
    free(list->segments);
    *list = (struct unspaced_list){NULL, 0, 0};
}

/* Whether it goes with the character before it. */
static bool is_mark(uint32_t c)
{
    if ((c >= 0x0E00 && c < 0x0F00) || (c >= 0x309B && c < 0xA000))
        return false; /* most of what is asked, without asking ICU */
    /* The sound marks of half-width kana are letters to Unicode. */
    return c == 0xFF9E || c == 0xFF9F || charclass_compute(c) == CHARCLASS_MARK;
}

/* Where the character ends that begins at off_bytes of the word. */
static size_t unit_end(struct str_span word, size_t off_bytes)
{
    size_t end = off_bytes;
    (void)utf8_next(word, &end);
    while (end < word.n_bytes) {
        size_t next = end;
        if (!is_mark(utf8_next(word, &next)))
            break;
        end = next;
    }
    return end;
}

static void add_units(struct str_span text, const struct segment *segment,
                      struct unspaced_list *list)
{
    struct str_span word =
        str_span(text.bytes + segment->off_bytes, segment->n_bytes);
    size_t first = list->n_segments;
    for (size_t i = 0; i < word.n_bytes;) {
        size_t end = unit_end(word, i);
        struct segment *unit = &list->segments[list->n_segments++];
        *unit = *segment;
        unit->off_bytes = segment->off_bytes + i;
        unit->n_bytes = unit->n_span_bytes = (uint32_t)(end - i);
        unit->n_units = 0;
        i = end;
    }
    size_t n_units = list->n_segments - first;
    list->segments[first].n_units =
        (uint16_t)(n_units < UINT16_MAX ? n_units : UINT16_MAX);
}

enum status unspaced_divide(struct str_span text,
                            const struct segment *segments, size_t n_segments,
                            struct unspaced_list *list, struct error *err)
{
    list->n_segments = 0;
    for (size_t i = 0; i < n_segments; i++) {
        bool is_unspaced = (segments[i].flags & SEGMENT_UNSPACED) != 0;
        enum status status =
            VEC_RESERVE(&list->segments, &list->n_room, list->n_segments,
                        is_unspaced ? segments[i].n_bytes : 1, err);
        if (status != STATUS_OK)
            return status;
        if (is_unspaced)
            add_units(text, &segments[i], list);
        else
            list->segments[list->n_segments++] = segments[i];
    }
    return STATUS_OK;
}
