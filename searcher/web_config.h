/*
 * What the owner of a site says in lede.conf: lines of `key = value`, blank
 * lines, and comments that begin with #. lede.cgi(8) lists the keys.
 *
 * Which index is asked, where links lead and how much a request may cost come
 * from here alone, never from a request.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_CONFIG_H
#define LEDE_SEARCHER_WEB_CONFIG_H

#include "base/arena.h"

/* Of the whole file: it has some ten lines. */
#define WEB_CONFIG_MAX_BYTES ((size_t)64 << 10)
#define WEB_CONFIG_MAX_LIST  64 /* indexes, and origins for CORS */

/* An index that can be asked. name is what stands in /in/NAME/ in front of a
   path; the first index has an empty one. */
struct web_index {
    struct str_span name;
    struct str_span path; /* NUL-terminated */
    struct str_span title;
};

struct web_config {
    struct web_index indexes[WEB_CONFIG_MAX_LIST];
    size_t n_indexes;       /* at least 1 when it was read */
    struct str_span origin; /* "https://archive.example", of base-url; or "" */
    struct str_span prefix; /* "/search", of base-url; or "" */
    bool has_base;          /* base-url was given */
    struct str_span cors[WEB_CONFIG_MAX_LIST]; /* origins, or "*" */
    size_t n_cors;
    uint64_t timeout_ms;   /* for one request */
    uint64_t at_most;      /* requests at once; 0: no limit */
    uint64_t memory_bytes; /* address space of the process; 0: no limit */
};

/*
 * Reads text, the content of the file called name; strings are copied into
 * arena. STATUS_BAD_USAGE names the file, the line and what is wrong there.
 */
MUST_CHECK enum status web_config_parse(const char *name, struct str_span text,
                                        struct arena *arena,
                                        struct web_config *ret_config,
                                        struct error *err);

/*
 * The configuration of this process: the file that LEDE_CONFIG names, or else
 * the one index that LEDE_INDEX names, or else the file at fallback.
 * STATUS_NOT_FOUND when there is none of these.
 */
MUST_CHECK enum status web_config_find(const char *fallback,
                                       struct arena *arena,
                                       struct web_config *ret_config,
                                       struct error *err);

#endif
