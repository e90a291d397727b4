/*
 * One mail as an article: MIME, encoded words and charsets by gmime, which is
 * in lede-reader alone, for it brings a library of two megabytes with it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_MAIL_MIME_H
#define LEDE_INDEXER_MAIL_MIME_H

#include "indexer/reader.h"

/* Takes the bytes of a message, as it was sent, as an article; facts are the
   sink's. Not there (NULL) in a program that has no gmime. */
__attribute__((weak)) MUST_CHECK enum status mail_mime_take(
    struct str_span bytes, const struct reader_settings *settings,
    const struct reader_facts *facts, const struct reader_sink *sink,
    struct error *err);

#endif
