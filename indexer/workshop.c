/*
 * The side of the one who has the work done.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/workshop.h"

#include "indexer/frame.h"
#include "indexer/interrupt.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RECEIVE_BYTES ((size_t)256 << 10)
/* How often a signal is looked for while the worker computes. */
#define POLL_MS 200

struct workshop {
    pid_t pid; /* 0: none at work */
    int fd;
    struct str out; /* on its way to the worker */
    size_t n_sent;  /* of that */
    struct str in;
    size_t n_taken; /* of that */
    struct arena arena;
};

static enum status make(struct workshop **ret_workshop, struct error *err)
{
    struct workshop *workshop = calloc(1, sizeof(*workshop));

    if (workshop == NULL) {
        (void)error_no_memory(err);
        return STATUS_NO_MEMORY;
    }
    workshop->fd = -1;
    str_init(&workshop->out, FRAME_MAX_BYTES);
    str_init(&workshop->in, FRAME_MAX_BYTES + RECEIVE_BYTES);
    arena_init(&workshop->arena);
    *ret_workshop = workshop;
    return STATUS_OK;
}

/* Ends the worker, by force if need be; *ret_result is as from waitpid(). */
static void dismiss(struct workshop *workshop, bool is_forced, int *ret_result)
{
    if (workshop->pid == 0)
        return;
    if (is_forced)
        (void)kill(workshop->pid, SIGKILL);
    close(workshop->fd);
    while (waitpid(workshop->pid, ret_result, 0) < 0 && errno == EINTR)
        continue;
    workshop->pid = 0;
    workshop->fd = -1;
}

void workshop_free(struct workshop *workshop)
{
    int result;

    if (workshop == NULL)
        return;
    dismiss(workshop, true, &result);
    str_release(&workshop->out);
    str_release(&workshop->in);
    arena_release(&workshop->arena);
    free(workshop);
}

/* ---- starting */

/* All signals as they are by default, none blocked: threads block them. */
static int set_attributes(posix_spawnattr_t *attributes)
{
    sigset_t all;
    sigset_t none;

    (void)sigfillset(&all);
    (void)sigemptyset(&none);

    int failure = posix_spawnattr_setsigdefault(attributes, &all);

    if (failure == 0)
        failure = posix_spawnattr_setsigmask(attributes, &none);
    if (failure == 0)
        failure = posix_spawnattr_setflags(
            attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    return failure;
}

/* lede-reader, which can read all there is, beside us or where it was installed
   with us; else ourselves. */
static void find_program(char *path, size_t n_room)
{
    static const char self[] = "/proc/self/exe";
    char own[PATH_MAX];
    ssize_t n = readlink(self, own, sizeof(own) - 1);
    char *slash;

    own[n > 0 ? n : 0] = '\0';
    slash = strrchr(own, '/');
    if (slash != NULL) {
        *slash = '\0';
        (void)snprintf(path, n_room, "%.*s/lede-reader", PATH_MAX - 20, own);
        if (access(path, X_OK) == 0)
            return;
        (void)snprintf(path, n_room, "%s/lede-reader", LIBEXECDIR);
        if (strcmp(own, BINDIR) == 0 && access(path, X_OK) == 0)
            return;
    }
    (void)snprintf(path, n_room, "%s", self);
}

static int spawn(pid_t *ret_pid, int fd)
{
    static char name[] = "lede-index";
    static char word[] = "reading-worker";
    char *const args[] = {name, word, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    char path[PATH_MAX];
    int failure = posix_spawn_file_actions_init(&actions);

    if (failure != 0)
        return failure;
    find_program(path, sizeof(path));
    failure = posix_spawnattr_init(&attributes);
    if (failure != 0) {
        (void)posix_spawn_file_actions_destroy(&actions);
        return failure;
    }
    failure = set_attributes(&attributes);
    if (failure == 0)
        failure = posix_spawn_file_actions_adddup2(&actions, fd, STDIN_FILENO);
    if (failure == 0)
        failure = posix_spawn_file_actions_adddup2(&actions, fd, STDOUT_FILENO);
    if (failure == 0)
        failure =
            posix_spawn(ret_pid, path, &actions, &attributes, args, environ);
    (void)posix_spawnattr_destroy(&attributes);
    (void)posix_spawn_file_actions_destroy(&actions);
    return failure;
}

static enum status start(struct workshop *workshop, struct error *err)
{
    int fds[2];

    if (workshop->pid != 0)
        return STATUS_OK;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
        return error_set_errno(err, STATUS_IO, errno, "cannot make a socket");

    int failure = spawn(&workshop->pid, fds[1]);

    close(fds[1]);
    if (failure != 0) {
        workshop->pid = 0;
        close(fds[0]);
        return error_set_errno(err, STATUS_IO, failure,
                               "cannot start a process that reads");
    }
    workshop->fd = fds[0];
    return STATUS_OK;
}

/* ---- one input */

struct task {
    struct workshop *workshop;
    struct input *input;
    const struct reader_sink *sink;
    bool is_all_out;  /* the end was told */
    bool is_done;     /* so the worker says */
    bool is_dead;     /* or so we see */
    bool is_moving;   /* since it was asked last */
    const char *fate; /* why we ended it; NULL: we did not */
};

/* Something to send, if nothing is waiting and there is more. */
static enum status load(struct task *task, struct error *err)
{
    struct workshop *workshop = task->workshop;
    struct error reason = ERROR_INIT;
    struct str_span bytes;

    if (workshop->n_sent < workshop->out.n_bytes || task->is_all_out)
        return STATUS_OK;
    str_reset(&workshop->out);
    workshop->n_sent = 0;

    enum status status = input_take(task->input, &bytes, &reason);

    if (status == STATUS_NO_MEMORY)
        return error_no_memory(err);
    if (status == STATUS_OK)
        frame_add(&workshop->out, FRAME_BYTES, bytes);
    else
        frame_add(&workshop->out, FRAME_END, str_span("", 0));
    task->is_all_out = status != STATUS_OK;
    if (status != STATUS_OK && status != STATUS_DONE)
        return task->sink->skip(task->sink->context, 0, reason.message, err);
    return str_status(&workshop->out, err);
}

static void send_some(struct task *task)
{
    struct workshop *workshop = task->workshop;
    ssize_t n = send(workshop->fd, workshop->out.bytes + workshop->n_sent,
                     workshop->out.n_bytes - workshop->n_sent,
                     MSG_DONTWAIT | MSG_NOSIGNAL);

    if (n > 0) {
        workshop->n_sent += (size_t)n;
        task->is_moving = true;
    } else if (n < 0 && errno != EAGAIN && errno != EINTR) {
        task->is_dead = true;
    }
}

static enum status receive(struct task *task, struct error *err)
{
    struct str *in = &task->workshop->in;

    /* What was taken goes first, so that there is one frame at most. */
    if (task->workshop->n_taken > 0) {
        size_t n_left = in->n_bytes - task->workshop->n_taken;

        memmove(in->bytes, in->bytes + task->workshop->n_taken, n_left);
        str_truncate(in, n_left);
        task->workshop->n_taken = 0;
    }
    if (!str_reserve(in, RECEIVE_BYTES))
        return error_no_memory(err);

    ssize_t n = recv(task->workshop->fd, in->bytes + in->n_bytes, RECEIVE_BYTES,
                     MSG_DONTWAIT);

    if (n > 0) {
        in->n_bytes += (size_t)n;
        in->bytes[in->n_bytes] = '\0';
        task->is_moving = true;
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        task->is_dead = true;
    }
    return STATUS_OK;
}

/* The worker gave us what it never would if it were sound. */
static enum status distrust(struct task *task)
{
    task->fate = "reading it ends in nonsense";
    task->is_dead = true;
    return STATUS_OK;
}

static enum status heed_article(struct task *task, struct str_span payload,
                                struct error *err)
{
    struct reader_facts facts;
    struct article article;

    arena_reset(&task->workshop->arena);
    if (frame_read_article(payload, &task->workshop->arena, &article, &facts) !=
        STATUS_OK)
        return distrust(task);
    return task->sink->add(task->sink->context, &article, &facts, err);
}

static enum status heed_skip(struct task *task, struct str_span payload,
                             struct error *err)
{
    uint64_t line;
    const char *reason;

    arena_reset(&task->workshop->arena);
    if (frame_read_skip(payload, &task->workshop->arena, &line, &reason) !=
        STATUS_OK)
        return distrust(task);
    return task->sink->skip(task->sink->context, line, reason, err);
}

static enum status heed(struct task *task, const struct frame *frame,
                        struct error *err)
{
    switch (frame->kind) {
    case FRAME_ARTICLE:
        return heed_article(task, frame->payload, err);
    case FRAME_SKIP:
        return heed_skip(task, frame->payload, err);
    case FRAME_ENOUGH:
        if (!task->is_all_out)
            frame_add(&task->workshop->out, FRAME_END, str_span("", 0));
        task->is_all_out = true;
        return str_status(&task->workshop->out, err);
    case FRAME_DONE:
        task->is_done = true;
        return STATUS_OK;
    case FRAME_JOB:
    case FRAME_BYTES:
    case FRAME_END:
        break;
    }
    return distrust(task);
}

/* All frames that have come in whole. */
static enum status heed_all(struct task *task, struct error *err)
{
    struct workshop *workshop = task->workshop;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && !task->is_done && task->fate == NULL) {
        struct str_span rest =
            str_span(workshop->in.bytes + workshop->n_taken,
                     workshop->in.n_bytes - workshop->n_taken);
        struct frame frame;

        status = frame_take(&rest, &frame);
        if (status == STATUS_DONE)
            return STATUS_OK;
        if (status != STATUS_OK)
            return distrust(task);
        workshop->n_taken = workshop->in.n_bytes - rest.n_bytes;
        status = heed(task, &frame, err);
    }
    return status;
}

static time_t now(void)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec;
}

static enum status exchange(struct task *task, struct error *err)
{
    struct workshop *workshop = task->workshop;
    time_t moved = now();
    enum status status = STATUS_OK;

    while (status == STATUS_OK && !task->is_done && !task->is_dead &&
           !interrupt_is_set()) {
        struct pollfd poll_fd = {.fd = workshop->fd, .events = POLLIN};

        status = load(task, err);
        if (status != STATUS_OK)
            return status;
        if (workshop->n_sent < workshop->out.n_bytes)
            poll_fd.events |= POLLOUT;
        task->is_moving = false;
        (void)poll(&poll_fd, 1, POLL_MS);
        if ((poll_fd.revents & POLLOUT) != 0)
            send_some(task);
        if ((poll_fd.revents & (POLLIN | POLLHUP | POLLERR)) != 0)
            status = receive(task, err);
        if (status == STATUS_OK)
            status = heed_all(task, err);
        if (task->is_moving)
            moved = now();
        else if (now() - moved > WORKSHOP_SECONDS) {
            task->fate = "reading it takes too long";
            task->is_dead = true;
        }
    }
    return status;
}

static enum status tell_death(struct task *task, int result, struct error *err)
{
    char text[96];

    if (task->fate != NULL)
        (void)snprintf(text, sizeof(text), "%s", task->fate);
    else if (WIFSIGNALED(result) && WTERMSIG(result) == SIGXCPU)
        (void)snprintf(text, sizeof(text), "reading it takes too long");
    else if (WIFSIGNALED(result))
        (void)snprintf(text, sizeof(text), "reading it ends in signal %d (%s)",
                       WTERMSIG(result), strsignal(WTERMSIG(result)));
    else
        (void)snprintf(text, sizeof(text), "reading it ends in status %d",
                       WEXITSTATUS(result));
    return task->sink->skip(task->sink->context, 0, text, err);
}

static enum status read_there(struct workshop *workshop,
                              const struct reader *reader, struct input *input,
                              const struct reader_settings *settings,
                              const struct reader_sink *sink, struct error *err)
{
    struct task task = {.workshop = workshop, .input = input, .sink = sink};
    struct frame_job job = {.form = reader->name,
                            .path = str_span_of(input_path(input))};
    int result = 0;
    enum status status = start(workshop, err);

    if (status != STATUS_OK)
        return status;
    if (settings != NULL)
        job.settings = *settings;
    str_reset(&workshop->in);
    str_reset(&workshop->out);
    workshop->n_taken = 0;
    workshop->n_sent = 0;
    frame_add_job(&workshop->out, &job);
    status = exchange(&task, err);
    if (status == STATUS_OK && task.is_done)
        return STATUS_OK;
    /* By its own end, or by ours: it is in the middle of something. */
    dismiss(workshop, !task.is_dead || task.fate != NULL, &result);
    return status == STATUS_OK ? tell_death(&task, result, err) : status;
}

enum status workshop_read(struct workshop **workshop,
                          const struct reader *reader, struct input *input,
                          const struct reader_settings *settings,
                          const struct reader_sink *sink, struct error *err)
{
    enum status status = STATUS_OK;

    if (!reader->is_risky)
        return reader->read(input, settings, sink, err);
    if (*workshop == NULL)
        status = make(workshop, err);
    return status == STATUS_OK
               ? read_there(*workshop, reader, input, settings, sink, err)
               : status;
}
