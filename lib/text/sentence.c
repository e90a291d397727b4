/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/sentence.h"

#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

struct sentence_iter {
    UBreakIterator *breaks;
    UText text;
};

enum status sentence_iter_new(struct sentence_iter **ret_iter,
                              struct error *err)
{
    static const UText closed = UTEXT_INITIALIZER;
    UErrorCode code = U_ZERO_ERROR;
    struct sentence_iter *iter = calloc(1, sizeof *iter);
    if (!iter)
        return error_no_memory(err);
    iter->text = closed;
    iter->breaks = ubrk_open(UBRK_SENTENCE, "", NULL, 0, &code);
    if (U_FAILURE(code)) {
        sentence_iter_free(iter);
        return error_set(err, STATUS_INTERNAL,
                         "cannot cut text into sentences: %s",
                         u_errorName(code));
    }
    *ret_iter = iter;
    return STATUS_OK;
}

void sentence_iter_free(struct sentence_iter *iter)
{
    if (!iter)
        return;
    if (iter->breaks)
        ubrk_close(iter->breaks);
    utext_close(&iter->text);
    free(iter);
}

enum status sentence_start(struct sentence_iter *iter, struct str_span text,
                           struct error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    utext_openUTF8(&iter->text, text.n_bytes > 0 ? text.bytes : "",
                   (int64_t)text.n_bytes, &code);
    ubrk_setUText(iter->breaks, &iter->text, &code);
    if (U_FAILURE(code))
        return error_set(err, STATUS_INTERNAL,
                         "cannot cut text into sentences: %s",
                         u_errorName(code));
    (void)ubrk_first(iter->breaks);
    return STATUS_OK;
}

enum status sentence_next(struct sentence_iter *iter, size_t *ret_end_bytes)
{
    int32_t end = ubrk_next(iter->breaks);
    if (end == UBRK_DONE)
        return STATUS_DONE;
    *ret_end_bytes = (size_t)end;
    return STATUS_OK;
}
