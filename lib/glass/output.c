/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A device that is told to make all durable at the very end lets everybody wait
   for it; told now and then, it does that while others compute. */
#define SYNC_BYTES ((uint64_t)32 << 20)

/* What devices want of the memory that they read: none wants more. */
#define BUFFER_ALIGNMENT 4096

enum status output_init(struct output *output, const char *path,
                        struct error *err)
{
    *output = (struct output){.fd = -1, .path = strdup(path)};
    return output->path ? STATUS_OK : error_no_memory(err);
}

void output_release(struct output *output)
{
    if (!output)
        return;
    if (output->fd >= 0)
        close(output->fd);
    free(output->path);
    free(output->buffer);
    checksum_sum_free(output->sum);
    *output = (struct output){.fd = -1};
}

enum status output_open(struct output *output, struct error *err)
{
    output->buffer = aligned_alloc(BUFFER_ALIGNMENT, OUTPUT_BUFFER_BYTES);
    output->sum = checksum_sum_new();
    if (!output->buffer || !output->sum)
        return error_no_memory(err);
    output->fd =
        open(output->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (output->fd < 0)
        return error_set_errno(err, STATUS_IO, errno, "cannot create '%s'",
                               output->path);
    return STATUS_OK;
}

/* Goes past the page cache from here on, or no longer; where that is not to
   be had, it stays as it was. */
static void go_direct(struct output *output, bool is_direct)
{
#ifdef O_DIRECT
    int flags = fcntl(output->fd, F_GETFL);
    if (output->is_direct == is_direct || flags < 0)
        return;
    flags = is_direct ? flags | O_DIRECT : flags & ~O_DIRECT;
    if (fcntl(output->fd, F_SETFL, flags) == 0)
        output->is_direct = is_direct;
#else
    (void)output;
    (void)is_direct;
#endif
}

static enum status write_buffer(struct output *output, struct error *err)
{
    struct str_span bytes = str_span(output->buffer, output->n_buffered);
    checksum_sum_add(output->sum, bytes);
    output->n_bytes += bytes.n_bytes;
    output->n_buffered = 0;
    while (bytes.n_bytes > 0) {
        ssize_t n = write(output->fd, bytes.bytes, bytes.n_bytes);
        if (n < 0 && errno == EINTR)
            continue;
        /* A file system that said yes, but wants other sizes than these. */
        if (n < 0 && errno == EINVAL && output->is_direct) {
            go_direct(output, false);
            if (!output->is_direct)
                continue;
            errno = EINVAL;
        }
        if (n < 0)
            return error_set_errno(err, STATUS_IO, errno, "cannot write '%s'",
                                   output->path);
        bytes.bytes += n;
        bytes.n_bytes -= (size_t)n;
    }
    return STATUS_OK;
}

enum status output_flush_full(struct output *output, struct error *err)
{
    if (output->n_bytes == 0)
        go_direct(output, true);
    enum status status = write_buffer(output, err);
    if (status == STATUS_OK && output->n_bytes % SYNC_BYTES == 0 &&
        fdatasync(output->fd) != 0)
        status = error_set_errno(err, STATUS_IO, errno, "cannot sync '%s'",
                                 output->path);
    return status;
}

static enum status sync_and_close(struct output *output, struct error *err)
{
    enum status status = STATUS_OK;
    if (fsync(output->fd) != 0)
        status = error_set_errno(err, STATUS_IO, errno, "cannot sync '%s'",
                                 output->path);
    /* Some file systems tell of a full disk only here. */
    if (close(output->fd) != 0 && status == STATUS_OK)
        status = error_set_errno(err, STATUS_IO, errno, "cannot write '%s'",
                                 output->path);
    output->fd = -1;
    return status;
}

enum status output_finish(struct output *output, struct output_sum *ret_sum,
                          struct error *err)
{
    /* The rest has any size, and is at the file's end but once. */
    go_direct(output, false);
    enum status status = write_buffer(output, err);
    if (status == STATUS_OK)
        status = sync_and_close(output, err);
    ret_sum->n_bytes = output->n_bytes;
    ret_sum->checksum = checksum_sum_get(output->sum);
    return status;
}
