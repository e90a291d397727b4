/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/form.h"
#include "text/stem.h"
#include "text/term.h"

#include <stdlib.h>
#include <string.h>

/* 512 KiB. Half as many places are as fast until other programs want the
   processor's caches too; twice as many gain nothing. */
#define SLOT_COUNT    8192
#define SLOT_BYTES    50
#define KEY_MAX_BYTES 48 /* a multiple of eight */
/* Beside the length of a stem: form.is_odd. */
#define SLOT_ODD 0x80u

/* A word and its forms in one cache line: waiting for memory is what finding
   a word costs. The term is often the key, the stem a beginning of it. */
struct slot {
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

struct form_maker {
    struct slot *slots;
    size_t i_stemmer; /* 0: none */
    uint32_t i_memo;  /* memos of another time are forgotten */
    bool is_fast;
    struct fold *fold;
    struct stem_set stems;
    char key[KEY_MAX_BYTES];
    struct str cased; /* what the stemmer gets */
    struct str term;
    struct str stem;
    struct str other; /* the stem of the term */
    struct str folded;
};

enum status form_maker_new(struct form_maker **ret_maker, struct error *err)
{
    struct form_maker *maker = (struct form_maker *)calloc(1, sizeof(*maker));
    if (maker == NULL)
        return error_no_memory(err);
    maker->is_fast = true;
    maker->slots = (struct slot *)aligned_alloc(
        sizeof(struct slot), SLOT_COUNT * sizeof(struct slot));
    if (maker->slots == NULL) {
        form_maker_free(maker);
        return error_no_memory(err);
    }
    memset(maker->slots, 0, SLOT_COUNT * sizeof(struct slot));
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
    if (status == STATUS_OK)
        maker->i_stemmer = i_stemmer;
    return status;
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
    for (size_t i = 0; i < SLOT_COUNT; i++)
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

static enum status make_stem(struct form_maker *maker, struct str_span word,
                             struct str *out, struct error *err)
{
    struct str_span stem;
    enum status status =
        stem_word(&maker->stems, maker->i_stemmer, word, &stem, err);
    str_reset(&maker->folded);
    if (status == STATUS_OK)
        status = fold_accents(maker->fold, stem, &maker->folded, err);
    if (status != STATUS_OK)
        return status;
    term_add(str_view(&maker->folded), out);
    return str_status(out, err);
}

/* Who has only the term, as the index does, takes it for the stem of that. */
static enum status find_odd(struct form_maker *maker, struct form *form,
                            struct error *err)
{
    str_reset(&maker->other);
    if (maker->i_stemmer == 0 ||
        str_span_equal(str_view(&maker->cased), form->term))
        return STATUS_OK;
    enum status status = make_stem(maker, form->term, &maker->other, err);
    struct str_span other = str_view(&maker->other);
    form->is_odd =
        !str_span_equal(form->stem, other.n_bytes > 0 ? other : form->term);
    return status;
}

/* Leaves the forms in maker->term and maker->stem. */
static enum status make(struct form_maker *maker, struct str_span word,
                        struct form *ret_form, struct error *err)
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
        status = make_stem(maker, str_view(&maker->cased), &maker->stem, err);
    ret_form->term = str_view(&maker->term);
    ret_form->stem =
        maker->stem.n_bytes > 0 ? str_view(&maker->stem) : ret_form->term;
    return status == STATUS_OK ? find_odd(maker, ret_form, err) : status;
}

/* The same for a short word of ASCII in lower case: it is its own term, and
   its stem is ASCII too. */
static enum status make_plain(struct form_maker *maker, struct str_span word,
                              struct form *ret_form, struct error *err)
{
    ret_form->term = word;
    ret_form->stem = word;
    if (maker->i_stemmer == 0)
        return STATUS_OK;
    enum status status =
        stem_word(&maker->stems, maker->i_stemmer, word, &ret_form->stem, err);
    if (status == STATUS_OK && ret_form->stem.n_bytes == 0)
        ret_form->stem = word;
    return status;
}

/* ---- keeping them */

static size_t hash(const char *bytes, size_t n_bytes)
{
    uint64_t hash = n_bytes;
    size_t i = 0;
    for (; n_bytes - i >= sizeof(uint64_t); i += sizeof(uint64_t)) {
        uint64_t eight;
        memcpy(&eight, bytes + i, sizeof(eight));
        hash = (hash ^ eight) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
    }
    uint64_t rest = 0;
    memcpy(&rest, bytes + i, n_bytes - i);
    hash = (hash ^ rest) * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(hash >> 40) % SLOT_COUNT;
}

static void read_slot(struct slot *slot, uint32_t i_memo, struct form *ret_form)
{
    if (slot->i_memo != i_memo) {
        slot->i_memo = i_memo;
        slot->memo = 0;
    }
    ret_form->memo = &slot->memo;
    ret_form->term = str_span(slot->bytes + slot->off_term, slot->n_term);
    ret_form->stem =
        str_span(slot->bytes + slot->off_stem, slot->n_stem & ~SLOT_ODD);
    ret_form->is_odd = (slot->n_stem & SLOT_ODD) != 0;
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

static bool write_slot(struct slot *slot, struct str_span key, size_t i_stemmer,
                       const struct form *form)
{
    size_t n_used = key.n_bytes;
    slot->memo = 0;
    slot->i_stemmer = 0;
    memcpy(slot->bytes, key.bytes, key.n_bytes);
    slot->n_key = (uint8_t)key.n_bytes;
    if (!fill_slot(slot, form->term, &n_used, 0, &slot->off_term,
                   &slot->n_term) ||
        !fill_slot(slot, form->stem, &n_used, slot->off_term, &slot->off_stem,
                   &slot->n_stem))
        return false;
    if (form->is_odd)
        slot->n_stem |= SLOT_ODD;
    slot->i_stemmer = (uint8_t)(i_stemmer + 1);
    return true;
}

/* A to Z of eight bytes of ASCII at once: 0x80 - 'A' lifts those from A on
   into the top bit, 0x7F - 'Z' those behind Z. */
static uint64_t lower_eight(uint64_t eight)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t from_a = eight + ones * (0x80 - 'A');
    uint64_t behind_z = eight + ones * (0x7F - 'Z');
    return eight | ((from_a & ~behind_z & (ones * 0x80)) >> 2);
}

/* The word as the table knows it: ASCII in lower case, the rest as written. */
static struct str_span key_of(struct str_span word, bool is_ascii, char *buffer)
{
    if (!is_ascii)
        return word;
    memcpy(buffer, word.bytes, word.n_bytes);
    for (size_t i = 0; i < word.n_bytes; i += sizeof(uint64_t)) {
        uint64_t eight;
        memcpy(&eight, buffer + i, sizeof(eight));
        eight = lower_eight(eight);
        memcpy(buffer + i, &eight, sizeof(eight));
    }
    return str_span(buffer, word.n_bytes);
}

enum status form_make(struct form_maker *maker, struct str_span word,
                      bool is_ascii, struct form *ret_form, struct error *err)
{
    ret_form->memo = NULL;
    ret_form->is_odd = false;
    if (!maker->is_fast || word.n_bytes > KEY_MAX_BYTES)
        return make(maker, word, ret_form, err);
    struct str_span key = key_of(word, is_ascii, maker->key);
    struct slot *slot = &maker->slots[hash(key.bytes, key.n_bytes)];
    if (slot->i_stemmer == maker->i_stemmer + 1 && slot->n_key == key.n_bytes &&
        memcmp(slot->bytes, key.bytes, key.n_bytes) == 0) {
        read_slot(slot, maker->i_memo, ret_form);
        return STATUS_OK;
    }
    enum status status = is_ascii ? make_plain(maker, key, ret_form, err)
                                  : make(maker, word, ret_form, err);
    if (status == STATUS_OK &&
        write_slot(slot, key, maker->i_stemmer, ret_form))
        read_slot(slot, maker->i_memo, ret_form);
    return status;
}
