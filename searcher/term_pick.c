/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/term_pick.h"

#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

/* They are thinned out when there are so many more than can stay: each then
   costs its part of a sort only. */
#define SPARE_TERMS 4096

void term_pick_init(struct term_pick *pick, size_t n_most)
{
    memset(pick, 0, sizeof *pick);
    pick->n_most = n_most;
}

void term_pick_release(struct term_pick *pick)
{
    free(pick->terms);
    str_release(&pick->bytes);
}

/* Terms are offered in order, so the offset tells the order of equals. */
static int compare_use(const void *a, const void *b)
{
    const struct picked_term *one = a;
    const struct picked_term *other = b;
    if (one->n_articles != other->n_articles)
        return one->n_articles > other->n_articles ? -1 : 1;
    return one->off_bytes < other->off_bytes ? -1 : 1;
}

static int compare_place(const void *a, const void *b)
{
    const struct picked_term *one = a;
    const struct picked_term *other = b;
    return one->off_bytes < other->off_bytes ? -1 : 1;
}

/* Leaves those that stay, in the order in which they were offered. */
static enum status thin_out(struct term_pick *pick, struct error *err)
{
    struct str bytes = STR_INIT;
    if (pick->n_terms == 0)
        return STATUS_OK;
    if (pick->n_terms > pick->n_most) {
        qsort(pick->terms, pick->n_terms, sizeof *pick->terms, compare_use);
        pick->n_terms = pick->n_most;
        qsort(pick->terms, pick->n_terms, sizeof *pick->terms, compare_place);
    }
    for (size_t i = 0; i < pick->n_terms; i++) {
        struct picked_term *term = &pick->terms[i];
        size_t off_bytes = bytes.n_bytes;
        str_add(&bytes, pick->bytes.bytes + term->off_bytes, term->n_bytes);
        term->off_bytes = off_bytes;
    }
    str_release(&pick->bytes);
    pick->bytes = bytes;
    return str_status(&bytes, err);
}

enum status term_pick_offer(struct term_pick *pick, struct str_span term,
                            uint64_t n_articles, uint32_t n_edits,
                            struct error *err)
{
    enum status status =
        VEC_RESERVE(&pick->terms, &pick->n_room, pick->n_terms, 1, err);
    if (status != STATUS_OK)
        return status;
    pick->terms[pick->n_terms++] = (struct picked_term){
        pick->bytes.n_bytes, term.n_bytes, n_articles, n_edits};
    str_add_span(&pick->bytes, term);
    pick->n_offered++;
    status = str_status(&pick->bytes, err);
    return status == STATUS_OK && pick->n_terms >= pick->n_most + SPARE_TERMS
               ? thin_out(pick, err)
               : status;
}

enum status term_pick_take(struct term_pick *pick, struct arena *arena,
                           struct expansion *ret_expansion, struct error *err)
{
    enum status status = thin_out(pick, err);
    if (status != STATUS_OK)
        return status;
    struct str_span bytes = arena_copy(arena, str_view(&pick->bytes));
    struct expanded_term *terms =
        arena_alloc_array(arena, pick->n_terms + 1, sizeof *terms);
    if (!bytes.bytes || !terms)
        return error_no_memory(err);
    for (size_t i = 0; i < pick->n_terms; i++) {
        const struct picked_term *term = &pick->terms[i];
        terms[i] = (struct expanded_term){
            str_span(bytes.bytes + term->off_bytes, term->n_bytes),
            term->n_articles, term->n_edits};
    }
    ret_expansion->terms = terms;
    ret_expansion->n_terms = pick->n_terms;
    ret_expansion->n_found = pick->n_offered;
    return STATUS_OK;
}
