/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/mark_set.h"

#include <string.h>

/* FNV-1a; words are short, and a query's terms few. */
static uint64_t hash_term(struct str_span term, bool is_stem)
{
    uint64_t hash = is_stem ? 0x84222325CBF29CE4u : 0xCBF29CE484222325u;
    for (size_t i = 0; i < term.n_bytes; i++)
        hash = (hash ^ (unsigned char)term.bytes[i]) * 0x100000001B3u;
    return hash ^ (hash >> 32);
}

/* The slot of a term, or the empty one where it belongs. */
static struct mark_slot *find_slot(const struct mark_set *set,
                                   struct str_span term, bool is_stem,
                                   uint64_t hash)
{
    for (size_t i = (size_t)hash & set->mask;; i = (i + 1) & set->mask) {
        struct mark_slot *slot = &set->slots[i];
        if (slot->term.bytes == NULL ||
            (slot->hash == hash && slot->is_stem == is_stem &&
             str_span_equal(slot->term, term)))
            return slot;
    }
}

const struct mark_use *mark_set_find(const struct mark_set *set,
                                     struct str_span term, bool is_stem)
{
    const struct mark_slot *slot =
        find_slot(set, term, is_stem, hash_term(term, is_stem));
    return slot->term.bytes == NULL ? NULL : &set->uses[slot->first_use];
}

static void add_use(struct mark_set *set, const struct pattern_term *term,
                    struct mark_use use)
{
    uint64_t hash = hash_term(term->term, term->is_stem);
    struct mark_slot *slot = find_slot(set, term->term, term->is_stem, hash);
    use.next = slot->term.bytes == NULL ? MARK_USE_NONE : slot->first_use;
    slot->term = term->term;
    slot->hash = hash;
    slot->is_stem = term->is_stem;
    slot->first_use = (uint32_t)set->n_uses;
    slot->n_places += !use.is_first || !use.is_last;
    if (slot->n_places > set->n_repeats)
        set->n_repeats = slot->n_places;
    set->uses[set->n_uses++] = use;
}

static void add_pattern(struct mark_set *set, const struct plan_leaf *leaf,
                        size_t i_leaf, const struct pattern *pattern)
{
    for (size_t i = 0; i < pattern->n_places; i++) {
        const struct pattern_place *place = &pattern->places[i];
        struct mark_use use = {.i_leaf = (uint32_t)i_leaf,
                               .i_place = (uint32_t)set->n_places++,
                               .n_before = (uint32_t)i,
                               .field = leaf->field,
                               .is_positive = leaf->is_positive,
                               .is_first = i == 0,
                               .is_last = i + 1 == pattern->n_places};
        for (size_t k = 0; k < place->n_terms; k++)
            add_use(set, &place->terms[k], use);
    }
}

static void add_list(struct mark_set *set, const struct plan_leaf *leaf,
                     size_t i_leaf, const struct pattern_place *list)
{
    struct mark_use use = {.i_leaf = (uint32_t)i_leaf,
                           .i_place = (uint32_t)set->n_lists++,
                           .field = leaf->field,
                           .is_positive = leaf->is_positive,
                           .is_span = true,
                           .is_first = true,
                           .is_last = true};
    for (size_t i = 0; i < list->n_terms; i++)
        add_use(set, &list->terms[i], use);
}

static size_t count_terms(const struct plan_leaf *leaves, size_t n_leaves)
{
    size_t n = 0;
    for (size_t i = 0; i < n_leaves; i++)
        for (size_t k = 0; k < leaves[i].n_patterns; k++)
            for (size_t j = 0; j < leaves[i].patterns[k].n_places; j++)
                n += leaves[i].patterns[k].places[j].n_terms;
    for (size_t i = 0; i < n_leaves; i++)
        for (size_t k = 0; k < leaves[i].n_lists; k++)
            n += leaves[i].lists[k].n_terms;
    return n;
}

struct mark_set *mark_set_new(struct arena *arena,
                              const struct plan_leaf *leaves, size_t n_leaves)
{
    struct mark_set *set = ARENA_NEW(arena, struct mark_set);
    size_t n_terms = count_terms(leaves, n_leaves);
    size_t n_slots = 16;
    while (n_slots < n_terms * 2)
        n_slots *= 2;
    if (set == NULL)
        return NULL;
    set->slots = (struct mark_slot *)arena_alloc_array(arena, n_slots,
                                                       sizeof *set->slots);
    set->uses = (struct mark_use *)arena_alloc_array(arena, n_terms + 1,
                                                     sizeof *set->uses);
    if (set->slots == NULL || set->uses == NULL)
        return NULL;
    set->mask = n_slots - 1;
    set->n_leaves = n_leaves;
    for (size_t i = 0; i < n_leaves; i++)
        for (size_t k = 0; k < leaves[i].n_patterns; k++)
            add_pattern(set, &leaves[i], i, &leaves[i].patterns[k]);
    for (size_t i = 0; i < n_leaves; i++)
        for (size_t k = 0; k < leaves[i].n_lists; k++)
            add_list(set, &leaves[i], i, &leaves[i].lists[k]);
    return set;
}
