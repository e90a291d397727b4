/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/http_message.h"

#include <string.h>
#define ZLIB_CONST /* its input */
#include <zlib.h>
#ifdef HAVE_BROTLI
#include <brotli/decode.h>
#endif

#define HEADERS_MAX 1000
#define PIECE_BYTES ((size_t)32 << 10)

static struct str_span behind(struct str_span text, size_t n)
{
    return str_span(text.bytes + n, text.n_bytes - n);
}

struct str_span http_line(struct str_span *text)
{
    const char *end =
        text->n_bytes > 0 ? memchr(text->bytes, '\n', text->n_bytes) : NULL;
    size_t n = end != NULL ? (size_t)(end - text->bytes) : text->n_bytes;
    struct str_span line = str_span(text->bytes, n);

    *text = behind(*text, n + (end != NULL));
    if (line.n_bytes > 0 && line.bytes[line.n_bytes - 1] == '\r')
        line.n_bytes--;
    return line;
}

bool http_field(struct str_span line, struct str_span *ret_name,
                struct str_span *ret_value)
{
    const char *colon =
        line.n_bytes > 0 ? memchr(line.bytes, ':', line.n_bytes) : NULL;
    size_t n;

    if (colon == NULL || colon == line.bytes)
        return false;
    n = (size_t)(colon - line.bytes);
    *ret_name = str_span_trim(str_span(line.bytes, n));
    *ret_value = str_span_trim(behind(line, n + 1));
    return true;
}

void http_type(struct str_span value, struct str_span *ret_type,
               struct str_span *ret_charset)
{
    const char *mark =
        value.n_bytes > 0 ? memchr(value.bytes, ';', value.n_bytes) : NULL;
    size_t n = mark != NULL ? (size_t)(mark - value.bytes) : value.n_bytes;

    *ret_type = str_span_trim(str_span(value.bytes, n));
    *ret_charset = str_span("", 0);
    for (; n + 8 < value.n_bytes; n++) {
        struct str_span rest = behind(value, n);

        if (!str_span_equal_nocase(str_span(rest.bytes, 8), SPAN("charset=")))
            continue;
        rest = behind(rest, 8);
        mark = memchr(rest.bytes, ';', rest.n_bytes);
        if (mark != NULL)
            rest.n_bytes = (size_t)(mark - rest.bytes);
        *ret_charset = str_span_trim(rest);
        return;
    }
}

static unsigned read_code(struct str_span line)
{
    unsigned code = 0;
    size_t i = 0;

    while (i < line.n_bytes && line.bytes[i] != ' ')
        i++;
    while (i < line.n_bytes && line.bytes[i] == ' ')
        i++;
    for (size_t n = 0; n < 3 && i < line.n_bytes; n++, i++) {
        if (line.bytes[i] < '0' || line.bytes[i] > '9')
            return 0;
        code = code * 10 + (unsigned)(line.bytes[i] - '0');
    }
    return code;
}

static void take_header(struct http_message *message, struct str_span name,
                        struct str_span value)
{
    if (str_span_equal_nocase(name, SPAN("content-type")) &&
        message->type.n_bytes == 0)
        http_type(value, &message->type, &message->charset);
    else if (str_span_equal_nocase(name, SPAN("content-encoding")))
        message->encoding = value;
    else if (str_span_equal_nocase(name, SPAN("transfer-encoding")))
        message->is_chunked |=
            value.n_bytes >= 7 &&
            str_span_equal_nocase(behind(value, value.n_bytes - 7),
                                  SPAN("chunked"));
}

void http_message_read(struct str_span bytes, struct http_message *ret_message)
{
    struct str_span rest = bytes;

    memset(ret_message, 0, sizeof(*ret_message));
    ret_message->body = bytes;
    if (!str_span_starts(bytes, SPAN("HTTP/")))
        return;
    ret_message->code = read_code(http_line(&rest));
    for (int i = 0; i < HEADERS_MAX && rest.n_bytes > 0; i++) {
        struct str_span line = http_line(&rest);
        struct str_span name;
        struct str_span value;

        if (line.n_bytes == 0)
            break;
        if (http_field(line, &name, &value))
            take_header(ret_message, name, value);
    }
    ret_message->body = rest;
}

/* ---- chunks */

static bool take_hex(struct str_span line, size_t *ret_n)
{
    size_t i = 0;

    *ret_n = 0;
    for (; i < line.n_bytes && i < 12; i++) {
        char c = line.bytes[i];
        unsigned digit;

        if (c >= '0' && c <= '9')
            digit = (unsigned)(c - '0');
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
            digit = (unsigned)((c | 0x20) - 'a') + 10;
        else
            break;
        *ret_n = *ret_n * 16 + digit;
    }
    return i > 0 &&
           (i == line.n_bytes || line.bytes[i] == ';' || line.bytes[i] == ' ');
}

/* False when there are none: crawlers take them off, and leave the header. */
static bool join_chunks(struct str_span body, struct str *out)
{
    while (body.n_bytes > 0) {
        struct str_span rest = body;
        size_t n;

        if (!take_hex(http_line(&rest), &n))
            return out->n_bytes > 0;
        if (n == 0)
            return true;
        if (n > rest.n_bytes)
            n = rest.n_bytes;
        str_add(out, rest.bytes, n);
        body = behind(rest, n);
        (void)http_line(&body);
    }
    return true;
}

/* ---- compression */

static enum status say_damaged(const char *what, struct error *err)
{
    return error_set(err, STATUS_BAD_TEXT, "its %s data is damaged", what);
}

static enum status run_inflate(z_stream *stream, struct str *out)
{
    unsigned char piece[PIECE_BYTES];
    int result = Z_OK;

    while (result == Z_OK && str_status(out, NULL) == STATUS_OK) {
        stream->next_out = piece;
        stream->avail_out = sizeof(piece);
        result = inflate(stream, Z_NO_FLUSH);
        str_add(out, (const char *)piece, sizeof(piece) - stream->avail_out);
    }
    return out->n_bytes > 0 || result == Z_STREAM_END ? STATUS_OK
                                                      : STATUS_BAD_TEXT;
}

/* window_bits as zlib has it: 47 for gzip and zlib, -15 for neither. */
static enum status inflate_with(int window_bits, struct str_span body,
                                struct str *out, struct error *err)
{
    z_stream stream;

    memset(&stream, 0, sizeof(stream));
    stream.next_in = (const unsigned char *)body.bytes;
    stream.avail_in = (unsigned)body.n_bytes;
    if (inflateInit2(&stream, window_bits) != Z_OK)
        return error_no_memory(err);

    enum status status = run_inflate(&stream, out);

    (void)inflateEnd(&stream);
    return status == STATUS_OK ? str_status(out, err)
                               : say_damaged("compressed", err);
}

static enum status inflate_body(struct str_span body, struct str *out,
                                struct error *err)
{
    enum status status = inflate_with(47, body, out, err);

    return status == STATUS_BAD_TEXT ? inflate_with(-15, body, out, err)
                                     : status;
}

#ifdef HAVE_BROTLI
static enum status unbrotli_body(struct str_span body, struct str *out,
                                 struct error *err)
{
    BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    const uint8_t *in = (const uint8_t *)body.bytes;
    size_t n_in = body.n_bytes;
    BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;

    if (state == NULL)
        return error_no_memory(err);
    while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT &&
           str_status(out, NULL) == STATUS_OK) {
        uint8_t piece[PIECE_BYTES];
        uint8_t *end = piece;
        size_t n_room = sizeof(piece);

        result = BrotliDecoderDecompressStream(state, &n_in, &in, &n_room, &end,
                                               NULL);
        str_add(out, (const char *)piece, (size_t)(end - piece));
    }
    BrotliDecoderDestroyInstance(state);
    if (out->n_bytes == 0 && result != BROTLI_DECODER_RESULT_SUCCESS)
        return say_damaged("brotli", err);
    return str_status(out, err);
}
#endif

static enum status decompress(struct str_span encoding, struct str_span body,
                              struct str *out, struct error *err)
{
    if (str_span_equal_nocase(encoding, SPAN("gzip")) ||
        str_span_equal_nocase(encoding, SPAN("x-gzip")) ||
        str_span_equal_nocase(encoding, SPAN("deflate")))
        return inflate_body(body, out, err);
#ifdef HAVE_BROTLI
    if (str_span_equal_nocase(encoding, SPAN("br")))
        return unbrotli_body(body, out, err);
#endif
    return error_set(err, STATUS_BAD_TEXT, "its encoding '%.*s' is not known",
                     (int)(encoding.n_bytes < 40 ? encoding.n_bytes : 40),
                     encoding.bytes);
}

/* Crawlers that unpack a body leave the header: gzip begins so. */
static bool is_packed(const struct http_message *message, struct str_span body)
{
    struct str_span encoding = message->encoding;

    if (encoding.n_bytes == 0 || body.n_bytes == 0 ||
        str_span_equal_nocase(encoding, SPAN("identity")))
        return false;
    return !str_span_equal_nocase(encoding, SPAN("gzip")) ||
           str_span_starts(body, SPAN("\x1f\x8b"));
}

enum status http_message_body(const struct http_message *message,
                              size_t max_bytes, struct str *room,
                              struct str_span *ret_body, struct error *err)
{
    struct str chunks = STR_INIT;
    struct str_span body = message->body;
    enum status status = STATUS_OK;

    str_release(room);
    str_init(room, max_bytes);
    if (message->is_chunked && join_chunks(body, &chunks)) {
        body = str_view(&chunks);
        status = str_status(&chunks, err);
    }
    if (status == STATUS_OK && is_packed(message, body)) {
        status = decompress(message->encoding, body, room, err);
    } else if (status == STATUS_OK && body.bytes != message->body.bytes) {
        str_add_span(room, body);
        status = str_status(room, err);
    } else if (status == STATUS_OK) {
        str_release(&chunks);
        *ret_body = body;
        return STATUS_OK;
    }
    str_release(&chunks);
    if (status == STATUS_TOO_BIG)
        return error_set(err, STATUS_TOO_BIG, "over %zu MiB", max_bytes >> 20);
    *ret_body = str_view(room);
    return status;
}
