/*
 * Parcels stand in a ring: the caller fills one at a time, hands take them in
 * that order, and in that order they are settled.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/crew.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

/* Besides those at work: one being filled, one that is waiting to be
   settled. */
#define SPARE_PARCELS 2

struct worker {
    struct crew *crew;
    pthread_t thread;
    struct hand hand;
};

struct crew {
    struct crew_settings settings;
    struct worker *workers;
    unsigned n_started;
    struct parcel *parcels;
    unsigned n_parcels;
    bool is_filling; /* parcels[n_pushed] is in the caller's hands */
    uint64_t n_settled;
    pthread_mutex_t lock; /* of all that follows, and of is_done */
    pthread_cond_t is_pushed;
    pthread_cond_t is_worked;
    uint64_t n_pushed;
    uint64_t n_taken;
    bool *is_done; /* of each parcel */
    bool is_over;
};

static struct parcel *parcel_at(struct crew *crew, uint64_t number)
{
    return &crew->parcels[number % crew->n_parcels];
}

/* ---- a thread */

/* The number of the next parcel; false when there will be none. */
static bool take(struct crew *crew, uint64_t *ret_number)
{
    pthread_mutex_lock(&crew->lock);
    while (crew->n_taken == crew->n_pushed && !crew->is_over)
        pthread_cond_wait(&crew->is_pushed, &crew->lock);

    bool is_there = !crew->is_over;

    if (is_there)
        *ret_number = crew->n_taken++;
    pthread_mutex_unlock(&crew->lock);
    return is_there;
}

static void *work(void *context)
{
    struct worker *worker = context;
    struct crew *crew = worker->crew;
    uint64_t number;

    while (take(crew, &number)) {
        hand_work(&worker->hand, parcel_at(crew, number));
        pthread_mutex_lock(&crew->lock);
        crew->is_done[number % crew->n_parcels] = true;
        pthread_cond_signal(&crew->is_worked);
        pthread_mutex_unlock(&crew->lock);
    }
    return NULL;
}

/* ---- life cycle */

/* With all signals blocked in the new thread: they are for the one that
   reads, whose read() they have to interrupt. */
static int start_quietly(struct worker *worker)
{
    sigset_t all;
    sigset_t before;

    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);

    int failure = pthread_create(&worker->thread, NULL, work, worker);

    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failure;
}

static enum status start(struct crew *crew, struct worker *worker,
                         struct error *err)
{
    struct hand *hand = &worker->hand;
    enum status status =
        hand_init(hand, crew->settings.sample, crew->settings.language, err);

    worker->crew = crew;
    if (status == STATUS_OK) {
        int failure = start_quietly(worker);

        if (failure != 0)
            status = error_set_errno(err, STATUS_IO, failure,
                                     "cannot start a thread");
    }
    if (status == STATUS_OK)
        crew->n_started++;
    else
        hand_release(hand);
    return status;
}

enum status crew_new(const struct crew_settings *settings,
                     struct crew **ret_crew, struct error *err)
{
    struct crew *crew = calloc(1, sizeof(*crew));
    enum status status = STATUS_OK;

    if (crew == NULL)
        return error_no_memory(err);
    crew->settings = *settings;
    crew->n_parcels = settings->n_jobs + SPARE_PARCELS;
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->is_pushed, NULL);
    pthread_cond_init(&crew->is_worked, NULL);
    crew->workers = calloc(settings->n_jobs, sizeof(*crew->workers));
    crew->parcels = calloc(crew->n_parcels, sizeof(*crew->parcels));
    crew->is_done = calloc(crew->n_parcels, sizeof(*crew->is_done));
    for (unsigned i = 0; crew->parcels != NULL && i < crew->n_parcels; i++)
        parcel_init(&crew->parcels[i]);
    if (!crew->workers || !crew->parcels || !crew->is_done) {
        crew_free(crew);
        return error_no_memory(err);
    }
    for (unsigned i = 0; status == STATUS_OK && i < settings->n_jobs; i++)
        status = start(crew, &crew->workers[i], err);
    if (status == STATUS_OK)
        *ret_crew = crew;
    else
        crew_free(crew);
    return status;
}

void crew_free(struct crew *crew)
{
    if (crew == NULL)
        return;
    pthread_mutex_lock(&crew->lock);
    crew->is_over = true;
    pthread_cond_broadcast(&crew->is_pushed);
    pthread_mutex_unlock(&crew->lock);
    for (unsigned i = 0; i < crew->n_started; i++) {
        pthread_join(crew->workers[i].thread, NULL);
        hand_release(&crew->workers[i].hand);
    }
    for (unsigned i = 0; crew->parcels != NULL && i < crew->n_parcels; i++)
        parcel_release(&crew->parcels[i]);
    pthread_mutex_destroy(&crew->lock);
    pthread_cond_destroy(&crew->is_pushed);
    pthread_cond_destroy(&crew->is_worked);
    free(crew->workers);
    free(crew->parcels);
    free(crew->is_done);
    free(crew);
}

/* ---- the caller's side; n_pushed changes here alone */

static enum status settle_one(struct crew *crew, struct error *err)
{
    struct parcel *parcel = parcel_at(crew, crew->n_settled);
    size_t i = (size_t)(crew->n_settled % crew->n_parcels);

    pthread_mutex_lock(&crew->lock);
    while (!crew->is_done[i])
        pthread_cond_wait(&crew->is_worked, &crew->lock);
    crew->is_done[i] = false;
    pthread_mutex_unlock(&crew->lock);
    crew->n_settled++;
    if (parcel->status != STATUS_OK) {
        if (err != NULL)
            *err = parcel->err;
        return parcel->status;
    }
    return crew->settings.settle(crew->settings.context, parcel, err);
}

enum status crew_parcel(struct crew *crew, struct parcel **ret_parcel,
                        struct error *err)
{
    struct parcel *parcel = parcel_at(crew, crew->n_pushed);
    enum status status = STATUS_OK;

    if (!crew->is_filling &&
        crew->n_pushed - crew->n_settled == crew->n_parcels)
        status = settle_one(crew, err);
    if (status == STATUS_OK && parcel->out == NULL)
        status = writer_new_batch(crew->settings.writer, &parcel->out, err);
    if (status != STATUS_OK)
        return status;
    if (!crew->is_filling)
        parcel_reset(parcel);
    crew->is_filling = true;
    *ret_parcel = parcel;
    return STATUS_OK;
}

static void push(struct crew *crew)
{
    crew->is_filling = false;
    pthread_mutex_lock(&crew->lock);
    crew->n_pushed++;
    pthread_cond_signal(&crew->is_pushed);
    pthread_mutex_unlock(&crew->lock);
}

void crew_push(struct crew *crew)
{
    if (crew->is_filling && parcel_at(crew, crew->n_pushed)->n_bytes >=
                                crew->settings.n_parcel_bytes)
        push(crew);
}

enum status crew_drain(struct crew *crew, struct error *err)
{
    enum status status = STATUS_OK;

    if (crew->is_filling)
        push(crew);
    while (status == STATUS_OK && crew->n_settled < crew->n_pushed)
        status = settle_one(crew, err);
    return status;
}
