/*
 * Mail: mbox in its four kinds (RFC 4155 and what was before), and files of one
 * mail each, as in Maildir. Where a mail begins is told here; what is in it,
 * by gmime (mail_mime.h).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/http_message.h"
#include "indexer/mail_mime.h"

#include <ctype.h>
#include <string.h>

/* "From a@example.org Mon May 14 10:00:00 2001": a time is in it. */
static bool is_from_line(struct str_span line)
{
    bool has_colon = false;
    bool has_digit = false;

    if (!str_span_starts(line, SPAN("From ")) || line.n_bytes > 500)
        return false;
    for (size_t i = 5; i < line.n_bytes; i++) {
        has_colon |= line.bytes[i] == ':';
        has_digit |= line.bytes[i] >= '0' && line.bytes[i] <= '9';
    }
    return has_colon && has_digit;
}

struct box {
    struct input *input;
    const struct reader_settings *settings;
    const struct reader_sink *sink;
    struct str message;
    uint64_t n_lines;
    uint64_t i_first; /* line of the message */
    bool is_box;      /* else it is one mail */
    bool is_begun;    /* something else than blanks has come */
    bool is_large;
};

static enum status push(struct box *box, struct error *err)
{
    struct reader_facts facts = {.line = box->is_box ? box->i_first : 0};
    enum status status = STATUS_OK;

    if (box->is_large)
        status =
            box->sink->skip(box->sink->context, facts.line, "over 64 MiB", err);
    else if (box->message.n_bytes > 0)
        status = mail_mime_take(str_view(&box->message), box->settings, &facts,
                                box->sink, err);
    str_reset(&box->message);
    box->is_large = false;
    return status;
}

/* A line of the body that began with "From " has got ">" in front. */
static struct str_span unescape(struct str_span line)
{
    size_t n = 0;

    while (n < line.n_bytes && line.bytes[n] == '>')
        n++;
    return n > 0 && str_span_starts(str_span(line.bytes + n, line.n_bytes - n),
                                    SPAN("From "))
               ? str_span(line.bytes + 1, line.n_bytes - 1)
               : line;
}

static enum status add_line(struct box *box, struct str_span line,
                            struct error *err)
{
    if (box->is_box)
        line = unescape(line);
    box->is_large |= box->message.n_bytes + line.n_bytes > ARTICLE_MAX_BYTES;
    if (box->is_large)
        return STATUS_OK;
    str_add_span(&box->message, line);
    str_add_char(&box->message, '\n');
    return str_status(&box->message, err);
}

static enum status read_lines(struct box *box, struct error *reason,
                              struct error *err)
{
    CLEANUP(str_release) struct str line = STR_INIT;
    bool is_blank = true; /* the line before, or none */
    enum status status = STATUS_OK;

    while (status == STATUS_OK) {
        status = input_read_line(box->input, ARTICLE_MAX_BYTES, &line, reason);
        if (status == STATUS_TOO_BIG) {
            *reason = (struct error)ERROR_INIT;
            box->is_large = true;
            str_reset(&line);
            status = STATUS_OK;
        }
        if (status != STATUS_OK)
            break;
        box->n_lines++;
        /* Mail that a web page gave out has blanks in front. */
        if (!box->is_begun && str_span_trim(str_view(&line)).n_bytes == 0)
            continue;
        if (!box->is_begun)
            box->is_box = is_from_line(str_view(&line));
        box->is_begun = true;
        if (box->is_box && is_blank && is_from_line(str_view(&line))) {
            status = push(box, err);
            box->i_first = box->n_lines;
        } else {
            status = add_line(box, str_view(&line), err);
        }
        is_blank = line.n_bytes == 0;
    }
    return status;
}

static enum status read_mail(struct input *input,
                             const struct reader_settings *settings,
                             const struct reader_sink *sink, struct error *err)
{
    struct box box = {.input = input, .settings = settings, .sink = sink};
    struct error reason = ERROR_INIT;
    enum status status;

    if (mail_mime_take == NULL)
        return sink->skip(sink->context, 0,
                          "mail, which lede reads if it is built with gmime",
                          err);
    str_init(&box.message, ARTICLE_MAX_BYTES * 2);
    status = read_lines(&box, &reason, err);
    if (status == STATUS_DONE || reason.status != STATUS_OK) {
        status = push(&box, err);
        if (status == STATUS_OK && reason.status != STATUS_OK)
            status = sink->skip(sink->context, 0, reason.message, err);
    }
    str_release(&box.message);
    return status;
}

/* The headers that every mail has, or nearly. */
static bool is_mail_field(struct str_span name, const char *wanted)
{
    return str_span_equal_nocase(name, str_span_of(wanted));
}

static bool has_mail_headers(struct str_span head)
{
    bool has_from = false;
    unsigned n_others = 0;

    for (int i = 0; i < 200 && head.n_bytes > 0; i++) {
        struct str_span line = http_line(&head);
        struct str_span name;
        struct str_span value;

        if (line.n_bytes == 0)
            break;
        if (line.bytes[0] == ' ' || line.bytes[0] == '\t')
            continue;
        if (!http_field(line, &name, &value) ||
            memchr(name.bytes, ' ', name.n_bytes) != NULL)
            return false;
        has_from |= is_mail_field(name, "from");
        n_others +=
            is_mail_field(name, "date") + is_mail_field(name, "message-id") +
            is_mail_field(name, "received") + is_mail_field(name, "subject") +
            is_mail_field(name, "to") + is_mail_field(name, "mime-version") +
            is_mail_field(name, "return-path");
    }
    return has_from && n_others >= 2;
}

static bool sniff(struct str_span head)
{
    struct str_span rest;

    while (head.n_bytes > 0 && isspace((unsigned char)head.bytes[0]))
        head = str_span(head.bytes + 1, head.n_bytes - 1);
    rest = head;
    return is_from_line(http_line(&rest)) || has_mail_headers(head);
}

static const char *const endings[] = {".mbox", ".eml", NULL};

const struct reader reader_mail = {
    .name = "mail",
    .endings = endings,
    .sniff = sniff,
    .read = read_mail,
    .is_risky = true,
};
