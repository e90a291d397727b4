/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Shows that a text was longer than its room, without splitting UTF-8. */
static void mark_cut(char *text, size_t n_room)
{
    size_t end = n_room - sizeof("...");
    while (end > 0 && ((unsigned char)text[end] & 0xC0) == 0x80)
        end--;
    memcpy(text + end, "...", sizeof("..."));
}

static void PRINTF_LIKE(3, 0)
    fill(char *text, size_t n_room, const char *format, va_list args)
{
    int n = vsnprintf(text, n_room, format, args);
    if (n < 0)
        text[0] = '\0';
    else if ((size_t)n >= n_room)
        mark_cut(text, n_room);
}

enum status error_set(struct error *err, enum status status, const char *format,
                      ...)
{
    if (err) {
        va_list args;
        err->status = status;
        err->hint[0] = '\0';
        va_start(args, format);
        fill(err->message, sizeof(err->message), format, args);
        va_end(args);
    }
    return status;
}

enum status error_set_errno(struct error *err, enum status status,
                            int errno_value, const char *format, ...)
{
    if (err) {
        va_list args;
        char reason[128];
        size_t n_used;
        err->status = status;
        err->hint[0] = '\0';
        va_start(args, format);
        fill(err->message, sizeof(err->message), format, args);
        va_end(args);
        n_used = strlen(err->message);
        /* GNU strerror_r returns the text, which may not be in the buffer. */
        const char *text = strerror_r(errno_value, reason, sizeof(reason));
        int n = snprintf(err->message + n_used, sizeof(err->message) - n_used,
                         ": %s", text);
        if (n < 0 || (size_t)n >= sizeof(err->message) - n_used)
            mark_cut(err->message, sizeof(err->message));
    }
    return status;
}

void error_hint(struct error *err, const char *format, ...)
{
    if (err) {
        va_list args;
        va_start(args, format);
        fill(err->hint, sizeof(err->hint), format, args);
        va_end(args);
    }
}

enum status error_no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "out of memory");
}

const char *status_name(enum status status)
{
    switch (status) {
    case STATUS_OK:
        return "ok";
    case STATUS_DONE:
        return "done";
    case STATUS_NOT_FOUND:
        return "not_found";
    case STATUS_LOCKED:
        return "locked";
    case STATUS_CORRUPT:
        return "corrupt";
    case STATUS_OUTDATED:
        return "outdated";
    case STATUS_MODIFIED:
        return "modified";
    case STATUS_BAD_QUERY:
        return "bad_query";
    case STATUS_BAD_TEXT:
        return "bad_text";
    case STATUS_BAD_USAGE:
        return "bad_usage";
    case STATUS_TOO_BIG:
        return "too_big";
    case STATUS_IO:
        return "io";
    case STATUS_NO_MEMORY:
        return "no_memory";
    case STATUS_INTERNAL:
        return "internal";
    }
    return "unknown";
}
