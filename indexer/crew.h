/*
 * The threads of a run: they read lines and files, and make documents, while
 * one thread, which calls all this, deals input to them and settles what they
 * did in the order in which it came. So nothing that is written or said
 * depends on how many there are.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_CREW_H
#define LEDE_INDEXER_CREW_H

#include "indexer/parcel.h"

struct crew;

struct crew_settings {
    unsigned n_jobs;           /* threads, from 2 */
    size_t n_parcel_bytes;     /* of input at a time */
    const struct hand *sample; /* what each hand gets but for what it owns */
    const struct language *language;
    struct writer *writer;
    /* Called with each parcel, in order. */
    enum status (*settle)(void *context, struct parcel *parcel,
                          struct error *err);
    void *context;
};

/* owned by the caller; release with crew_free(), before the writer is
   committed */
MUST_CHECK enum status crew_new(const struct crew_settings *settings,
                                struct crew **ret_crew, struct error *err);
/* What is not settled is forgotten. */
void crew_free(struct crew *crew);

/* The parcel to be added to; settles others if it has to wait for one. */
MUST_CHECK enum status crew_parcel(struct crew *crew,
                                   struct parcel **ret_parcel,
                                   struct error *err);
/* Hands it over if it is full. */
void crew_push(struct crew *crew);
/* Settles all that is there. */
MUST_CHECK enum status crew_drain(struct crew *crew, struct error *err);

#endif
