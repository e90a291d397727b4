/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/spill.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_NAME "/spill.tmp"

enum status spill_init(struct spill *spill, const char *directory,
                       struct error *err)
{
    *spill = (struct spill){.fd = -1, .directory = strdup(directory)};
    return spill->directory ? STATUS_OK : error_no_memory(err);
}

void spill_reset(struct spill *spill)
{
    if (spill->fd >= 0)
        close(spill->fd);
    spill->fd = -1;
    spill->n_bytes = 0;
}

void spill_release(struct spill *spill)
{
    if (!spill || !spill->directory)
        return;
    spill_reset(spill);
    free(spill->directory);
    spill->directory = NULL;
}

static enum status open_nameless(struct spill *spill, struct error *err)
{
    CLEANUP(str_release) struct str path = STR_INIT;
    str_add_text(&path, spill->directory);
    str_add_text(&path, FILE_NAME);
    enum status status = str_status(&path, err);
    if (status != STATUS_OK)
        return status;
    spill->fd = open(path.bytes, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (spill->fd < 0)
        return error_set_errno(err, STATUS_IO, errno, "cannot create '%s'",
                               path.bytes);
    if (unlink(path.bytes) != 0)
        return error_set_errno(err, STATUS_IO, errno, "cannot remove '%s'",
                               path.bytes);
    return STATUS_OK;
}

enum status spill_write(struct spill *spill, struct str_span bytes,
                        uint64_t *ret_off_bytes, struct error *err)
{
    if (spill->fd < 0) {
        enum status status = open_nameless(spill, err);
        if (status != STATUS_OK)
            return status;
    }
    *ret_off_bytes = spill->n_bytes;
    spill->n_bytes += bytes.n_bytes;
    return file_write_all(spill->fd, "a temporary file", bytes, err);
}

enum status spill_read(const struct spill *spill, uint64_t off_bytes, char *to,
                       size_t n_bytes, struct error *err)
{
    while (n_bytes > 0) {
        ssize_t n = pread(spill->fd, to, n_bytes, (off_t)off_bytes);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return error_set_errno(err, STATUS_IO, errno,
                                   "cannot read a temporary file");
        if (n == 0)
            return error_set(err, STATUS_CORRUPT,
                             "a temporary file has become shorter");
        to += n;
        off_bytes += (size_t)n;
        n_bytes -= (size_t)n;
    }
    return STATUS_OK;
}
