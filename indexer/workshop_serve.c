/*
 * The side of the one who does the work.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/workshop.h"

#include "base/file.h"
#include "indexer/frame.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* Sent at once, if there is so much. */
#define SEND_BYTES ((size_t)64 << 10)
/* Enough for all that is open by now, and the pipe to a program. */
#define FILES_MAX 16

struct bench {
    int fd;
    struct str out;
    struct str in;        /* frames as they came */
    size_t n_taken;       /* of that */
    struct str_span rest; /* of a frame of bytes, in that */
    bool is_end;          /* of the input */
};

/* ---- limits */

static void limit(int resource, uint64_t n)
{
    struct rlimit rlimit;

    rlimit.rlim_cur = rlimit.rlim_max = (rlim_t)n;
    (void)setrlimit(resource, &rlimit);
}

static void limit_all(void)
{
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_NOFILE, FILES_MAX);
#ifndef __SANITIZE_ADDRESS__ /* it reserves terabytes of addresses */
    limit(RLIMIT_AS, WORKSHOP_MEMORY_BYTES);
#endif
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
}

/* So much from now on: each step forward gets its own time. */
static void extend_time(void)
{
    struct rlimit rlimit;
    struct rusage usage;

    if (getrusage(RUSAGE_SELF, &usage) != 0 ||
        getrlimit(RLIMIT_CPU, &rlimit) != 0)
        return;
    rlimit.rlim_cur = (rlim_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec +
                               WORKSHOP_CPU_SECONDS);
    (void)setrlimit(RLIMIT_CPU, &rlimit);
}

/* ---- the socket; when it fails, nobody is there to tell */

static void flush(struct bench *bench)
{
    if (str_status(&bench->out, NULL) != STATUS_OK ||
        file_write_all(bench->fd, "socket", str_view(&bench->out), NULL) !=
            STATUS_OK)
        _exit(1);
    str_reset(&bench->out);
}

/* Reads until a frame is there; false when the other side has gone. */
static bool next_frame(struct bench *bench, struct frame *ret_frame)
{
    for (;;) {
        struct str_span rest = str_span(bench->in.bytes + bench->n_taken,
                                        bench->in.n_bytes - bench->n_taken);
        enum status status = frame_take(&rest, ret_frame);
        ssize_t n;

        if (status == STATUS_OK) {
            bench->n_taken = bench->in.n_bytes - rest.n_bytes;
            return true;
        }
        if (status != STATUS_DONE)
            return false;
        if (bench->n_taken > 0) {
            memmove(bench->in.bytes, rest.bytes, rest.n_bytes);
            str_truncate(&bench->in, rest.n_bytes);
            bench->n_taken = 0;
        }
        flush(bench); /* before we wait */
        if (!str_reserve(&bench->in, SEND_BYTES * 4))
            return false;
        do
            n = read(bench->fd, bench->in.bytes + bench->in.n_bytes,
                     SEND_BYTES * 4);
        while (n < 0 && errno == EINTR);
        if (n <= 0)
            return false;
        bench->in.n_bytes += (size_t)n;
    }
}

/* An input_source. */
static enum status take_bytes(void *context, char *room, size_t n_room,
                              size_t *ret_n, struct error *err)
{
    struct bench *bench = context;
    struct frame frame;

    (void)err;
    while (bench->rest.n_bytes == 0 && !bench->is_end) {
        if (!next_frame(bench, &frame))
            _exit(1);
        if (frame.kind == FRAME_BYTES)
            bench->rest = frame.payload;
        else
            bench->is_end = true;
    }
    *ret_n = bench->rest.n_bytes < n_room ? bench->rest.n_bytes : n_room;
    if (*ret_n > 0)
        memcpy(room, bench->rest.bytes, *ret_n);
    bench->rest =
        str_span(bench->rest.bytes + *ret_n, bench->rest.n_bytes - *ret_n);
    extend_time();
    return STATUS_OK;
}

/* ---- what a reader has to say */

static enum status send_article(void *context, struct article *article,
                                const struct reader_facts *facts,
                                struct error *err)
{
    struct bench *bench = context;

    (void)err;
    frame_add_article(&bench->out, article, facts);
    if (bench->out.n_bytes >= SEND_BYTES) {
        flush(bench);
        extend_time();
    }
    return STATUS_OK;
}

static enum status send_skip(void *context, uint64_t line, const char *reason,
                             struct error *err)
{
    struct bench *bench = context;

    (void)err;
    frame_add_skip(&bench->out, line, reason);
    if (bench->out.n_bytes >= SEND_BYTES)
        flush(bench);
    return STATUS_OK;
}

static enum status read_job(struct bench *bench, const struct frame_job *job,
                            struct error *err)
{
    const struct reader_sink sink = {bench, send_article, send_skip};
    const struct reader *reader =
        job->form != NULL ? reader_find(job->form) : NULL;
    struct input *input = NULL;

    if (reader == NULL)
        return error_set(err, STATUS_INTERNAL, "no such form");

    enum status status =
        input_open_stream(job->path.bytes, take_bytes, bench, &input, err);

    if (status == STATUS_OK)
        status = reader->read(input, &job->settings, &sink, err);
    input_free(input);
    return status;
}

/* What is left of the input is of no use. */
static void drain(struct bench *bench)
{
    struct frame frame;

    if (!bench->is_end) {
        frame_add(&bench->out, FRAME_ENOUGH, str_span("", 0));
        flush(bench);
    }
    while (!bench->is_end) {
        if (!next_frame(bench, &frame))
            _exit(1);
        bench->is_end = frame.kind != FRAME_BYTES;
    }
}

static void work(struct bench *bench, const struct frame_job *job)
{
    struct error err = ERROR_INIT;

    bench->is_end = false;
    bench->rest = str_span("", 0);
    extend_time();

    enum status status = read_job(bench, job, &err);

    drain(bench);
    if (status != STATUS_OK)
        frame_add_skip(&bench->out, 0, err.message);
    frame_add(&bench->out, FRAME_DONE, str_span("", 0));
    flush(bench);
}

int workshop_serve(int fd)
{
    struct bench bench = {.fd = fd};
    struct arena arena = ARENA_INIT;
    struct frame_job job;
    struct frame frame;

    limit_all();
    str_init(&bench.out, FRAME_MAX_BYTES + SEND_BYTES);
    str_init(&bench.in, FRAME_MAX_BYTES + 8 * SEND_BYTES);
    while (next_frame(&bench, &frame)) {
        arena_reset(&arena);
        if (frame.kind != FRAME_JOB ||
            frame_read_job(frame.payload, &arena, &job) != STATUS_OK)
            break;
        work(&bench, &job);
    }
    str_release(&bench.out);
    str_release(&bench.in);
    arena_release(&arena);
    return 0;
}
