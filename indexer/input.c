/*
 * Opening and reading of what may be a file, a pipe, or a trap.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/input.h"

#include "indexer/interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One read; large enough that system calls do not show in a profile. */
#define BUFFER_BYTES ((size_t)256 << 10)

struct input {
    const char *path;
    int fd;
    struct stat before; /* to see whether it changed under our hands */
    bool is_file;
    bool is_end;
    uint64_t n_read_bytes;
    struct timespec opened;
    struct checksum_sum *sum; /* of what was read; NULL: nobody asks */
    input_source source;      /* NULL: fd */
    void *context;
    size_t i_start; /* buffer[i_start..i_end) is not consumed yet */
    size_t i_end;
    uint64_t n_lines_before;
    const char *bytes; /* the buffer, or lines that were in memory */
    char buffer[];     /* of BUFFER_BYTES, unless they were */
};

static const char *kind_of(mode_t mode)
{
    if (S_ISFIFO(mode))
        return "a FIFO";
    if (S_ISSOCK(mode))
        return "a socket";
    if (S_ISDIR(mode))
        return "a directory";
    return "a device";
}

static enum status check_kind(struct input *input, struct error *err)
{
    if (fstat(input->fd, &input->before) != 0)
        return error_set_errno(err, STATUS_IO, errno, "cannot be examined");
    input->is_file = S_ISREG(input->before.st_mode);
    if (!input->is_file && strcmp(input->path, "-") != 0)
        return error_set(err, STATUS_BAD_TEXT, "not a regular file but %s",
                         kind_of(input->before.st_mode));
    if (S_ISDIR(input->before.st_mode))
        return error_set(err, STATUS_BAD_TEXT, "is a directory");
    return STATUS_OK;
}

static enum status open_path(struct input *input, struct error *err)
{
    if (strcmp(input->path, "-") == 0) {
        input->fd = STDIN_FILENO;
        return check_kind(input, err);
    }
    /* O_NONBLOCK: a FIFO without a writer must not stop the run. Regular
       files pay no heed to it. */
    input->fd = open(input->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (input->fd < 0 && errno == ENXIO)
        return error_set(err, STATUS_BAD_TEXT,
                         "not a regular file but a socket");
    if (input->fd < 0)
        return error_set_errno(err,
                               errno == ENOENT ? STATUS_NOT_FOUND : STATUS_IO,
                               errno, "cannot be opened");
    return check_kind(input, err);
}

static struct input *new_input(const char *path, size_t n_buffer)
{
    struct input *input = malloc(sizeof(*input) + n_buffer);

    if (input == NULL)
        return NULL;
    memset(input, 0, sizeof(*input));
    input->path = path;
    input->fd = -1;
    input->bytes = input->buffer;
    return input;
}

enum status input_open_lines(const char *path, struct str_span text,
                             uint64_t n_lines_before, struct input **ret_input,
                             struct error *err)
{
    struct input *input = new_input(path, 0);

    if (input == NULL)
        return error_no_memory(err);
    input->bytes = text.bytes;
    input->i_end = text.n_bytes;
    input->is_end = true;
    input->n_lines_before = n_lines_before;
    *ret_input = input;
    return STATUS_OK;
}

enum status input_open_stream(const char *path, input_source source,
                              void *context, struct input **ret_input,
                              struct error *err)
{
    struct input *input = new_input(path, BUFFER_BYTES);

    if (input == NULL)
        return error_no_memory(err);
    input->source = source;
    input->context = context;
    *ret_input = input;
    return STATUS_OK;
}

uint64_t input_n_lines_before(const struct input *input)
{
    return input->n_lines_before;
}

enum status input_open(const char *path, struct input **ret_input,
                       struct error *err)
{
    struct input *input = new_input(path, BUFFER_BYTES);

    if (input == NULL)
        return error_no_memory(err);
    (void)clock_gettime(CLOCK_REALTIME, &input->opened);
    input->sum = checksum_sum_new();

    enum status status =
        input->sum == NULL ? error_no_memory(err) : open_path(input, err);

    if (status != STATUS_OK) {
        input_free(input);
        return status;
    }
    *ret_input = input;
    return STATUS_OK;
}

void input_free(struct input *input)
{
    if (input == NULL)
        return;
    if (input->fd > STDIN_FILENO)
        close(input->fd);
    checksum_sum_free(input->sum);
    free(input);
}

const char *input_path(const struct input *input)
{
    return strcmp(input->path, "-") == 0 ? "standard input" : input->path;
}

struct input_facts input_facts(const struct input *input)
{
    struct input_facts facts = {
        .opened = input->opened,
        .hash = checksum_sum_get(input->sum),
        .is_file = input->is_file,
        .is_end = input->is_end,
    };

    if (input->is_file) {
        facts.n_bytes = (uint64_t)input->before.st_size;
        facts.mtime_ns = (int64_t)input->before.st_mtim.tv_sec * 1000000000 +
                         input->before.st_mtim.tv_nsec;
    }
    return facts;
}

uint64_t input_n_read(const struct input *input)
{
    return input->n_read_bytes;
}

static enum status fill_from_source(struct input *input, struct error *err)
{
    size_t n = 0;

    if (input->i_start == input->i_end)
        input->i_start = input->i_end = 0;

    enum status status =
        input->source(input->context, input->buffer + input->i_end,
                      BUFFER_BYTES - input->i_end, &n, err);

    input->is_end = status != STATUS_OK || n == 0;
    input->i_end += n;
    input->n_read_bytes += n;
    /* A ceiling of the source's is not one of the reader's, which might go on
       behind it. */
    if (status == STATUS_TOO_BIG)
        status = STATUS_BAD_TEXT;
    return status;
}

/* Reads once into the free end of the buffer; is_end when there is no more. */
static enum status fill(struct input *input, struct error *err)
{
    ssize_t n;

    if (input->source != NULL)
        return input->is_end ? STATUS_OK : fill_from_source(input, err);
    if (input->fd < 0)
        return STATUS_OK; /* all was there from the beginning */
    if (input->i_start == input->i_end)
        input->i_start = input->i_end = 0;
    /* A file is there at once; others may keep us waiting. */
    if (!input->is_file && !interrupt_wait(input->fd))
        return error_set_errno(err, STATUS_IO, EINTR, "cannot be read");
    do
        n = read(input->fd, input->buffer + input->i_end,
                 BUFFER_BYTES - input->i_end);
    while (n < 0 && errno == EINTR && !interrupt_is_set());
    if (n < 0)
        return error_set_errno(err, STATUS_IO, errno, "cannot be read");
    input->is_end = n == 0;
    checksum_sum_add(input->sum,
                     str_span(input->buffer + input->i_end, (size_t)n));
    input->i_end += (size_t)n;
    input->n_read_bytes += (size_t)n;
    return STATUS_OK;
}

enum status input_head(struct input *input, struct str_span *ret_head,
                       struct error *err)
{
    enum status status = STATUS_OK;

    while (status == STATUS_OK && !input->is_end &&
           input->i_end - input->i_start < INPUT_HEAD_BYTES)
        status = fill(input, err);
    if (status != STATUS_OK)
        return status;

    size_t n_bytes = input->i_end - input->i_start;

    *ret_head =
        str_span(input->bytes + input->i_start,
                 n_bytes < INPUT_HEAD_BYTES ? n_bytes : INPUT_HEAD_BYTES);
    return STATUS_OK;
}

enum status input_take(struct input *input, struct str_span *ret_bytes,
                       struct error *err)
{
    enum status status = STATUS_OK;

    if (input->i_start == input->i_end && !input->is_end)
        status = fill(input, err);
    if (status != STATUS_OK)
        return status;
    *ret_bytes =
        str_span(input->bytes + input->i_start, input->i_end - input->i_start);
    input->i_start = input->i_end;
    return ret_bytes->n_bytes > 0 ? STATUS_OK : STATUS_DONE;
}

enum status input_read(struct input *input, uint64_t n_bytes, struct str *out,
                       uint64_t *ret_n, struct error *err)
{
    *ret_n = 0;
    while (*ret_n < n_bytes) {
        uint64_t n = input->i_end - input->i_start;

        if (n == 0 && input->is_end)
            break;
        if (n > n_bytes - *ret_n)
            n = n_bytes - *ret_n;
        if (out != NULL)
            str_add(out, input->bytes + input->i_start, (size_t)n);
        input->i_start += (size_t)n;
        *ret_n += n;
        if (n > 0)
            continue;

        enum status status = fill(input, err);

        if (status != STATUS_OK)
            return status;
    }
    return out != NULL ? str_status(out, err) : STATUS_OK;
}

static bool is_changed(const struct input *input)
{
    struct stat after;

    if (!input->is_file || fstat(input->fd, &after) != 0)
        return false;
    return after.st_size != input->before.st_size ||
           after.st_mtim.tv_sec != input->before.st_mtim.tv_sec ||
           after.st_mtim.tv_nsec != input->before.st_mtim.tv_nsec;
}

enum status input_read_all(struct input *input, size_t max_bytes,
                           struct str *out, struct error *err)
{
    size_t n_bytes = 0;

    for (;;) {
        n_bytes += input->i_end - input->i_start;
        if (n_bytes > max_bytes)
            return error_set(err, STATUS_TOO_BIG, "over %zu MiB",
                             max_bytes >> 20);
        str_add(out, input->bytes + input->i_start,
                input->i_end - input->i_start);
        input->i_start = input->i_end;
        if (input->is_end)
            break;

        enum status status = fill(input, err);

        if (status != STATUS_OK)
            return status;
    }
    if (is_changed(input))
        return error_set(err, STATUS_MODIFIED, "changed while it was read");
    return str_status(out, err);
}

enum status input_read_line(struct input *input, size_t max_bytes,
                            struct str *line, struct error *err)
{
    size_t n_bytes = 0; /* of this line, also what did not fit */
    bool is_whole = false;

    str_reset(line);
    while (!is_whole) {
        if (input->i_start == input->i_end) {
            enum status status = fill(input, err);

            if (status != STATUS_OK)
                return status;
            if (input->is_end)
                break;
        }

        const char *start = input->bytes + input->i_start;
        size_t n_there = input->i_end - input->i_start;
        const char *end = memchr(start, '\n', n_there);
        size_t n_taken = end != NULL ? (size_t)(end - start) : n_there;

        is_whole = end != NULL;
        n_bytes += n_taken;
        if (n_bytes <= max_bytes)
            str_add(line, start, n_taken);
        input->i_start += n_taken + is_whole;
    }
    if (!is_whole && n_bytes == 0)
        return STATUS_DONE;
    if (n_bytes > max_bytes)
        return error_set(err, STATUS_TOO_BIG,
                         "line of over %zu MiB (%zu bytes)", max_bytes >> 20,
                         n_bytes);
    if (line->n_bytes > 0 && line->bytes[line->n_bytes - 1] == '\r')
        str_truncate(line, line->n_bytes - 1);
    return str_status(line, err);
}
