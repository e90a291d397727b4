/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/lock.h"

#include "base/file.h"
#include "store/directory.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* A first run that fails removes its lock file; between open() and flock()
   ours may have become such a file. It is then opened again. */
#define MAX_TRIES 10
#define WAIT_MS   20
/* What a process has begun (child.h) has its lock as well, and is ended with
   it by the kernel: not quite at once. */
#define DYING_MS 1000

/* The command line of a process, as far as there is room, without control
   characters; "" if /proc does not tell. */
static void read_command(long pid, char *ret_command, size_t n_room)
{
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/%ld/cmdline", pid);
    ret_command[0] = '\0';
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    ssize_t n = read(fd, ret_command, n_room - 1);
    close(fd);
    size_t n_bytes = n > 0 ? (size_t)n : 0;
    while (n_bytes > 0 && ret_command[n_bytes - 1] == '\0')
        n_bytes--;
    ret_command[n_bytes] = '\0';
    for (size_t i = 0; i < n_bytes; i++)
        if ((unsigned char)ret_command[i] < ' ' || ret_command[i] == 0x7f)
            ret_command[i] = ' ';
}

/* 0: not told. */
static long read_pid(int fd)
{
    char text[32] = "";
    ssize_t n_bytes = pread(fd, text, sizeof text - 1, 0);
    return n_bytes > 0 ? strtol(text, NULL, 10) : 0;
}

static bool is_holder_gone(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return false;
    long pid = read_pid(fd);
    close(fd);
    return pid > 0 && kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

static enum status say_holder(const char *index_path, int fd, struct error *err)
{
    char command[96] = "";
    long pid = read_pid(fd);
    if (pid > 0)
        read_command(pid, command, sizeof command);
    if (*command)
        error_set(err, STATUS_LOCKED,
                  "index '%s' is being written by process %ld (%s)", index_path,
                  pid, command);
    else if (pid > 0)
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

/* For the message of others only: that it is held says the kernel. So where
   the disk is full it is held without a name; but never under another's. */
static enum status write_pid(const char *path, int fd, struct error *err)
{
    char text[32];
    int n_bytes = snprintf(text, sizeof text, "%ld\n", (long)getpid());
    if (ftruncate(fd, 0) != 0)
        return error_set_errno(err, STATUS_IO, errno, "cannot write '%s'",
                               path);
    if (file_write_all(fd, path, str_span(text, (size_t)n_bytes), NULL) ==
        STATUS_OK)
        return STATUS_OK;
    return ftruncate(fd, 0) == 0 ? STATUS_OK
                                 : error_set_errno(err, STATUS_IO, errno,
                                                   "cannot write '%s'", path);
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

/* In milliseconds, from some point on. */
static uint64_t read_clock(void)
{
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0;
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* There is no flock() that gives up after a while; alarms are the program's. */
static void wait_a_little(void)
{
    const struct timespec pause = {0, WAIT_MS * 1000000L};
    (void)nanosleep(&pause, NULL);
}

enum status lock_take(const char *index_path, uint32_t timeout_ms,
                      struct lock *lock, struct error *err)
{
    struct str path = STR_INIT;
    int n_removed = 0;
    directory_join(&path, index_path, DIRECTORY_LOCK);
    enum status status = str_status(&path, err);
    uint64_t start = read_clock();
    uint64_t end = start + timeout_ms;
    while (status == STATUS_OK) {
        status = try_to_take(index_path, path.bytes, &lock->fd, err);
        if (status == STATUS_OK)
            break;
        if (status == STATUS_DONE && ++n_removed < MAX_TRIES) {
            status = STATUS_OK;
        } else if (status == STATUS_LOCKED &&
                   (read_clock() < end || (read_clock() < start + DYING_MS &&
                                           is_holder_gone(path.bytes)))) {
            wait_a_little();
            status = STATUS_OK;
        }
    }
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
