/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/xml_events.h"

#include "indexer/interrupt.h"
#include "text/utf8.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdio.h>
#include <string.h>

#define CHUNK_BYTES ((size_t)64 << 10)
/* libxml2 has its own ceiling, of 256, where it is not told to be huge. */
#define DEPTH_MAX 250

struct parse {
    const struct xml_events *events;
    xmlParserCtxtPtr parser;
    unsigned depth;
    bool is_ended;      /* by the events */
    xmlEntity entity;   /* the last that was asked for */
    xmlChar content[4]; /* its */
};

static struct str_span behind(struct str_span text, size_t n)
{
    return str_span(text.bytes + n, text.n_bytes - n);
}

/* The first element's tag, without "<". */
static struct str_span first_tag(struct str_span head)
{
    if (str_span_starts(head, SPAN("\xef\xbb\xbf")))
        head = behind(head, 3);
    for (;;) {
        const char *end = NULL;

        head = str_span_trim(head);
        if (head.n_bytes < 2 || head.bytes[0] != '<')
            return str_span("", 0);
        if (head.bytes[1] != '!' && head.bytes[1] != '?')
            return behind(head, 1);
        if (str_span_starts(head, SPAN("<!--")))
            end = memmem(head.bytes, head.n_bytes, "-->", 3);
        else
            end = memchr(head.bytes, '>', head.n_bytes);
        if (end == NULL)
            return str_span("", 0);
        head = behind(head, (size_t)(end - head.bytes) + (*end == '>' ? 1 : 3));
    }
}

bool xml_begins_with(struct str_span head, const char *name)
{
    struct str_span tag = first_tag(head);
    size_t n = 0;

    while (n < tag.n_bytes && strchr(" \t\r\n>/", tag.bytes[n]) == NULL)
        n++;
    tag.n_bytes = n;

    const char *colon = n > 0 ? memchr(tag.bytes, ':', n) : NULL;

    if (colon != NULL)
        tag = behind(tag, (size_t)(colon + 1 - tag.bytes));
    return str_span_equal(tag, str_span_of(name));
}

struct str_span xml_attribute(const struct xml_attributes *attributes,
                              const char *name, bool *ret_is_there)
{
    /* Five each: local name, prefix, namespace, value, its end. */
    for (int i = 0; i < attributes->n; i++) {
        const xmlChar *const *item = attributes->items + (ptrdiff_t)i * 5;

        if (strcmp((const char *)item[0], name) != 0)
            continue;
        if (ret_is_there != NULL)
            *ret_is_there = true;
        return str_span((const char *)item[3], (size_t)(item[4] - item[3]));
    }
    if (ret_is_there != NULL)
        *ret_is_there = false;
    return str_span("", 0);
}

static void go_on(struct parse *parse, bool is_going)
{
    if (is_going && !interrupt_is_set())
        return;
    parse->is_ended = true;
    xmlStopParser(parse->parser);
}

/* NOLINTNEXTLINE(readability-function-size): as libxml2 has it */
static void on_start(void *context, const xmlChar *name, const xmlChar *prefix,
                     const xmlChar *space, int n_spaces, const xmlChar **spaces,
                     int n_attributes, int n_defaulted,
                     const xmlChar **attributes)
{
    struct parse *parse = context;
    struct xml_attributes list = {attributes, n_attributes};

    (void)prefix;
    (void)n_spaces;
    (void)spaces;
    (void)n_defaulted;
    if (parse->is_ended)
        return;
    parse->depth++;
    go_on(parse, parse->depth <= DEPTH_MAX &&
                     parse->events->start(
                         parse->events->context, (const char *)name,
                         space != NULL ? (const char *)space : "", &list));
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix,
                   const xmlChar *space)
{
    struct parse *parse = context;

    (void)prefix;
    if (parse->is_ended)
        return;
    parse->depth -= parse->depth > 0;
    go_on(parse, parse->events->end(parse->events->context, (const char *)name,
                                    space != NULL ? (const char *)space : ""));
}

static void on_text(void *context, const xmlChar *bytes, int n)
{
    struct parse *parse = context;

    if (!parse->is_ended)
        go_on(parse,
              parse->events->text(parse->events->context,
                                  str_span((const char *)bytes, (size_t)n)));
}

static size_t add_utf8(char *out, unsigned c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | (c >> 6));
        out[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    out[0] = (char)(0xe0 | (c >> 12));
    out[1] = (char)(0x80 | ((c >> 6) & 0x3f));
    out[2] = (char)(0x80 | (c & 0x3f));
    return 3;
}

/* What is neither XML's nor HTML's is nothing, whatever a document declares:
   so nothing swells, and nothing is fetched. */
static xmlEntityPtr find_entity(void *context, const xmlChar *name)
{
    struct parse *parse = context;
    const htmlEntityDesc *known = htmlEntityLookup(name);
    xmlEntityPtr entity = xmlGetPredefinedEntity(name);

    if (entity != NULL)
        return entity;
    entity = &parse->entity;
    memset(entity, 0, sizeof(*entity));
    entity->type = XML_ENTITY_DECL;
    entity->etype = XML_INTERNAL_PREDEFINED_ENTITY;
    entity->name = name;
    entity->content = parse->content;
    entity->orig = parse->content;
    entity->length =
        known != NULL ? (int)add_utf8((char *)parse->content, known->value) : 0;
    parse->content[entity->length] = '\0';
    return entity;
}

static void stay_silent(void *context, xmlErrorPtr error)
{
    (void)context;
    (void)error;
}

static enum status begin(struct parse *parse, const struct xml_events *events,
                         struct error *err)
{
    xmlSAXHandler sax;

    memset(&sax, 0, sizeof(sax));
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = on_start;
    sax.endElementNs = on_end;
    sax.characters = on_text;
    sax.ignorableWhitespace = on_text;
    sax.cdataBlock = on_text;
    sax.getEntity = find_entity;
    sax.serror = stay_silent;
    memset(parse, 0, sizeof(*parse));
    parse->events = events;
    parse->parser = xmlCreatePushParserCtxt(&sax, parse, NULL, 0, NULL);
    if (parse->parser == NULL)
        return error_no_memory(err);
    (void)xmlCtxtUseOptions(
        parse->parser, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR |
                           XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC);
    (void)xmlSwitchEncoding(parse->parser, XML_CHAR_ENCODING_UTF8);
    return STATUS_OK;
}

static enum status finish(struct parse *parse, struct error *err)
{
    const xmlError *last;
    enum status status = STATUS_OK;

    if (!parse->is_ended)
        (void)xmlParseChunk(parse->parser, NULL, 0, 1);
    last = xmlCtxtGetLastError(parse->parser);
    if (parse->depth > DEPTH_MAX)
        status = error_set(err, STATUS_BAD_TEXT,
                           "XML nested over %d elements deep", DEPTH_MAX);
    else if (parse->parser->errNo == XML_ERR_NO_MEMORY)
        status = error_no_memory(err);
    else if (!parse->is_ended && parse->parser->wellFormed == 0 &&
             last != NULL && parse->depth > 0)
        status = error_set(err, STATUS_BAD_TEXT, "not well formed at line %d",
                           last->line);
    /* Made for a DTD, though nobody asked for a tree. */
    xmlFreeDoc(parse->parser->myDoc);
    parse->parser->myDoc = NULL;
    xmlFreeParserCtxt(parse->parser);
    return status;
}

static bool feed(struct parse *parse, struct str_span text)
{
    while (text.n_bytes > 0 && !parse->is_ended) {
        size_t n = text.n_bytes < CHUNK_BYTES ? text.n_bytes : CHUNK_BYTES;

        (void)xmlParseChunk(parse->parser, text.bytes, (int)n, 0);
        /* What can't be mended stops the parser for good. */
        if (parse->parser->disableSAX != 0)
            return false;
        text = str_span(text.bytes + n, text.n_bytes - n);
    }
    return !parse->is_ended;
}

enum status xml_parse_text(struct str_span text,
                           const struct xml_events *events, struct error *err)
{
    struct parse parse;
    enum status status = begin(&parse, events, err);

    if (status != STATUS_OK)
        return status;
    (void)feed(&parse, text);
    return finish(&parse, err);
}

/* How many bytes at the end begin a character that is not all there. */
static size_t cut_bytes(struct str_span bytes)
{
    for (size_t n = 1; n <= 3 && n <= bytes.n_bytes; n++) {
        unsigned char c = (unsigned char)bytes.bytes[bytes.n_bytes - n];

        if (c < 0x80)
            return 0;
        if (c >= 0xc0)
            return n < (c >= 0xf0 ? 4u : c >= 0xe0 ? 3u : 2u) ? n : 0;
    }
    return 0;
}

struct stream {
    struct str bytes; /* as they came; what is left of a character at first */
    struct str clean;
};

static enum status feed_some(struct parse *parse, struct stream *stream,
                             bool is_last, size_t *n_repaired)
{
    struct str_span all = str_view(&stream->bytes);
    size_t n_cut = is_last ? 0 : cut_bytes(all);
    char cut[4];
    size_t n = 0;

    str_reset(&stream->clean);
    utf8_repair(str_span(all.bytes, all.n_bytes - n_cut), &stream->clean, &n);
    *n_repaired += n;
    memcpy(cut, all.bytes + all.n_bytes - n_cut, n_cut);
    str_reset(&stream->bytes);
    str_add(&stream->bytes, cut, n_cut);
    if (str_status(&stream->clean, NULL) != STATUS_OK)
        return STATUS_NO_MEMORY;
    return feed(parse, str_view(&stream->clean)) ? STATUS_OK : STATUS_DONE;
}

static enum status feed_all(struct parse *parse, struct input *input,
                            size_t *n_repaired, struct error *reason)
{
    struct stream stream = {STR_INIT, STR_INIT};
    struct str_span bytes;
    enum status status = STATUS_OK;

    while (status == STATUS_OK) {
        status = input_take(input, &bytes, reason);
        if (status != STATUS_OK)
            break;
        str_add_span(&stream.bytes, bytes);
        status = feed_some(parse, &stream, false, n_repaired);
    }
    if (status == STATUS_DONE && !parse->is_ended)
        status = feed_some(parse, &stream, true, n_repaired);
    str_release(&stream.bytes);
    str_release(&stream.clean);
    return status == STATUS_DONE ? STATUS_OK : status;
}

enum status xml_parse_input(struct input *input,
                            const struct xml_events *events, size_t *n_repaired,
                            struct error *err)
{
    struct parse parse;
    struct error reason = ERROR_INIT;
    enum status status = begin(&parse, events, err);

    if (status != STATUS_OK)
        return status;
    status = feed_all(&parse, input, n_repaired, &reason);
    if (status == STATUS_OK)
        return finish(&parse, err);
    (void)!finish(&parse, NULL);
    if (status == STATUS_NO_MEMORY)
        return error_no_memory(err);
    if (err != NULL)
        *err = reason;
    return status;
}
