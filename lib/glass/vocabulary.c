/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/vocabulary.h"

#include "base/vec.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

#define FIRST_SLOTS ((size_t)1024)

/* One entry of a batch on its way. */
struct lookup {
    struct str_span term;
    uint64_t words[2];
    uint32_t hash;
};

enum status vocabulary_init(struct vocabulary *vocabulary, struct error *err)
{
    *vocabulary = (struct vocabulary){.n_slots = FIRST_SLOTS};
    /* Offsets have 32 bits. */
    str_init(&vocabulary->bytes, UINT32_MAX);
    if (getrandom(&vocabulary->seed, sizeof vocabulary->seed, 0) !=
        sizeof vocabulary->seed)
        return error_set_errno(err, STATUS_IO, errno,
                               "cannot get random bytes");
    vocabulary->slots = calloc(FIRST_SLOTS, sizeof *vocabulary->slots);
    return vocabulary->slots ? STATUS_OK : error_no_memory(err);
}

void vocabulary_release(struct vocabulary *vocabulary)
{
    if (!vocabulary)
        return;
    free(vocabulary->terms);
    free(vocabulary->slots);
    str_release(&vocabulary->bytes);
    *vocabulary = (struct vocabulary){0};
}

void vocabulary_reset(struct vocabulary *vocabulary)
{
    vocabulary->n_terms = 0;
    str_reset(&vocabulary->bytes);
    memset(vocabulary->slots, 0,
           vocabulary->n_slots * sizeof *vocabulary->slots);
}

/* Both halves of the product: every bit of a and b bears on every bit. */
static inline uint64_t mix(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 product;
    product both = (product)a * b;
    return (uint64_t)both ^ (uint64_t)(both >> 64);
}

/* As wyhash does it (Wang Yi, public domain), eight bytes at a time. */
static inline uint32_t hash(uint64_t seed, struct str_span term,
                            const uint64_t words[2])
{
    uint64_t state = mix(words[0] ^ 0xa0761d6478bd642f ^ term.n_bytes,
                         words[1] ^ seed ^ 0xe7037ed1a0b428db);
    for (size_t i = 16; i < term.n_bytes; i += 8) {
        uint64_t word = sort_word(term.bytes + i, term.n_bytes - i);
        state = mix(word ^ 0x8ebc6af09c88c6e3, state ^ 0x589965cc75374cc3);
    }
    return (uint32_t)(state ^ state >> 32);
}

/* Written field by field: a copy of what was written a moment before would
   stall the processor. */
static inline void prepare(uint64_t seed, struct str_span term,
                           struct lookup *lookup)
{
    lookup->term.bytes = term.bytes;
    lookup->term.n_bytes = term.n_bytes;
    lookup->words[0] = sort_word(term.bytes, term.n_bytes);
    lookup->words[1] =
        term.n_bytes > 8 ? sort_word(term.bytes + 8, term.n_bytes - 8) : 0;
    lookup->hash = hash(seed, term, lookup->words);
}

static bool is_same(const struct vocabulary *vocabulary,
                    const struct vocabulary_term *term,
                    const struct lookup *lookup)
{
    if (term->words[0] != lookup->words[0] ||
        term->words[1] != lookup->words[1] ||
        term->n_bytes != lookup->term.n_bytes)
        return false;
    return term->n_bytes <= 16 ||
           memcmp(vocabulary->bytes.bytes + term->off_bytes + 16,
                  lookup->term.bytes + 16, term->n_bytes - 16) == 0;
}

/* The slot of the term, or the free one where it would go. */
static struct vocabulary_slot *find_slot(const struct vocabulary *vocabulary,
                                         const struct lookup *lookup)
{
    size_t mask = vocabulary->n_slots - 1;
    for (size_t i = lookup->hash & mask;; i = (i + 1) & mask) {
        struct vocabulary_slot *slot = &vocabulary->slots[i];
        if (slot->next_id == 0)
            return slot;
        if (slot->hash == lookup->hash &&
            is_same(vocabulary, &vocabulary->terms[slot->next_id - 1], lookup))
            return slot;
    }
}

/* At most half of the slots are taken. */
static enum status grow_slots(struct vocabulary *vocabulary, struct error *err)
{
    size_t n_slots = vocabulary->n_slots * 2;
    struct vocabulary_slot *slots = calloc(n_slots, sizeof *slots);
    if (!slots)
        return error_no_memory(err);
    for (size_t i = 0; i < vocabulary->n_slots; i++) {
        struct vocabulary_slot slot = vocabulary->slots[i];
        if (slot.next_id == 0)
            continue;
        size_t place = slot.hash & (n_slots - 1);
        while (slots[place].next_id != 0)
            place = (place + 1) & (n_slots - 1);
        slots[place] = slot;
    }
    free(vocabulary->slots);
    vocabulary->slots = slots;
    vocabulary->n_slots = n_slots;
    return STATUS_OK;
}

/* Makes sure that a batch of new terms finds room. */
static enum status reserve(struct vocabulary *vocabulary, struct error *err)
{
    if (vocabulary->n_terms > UINT32_MAX - VOCABULARY_BATCH - 1)
        return error_set(err, STATUS_TOO_BIG, "a run has too many terms");
    if (!str_reserve(&vocabulary->bytes,
                     (size_t)VOCABULARY_BATCH * GLASS_MAX_TERM_BYTES))
        return str_status(&vocabulary->bytes, err);
    if ((vocabulary->n_terms + VOCABULARY_BATCH) * 2 > vocabulary->n_slots) {
        enum status status = grow_slots(vocabulary, err);
        if (status != STATUS_OK)
            return status;
    }
    return VEC_RESERVE(&vocabulary->terms, &vocabulary->n_terms_room,
                       vocabulary->n_terms, VOCABULARY_BATCH, err);
}

static uint32_t add(struct vocabulary *vocabulary, const struct lookup *lookup)
{
    struct str *bytes = &vocabulary->bytes;
    vocabulary->terms[vocabulary->n_terms] = (struct vocabulary_term){
        .words = {lookup->words[0], lookup->words[1]},
        .off_bytes = (uint32_t)bytes->n_bytes,
        .n_bytes = (uint32_t)lookup->term.n_bytes,
    };
    str_add_span(bytes, lookup->term);
    return (uint32_t)vocabulary->n_terms++;
}

enum status vocabulary_find(struct vocabulary *vocabulary,
                            const struct str_span *terms, size_t n_terms,
                            uint32_t *ret_ids, struct error *err)
{
    struct lookup lookups[VOCABULARY_BATCH];
    enum status status = reserve(vocabulary, err);
    if (status != STATUS_OK)
        return status;
    size_t mask = vocabulary->n_slots - 1;
    for (size_t i = 0; i < n_terms; i++) {
        prepare(vocabulary->seed, terms[i], &lookups[i]);
        __builtin_prefetch(&vocabulary->slots[lookups[i].hash & mask]);
    }
    for (size_t i = 0; i < n_terms; i++) {
        uint32_t next_id = vocabulary->slots[lookups[i].hash & mask].next_id;
        if (next_id > 0)
            __builtin_prefetch(&vocabulary->terms[next_id - 1]);
    }
    for (size_t i = 0; i < n_terms; i++) {
        struct vocabulary_slot *slot = find_slot(vocabulary, &lookups[i]);
        if (slot->next_id == 0) {
            slot->hash = lookups[i].hash;
            slot->next_id = add(vocabulary, &lookups[i]) + 1;
        }
        ret_ids[i] = slot->next_id - 1;
    }
    return STATUS_OK;
}

enum status vocabulary_add_nameless(struct vocabulary *vocabulary,
                                    uint32_t *ret_id, struct error *err)
{
    enum status status =
        VEC_RESERVE(&vocabulary->terms, &vocabulary->n_terms_room,
                    vocabulary->n_terms, 1, err);
    if (status != STATUS_OK)
        return status;
    *ret_id = (uint32_t)vocabulary->n_terms++;
    vocabulary->terms[*ret_id] = (struct vocabulary_term){0};
    return STATUS_OK;
}

size_t vocabulary_memory_bytes(const struct vocabulary *vocabulary)
{
    return vocabulary->n_terms * sizeof *vocabulary->terms +
           vocabulary->n_slots * sizeof *vocabulary->slots +
           vocabulary->bytes.n_bytes;
}
