/*
 * JSON text as jansson's values, read by simdjson: what jansson's own reader
 * makes of it, in a tenth of the time.
 *
 * Not for text that is wrong, odd or huge: that is left to jansson, which has
 * the words for what is wrong. So this one refuses without a reason.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_JSON_JSON_LOADER_H
#define LEDE_JSON_JSON_LOADER_H

#include "base/str.h"

#include <jansson.h>

#ifdef __cplusplus
extern "C" {
#endif

/* So many bytes behind the text are read, whatever they hold: simdjson works
   in blocks. */
#define JSON_LOADER_PADDING 64
/* What is kept from one text to the next, and asked of the system at once, is
   up to 14 times the longest text. */
#define JSON_LOADER_MAX_BYTES ((size_t)4 << 20)

struct json_loader; /* one thread at a time */

/* owned by the caller; release with json_loader_free() */
MUST_CHECK enum status json_loader_new(struct json_loader **ret_loader,
                                       struct error *err);
void json_loader_free(struct json_loader *loader);

/*
 * text is any bytes, with JSON_LOADER_PADDING readable ones behind them. What
 * it gives is what json_loadb() gives for the same text with JSON_ALLOW_NUL
 * and JSON_REJECT_DUPLICATES. STATUS_BAD_TEXT, without a message: ask that;
 * the text is no JSON object, or over JSON_LOADER_MAX_BYTES, or nested deeper
 * than simdjson goes.
 * *ret_value is owned by the caller; release with json_decref()
 */
MUST_CHECK enum status json_loader_load(struct json_loader *loader,
                                        struct str_span text,
                                        json_t **ret_value, struct error *err);

#ifdef __cplusplus
}
#endif

#endif
