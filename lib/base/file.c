/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define READ_BYTES ((size_t)64 << 10)

static ssize_t read_some(int fd, char *bytes, size_t n_bytes)
{
    ssize_t n;
    do
        n = read(fd, bytes, n_bytes);
    while (n < 0 && errno == EINTR);
    return n;
}

enum status file_read_all(int fd, const char *name, size_t max_bytes,
                          struct str *str, struct error *err)
{
    size_t n_total = 0;
    for (;;) {
        if (!str_reserve(str, READ_BYTES))
            return str_status(str, err);
        ssize_t n = read_some(fd, str->bytes + str->n_bytes, READ_BYTES);
        if (n < 0)
            return error_set_errno(err, STATUS_IO, errno, "cannot read '%s'",
                                   name);
        if (n == 0)
            break;
        size_t n_kept = (size_t)n;
        if (n_kept > max_bytes - n_total)
            n_kept = max_bytes - n_total;
        n_total += n_kept;
        str->n_bytes += n_kept;
        str->bytes[str->n_bytes] = '\0';
        if (n_kept < (size_t)n)
            return error_set(err, STATUS_TOO_BIG, "'%s' is over %zu bytes",
                             name, max_bytes);
    }
    str->bytes[str->n_bytes] = '\0';
    return STATUS_OK;
}

enum status file_read(const char *path, size_t max_bytes, struct str *str,
                      struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(err,
                               errno == ENOENT ? STATUS_NOT_FOUND : STATUS_IO,
                               errno, "cannot open '%s'", path);
    enum status status = file_read_all(fd, path, max_bytes, str, err);
    close(fd);
    return status;
}

enum status file_write_all(int fd, const char *name, struct str_span bytes,
                           struct error *err)
{
    while (bytes.n_bytes > 0) {
        ssize_t n = write(fd, bytes.bytes, bytes.n_bytes);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return error_set_errno(err, STATUS_IO, errno, "cannot write '%s'",
                                   name);
        bytes.bytes += n;
        bytes.n_bytes -= (size_t)n;
    }
    return STATUS_OK;
}

enum status file_sync_directory(const char *path, struct error *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(err, STATUS_IO, errno,
                               "cannot open directory '%s'", path);
    enum status status = STATUS_OK;
    if (fsync(fd) != 0)
        status = error_set_errno(err, STATUS_IO, errno,
                                 "cannot sync directory '%s'", path);
    close(fd);
    return status;
}

/* The directory that holds path: "." for a bare name. */
static enum status sync_parent(const char *path, struct error *err)
{
    struct str parent = STR_INIT;
    const char *slash = strrchr(path, '/');
    if (!slash)
        str_add_text(&parent, ".");
    else if (slash == path)
        str_add_text(&parent, "/");
    else
        str_add(&parent, path, (size_t)(slash - path));
    enum status status = str_status(&parent, err);
    if (status == STATUS_OK)
        status = file_sync_directory(parent.bytes, err);
    str_release(&parent);
    return status;
}

enum status file_write_synced(const char *path, struct str_span bytes,
                              struct error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return error_set_errno(err, STATUS_IO, errno, "cannot create '%s'",
                               path);
    enum status status = file_write_all(fd, path, bytes, err);
    if (status == STATUS_OK && fsync(fd) != 0)
        status =
            error_set_errno(err, STATUS_IO, errno, "cannot sync '%s'", path);
    /* close() may be the first to tell of a full disk (NFS, quotas). */
    if (close(fd) != 0 && status == STATUS_OK)
        status =
            error_set_errno(err, STATUS_IO, errno, "cannot write '%s'", path);
    return status;
}

enum status file_replace(const char *path, struct str_span bytes,
                         struct error *err)
{
    struct str temporary = STR_INIT;
    str_add_text(&temporary, path);
    str_add_text(&temporary, ".tmp");
    enum status status = str_status(&temporary, err);
    if (status != STATUS_OK)
        goto out;
    status = file_write_synced(temporary.bytes, bytes, err);
    if (status == STATUS_OK && rename(temporary.bytes, path) != 0)
        status = error_set_errno(err, STATUS_IO, errno, "cannot rename '%s'",
                                 temporary.bytes);
    if (status == STATUS_OK)
        status = sync_parent(path, err);
    else
        unlink(temporary.bytes);
out:
    str_release(&temporary);
    return status;
}
