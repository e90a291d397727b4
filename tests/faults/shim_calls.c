/*
 * The calls that the shim takes the place of; see shim.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int fail(int reason)
{
    errno = reason == SHORT ? EIO : reason;
    return -1;
}

/* ---- opening and closing */

static int open_at(int directory, const char *name, int flags, mode_t mode)
{
    char path[PATH_MAX];
    if (!shim_has_name(directory, name, path))
        return (int)syscall(SYS_openat, directory, name, flags, mode);
    bool writes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT);
    int answer = shim_decide(writes ? CALL_OPEN : CALL_OPEN_READ);
    if (answer != GO_ON)
        return fail(answer);
    shim_lock_log();
    struct stat about;
    bool is_new = fstatat(AT_FDCWD, path, &about, AT_SYMLINK_NOFOLLOW) != 0;
    int fd = (int)syscall(SYS_openat, directory, name, flags, mode);
    if (fd >= 0 && (flags & O_TMPFILE) == O_TMPFILE)
        shim_log_line("unknown O_TMPFILE\n");
    else if (fd >= 0 && is_new)
        shim_log_line("create %lu %s\n", shim_inode_of(fd), shim_below(path));
    else if (fd >= 0 && (flags & O_TRUNC))
        shim_log_line("truncate %lu 0\n", shim_inode_of(fd));
    shim_unlock_log();
    return fd;
}

#define OPEN_MODE(flags)                                                       \
    mode_t mode = 0;                                                           \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                                     \
        va_list values;                                                        \
        va_start(values, flags);                                               \
        mode = va_arg(values, mode_t);                                         \
        va_end(values);                                                        \
    }

int open(const char *name, int flags, ...)
{
    OPEN_MODE(flags)
    return open_at(AT_FDCWD, name, flags, mode);
}

int open64(const char *name, int flags, ...)
{
    OPEN_MODE(flags)
    return open_at(AT_FDCWD, name, flags, mode);
}

int openat(int directory, const char *name, int flags, ...)
{
    OPEN_MODE(flags)
    return open_at(directory, name, flags, mode);
}

int openat64(int directory, const char *name, int flags, ...)
{
    OPEN_MODE(flags)
    return open_at(directory, name, flags, mode);
}

/* What _FORTIFY_SOURCE makes of open() without a mode. */
int __open_2(const char *name, int flags);
int __open64_2(const char *name, int flags);
int __openat_2(int directory, const char *name, int flags);

int __open_2(const char *name, int flags)
{
    return open_at(AT_FDCWD, name, flags, 0);
}

int __open64_2(const char *name, int flags)
{
    return open_at(AT_FDCWD, name, flags, 0);
}

int __openat_2(int directory, const char *name, int flags)
{
    return open_at(directory, name, flags, 0);
}

int close(int fd)
{
    int answer = shim_has_fd(fd) ? shim_decide(CALL_CLOSE) : GO_ON;
    int result = (int)syscall(SYS_close, fd);
    return answer == GO_ON ? result : fail(answer);
}

/* ---- bytes */

/* A direct write counts as such, and as a write. */
static int decide_write(int fd)
{
    int flags = (int)syscall(SYS_fcntl, fd, F_GETFL, 0);
    int answer = GO_ON;
    if (flags >= 0 && (flags & O_DIRECT))
        answer = shim_decide(CALL_DIRECT);
    return answer == GO_ON ? shim_decide(CALL_WRITE) : answer;
}

int fcntl(int fd, int command, ...)
{
    va_list values;
    va_start(values, command);
    void *value = va_arg(values, void *); /* an int fits into it */
    va_end(values);
    int answer =
        command == F_SETFL && shim_has_fd(fd) ? shim_decide(CALL_FLAGS) : GO_ON;
    return answer == GO_ON ? (int)syscall(SYS_fcntl, fd, command, value)
                           : fail(answer);
}

int fcntl64(int fd, int command, ...)
{
    va_list values;
    va_start(values, command);
    void *value = va_arg(values, void *);
    va_end(values);
    return fcntl(fd, command, value);
}

static ssize_t write_at(int fd, const void *bytes, size_t n, const off_t *off)
{
    bool is_ours = shim_has_fd(fd);
    int answer = is_ours ? decide_write(fd) : GO_ON;
    if (answer == SHORT && n > 1)
        n /= 2;
    else if (answer != GO_ON && answer != SHORT)
        return fail(answer);
    if (is_ours)
        shim_lock_log();
    ssize_t done = off ? syscall(SYS_pwrite64, fd, bytes, n, *off)
                       : syscall(SYS_write, fd, bytes, n);
    if (is_ours) {
        int reason = errno;
        shim_log_write(fd, bytes, done,
                       off ? *off : lseek(fd, 0, SEEK_CUR) - (off_t)done);
        errno = reason;
        shim_unlock_log();
    }
    return done;
}

ssize_t write(int fd, const void *bytes, size_t n)
{
    return write_at(fd, bytes, n, NULL);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t off)
{
    return write_at(fd, bytes, n, &off);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off_t off)
{
    return write_at(fd, bytes, n, &off);
}

static bool shortens(int fd, size_t *n, int *ret_answer)
{
    *ret_answer = shim_has_fd(fd) ? shim_decide(CALL_READ) : GO_ON;
    if (*ret_answer == SHORT && *n > 1)
        *n /= 2;
    return *ret_answer == GO_ON || *ret_answer == SHORT;
}

ssize_t read(int fd, void *bytes, size_t n)
{
    int answer;
    return shortens(fd, &n, &answer) ? syscall(SYS_read, fd, bytes, n)
                                     : fail(answer);
}

ssize_t pread(int fd, void *bytes, size_t n, off_t off)
{
    int answer;
    return shortens(fd, &n, &answer) ? syscall(SYS_pread64, fd, bytes, n, off)
                                     : fail(answer);
}

ssize_t pread64(int fd, void *bytes, size_t n, off_t off)
{
    return pread(fd, bytes, n, off);
}

int ftruncate(int fd, off_t n_bytes)
{
    bool is_ours = shim_has_fd(fd);
    int answer = is_ours ? shim_decide(CALL_TRUNCATE) : GO_ON;
    if (answer != GO_ON)
        return fail(answer);
    if (!is_ours)
        return (int)syscall(SYS_ftruncate, fd, n_bytes);
    shim_lock_log();
    int result = (int)syscall(SYS_ftruncate, fd, n_bytes);
    if (result == 0)
        shim_log_line("truncate %lu %lld\n", shim_inode_of(fd),
                      (long long)n_bytes);
    shim_unlock_log();
    return result;
}

int ftruncate64(int fd, off_t n_bytes)
{
    return ftruncate(fd, n_bytes);
}

/* What is ours is not made to wait for a disk: whether this call was made, and
   when, is all that is asked of it (replay.py loses what was not synced). */
static int sync_fd(long number, int fd)
{
    bool is_ours = shim_has_fd(fd);
    int answer = is_ours ? shim_decide(CALL_SYNC) : GO_ON;
    if (answer != GO_ON)
        return fail(answer);
    if (!is_ours)
        return (int)syscall(number, fd);
    shim_lock_log();
    shim_log_line("sync %lu\n", shim_inode_of(fd));
    shim_unlock_log();
    return 0;
}

int fsync(int fd)
{
    return sync_fd(SYS_fsync, fd);
}

int fdatasync(int fd)
{
    return sync_fd(SYS_fdatasync, fd);
}

void *mmap(void *where, size_t n, int protection, int flags, int fd, off_t off)
{
    bool is_ours = fd < 0 || shim_has_fd(fd);
    int answer = is_ours ? shim_decide(CALL_MMAP) : GO_ON;
    if (answer != GO_ON) {
        errno = answer;
        return MAP_FAILED;
    }
    if (fd >= 0 && is_ours && (flags & MAP_SHARED) && (protection & PROT_WRITE))
        shim_log_line("unknown shared mapping\n");
    return (void *)syscall(SYS_mmap, where, n, protection, flags, fd, off);
}

void *mmap64(void *where, size_t n, int protection, int flags, int fd,
             off_t off)
{
    return mmap(where, n, protection, flags, fd, off);
}

/* ---- names */

int renameat(int from_directory, const char *from, int to_directory,
             const char *to)
{
    char from_path[PATH_MAX];
    char to_path[PATH_MAX];
    bool is_ours = shim_has_name(from_directory, from, from_path);
    if (shim_has_name(to_directory, to, to_path))
        is_ours = true;
    int answer = is_ours ? shim_decide(CALL_RENAME) : GO_ON;
    if (answer != GO_ON)
        return fail(answer);
    shim_lock_log();
    int result =
        (int)syscall(SYS_renameat2, from_directory, from, to_directory, to, 0);
    if (is_ours && result == 0)
        shim_log_line("rename %s\t%s\n", shim_below(from_path),
                      shim_below(to_path));
    shim_unlock_log();
    return result;
}

int rename(const char *from, const char *to)
{
    return renameat(AT_FDCWD, from, AT_FDCWD, to);
}

int linkat(int from_directory, const char *from, int to_directory,
           const char *to, int flags)
{
    char from_path[PATH_MAX];
    char to_path[PATH_MAX];
    bool is_ours = shim_has_name(to_directory, to, to_path);
    int answer = is_ours ? shim_decide(CALL_LINK) : GO_ON;
    if (answer != GO_ON)
        return fail(answer);
    shim_lock_log();
    int result =
        (int)syscall(SYS_linkat, from_directory, from, to_directory, to, flags);
    if (is_ours && result == 0) {
        if (shim_has_name(from_directory, from, from_path))
            shim_log_line("link %s\t%s\n", shim_below(from_path),
                          shim_below(to_path));
        else
            shim_log_line("unknown link to '%s'\n", from_path);
    }
    shim_unlock_log();
    return result;
}

int link(const char *from, const char *to)
{
    return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlinkat(int directory, const char *name, int flags)
{
    char path[PATH_MAX];
    bool is_ours = shim_has_name(directory, name, path);
    int answer = is_ours ? shim_decide(CALL_UNLINK) : GO_ON;
    if (answer != GO_ON)
        return fail(answer);
    shim_lock_log();
    int result = (int)syscall(SYS_unlinkat, directory, name, flags);
    if (is_ours && result == 0)
        shim_log_line("unlink %s\n", shim_below(path));
    shim_unlock_log();
    return result;
}

int unlink(const char *name)
{
    return unlinkat(AT_FDCWD, name, 0);
}

int rmdir(const char *name)
{
    return unlinkat(AT_FDCWD, name, AT_REMOVEDIR);
}

int mkdirat(int directory, const char *name, mode_t mode)
{
    char path[PATH_MAX];
    bool is_ours = shim_has_name(directory, name, path);
    int answer = is_ours ? shim_decide(CALL_MKDIR) : GO_ON;
    if (answer != GO_ON)
        return fail(answer);
    shim_lock_log();
    int result = (int)syscall(SYS_mkdirat, directory, name, mode);
    struct stat about;
    if (is_ours && result == 0 &&
        fstatat(directory, name, &about, AT_SYMLINK_NOFOLLOW) == 0)
        shim_log_line("mkdir %lu %s\n", (unsigned long)about.st_ino,
                      shim_below(path));
    shim_unlock_log();
    return result;
}

int mkdir(const char *name, mode_t mode)
{
    return mkdirat(AT_FDCWD, name, mode);
}

/* ---- memory */

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t n);

static bool has_memory(void)
{
    if (shim_decide(CALL_MALLOC) == GO_ON)
        return true;
    errno = ENOMEM;
    return false;
}

void *malloc(size_t n)
{
    return has_memory() ? __libc_malloc(n) : NULL;
}

void *calloc(size_t n, size_t size)
{
    return has_memory() ? __libc_calloc(n, size) : NULL;
}

void *realloc(void *old, size_t n)
{
    return has_memory() ? __libc_realloc(old, n) : NULL;
}
