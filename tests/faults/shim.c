/*
 * The shim's settings, its count, and its log; see shim.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *const call_names[] = {
    "open", "open-read", "read",   "write",  "direct", "flags",
    "sync", "rename",    "link",   "unlink", "mkdir",  "truncate",
    "mmap", "close",     "malloc", "any"};

/* The shim has no owner to keep its state; it is this file's alone. */
static struct {
    bool is_ready;
    char area[PATH_MAX];
    size_t n_area_bytes;
    enum call call;
    long at;
    bool keeps;
    bool kills;
    int answer; /* an errno or SHORT */
    const char *fired;
    const char *count;
    int log; /* -1: none */
    atomic_long n_calls;
    pthread_mutex_t order; /* a change and its line are one */
} shim = {.call = CALL_ANY, .log = -1, .order = PTHREAD_MUTEX_INITIALIZER};

/* ---- the settings */

static int answer_of(const char *name)
{
    static const struct {
        const char *name;
        int answer;
    } answers[] = {{"EIO", EIO},       {"ENOSPC", ENOSPC}, {"EMFILE", EMFILE},
                   {"ENOMEM", ENOMEM}, {"EINTR", EINTR},   {"EINVAL", EINVAL},
                   {"short", SHORT}};

    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        if (strcmp(answers[i].name, name) == 0)
            return answers[i].answer;
    return EIO;
}

static const char *setting(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

__attribute__((constructor)) static void begin(void)
{
    (void)snprintf(shim.area, sizeof shim.area, "%s",
                   setting("LEDE_SHIM_AREA"));
    shim.n_area_bytes = strlen(shim.area);
    for (int i = 0; i <= CALL_ANY; i++)
        if (strcmp(call_names[i], setting("LEDE_SHIM_CALL")) == 0)
            shim.call = (enum call)i;
    shim.at = atol(setting("LEDE_SHIM_AT"));
    shim.keeps = setting("LEDE_SHIM_KEEP")[0] != '\0';
    shim.kills = strcmp(setting("LEDE_SHIM_DO"), "kill") == 0;
    shim.answer = answer_of(setting("LEDE_SHIM_DO"));
    shim.fired = getenv("LEDE_SHIM_FIRED");
    shim.count = getenv("LEDE_SHIM_COUNT");
    const char *log = getenv("LEDE_SHIM_LOG");
    if (log)
        shim.log =
            (int)syscall(SYS_openat, AT_FDCWD, log,
                         O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    shim.is_ready = shim.n_area_bytes > 0;
}

static void note(const char *path, const char *text)
{
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path,
                          O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    syscall(SYS_write, fd, text, strlen(text));
    syscall(SYS_close, fd);
}

__attribute__((destructor)) static void end(void)
{
    char text[32];
    if (!shim.is_ready || !shim.count)
        return;
    (void)snprintf(text, sizeof text, "%ld\n", atomic_load(&shim.n_calls));
    note(shim.count, text);
}

int shim_decide(enum call call)
{
    if (!shim.is_ready)
        return GO_ON;
    bool counts =
        call == shim.call ||
        (shim.call == CALL_ANY && call != CALL_MALLOC && call != CALL_READ &&
         call != CALL_OPEN_READ && call != CALL_DIRECT && call != CALL_FLAGS);
    if (!counts)
        return GO_ON;
    long n = atomic_fetch_add(&shim.n_calls, 1) + 1;
    if (shim.at == 0 || n < shim.at || (n > shim.at && !shim.keeps))
        return GO_ON;
    if (n == shim.at && shim.fired)
        note(shim.fired, "");
    if (shim.kills)
        syscall(SYS_kill, getpid(), SIGKILL);
    return shim.answer;
}

/* ---- whether it is ours */

static bool is_inside(const char *path)
{
    return shim.is_ready && strncmp(path, shim.area, shim.n_area_bytes) == 0 &&
           (path[shim.n_area_bytes] == '/' || path[shim.n_area_bytes] == '\0');
}

/* The path an open descriptor has now; empty if it has none. */
static void path_of(int fd, char path[PATH_MAX])
{
    char link[64];
    (void)snprintf(link, sizeof link,
                   fd == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", fd);
    ssize_t n =
        syscall(SYS_readlinkat, AT_FDCWD, link, path, (size_t)PATH_MAX - 1);
    path[n > 0 ? n : 0] = '\0';
}

bool shim_has_fd(int fd)
{
    char path[PATH_MAX];
    int reason = errno;
    if (!shim.is_ready || fd < 0)
        return false;
    path_of(fd, path);
    errno = reason;
    return is_inside(path);
}

bool shim_has_name(int directory, const char *name, char path[PATH_MAX])
{
    int reason = errno;
    path[0] = '\0';
    if (!shim.is_ready)
        return false;
    if (name[0] != '/')
        path_of(directory, path);
    size_t n = strlen(path);
    while (strncmp(name, "./", 2) == 0)
        name += 2;
    if (strcmp(name, ".") != 0)
        (void)snprintf(path + n, PATH_MAX - n, "%s%s",
                       name[0] == '/' ? "" : "/", name);
    errno = reason;
    return is_inside(path);
}

const char *shim_below(const char *path)
{
    const char *rest = path + shim.n_area_bytes;
    return *rest == '/' ? rest + 1 : rest;
}

/* ---- the log */

void shim_lock_log(void)
{
    if (shim.log >= 0)
        pthread_mutex_lock(&shim.order);
}

void shim_unlock_log(void)
{
    if (shim.log >= 0)
        pthread_mutex_unlock(&shim.order);
}

void shim_log_line(const char *format, ...)
{
    char line[2 * PATH_MAX + 64];
    int reason = errno;
    va_list values;

    if (shim.log < 0)
        return;
    va_start(values, format);
    int n = vsnprintf(line, sizeof line, format, values);
    va_end(values);
    syscall(SYS_write, shim.log, line, (size_t)n);
    errno = reason;
}

unsigned long shim_inode_of(int fd)
{
    struct stat about;
    return fstat(fd, &about) == 0 ? (unsigned long)about.st_ino : 0;
}

void shim_log_write(int fd, const void *bytes, ssize_t n, off_t off)
{
    if (shim.log < 0 || n <= 0)
        return;
    shim_log_line("write %lu %lld %zd\n", shim_inode_of(fd), (long long)off, n);
    syscall(SYS_write, shim.log, bytes, (size_t)n);
    syscall(SYS_write, shim.log, "\n", (size_t)1);
}
