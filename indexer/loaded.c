/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/loaded.h"

#include <string.h>

/* Where a page may say its charset: browsers look at 1,024 bytes; pages that
   say it later are common in archives. */
#define DECLARATION_BYTES 8192

void loaded_release(struct loaded *loaded)
{
    str_release(&loaded->text);
    str_release(&loaded->note);
}

static struct str_span behind(struct str_span text, size_t n)
{
    return str_span(text.bytes + n, text.n_bytes - n);
}

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':';
}

/* The value behind the first name (lower case) and "=", in quotes or not. */
static struct str_span value_of(struct str_span text, struct str_span name)
{
    for (size_t i = 0; i + name.n_bytes < text.n_bytes; i++) {
        struct str_span rest = behind(text, i);

        if (!str_span_equal_nocase(str_span(rest.bytes, name.n_bytes), name))
            continue;
        rest = str_span_trim(behind(rest, name.n_bytes));
        if (rest.n_bytes < 2 || rest.bytes[0] != '=')
            continue;
        rest = str_span_trim(behind(rest, 1));
        if (rest.n_bytes > 0 && (rest.bytes[0] == '"' || rest.bytes[0] == '\''))
            rest = str_span_trim(behind(rest, 1));

        size_t n = 0;

        while (n < rest.n_bytes && is_name_char(rest.bytes[n]))
            n++;
        return str_span(rest.bytes, n);
    }
    return str_span("", 0);
}

struct str_span loaded_xml_charset(struct str_span bytes)
{
    const char *end;

    bytes = str_span_trim(bytes);
    if (!str_span_starts(bytes, SPAN("<?xml")))
        return str_span("", 0);
    end = memchr(bytes.bytes, '>', bytes.n_bytes < 512 ? bytes.n_bytes : 512);
    if (end == NULL)
        return str_span("", 0);
    return value_of(str_span(bytes.bytes, (size_t)(end - bytes.bytes)),
                    SPAN("encoding"));
}

struct str_span loaded_html_charset(struct str_span bytes)
{
    struct str_span head = bytes;
    struct str_span charset = str_span("", 0);

    if (head.n_bytes > DECLARATION_BYTES)
        head.n_bytes = DECLARATION_BYTES;
    while (charset.n_bytes == 0 && head.n_bytes > 0) {
        const char *tag = memchr(head.bytes, '<', head.n_bytes);

        if (tag == NULL)
            break;
        head = behind(head, (size_t)(tag + 1 - head.bytes));
        if (head.n_bytes < 5 ||
            !str_span_equal_nocase(str_span(head.bytes, 4), SPAN("meta")))
            continue;

        const char *end = memchr(head.bytes, '>', head.n_bytes);

        if (end != NULL)
            charset = value_of(str_span(head.bytes, (size_t)(end - head.bytes)),
                               SPAN("charset"));
    }
    return charset.n_bytes > 0 ? charset : loaded_xml_charset(bytes);
}

enum status loaded_decode(struct loaded *loaded, struct str_span bytes,
                          const struct reader_settings *settings,
                          struct str_span declared, struct error *err)
{
    bool is_told = settings != NULL && settings->charset != NULL;

    if (is_told)
        declared = str_span_of(settings->charset);

    enum status status = charset_decode(bytes, declared, is_told, &loaded->text,
                                        &loaded->reading, err);

    if (status == STATUS_OK)
        charset_note(&loaded->reading, declared, &loaded->note);
    return status == STATUS_OK ? str_status(&loaded->note, err) : status;
}

/* NOLINTNEXTLINE(readability-function-size): what a reader gets, and loaded */
enum status loaded_read(struct loaded *loaded, struct input *input,
                        const struct reader_settings *settings,
                        loaded_declares declares,
                        const struct reader_sink *sink, bool *ret_is_read,
                        struct error *err)
{
    CLEANUP(str_release) struct str bytes = STR_INIT;
    struct error reason = ERROR_INIT;
    struct str_span declared = str_span("", 0);
    enum status status =
        input_read_all(input, ARTICLE_MAX_BYTES, &bytes, &reason);

    *ret_is_read = status == STATUS_OK;
    if (status == STATUS_NO_MEMORY)
        return error_no_memory(err);
    if (status != STATUS_OK)
        return sink->skip(sink->context, 0, reason.message, err);
    if (declares != NULL)
        declared = declares(str_view(&bytes));
    return loaded_decode(loaded, str_view(&bytes), settings, declared, err);
}

struct reader_facts loaded_facts(const struct loaded *loaded)
{
    struct reader_facts facts = {0};

    facts.n_repaired = loaded->reading.n_repaired;
    facts.note = loaded->note.n_bytes > 0 ? loaded->note.bytes : NULL;
    return facts;
}
