/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/dead.h"

#include "base/checksum.h"
#include "base/varint.h"

#include <stdlib.h>
#include <string.h>

#define FILE_VERSION   1
#define CHECKSUM_BYTES 8
#define WORD_BITS      64u

void dead_init(struct dead_set *set, uint32_t first, uint32_t last)
{
    memset(set, 0, sizeof *set);
    set->first = first;
    set->last = last;
}

void dead_release(struct dead_set *set)
{
    free(set->words);
    dead_init(set, 1, 0);
}

static bool is_in_range(const struct dead_set *set, uint32_t docid)
{
    return docid >= set->first && docid <= set->last;
}

static bool get_bit(const struct dead_set *set, uint32_t docid)
{
    uint32_t i = docid - set->first;
    return set->words &&
           (set->words[i / WORD_BITS] >> (i % WORD_BITS) & 1) != 0;
}

bool dead_has(const struct dead_set *set, uint32_t docid)
{
    return !is_in_range(set, docid) || get_bit(set, docid);
}

enum status dead_add(struct dead_set *set, uint32_t first, uint32_t last,
                     struct error *err)
{
    if (!is_in_range(set, first) || !is_in_range(set, last))
        return error_set(err, STATUS_INTERNAL, "docid %u is in no segment",
                         is_in_range(set, first) ? last : first);
    size_t n_words = (set->last - set->first) / WORD_BITS + 1;
    if (!set->words)
        set->words = calloc(n_words, sizeof *set->words);
    if (!set->words)
        return error_no_memory(err);
    for (uint32_t docid = first; docid <= last && docid >= first; docid++) {
        uint32_t i = docid - set->first;
        set->n_dead += !get_bit(set, docid);
        set->words[i / WORD_BITS] |= UINT64_C(1) << (i % WORD_BITS);
    }
    return STATUS_OK;
}

enum status dead_add_all(struct dead_set *set, const struct dead_set *other,
                         struct error *err)
{
    enum status status = STATUS_OK;
    uint32_t docid = dead_next(other, set->first);
    while (status == STATUS_OK && docid != 0 && docid <= set->last) {
        status = dead_add(set, docid, docid, err);
        docid = dead_next(other, docid + 1);
    }
    return status;
}

/* The first from docid on whose bit is wanted; whole words of the other kind
   are passed over. */
static uint32_t find_next(const struct dead_set *set, uint32_t docid,
                          bool is_dead)
{
    if (docid < set->first)
        docid = set->first;
    if (docid > set->last)
        return 0;
    if (!set->words)
        return is_dead ? 0 : docid;
    uint64_t flip = is_dead ? 0 : UINT64_MAX;
    uint32_t n = set->last - set->first;
    uint32_t i = docid - set->first;
    uint64_t word = (set->words[i / WORD_BITS] ^ flip) & UINT64_MAX
                                                             << (i % WORD_BITS);
    uint32_t i_word = i / WORD_BITS;
    while (word == 0) {
        if (++i_word > n / WORD_BITS)
            return 0;
        word = set->words[i_word] ^ flip;
    }
    uint32_t found = i_word * WORD_BITS + (uint32_t)__builtin_ctzll(word);
    return found > n ? 0 : set->first + found;
}

uint32_t dead_next(const struct dead_set *set, uint32_t docid)
{
    return find_next(set, docid, true);
}

uint32_t dead_next_live(const struct dead_set *set, uint32_t docid)
{
    return find_next(set, docid, false);
}

/* ---- the file: version, then for each range how far it begins behind the
   end of the one before, and how many it has; then XXH3-64 */

void dead_encode(const struct dead_set *set, struct str *out)
{
    size_t n_before = out->n_bytes;
    uint32_t end = 0; /* the last docid spoken of */
    str_add_char(out, FILE_VERSION);
    uint32_t docid = dead_next(set, set->first);
    while (docid != 0) {
        uint32_t live = dead_next_live(set, docid);
        uint32_t last = live == 0 ? set->last : live - 1;
        varint_add(out, docid - end);
        varint_add(out, last - docid + 1);
        end = last;
        docid = live == 0 ? 0 : dead_next(set, live);
    }
    struct str_span view = str_view(out);
    uint64_t checksum =
        checksum_of(str_span(view.bytes + n_before, view.n_bytes - n_before));
    for (int i = 0; i < CHECKSUM_BYTES; i++)
        str_add_char(out, (char)(checksum >> 8 * i));
}

static enum status say_corrupt(struct error *err)
{
    return error_set(err, STATUS_CORRUPT, "its list of the dead is damaged");
}

enum status dead_decode(struct str_span bytes, struct dead_set *set,
                        struct error *err)
{
    if (bytes.n_bytes < 1 + CHECKSUM_BYTES)
        return say_corrupt(err);
    struct str_span rest =
        str_span(bytes.bytes, bytes.n_bytes - CHECKSUM_BYTES);
    uint64_t checksum = 0;
    for (int i = CHECKSUM_BYTES - 1; i >= 0; i--)
        checksum =
            checksum << 8 | (unsigned char)rest.bytes[rest.n_bytes + (size_t)i];
    if (checksum != checksum_of(rest))
        return say_corrupt(err);
    if (*rest.bytes != FILE_VERSION)
        return error_set(err, STATUS_OUTDATED,
                         "its list of the dead has version %d, this lede "
                         "knows %d",
                         *rest.bytes, FILE_VERSION);
    rest = str_span(rest.bytes + 1, rest.n_bytes - 1);
    uint32_t end = 0;
    while (rest.n_bytes > 0) {
        uint32_t gap;
        uint32_t n;
        if (!varint_read(&rest, &gap) || !varint_read(&rest, &n) || gap == 0 ||
            n == 0 || gap > set->last - end || n - 1 > set->last - end - gap ||
            end + gap < set->first)
            return say_corrupt(err);
        enum status status = dead_add(set, end + gap, end + gap + n - 1, err);
        if (status != STATUS_OK)
            return status;
        end += gap + n - 1;
    }
    return STATUS_OK;
}
