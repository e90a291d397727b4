/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/lock.h"

#include "base/file.h"
#include "store/directory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* A first run that fails removes its lock file; between open() and flock()
   ours may have become such a file. It is then opened again. */
#define MAX_TRIES 10

static enum status say_holder(const char *index_path, int fd, struct error *err)
{
    char text[32] = "";
    ssize_t n_bytes = pread(fd, text, sizeof text - 1, 0);
    long pid = n_bytes > 0 ? strtol(text, NULL, 10) : 0;
    if (pid > 0)
        error_set(err, STATUS_LOCKED,
                  "index '%s' is being written by process %ld", index_path,
                  pid);
    else
        error_set(err, STATUS_LOCKED,
                  "index '%s' is being written by another process", index_path);
    error_hint(err, "try again when it is done");
    return STATUS_LOCKED;
}

static bool is_same_file(int fd, const char *path)
{
    struct stat opened;
    struct stat named;
    return fstat(fd, &opened) == 0 && stat(path, &named) == 0 &&
           opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

/* For the message of others only: that it is held says the kernel. */
static enum status write_pid(const char *path, int fd, struct error *err)
{
    char text[32];
    int n_bytes = snprintf(text, sizeof text, "%ld\n", (long)getpid());
    if (ftruncate(fd, 0) != 0)
        return error_set_errno(err, STATUS_IO, errno, "cannot write '%s'",
                               path);
    return file_write_all(fd, path, str_span(text, (size_t)n_bytes), err);
}

/* STATUS_DONE: it was removed meanwhile. */
static enum status try_to_take(const char *index_path, const char *path,
                               int *ret_fd, struct error *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0)
        return error_set_errno(err, STATUS_IO, errno, "cannot write index '%s'",
                               index_path);
    enum status status = STATUS_OK;
    if (flock(fd, LOCK_EX | LOCK_NB) != 0)
        status = errno == EWOULDBLOCK
                     ? say_holder(index_path, fd, err)
                     : error_set_errno(err, STATUS_IO, errno,
                                       "cannot lock '%s'", path);
    else if (!is_same_file(fd, path))
        status = STATUS_DONE;
    else
        status = write_pid(path, fd, err);
    if (status == STATUS_OK)
        *ret_fd = fd;
    else
        close(fd);
    return status;
}

enum status lock_take(const char *index_path, struct lock *lock,
                      struct error *err)
{
    struct str path = STR_INIT;
    directory_join(&path, index_path, DIRECTORY_LOCK);
    enum status status = str_status(&path, err);
    if (status == STATUS_OK)
        status = STATUS_DONE;
    for (int i = 0; status == STATUS_DONE && i < MAX_TRIES; i++)
        status = try_to_take(index_path, path.bytes, &lock->fd, err);
    if (status == STATUS_DONE)
        status = error_set(err, STATUS_LOCKED,
                           "index '%s' is being written by other processes",
                           index_path);
    str_release(&path);
    return status;
}

void lock_release(struct lock *lock)
{
    if (lock->fd >= 0)
        close(lock->fd);
    lock->fd = -1;
}

void lock_remove(const char *index_path, struct lock *lock)
{
    struct str path = STR_INIT;
    directory_join(&path, index_path, DIRECTORY_LOCK);
    /* Removed while it is held, so that nobody can hold what is not there. */
    if (lock->fd >= 0 && str_status(&path, NULL) == STATUS_OK)
        (void)unlink(path.bytes);
    str_release(&path);
    lock_release(lock);
}
