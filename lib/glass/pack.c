/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/pack.h"

/* n leading one bits and a zero bit say that 2 + n bytes follow in all; the
   form is always the shortest, so longer means larger. */
char *pack_docid(char *to, uint32_t docid)
{
    unsigned n_more = 0;
    if (docid >= 0x20000000)
        n_more = 3;
    else if (docid >= 0x400000)
        n_more = 2;
    else if (docid >= 0x8000)
        n_more = 1;
    uint64_t mark = 0xffU & ~(0xffU >> n_more);
    unsigned n_bytes = 2 + n_more;
    uint64_t bits = docid | mark << (8 * (n_bytes - 1));
    for (unsigned i = n_bytes; i-- > 0;)
        *to++ = (char)(bits >> (8 * i));
    return to;
}

char *pack_uint_last(char *to, uint64_t number)
{
    for (; number > 0; number >>= 8)
        *to++ = (char)number;
    return to;
}

char *pack_term(char *to, struct str_span term)
{
    const char *from = term.bytes;
    const char *end = from + term.n_bytes;
    while (from < end) {
        const char *nul = memchr(from, '\0', (size_t)(end - from));
        size_t n_plain = (size_t)((nul ? nul : end) - from);
        memcpy(to, from, n_plain);
        to += n_plain;
        from += n_plain;
        if (nul) {
            *to++ = '\0';
            *to++ = '\xff';
            from++;
        }
    }
    return to;
}

size_t pack_term_bytes(struct str_span term)
{
    size_t n_bytes = term.n_bytes;
    for (size_t i = 0; i < term.n_bytes; i++)
        n_bytes += term.bytes[i] == '\0';
    return n_bytes;
}
