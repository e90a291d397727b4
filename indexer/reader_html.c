/*
 * HTML: one article a page, by libxml2's push parser and its SAX events, so
 * that neither the size of a page nor its nesting makes a tree of it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/reader_html.h"
#include "indexer/html_page.h"
#include "indexer/interrupt.h"
#include "indexer/loaded.h"

#include <libxml/HTMLparser.h>
#include <string.h>

/* libxml2 takes an int, and looks again at what it could not finish. */
#define CHUNK_BYTES ((size_t)64 << 10)

/*
 * libxml2 compares each end tag with all open elements, and each attribute
 * with all others of its tag. Pages made to be slow would take hours; above
 * these ceilings, at which they take seconds, they are refused. People's
 * pages stay below 1,000 of either.
 */
#define OPEN_MAX       110000
#define ATTRIBUTES_MAX 20000
#define LONG_TAG_BYTES ((size_t)128 << 10)
/* Matches the message of a refusal. */
#define TOO_DEEP            "elements nested over 110000 deep"
#define TOO_MANY_ATTRIBUTES "a tag with over 20000 attributes"

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

struct parse {
    struct html_page *page;
    htmlParserCtxtPtr parser;
    const char *refusal; /* NULL: none */
    size_t n_checked;    /* of what it holds back */
};

static void on_start(void *context, const xmlChar *name,
                     const xmlChar **attributes)
{
    struct parse *parse = context;

    html_page_start(parse->page, (const char *)name,
                    (const char *const *)attributes);
    if (parse->page->tree.n_open + parse->page->tree.n_dropped > OPEN_MAX)
        parse->refusal = TOO_DEEP;
    /* A signal has the page given up: the sink will see to the rest. */
    if (parse->refusal != NULL || interrupt_is_set())
        xmlStopParser(parse->parser);
}

static void on_end(void *context, const xmlChar *name)
{
    struct parse *parse = context;

    html_page_end(parse->page, (const char *)name);
}

static void on_text(void *context, const xmlChar *bytes, int n)
{
    struct parse *parse = context;

    html_page_text(parse->page, str_span((const char *)bytes, (size_t)n));
}

/* Whether what the parser holds back is one tag of very many attributes. */
static bool has_too_many_attributes(struct parse *parse)
{
    const xmlChar *text = parse->parser->input->cur;
    const xmlChar *end = parse->parser->input->end;
    size_t n_bytes = (size_t)(end - text);
    size_t n = 0;
    char quote = '\0';

    if (n_bytes < LONG_TAG_BYTES || text[0] != '<' || (text[1] | 0x20) < 'a' ||
        (text[1] | 0x20) > 'z') {
        parse->n_checked = 0;
        return false;
    }
    /* Each time it has doubled, so that all of it is linear. */
    if (n_bytes < 2 * parse->n_checked)
        return false;
    parse->n_checked = n_bytes;
    for (; text < end && n <= ATTRIBUTES_MAX; text++) {
        char c = (char)*text;

        if (c == quote)
            quote = '\0';
        else if (quote != '\0')
            continue;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '>') /* its end is there: it waits for something else */
            return false;
        else if (is_space(c))
            n++;
    }
    return n > ATTRIBUTES_MAX;
}

static int feed(struct parse *parse, struct str_span html)
{
    for (size_t i = 0; i < html.n_bytes; i += CHUNK_BYTES) {
        size_t n = html.n_bytes - i;

        (void)htmlParseChunk(parse->parser, html.bytes + i,
                             (int)(n < CHUNK_BYTES ? n : CHUNK_BYTES), 0);
        if (parse->refusal == NULL && has_too_many_attributes(parse))
            parse->refusal = TOO_MANY_ATTRIBUTES;
        if (parse->refusal != NULL || interrupt_is_set())
            return 0;
    }
    return htmlParseChunk(parse->parser, NULL, 0, 1);
}

/* html is clean UTF-8. Markup that is wrong is not an error; *ret_refusal is
   the reason why a page was given up, or NULL. */
static enum status read_page(struct html_page *page, struct str_span html,
                             const char **ret_refusal, struct error *err)
{
    struct parse parse = {.page = page};
    htmlSAXHandler sax;

    memset(&sax, 0, sizeof(sax));
    sax.startElement = on_start;
    sax.endElement = on_end;
    sax.characters = on_text;
    sax.ignorableWhitespace = on_text;
    sax.cdataBlock = on_text;
    parse.parser = htmlCreatePushParserCtxt(&sax, &parse, NULL, 0, NULL,
                                            XML_CHAR_ENCODING_UTF8);
    if (parse.parser == NULL)
        return error_no_memory(err);
    (void)htmlCtxtUseOptions(parse.parser,
                             HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                 HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                 HTML_PARSE_IGNORE_ENC);

    int result = feed(&parse, html);

    htmlFreeParserCtxt(parse.parser);
    *ret_refusal = parse.refusal;
    if (result == XML_ERR_NO_MEMORY)
        return error_no_memory(err);
    return STATUS_OK;
}

static enum status push(struct html_page *page,
                        const struct reader_facts *facts,
                        const struct reader_sink *sink, struct error *err)
{
    struct article article;

    memset(&article, 0, sizeof(article));

    enum status status = html_page_fill(page, &article, err);

    return status == STATUS_OK ? sink->add(sink->context, &article, facts, err)
                               : status;
}

enum status reader_html_take(struct str_span html, struct str_span address,
                             const struct reader_facts *facts,
                             const struct reader_sink *sink, struct error *err)
{
    struct html_page page;
    const char *refusal = NULL;

    html_page_init(&page);
    html_head_found_at(&page.head, address);

    enum status status = read_page(&page, html, &refusal, err);

    if (status == STATUS_OK && refusal == NULL &&
        html_page_needs_spare(&page)) {
        CLEANUP(str_release) struct str spare = page.spare;

        str_init(&page.spare, LD_MAX_BYTES);
        status = read_page(&page, str_view(&spare), &refusal, err);
    }
    if (status == STATUS_OK && refusal != NULL)
        status = sink->skip(sink->context, facts->line, refusal, err);
    else if (status == STATUS_OK)
        status = push(&page, facts, sink, err);
    html_page_release(&page);
    return status;
}

enum status reader_html_text(struct str_span html, struct str *out,
                             struct error *err)
{
    const char *refusal;

    return reader_html_whole(html, out, &refusal, err);
}

enum status reader_html_whole(struct str_span html, struct str *out,
                              const char **ret_refusal, struct error *err)
{
    struct html_page page;

    html_page_init(&page);
    *ret_refusal = NULL;

    enum status status = read_page(&page, html, ret_refusal, err);

    html_tree_finish(&page.tree);
    if (status == STATUS_OK && page.tree.state != STATUS_OK)
        status = error_no_memory(err);
    for (size_t i = 0; status == STATUS_OK && i < page.tree.n_blocks; i++)
        html_add_block(out, html_block_text(&page.tree, &page.tree.blocks[i]));
    html_page_release(&page);
    return status == STATUS_OK ? str_status(out, err) : status;
}

static enum status read_html(struct input *input,
                             const struct reader_settings *settings,
                             const struct reader_sink *sink, struct error *err)
{
    struct loaded loaded = LOADED_INIT;
    bool is_read = false;
    enum status status = loaded_read(&loaded, input, settings,
                                     loaded_html_charset, sink, &is_read, err);

    if (status == STATUS_OK && is_read) {
        struct reader_facts facts = loaded_facts(&loaded);

        status = reader_html_take(str_view(&loaded.text), SPAN(""), &facts,
                                  sink, err);
    }
    loaded_release(&loaded);
    return status;
}

/* A page may begin with a mark, space, comments and an XML declaration. */
static struct str_span skip_prolog(struct str_span head)
{
    size_t i = str_span_starts(head, SPAN("\xef\xbb\xbf")) ? 3 : 0;

    for (;;) {
        while (i < head.n_bytes && is_space(head.bytes[i]))
            i++;

        struct str_span rest = str_span(head.bytes + i, head.n_bytes - i);
        const char *end = NULL;

        if (str_span_starts(rest, SPAN("<!--")))
            end = memmem(rest.bytes, rest.n_bytes, "-->", 3);
        else if (str_span_starts(rest, SPAN("<?")))
            end = memchr(rest.bytes, '>', rest.n_bytes);
        if (end == NULL)
            return rest;
        i = (size_t)(end - head.bytes) + (*end == '>' ? 1 : 3);
    }
}

static bool sniff(struct str_span head)
{
    static const char *const tags[] = {
        "<!doctype html", "<html", "<head",  "<body", "<title",
        "<meta",          "<p",    "<div",   "<h1",   "<article",
        "<table",         "<main", "<script"};
    struct str_span rest = skip_prolog(head);

    for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
        size_t n = strlen(tags[i]);

        if (rest.n_bytes > n &&
            str_span_equal_nocase(str_span(rest.bytes, n),
                                  str_span(tags[i], n)) &&
            (rest.bytes[n] == '>' || is_space(rest.bytes[n])))
            return true;
    }
    return false;
}

static const char *const endings[] = {".html", ".htm", ".xhtml", NULL};

const struct reader reader_html = {
    .name = "html",
    .endings = endings,
    .sniff = sniff,
    .read = read_html,
    .is_risky = true,
};
