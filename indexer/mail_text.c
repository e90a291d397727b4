/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/mail_text.h"

#include "indexer/http_message.h"

#include <string.h>

static bool is_quoted(struct str_span line)
{
    return line.n_bytes > 0 && line.bytes[0] == '>';
}

static bool is_signature(struct str_span line)
{
    return str_span_equal(line, SPAN("-- ")) ||
           str_span_equal(line, SPAN("--"));
}

void mail_text_part(struct str_span text, struct str *out)
{
    bool was_quoted = false;
    bool is_first = true;

    while (text.n_bytes > 0) {
        struct str_span line = http_line(&text);
        bool is_now = is_quoted(line);

        if (!is_first)
            str_add_char(out, '\n');
        if (!is_first && (is_now != was_quoted || is_signature(line)))
            str_add_char(out, '\n');
        str_add_span(out, line);
        was_quoted = is_now;
        is_first = false;
    }
}

/* What answers and forwards begin with, in some languages. */
static size_t prefix_bytes(struct str_span subject)
{
    static const char *const words[] = {"re", "aw",  "fwd", "fw", "wg",  "sv",
                                        "vs", "ant", "tr",  "rv", "antw"};

    if (subject.n_bytes > 0 && subject.bytes[0] == '[') {
        const char *end = memchr(subject.bytes, ']', subject.n_bytes);

        return end != NULL ? (size_t)(end + 1 - subject.bytes) : 0;
    }
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        size_t n = strlen(words[i]);

        if (subject.n_bytes > n && subject.bytes[n] == ':' &&
            str_span_equal_nocase(str_span(subject.bytes, n),
                                  str_span(words[i], n)))
            return n + 1;
    }
    return 0;
}

struct str_span mail_text_thread(struct str_span subject)
{
    static const struct str_span tail = {"(fwd)", 5};
    size_t n;

    subject = str_span_trim(subject);
    while ((n = prefix_bytes(subject)) > 0)
        subject =
            str_span_trim(str_span(subject.bytes + n, subject.n_bytes - n));
    if (subject.n_bytes > tail.n_bytes &&
        str_span_equal_nocase(
            str_span(subject.bytes + subject.n_bytes - tail.n_bytes,
                     tail.n_bytes),
            tail))
        subject = str_span_trim(
            str_span(subject.bytes, subject.n_bytes - tail.n_bytes));
    return subject;
}
