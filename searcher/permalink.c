/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/permalink.h"

#include "base/checksum.h"
#include "searcher/collapse.h"
#include "searcher/percent.h"

#include <inttypes.h>
#include <stdio.h>

enum status permalink_hash(struct str_span paragraph,
                           char ret_hash[PERMALINK_HASH_BYTES],
                           struct error *err)
{
    CLEANUP(str_release) struct str flat = STR_INIT;

    collapse_text(paragraph, NULL, 0, &flat, NULL);
    enum status status = str_status(&flat, err);
    if (status == STATUS_OK)
        (void)snprintf(ret_hash, PERMALINK_HASH_BYTES, "%08" PRIx32,
                       (uint32_t)checksum_of(str_view(&flat)));
    return status;
}

/* Whether servers leave a path that ends in it as it is. */
static bool is_plain(struct str_span id)
{
    size_t n_segment = 0;
    bool is_dots = true;

    for (size_t i = 0; i <= id.n_bytes; i++) {
        if (i < id.n_bytes && id.bytes[i] == '\\')
            return false;
        if (i < id.n_bytes && id.bytes[i] != '/') {
            n_segment++;
            is_dots = is_dots && id.bytes[i] == '.';
            continue;
        }
        if (n_segment == 0 || (is_dots && n_segment <= 2))
            return false;
        n_segment = 0;
        is_dots = true;
    }
    return true;
}

void permalink_add(struct str_span base, const char *page, struct str_span id,
                   struct str *out)
{
    str_add_span(out, base);
    str_add_text(out, page);
    if (is_plain(id)) {
        str_add_char(out, '/');
        percent_encode(id, PERCENT_PATH, out);
    } else {
        str_add_text(out, "?id=");
        percent_encode(id, PERCENT_FORM, out);
    }
}
