/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/words.h"

enum status words_join(struct analyser *analyser, struct str_span text,
                       struct str *out, struct error *err)
{
    struct token token;
    bool is_first = true;
    enum status status = analyser_start(analyser, text, err);

    while (status == STATUS_OK) {
        status = analyser_next(analyser, &token, err);
        if (status != STATUS_OK || token.kind != TOKEN_WORD)
            continue;
        if (!is_first)
            str_add_char(out, ' ');
        is_first = false;
        str_add_span(out, token.term);
    }
    return status == STATUS_DONE ? str_status(out, err) : status;
}
