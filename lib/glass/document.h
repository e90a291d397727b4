/*
 * What a database is built from: one document as plain arrays. Nothing here
 * is owned; all of it is borrowed for the call that it is given to.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_DOCUMENT_H
#define LEDE_GLASS_DOCUMENT_H

#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

#define GLASS_POSITION_NONE UINT32_MAX

/* Of a term, each NUL byte counted twice, for keys hold it as two. Xapian's
   own limit; keys, which add a docid, may have 255 bytes. */
#define GLASS_MAX_TERM_BYTES 245

/* One occurrence. The same term may come again, in any order: its
   frequencies are added up, a position given twice is kept once. */
struct glass_posting {
    uint32_t i_term;   /* in the document's terms */
    uint32_t position; /* or GLASS_POSITION_NONE */
    uint32_t wdf;      /* what this occurrence adds to the frequency */
};

/* Of a slot given twice the last value counts; an empty value is none. */
struct glass_value {
    uint32_t slot; /* not UINT32_MAX */
    struct str_span value;
};

struct glass_document {
    /* Of 1..245 bytes. The same one may stand there twice, and some that no
       posting has. */
    const struct str_span *terms;
    size_t n_terms;
    /* Of documents one after the other in a run, those that have the same key
       have the same terms, the later ones perhaps more: so that each is looked
       up once for all. 0: this one's alone. */
    uint64_t terms_key;
    const struct glass_posting *postings;
    size_t n_postings;
    struct str_span lone_term; /* one term more, without a position and with a
                                  frequency of 0, as an id is; empty: none */
    const struct glass_value *values;
    size_t n_values;
    struct str_span data;
    double scale; /* of frequencies, see glass_wdf(); 0: as they are */
};

/*
 * What is stored for a term whose occurrences add up to n. A scale makes it
 * longer or shorter as the document is short or long, so that matching need
 * not ask for lengths; a term that only filters keeps 0, others have 1 or
 * more.
 */
static inline uint32_t glass_wdf(uint32_t n, double scale)
{
    if (scale == 0 || n == 0)
        return n;
    double wdf = (double)n * scale + 0.5;
    if (wdf >= (double)UINT32_MAX)
        return UINT32_MAX;
    return wdf < 1 ? 1 : (uint32_t)wdf;
}

#ifdef __cplusplus
}
#endif

/* Who is told each term, packed by pack_term() and in order, as its postings
   are written, and how many documents have it. tell NULL: nobody. */
struct term_listener {
    enum status (*tell)(void *context, struct str_span term,
                        uint64_t n_documents, struct error *err);
    void *context;
};

#endif
