/*
 * Whether an index is what was written: sizes and checksums of all files, then
 * what Xapian's own checker says, then whether the tables agree with one
 * another and all records can be read.
 *
 * The checksums alone find every bit that changed since the commit. The rest
 * finds what was wrong when it was written, and tells what the damage is.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_VERIFY_H
#define LEDE_STORE_VERIFY_H

#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

struct finding {
    bool is_damage;   /* false: a remark, such as a file that is not ours */
    const char *path; /* of the file, segment or index that it is about */
    const char *text; /* "its checksum is not that of the manifest" */
};

/* What it returns but STATUS_OK ends the verification. The finding is
   borrowed for the call. */
typedef enum status (*verify_tell)(void *context, const struct finding *finding,
                                   struct error *err);

struct verify_result {
    uint64_t n_damages;
    uint64_t n_remarks;
    uint64_t n_articles; /* living, as the manifest says */
    uint64_t n_bytes;    /* read and compared */
};

/*
 * Verifies one state of the index, which may be written meanwhile.
 * STATUS_OK whatever was found: see ret_result. STATUS_NOT_FOUND, _OUTDATED
 * when there is no index to verify; a manifest that is damaged is a finding.
 *
 * Reading damaged tables may crash or never end: that is done in a child
 * process, so call this while no other thread holds a lock. (It forks.)
 */
MUST_CHECK enum status index_verify(const char *path, verify_tell tell,
                                    void *context,
                                    struct verify_result *ret_result,
                                    struct error *err);

#ifdef __cplusplus
}
#endif

#endif
