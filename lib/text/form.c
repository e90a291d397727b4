/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/form.h"
#include "text/stem.h"
#include "text/term.h"

#include <stdlib.h>
#include <string.h>

/* 64 KiB for who reads a few articles, to whom each page of memory counts; up
   to 2 MiB for who reads an archive. form_expect() hides that this is more
   than the nearest caches hold. */
#define MIN_SLOTS ((size_t)1 << 10)
/* 2 MiB, for each thread. */
#define MAX_SLOTS ((size_t)1 << 15)
/* Places that a word may have: the latest two of those that want them. */
#define SET_SLOTS  2
#define SLOT_BYTES 34
/* Beside the length of a stem: *form_place.is_odd. */
#define SLOT_ODD 0x80u

/* A word and its forms in one cache line: waiting for memory is what finding
   a word costs. The term is often the key, the stem a beginning of it. */
struct slot {
    uint64_t head; /* of a short key */
    uint64_t tail;
    uint32_t memo;
    uint32_t i_memo;   /* the memo is of this time */
    uint8_t i_stemmer; /* whose stem it is, + 1; 0: empty */
    uint8_t n_key;
    uint8_t off_term;
    uint8_t n_term;
    uint8_t off_stem;
    uint8_t n_stem; /* with SLOT_ODD */
    char bytes[SLOT_BYTES];
};

_Static_assert(sizeof(struct slot) == 64, "a slot is a cache line");
_Static_assert(FORM_KEY_MAX_BYTES <= SLOT_BYTES, "a key has room");

struct form_maker {
    struct slot *slots;
    size_t n_slots;   /* a power of two */
    size_t n_written; /* into these slots, one over the other */
    size_t i_stemmer; /* 0: none */
    size_t i_first;   /* that of the first language */
    bool has_first;
    uint32_t i_memo; /* memos of another time are forgotten */
    bool is_fast;
    struct fold *fold;
    struct stem_set stems;
    char key[FORM_KEY_MAX_BYTES];
    struct str cased; /* what the stemmer gets */
    struct str term;
    struct str stem;
    struct str other; /* the stem of the term */
    struct str folded;
};

static struct slot *new_slots(size_t n_slots)
{
    struct slot *slots = (struct slot *)aligned_alloc(
        sizeof(struct slot), n_slots * sizeof(struct slot));
    if (slots != NULL)
        memset(slots, 0, n_slots * sizeof(struct slot));
    return slots;
}

/* A table that was written over twice is too small. A larger one begins empty;
   without memory for it, this one does. */
static void grow_if_full(struct form_maker *maker)
{
    if (++maker->n_written < 2 * maker->n_slots || maker->n_slots >= MAX_SLOTS)
        return;
    struct slot *slots = new_slots(maker->n_slots * 2);
    maker->n_written = 0;
    if (slots == NULL)
        return;
    free(maker->slots);
    maker->slots = slots;
    maker->n_slots *= 2;
}

enum status form_maker_new(struct form_maker **ret_maker, struct error *err)
{
    struct form_maker *maker = (struct form_maker *)calloc(1, sizeof(*maker));
    if (maker == NULL)
        return error_no_memory(err);
    maker->is_fast = true;
    maker->slots = new_slots(MIN_SLOTS);
    maker->n_slots = MIN_SLOTS;
    if (maker->slots == NULL) {
        form_maker_free(maker);
        return error_no_memory(err);
    }
    enum status status = fold_new(&maker->fold, err);
    if (status != STATUS_OK) {
        form_maker_free(maker);
        return status;
    }
    *ret_maker = maker;
    return STATUS_OK;
}

void form_maker_free(struct form_maker *maker)
{
    if (maker == NULL)
        return;
    str_release(&maker->cased);
    str_release(&maker->term);
    str_release(&maker->stem);
    str_release(&maker->other);
    str_release(&maker->folded);
    stem_set_release(&maker->stems);
    fold_free(maker->fold);
    free(maker->slots);
    free(maker);
}

enum status form_maker_set_language(struct form_maker *maker,
                                    const struct language *language,
                                    struct error *err)
{
    size_t i_stemmer;
    enum status status =
        stem_set_open(&maker->stems, language, &i_stemmer, err);
    if (status != STATUS_OK)
        return status;
    if (!maker->has_first)
        maker->i_first = i_stemmer;
    maker->has_first = true;
    maker->i_stemmer = i_stemmer;
    return STATUS_OK;
}

void form_maker_set_fast(struct form_maker *maker, bool is_fast)
{
    maker->is_fast = is_fast;
}

void form_maker_forget(struct form_maker *maker)
{
    maker->i_memo++;
    if (maker->i_memo != 0)
        return;
    /* Those of the first time would be remembered. */
    for (size_t i = 0; i < maker->n_slots; i++)
        maker->slots[i].memo = 0;
}

struct fold *form_maker_fold(struct form_maker *maker)
{
    return maker->fold;
}

/* ---- making them */

/* Folded text can hold spaces (U+FDFA is four words): terms do not. */
static void add_unspaced(struct str_span text, struct str *out)
{
    for (size_t i = 0; i < text.n_bytes; i++) {
        if (text.bytes[i] != ' ')
            str_add_char(out, text.bytes[i]);
    }
}

static enum status make_stem(struct form_maker *maker, size_t i_stemmer,
                             struct str_span word, struct str *out,
                             struct error *err)
{
    struct str_span stem;
    enum status status = stem_word(&maker->stems, i_stemmer, word, &stem, err);
    str_reset(&maker->folded);
    if (status == STATUS_OK)
        status = fold_accents(maker->fold, stem, &maker->folded, err);
    if (status != STATUS_OK)
        return status;
    term_add(str_view(&maker->folded), out);
    return str_status(out, err);
}

/* Who has only the term, as the index does, takes it for the stem of that. */
static enum status find_odd(struct form_maker *maker,
                            const struct form_place *place, struct error *err)
{
    enum status status = STATUS_OK;
    str_reset(&maker->other);
    if (maker->i_stemmer == maker->i_first &&
        (maker->i_stemmer == 0 ||
         str_span_equal(str_view(&maker->cased), *place->term)))
        return STATUS_OK;
    if (maker->i_first != 0)
        status =
            make_stem(maker, maker->i_first, *place->term, &maker->other, err);
    struct str_span other = str_view(&maker->other);
    *place->is_odd =
        !str_span_equal(*place->stem, other.n_bytes > 0 ? other : *place->term);
    return status;
}

/* Leaves the forms in maker->term and maker->stem. */
static enum status make(struct form_maker *maker, struct str_span word,
                        const struct form_place *place, struct error *err)
{
    str_reset(&maker->cased);
    str_reset(&maker->folded);
    str_reset(&maker->term);
    str_reset(&maker->stem);
    enum status status = fold_case(maker->fold, word, &maker->folded, err);
    if (status != STATUS_OK)
        return status;
    add_unspaced(str_view(&maker->folded), &maker->cased);
    status = str_status(&maker->cased, err);
    str_reset(&maker->folded);
    if (status == STATUS_OK)
        status = fold_accents(maker->fold, str_view(&maker->cased),
                              &maker->folded, err);
    if (status != STATUS_OK)
        return status;
    term_add(str_view(&maker->folded), &maker->term);
    status = str_status(&maker->term, err);
    if (status == STATUS_OK && maker->i_stemmer != 0 &&
        maker->cased.n_bytes <= TERM_MAX_BYTES)
        status = make_stem(maker, maker->i_stemmer, str_view(&maker->cased),
                           &maker->stem, err);
    *place->term = str_view(&maker->term);
    *place->stem =
        maker->stem.n_bytes > 0 ? str_view(&maker->stem) : *place->term;
    return status == STATUS_OK ? find_odd(maker, place, err) : status;
}

/* The same for a short word of ASCII in lower case: it is its own term, and
   its stem is ASCII too. */
static enum status make_plain(struct form_maker *maker, struct str_span word,
                              const struct form_place *place, struct error *err)
{
    enum status status = STATUS_OK;
    *place->term = word;
    *place->stem = word;
    if (maker->i_stemmer != 0)
        status =
            stem_word(&maker->stems, maker->i_stemmer, word, place->stem, err);
    if (status == STATUS_OK && place->stem->n_bytes == 0)
        *place->stem = word;
    if (status != STATUS_OK || maker->i_stemmer == maker->i_first)
        return status;

    struct str_span other = word;
    if (maker->i_first != 0)
        status = stem_word(&maker->stems, maker->i_first, word, &other, err);
    *place->is_odd =
        !str_span_equal(*place->stem, other.n_bytes > 0 ? other : *place->term);
    return status;
}

/* ---- keeping them */

static struct slot *set_of(const struct form_maker *maker, uint64_t hash)
{
    return &maker
                ->slots[(size_t)(hash >> 8) * SET_SLOTS & (maker->n_slots - 1)];
}

/* Whether the slot is of that word. */
static bool is_of(const struct slot *slot, const struct form_key *key,
                  struct str_span word, bool is_ascii)
{
    char buffer[FORM_KEY_MAX_BYTES];
    if (slot->n_key != word.n_bytes || slot->head != key->head ||
        slot->tail != key->tail)
        return false;
    if (word.n_bytes <= FORM_KEY_SHORT_BYTES)
        return true;
    if (is_ascii)
        word = form_key_lower_long(word, buffer);
    return memcmp(slot->bytes, word.bytes, word.n_bytes) == 0;
}

static void read_slot(struct slot *slot, uint32_t i_memo,
                      const struct form_place *place)
{
    if (slot->i_memo != i_memo) {
        slot->i_memo = i_memo;
        slot->memo = 0;
    }
    *place->memo = &slot->memo;
    *place->term = str_span(slot->bytes + slot->off_term, slot->n_term);
    *place->stem =
        str_span(slot->bytes + slot->off_stem, slot->n_stem & ~SLOT_ODD);
    *place->is_odd = (slot->n_stem & SLOT_ODD) != 0;
}

/* Puts bytes behind the *n_used bytes of the slot, or finds them there. */
static bool fill_slot(struct slot *slot, struct str_span bytes, size_t *n_used,
                      size_t off_same, uint8_t *ret_off, uint8_t *ret_n)
{
    size_t off = off_same;
    if (*n_used - off_same < bytes.n_bytes ||
        memcmp(slot->bytes + off_same, bytes.bytes, bytes.n_bytes) != 0) {
        off = *n_used;
        if (SLOT_BYTES - off < bytes.n_bytes)
            return false;
        memcpy(slot->bytes + off, bytes.bytes, bytes.n_bytes);
        *n_used += bytes.n_bytes;
    }
    *ret_off = (uint8_t)off;
    *ret_n = (uint8_t)bytes.n_bytes;
    return true;
}

static bool write_slot(struct slot *slot, struct str_span word,
                       const struct form_key *key, size_t i_stemmer,
                       const struct form_place *place)
{
    size_t n_used = word.n_bytes;
    slot->memo = 0;
    slot->i_stemmer = 0;
    slot->head = key->head;
    slot->tail = key->tail;
    memcpy(slot->bytes, word.bytes, word.n_bytes);
    slot->n_key = (uint8_t)word.n_bytes;
    if (!fill_slot(slot, *place->term, &n_used, 0, &slot->off_term,
                   &slot->n_term) ||
        !fill_slot(slot, *place->stem, &n_used, slot->off_term, &slot->off_stem,
                   &slot->n_stem))
        return false;
    if (*place->is_odd)
        slot->n_stem |= SLOT_ODD;
    slot->i_stemmer = (uint8_t)(i_stemmer + 1);
    return true;
}

void form_expect(const struct form_maker *maker, const struct form_key *key)
{
    const struct slot *slots = set_of(maker, key->hash);
    for (size_t i = 0; i < SET_SLOTS; i++)
        __builtin_prefetch(&slots[i], 1);
}

uint32_t form_memo(const struct form_maker *maker, struct str_span word,
                   bool is_ascii, const struct form_key *key, bool *ret_is_odd)
{
    if (!maker->is_fast || word.n_bytes > FORM_KEY_MAX_BYTES)
        return 0;
    const struct slot *slots = set_of(maker, key->hash);
    for (size_t i = 0; i < SET_SLOTS; i++) {
        const struct slot *slot = &slots[i];
        if (slot->i_stemmer == maker->i_stemmer + 1 &&
            is_of(slot, key, word, is_ascii)) {
            *ret_is_odd = (slot->n_stem & SLOT_ODD) != 0;
            return slot->i_memo == maker->i_memo ? slot->memo : 0;
        }
    }
    return 0;
}

enum status form_make(struct form_maker *maker, struct str_span word,
                      bool is_ascii, const struct form_key *key,
                      const struct form_place *place, struct error *err)
{
    *place->memo = NULL;
    *place->is_odd = false;
    if (!maker->is_fast || word.n_bytes > FORM_KEY_MAX_BYTES)
        return make(maker, word, place, err);
    struct slot *slots = set_of(maker, key->hash);
    for (size_t i = 0; i < SET_SLOTS; i++) {
        if (slots[i].i_stemmer == maker->i_stemmer + 1 &&
            is_of(&slots[i], key, word, is_ascii)) {
            read_slot(&slots[i], maker->i_memo, place);
            return STATUS_OK;
        }
    }
    grow_if_full(maker);
    slots = set_of(maker, key->hash);
    if (is_ascii)
        word = form_key_lower_long(word, maker->key);
    enum status status = is_ascii ? make_plain(maker, word, place, err)
                                  : make(maker, word, place, err);
    slots[1] = slots[0];
    if (status == STATUS_OK &&
        write_slot(&slots[0], word, key, maker->i_stemmer, place))
        read_slot(&slots[0], maker->i_memo, place);
    return status;
}
