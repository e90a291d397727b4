/*
 * What crawlers keep: WARC 0.17 to 1.1 (ISO 28500), the texts of Common Crawl
 * (WET, which is WARC), and ARC, which was before. Framing is ours: records
 * of a known length, one after the other. A length that is not what it says
 * costs that record, the next is looked for.
 *
 * Of the records, responses with status 200, resources and conversions are
 * taken if they are HTML or plain text; the others (requests, robots' files,
 * pictures) are no articles and are not told.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/html_url.h"
#include "indexer/http_message.h"
#include "indexer/json_out.h"
#include "indexer/loaded.h"
#include "indexer/reader_html.h"

#include <string.h>

#define LINE_MAX_BYTES ((size_t)64 << 10)
#define HEADERS_MAX    200

enum record_kind {
    RECORD_OTHER,
    RECORD_RESPONSE,
    RECORD_RESOURCE,
    RECORD_CONVERSION,
};

struct record {
    enum record_kind kind;
    uint64_t n_bytes; /* of its content */
    bool has_length;
    struct str url;
    struct str type;     /* of the content, without parameters */
    struct str language; /* that somebody found it to be in */
    struct str fetched;
};

struct warc {
    struct input *input;
    const struct reader_settings *settings;
    const struct reader_sink *sink;
    struct record record;
    struct str line;
    struct str content;
    struct str body;
    struct str extra;
    uint64_t i_record; /* from 1 */
    bool is_arc;
    bool is_lost; /* told that records are looked for */
};

/* ---- an article out of a record */

/* The sink of pages: what the record knows better than the page. */
static enum status add_page(void *context, struct article *article,
                            const struct reader_facts *facts, struct error *err)
{
    struct warc *warc = context;
    struct reader_facts own = *facts;

    str_reset(&warc->extra);
    str_add_span(&warc->extra, article->extra);
    if (article->url.n_bytes > 0 &&
        !str_span_equal(article->url, str_view(&warc->record.url)))
        json_add_member(&warc->extra, "canonical", article->url);
    json_add_member(&warc->extra, "fetched", str_view(&warc->record.fetched));
    if (str_status(&warc->extra, err) != STATUS_OK)
        return STATUS_NO_MEMORY;
    article->extra = str_view(&warc->extra);
    article->url = str_view(&warc->record.url);
    if (article->language.n_bytes == 0)
        article->language = str_view(&warc->record.language);
    own.is_id_from_url = true;
    own.line = warc->i_record;
    return warc->sink->add(warc->sink->context, article, &own, err);
}

static enum status skip_record(void *context, uint64_t line, const char *reason,
                               struct error *err)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    struct warc *warc = context;

    (void)line;
    if (warc->record.url.n_bytes > 0)
        str_add_format(&text, "%s: ", warc->record.url.bytes);
    str_add_text(&text, reason);
    if (str_status(&text, err) != STATUS_OK)
        return STATUS_NO_MEMORY;
    return warc->sink->skip(warc->sink->context, warc->i_record, text.bytes,
                            err);
}

/* The texts of Common Crawl have a line for each block, the title first. */
static enum status take_lines(struct warc *warc, struct str_span text,
                              const struct reader_facts *facts,
                              struct error *err)
{
    CLEANUP(str_release) struct str blocks = STR_INIT;
    struct article article;

    memset(&article, 0, sizeof(article));
    while (text.n_bytes > 0) {
        struct str_span line = str_span_trim(http_line(&text));

        if (article.title.n_bytes == 0 && blocks.n_bytes == 0 &&
            line.n_bytes <= 300) {
            article.title = line;
            continue;
        }
        if (line.n_bytes > 0 && blocks.n_bytes > 0)
            str_add_text(&blocks, "\n\n");
        str_add_span(&blocks, line);
    }
    if (str_status(&blocks, err) != STATUS_OK)
        return STATUS_NO_MEMORY;
    article.text = str_view(&blocks);
    if (article.text.n_bytes == 0) {
        article.text = article.title;
        article.title = str_span("", 0);
    }
    return article.text.n_bytes > 0 ? add_page(warc, &article, facts, err)
                                    : STATUS_OK;
}

static enum status take_text(struct warc *warc, struct str_span text,
                             const struct reader_facts *facts,
                             struct error *err)
{
    struct article article;

    if (warc->record.kind == RECORD_CONVERSION)
        return take_lines(warc, text, facts, err);
    memset(&article, 0, sizeof(article));
    article.text = str_span_trim(text);
    return article.text.n_bytes > 0 ? add_page(warc, &article, facts, err)
                                    : STATUS_OK;
}

static bool is_html_type(struct str_span type)
{
    return str_span_equal_nocase(type, SPAN("text/html")) ||
           str_span_equal_nocase(type, SPAN("application/xhtml+xml"));
}

static bool ends_in(struct str_span text, struct str_span tail)
{
    return text.n_bytes >= tail.n_bytes &&
           memcmp(text.bytes + text.n_bytes - tail.n_bytes, tail.bytes,
                  tail.n_bytes) == 0;
}

/* For robots and not for readers. */
static bool is_for_robots(struct str_span url)
{
    return ends_in(url, SPAN("/robots.txt")) || ends_in(url, SPAN("/ads.txt"));
}

static enum status take_body(struct warc *warc, struct str_span type,
                             struct str_span charset, struct str_span body,
                             struct error *err)
{
    const struct reader_sink sink = {warc, add_page, skip_record};
    struct loaded loaded = LOADED_INIT;
    bool is_html =
        is_html_type(type) || (type.n_bytes == 0 && reader_html.sniff(body));
    bool is_text = str_span_equal_nocase(type, SPAN("text/plain"));
    enum status status;

    if ((!is_html && !is_text) || is_for_robots(str_view(&warc->record.url)))
        return STATUS_OK;
    if (charset.n_bytes == 0 && is_html)
        charset = loaded_html_charset(body);
    status = loaded_decode(&loaded, body, warc->settings, charset, err);
    if (status == STATUS_OK) {
        struct reader_facts facts = loaded_facts(&loaded);

        facts.form = is_html ? "html" : "text";
        status = is_html ? reader_html_take(str_view(&loaded.text),
                                            str_view(&warc->record.url), &facts,
                                            &sink, err)
                         : take_text(warc, str_view(&loaded.text), &facts, err);
    }
    loaded_release(&loaded);
    return status;
}

static enum status take_response(struct warc *warc, struct error *err)
{
    struct http_message message;
    struct str_span body;
    struct error reason = ERROR_INIT;

    http_message_read(str_view(&warc->content), &message);
    if (message.code != 200)
        return STATUS_OK;

    enum status status = http_message_body(&message, ARTICLE_MAX_BYTES,
                                           &warc->body, &body, &reason);

    if (status == STATUS_NO_MEMORY)
        return error_no_memory(err);
    if (status != STATUS_OK)
        return skip_record(warc, 0, reason.message, err);
    return take_body(warc, message.type, message.charset, body, err);
}

static enum status take_record(struct warc *warc, struct error *err)
{
    struct str_span type;
    struct str_span charset;

    if (warc->record.kind == RECORD_RESPONSE)
        return take_response(warc, err);
    http_type(str_view(&warc->record.type), &type, &charset);
    return take_body(warc, type, charset, str_view(&warc->content), err);
}

/* ---- records */

static void reset_record(struct record *record)
{
    record->kind = RECORD_OTHER;
    record->n_bytes = 0;
    record->has_length = false;
    str_reset(&record->url);
    str_reset(&record->type);
    str_reset(&record->language);
    str_reset(&record->fetched);
}

static bool read_length(struct str_span text, uint64_t *ret_n)
{
    uint64_t n = 0;

    if (text.n_bytes == 0 || text.n_bytes > 15)
        return false;
    for (size_t i = 0; i < text.n_bytes; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9')
            return false;
        n = n * 10 + (uint64_t)(text.bytes[i] - '0');
    }
    *ret_n = n;
    return true;
}

/* Tools keep their own doings beside what they fetched. */
static bool is_address(struct str_span url)
{
    return !str_span_starts(url, SPAN("metadata:")) &&
           !str_span_starts(url, SPAN("dns:")) &&
           !str_span_starts(url, SPAN("whois:"));
}

static enum record_kind kind_of(struct str_span type)
{
    if (str_span_equal_nocase(type, SPAN("response")))
        return RECORD_RESPONSE;
    if (str_span_equal_nocase(type, SPAN("resource")))
        return RECORD_RESOURCE;
    if (str_span_equal_nocase(type, SPAN("conversion")))
        return RECORD_CONVERSION;
    return RECORD_OTHER;
}

/* The first of each counts. */
static void set_once(struct str *out, struct str_span value)
{
    CLEANUP(str_release) struct str clean = STR_INIT;
    struct charset_reading reading;

    if (out->n_bytes > 0)
        return;
    if (value.n_bytes > 1 && value.bytes[0] == '<' &&
        value.bytes[value.n_bytes - 1] == '>')
        value = str_span(value.bytes + 1, value.n_bytes - 2);
    if (charset_decode(value, SPAN("utf-8"), true, &clean, &reading, NULL) ==
        STATUS_OK)
        str_add_span(out, str_view(&clean));
}

static void take_header(struct record *record, struct str_span name,
                        struct str_span value)
{
    if (str_span_equal_nocase(name, SPAN("warc-type")))
        record->kind = kind_of(value);
    else if (str_span_equal_nocase(name, SPAN("warc-target-uri")))
        set_once(&record->url, value);
    else if (str_span_equal_nocase(name, SPAN("content-type")))
        set_once(&record->type, value);
    else if (str_span_equal_nocase(name,
                                   SPAN("warc-identified-content-language")))
        set_once(&record->language, value);
    else if (str_span_equal_nocase(name, SPAN("warc-date")))
        set_once(&record->fetched, value);
    else if (str_span_equal_nocase(name, SPAN("content-length")) &&
             !record->has_length)
        record->has_length = read_length(value, &record->n_bytes);
}

static enum status next_line(struct warc *warc, struct error *err)
{
    enum status status =
        input_read_line(warc->input, LINE_MAX_BYTES, &warc->line, err);

    if (status == STATUS_TOO_BIG) { /* no line of ours is so long */
        str_reset(&warc->line);
        return STATUS_OK;
    }
    return status;
}

static enum status read_headers(struct warc *warc, struct error *err)
{
    enum status status = STATUS_OK;

    for (int i = 0; i < HEADERS_MAX && status == STATUS_OK; i++) {
        struct str_span name;
        struct str_span value;

        status = next_line(warc, err);
        if (status != STATUS_OK || warc->line.n_bytes == 0)
            return status;
        if (http_field(str_view(&warc->line), &name, &value))
            take_header(&warc->record, name, value);
    }
    return status;
}

/* "URL IP DATE TYPE LENGTH", and in version 2 more between; the length ends
   it, and the URL is all before the last four. */
static bool read_arc_line(struct warc *warc)
{
    struct str_span line = str_view(&warc->line);
    struct str_span words[8];
    size_t n_words = 0;

    for (size_t i = 0; i < line.n_bytes && n_words < 8;) {
        size_t start = i;

        while (i < line.n_bytes && line.bytes[i] != ' ')
            i++;
        if (i > start)
            words[n_words++] = str_span(line.bytes + start, i - start);
        i++;
    }
    if (n_words < 5 ||
        memmem(words[0].bytes, words[0].n_bytes, ":", 1) == NULL ||
        !read_length(words[n_words - 1], &warc->record.n_bytes) ||
        words[2].n_bytes != 14)
        return false;
    warc->record.has_length = true;
    set_once(&warc->record.url, words[0]);
    set_once(&warc->record.type, words[3]);
    set_once(&warc->record.fetched, words[2]);
    warc->record.kind = str_span_starts(words[0], SPAN("http"))
                            ? RECORD_RESPONSE
                            : RECORD_OTHER;
    return true;
}

/* What is to be read of a record: all, or nothing if it is none of ours. */
static enum status take_content(struct warc *warc, struct error *reason,
                                struct error *err)
{
    struct record *record = &warc->record;
    bool is_wanted =
        record->kind != RECORD_OTHER && is_address(str_view(&record->url));
    bool is_large = record->n_bytes > ARTICLE_MAX_BYTES;
    uint64_t n_got = 0;
    enum status status = input_read(
        warc->input, record->n_bytes,
        is_wanted && !is_large ? &warc->content : NULL, &n_got, reason);

    if (status != STATUS_OK)
        return status;
    if (n_got < record->n_bytes)
        return skip_record(warc, 0, "ends in the middle of it", err);
    if (is_wanted && is_large)
        return skip_record(warc, 0, "over 64 MiB", err);
    return is_wanted ? take_record(warc, err) : STATUS_OK;
}

static enum status say_lost(struct warc *warc, struct error *err)
{
    if (warc->is_lost)
        return STATUS_OK;
    warc->is_lost = true;
    reset_record(&warc->record);
    return skip_record(warc, 0,
                       "no record begins where one should: its length is "
                       "not what it says",
                       err);
}

/* One line on: a record, an empty line between two, or what is neither. */
static enum status step(struct warc *warc, struct error *reason,
                        struct error *err)
{
    enum status status = next_line(warc, reason);

    if (status != STATUS_OK || warc->line.n_bytes == 0)
        return status;
    reset_record(&warc->record);
    str_reset(&warc->content);

    bool is_warc = str_span_starts(str_view(&warc->line), SPAN("WARC/"));

    if (!is_warc && !(warc->is_arc && read_arc_line(warc)))
        return say_lost(warc, err);
    warc->i_record++;
    warc->is_lost = false;
    if (is_warc)
        status = read_headers(warc, reason);
    if (status != STATUS_OK && status != STATUS_DONE)
        return status;
    if (!warc->record.has_length) {
        warc->is_lost = true; /* this is what is told of it */
        return skip_record(warc, 0, "a record without a length", err);
    }
    return take_content(warc, reason, err);
}

static bool is_arc_head(struct str_span head)
{
    return str_span_starts(head, SPAN("filedesc://"));
}

static enum status read_warc(struct input *input,
                             const struct reader_settings *settings,
                             const struct reader_sink *sink, struct error *err)
{
    struct warc warc = {.input = input, .settings = settings, .sink = sink};
    struct error reason = ERROR_INIT;
    struct str_span head;
    enum status status = input_head(input, &head, &reason);

    str_init(&warc.content, ARTICLE_MAX_BYTES + 1);
    warc.is_arc = status == STATUS_OK && is_arc_head(head);
    while (status == STATUS_OK)
        status = step(&warc, &reason, err);
    str_release(&warc.record.url);
    str_release(&warc.record.type);
    str_release(&warc.record.language);
    str_release(&warc.record.fetched);
    str_release(&warc.line);
    str_release(&warc.content);
    str_release(&warc.body);
    str_release(&warc.extra);
    if (status == STATUS_DONE)
        return STATUS_OK;
    if (status == STATUS_NO_MEMORY)
        return error_no_memory(err);
    /* Of the input: the sink's fill err in. */
    return reason.status != STATUS_OK
               ? sink->skip(sink->context, 0, reason.message, err)
               : status;
}

static bool sniff(struct str_span head)
{
    return str_span_starts(head, SPAN("WARC/")) || is_arc_head(head);
}

static const char *const endings[] = {".warc", ".wet", ".arc", NULL};

const struct reader reader_warc = {
    .name = "warc",
    .endings = endings,
    .sniff = sniff,
    .read = read_warc,
    .is_risky = true,
    .is_marked = true,
};
