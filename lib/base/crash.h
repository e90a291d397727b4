/*
 * What a program says when it is brought down. Xapian trusts the tables that
 * it reads, and on some damaged ones reads past their ends: the reader of the
 * program is owed a message and a status then, not "segmentation fault".
 *
 * Nothing is mended here: the process ends at once.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_BASE_CRASH_H
#define LEDE_BASE_CRASH_H

#include "base/error.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* From now on SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGABRT write text, cut at
   some 400 bytes, to standard error and end the process with this status. In
   builds with a sanitizer, whose reports say more, it does nothing. Once a
   process, at its start; a debugger sees the signal before. */
void crash_say(const char *text, int exit_status);

/*
 * So many milliseconds from now SIGALRM writes text, cut at some 400 bytes, to
 * standard error and ends the process with this status, whatever it is at: for
 * work inside of a library that cannot be called off. Each call takes the place
 * of the last one; 0: never. STATUS_IO if there is no timer.
 */
MUST_CHECK enum status crash_after(uint64_t ms, const char *text,
                                   int exit_status, struct error *err);

/* Ends the process with that status, or 2, and says that memory is out: for
   where a library would abort because of that. Allocates nothing. */
#ifdef __cplusplus
[[noreturn]]
#else
_Noreturn
#endif
void crash_no_memory(void);

#ifdef __cplusplus
}
#endif

#endif
