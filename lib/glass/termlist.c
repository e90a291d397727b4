/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/termlist.h"

#include "glass/pack.h"
#include "glass/term_sort.h"

/* A wdf below this may share a byte with the length of the common prefix. */
#define MAX_SHARED_WDF 127

size_t termlist_max_bytes(size_t n_terms, size_t n_term_bytes)
{
    /* Two lengths and a wdf a term; document length and count at the head. */
    return n_term_bytes + n_terms * (2 + PACK_UINT32_BYTES) +
           2 * (size_t)PACK_UINT_BYTES;
}

static size_t common_bytes(struct str_span a, struct str_span b)
{
    size_t n_most = a.n_bytes < b.n_bytes ? a.n_bytes : b.n_bytes;
    for (size_t n = 0; n < n_most; n += 8) {
        uint64_t differ = sort_word(a.bytes + n, a.n_bytes - n) ^
                          sort_word(b.bytes + n, b.n_bytes - n);
        if (differ != 0) {
            n += (size_t)__builtin_clzll(differ) / 8;
            return n < n_most ? n : n_most;
        }
    }
    return n_most;
}

/*
 * A term after another: how many bytes they share, and the rest. The wdf is
 * folded into the first number where that stays in a byte: the reader knows
 * it by the number being longer than the term before.
 */
static char *add_next(char *to, struct str_span before,
                      const struct termlist_term *next)
{
    size_t n_shared = common_bytes(before, next->term);
    size_t n_rest = next->term.n_bytes - n_shared;
    size_t folded = ((size_t)next->wdf + 1) * (before.n_bytes + 1) + n_shared;
    bool is_folded = next->wdf < MAX_SHARED_WDF && folded < 256;
    *to++ = (char)(is_folded ? folded : n_shared);
    *to++ = (char)n_rest;
    copy_bytes(to, next->term.bytes + n_shared, n_rest);
    to += n_rest;
    return is_folded ? to : pack_uint(to, next->wdf);
}

char *termlist_encode(char *to, uint64_t n_length,
                      const struct termlist_term *terms, size_t n_terms)
{
    if (n_terms == 0)
        return to;
    to = pack_uint(to, n_length);
    to = pack_uint(to, n_terms);
    /* Of a term, a length of at most 245 is one byte of any packing, but
       this one is a plain byte: above 127 a uint would take two. */
    *to++ = (char)terms[0].term.n_bytes;
    memcpy(to, terms[0].term.bytes, terms[0].term.n_bytes);
    to = pack_uint(to + terms[0].term.n_bytes, terms[0].wdf);
    for (size_t i = 1; i < n_terms; i++)
        to = add_next(to, terms[i - 1].term, &terms[i]);
    return to;
}

size_t termlist_slots_max_bytes(size_t n_slots)
{
    return n_slots * PACK_UINT32_BYTES;
}

char *termlist_encode_slots(char *to, const uint32_t *slots, size_t n_slots)
{
    uint32_t next = 0;
    for (size_t i = 0; i < n_slots; i++) {
        to = pack_uint(to, slots[i] - next);
        next = slots[i] + 1;
    }
    return to;
}

/* ---- back again */

static enum status say_corrupt(struct error *err)
{
    return error_set(err, STATUS_CORRUPT,
                     "a list of terms does not read as it was written");
}

static bool take_byte(struct termlist_reader *reader, unsigned *ret_byte)
{
    if (reader->at == reader->end)
        return false;
    *ret_byte = (unsigned char)*reader->at++;
    return true;
}

static bool take_uint(struct termlist_reader *reader, uint64_t *ret_number)
{
    reader->at = unpack_uint(reader->at, reader->end, ret_number);
    return reader->at != NULL;
}

/* The bytes behind those that the term shares with the one before. */
static bool take_rest(struct termlist_reader *reader, size_t n_shared)
{
    unsigned n_rest;
    if (!take_byte(reader, &n_rest) ||
        n_rest > (size_t)(reader->end - reader->at) ||
        n_shared + n_rest > TERMLIST_TERM_BYTES)
        return false;
    copy_bytes(reader->bytes + n_shared, reader->at, n_rest);
    reader->at += n_rest;
    reader->term = str_span(reader->bytes, n_shared + n_rest);
    return true;
}

enum status termlist_read(struct termlist_reader *reader, struct str_span tag,
                          struct error *err)
{
    uint64_t n_length;
    reader->term = str_span("", 0);
    reader->at = tag.bytes;
    reader->end = tag.bytes + tag.n_bytes;
    reader->n_left = 0;
    if (tag.n_bytes > 0 &&
        (!take_uint(reader, &n_length) || !take_uint(reader, &reader->n_left)))
        return say_corrupt(err);
    return STATUS_OK;
}

enum status termlist_next(struct termlist_reader *reader, struct error *err)
{
    size_t n_before = reader->term.n_bytes;
    unsigned head = 0;
    uint64_t wdf;
    if (reader->n_left == 0)
        return reader->at == reader->end ? STATUS_DONE : say_corrupt(err);
    reader->n_left--;
    /* The first has no term before it, and no byte for what it shares. */
    if (n_before > 0 && !take_byte(reader, &head))
        return say_corrupt(err);
    bool is_folded = head > n_before;
    if (!take_rest(reader, is_folded ? head % (n_before + 1) : head) ||
        reader->term.n_bytes == 0)
        return say_corrupt(err);
    if (is_folded)
        wdf = head / (n_before + 1) - 1;
    else if (!take_uint(reader, &wdf) || wdf > UINT32_MAX)
        return say_corrupt(err);
    reader->wdf = (uint32_t)wdf;
    return STATUS_OK;
}
