/*
 * The files that operands stand for.
 *
 * A file operand is that file. A directory is walked: its entries ordered by
 * the bytes of their names, so that two runs over the same archive see the
 * same order on every machine. In it
 *  - files and symbolic links to files are taken;
 *  - symbolic links to directories are not followed, but told (name the
 *    directory as an operand to have it read): so a loop can't be entered,
 *    nothing is read twice, and nothing is missing without a word. The same
 *    for links that lead nowhere;
 *  - names that begin with a dot are left out and counted: they are not
 *    articles but what version control, editors and desktops leave behind;
 *  - of a Maildir what is in cur and new is taken, and what is in its folders,
 *    though their names begin with a dot; the rest is left out and counted:
 *    half-delivered mail in tmp, and what mail programs note;
 *  - directories that are an index of ours are left out and counted likewise;
 *    one that is an operand is told;
 *  - FIFOs, sockets and devices are told.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_WALK_H
#define LEDE_INDEXER_WALK_H

#include "base/str.h"

struct walk_file {
    const char *path;     /* to open it by */
    const char *relative; /* to the operand that is a directory; for an
                             operand that is a file, the operand */
    uint64_t n_bytes;     /* when it was seen */
    int64_t mtime_ns;     /* likewise, since 1970 */
};

struct walk {
    void *context;
    enum status (*file)(void *context, const struct walk_file *file,
                        struct error *err);
    /* What is there can't be read; NULL: not asked for. */
    enum status (*skip)(void *context, const char *path, const char *reason,
                        struct error *err);
    uint64_t n_hidden; /* names left out */
    const char *index; /* the one that the run writes, never walked though it
                          may not look like one yet; NULL: none */
};

/* Calls file and skip for all that operand stands for; "-" is a file. A
   failure is one of theirs, or STATUS_NO_MEMORY. */
MUST_CHECK enum status walk_operand(struct walk *walk, const char *operand,
                                    struct error *err);

#endif
