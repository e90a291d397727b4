/*
 * HTML: one article a page, by libxml2's push parser and its SAX events, so
 * that neither the size of a page nor its nesting makes a tree of it.
 *
 * Block elements make paragraphs, <br> a line end, table cells a tab; other
 * white space collapses as a browser would do it, but for <pre>. What is not
 * the article (script, navigation, forms, asides) is left out - unless
 * nothing else is there, then the page is read again with all but code.
 *
 * Charsets: UTF-8 only for now. A page that declares another one is repaired
 * like any ill-formed text, and the report names the charset.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/vec.h"
#include "indexer/html_head.h"
#include "indexer/reader.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>

/* libxml2 takes an int, and looks again at what it could not finish. */
#define CHUNK_BYTES ((size_t)64 << 10)

/* What stands between the text so far and the next word; a larger one
   swallows a smaller one. */
enum gap {
    GAP_NONE,
    GAP_SPACE,
    GAP_CELL,
    GAP_LINE,
    GAP_PARAGRAPH,
};

enum role {
    ROLE_INLINE,
    ROLE_BLOCK,
    ROLE_CELL,
    ROLE_BREAK,
    ROLE_PRE,
    ROLE_HEADING, /* h1: the title of a page without one */
    ROLE_TITLE,
    ROLE_NOT_TEXT, /* never text */
    ROLE_ASIDE,    /* seldom the article's text */
};

struct page {
    struct html_head head;
    struct str text;
    struct str title;
    struct str heading;
    enum gap gap;
    bool is_all; /* read what is seldom the article as well */
    bool is_in_title;
    bool is_in_heading;
    size_t n_heading_end; /* text up to here is the first heading */
    uint32_t n_dropped;   /* elements open since one that is left out */
    uint32_t n_pre;
};

static const struct element {
    const char *name;
    enum role role;
} elements[] = {
    /* ordered by name */
    {"address", ROLE_BLOCK},     {"article", ROLE_BLOCK},
    {"aside", ROLE_ASIDE},       {"blockquote", ROLE_BLOCK},
    {"body", ROLE_BLOCK},        {"br", ROLE_BREAK},
    {"button", ROLE_ASIDE},      {"canvas", ROLE_NOT_TEXT},
    {"caption", ROLE_BLOCK},     {"center", ROLE_BLOCK},
    {"dd", ROLE_BLOCK},          {"details", ROLE_BLOCK},
    {"dialog", ROLE_ASIDE},      {"dir", ROLE_BLOCK},
    {"div", ROLE_BLOCK},         {"dl", ROLE_BLOCK},
    {"dt", ROLE_BLOCK},          {"fieldset", ROLE_BLOCK},
    {"figcaption", ROLE_BLOCK},  {"figure", ROLE_BLOCK},
    {"footer", ROLE_ASIDE},      {"form", ROLE_ASIDE},
    {"h1", ROLE_HEADING},        {"h2", ROLE_BLOCK},
    {"h3", ROLE_BLOCK},          {"h4", ROLE_BLOCK},
    {"h5", ROLE_BLOCK},          {"h6", ROLE_BLOCK},
    {"header", ROLE_BLOCK},      {"hr", ROLE_BLOCK},
    {"iframe", ROLE_NOT_TEXT},   {"legend", ROLE_BLOCK},
    {"li", ROLE_BLOCK},          {"main", ROLE_BLOCK},
    {"math", ROLE_INLINE},       {"menu", ROLE_BLOCK},
    {"nav", ROLE_ASIDE},         {"noscript", ROLE_NOT_TEXT},
    {"object", ROLE_NOT_TEXT},   {"ol", ROLE_BLOCK},
    {"option", ROLE_ASIDE},      {"p", ROLE_BLOCK},
    {"pre", ROLE_PRE},           {"script", ROLE_NOT_TEXT},
    {"section", ROLE_BLOCK},     {"select", ROLE_ASIDE},
    {"style", ROLE_NOT_TEXT},    {"summary", ROLE_BLOCK},
    {"svg", ROLE_NOT_TEXT},      {"table", ROLE_BLOCK},
    {"tbody", ROLE_BLOCK},       {"td", ROLE_CELL},
    {"template", ROLE_NOT_TEXT}, {"textarea", ROLE_ASIDE},
    {"tfoot", ROLE_BLOCK},       {"th", ROLE_CELL},
    {"thead", ROLE_BLOCK},       {"title", ROLE_TITLE},
    {"tr", ROLE_BLOCK},          {"ul", ROLE_BLOCK},
};

static int compare_name(const void *name, const void *element)
{
    return strcmp(name, ((const struct element *)element)->name);
}

static enum role role_of(const char *name)
{
    const struct element *element =
        bsearch(name, elements, sizeof(elements) / sizeof(elements[0]),
                sizeof(elements[0]), compare_name);

    return element == NULL ? ROLE_INLINE : element->role;
}

static void widen_gap(struct page *page, enum gap gap)
{
    if (page->gap < gap)
        page->gap = gap;
}

/* Writes the gap, now that something stands behind it. */
static void close_gap(struct page *page)
{
    static const char *const texts[] = {"", " ", "\t", "\n", "\n\n"};

    if (page->text.n_bytes > 0)
        str_add_text(&page->text, texts[page->gap]);
    page->gap = GAP_NONE;
}

static bool is_html_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static void add_text(struct page *page, struct str_span text)
{
    size_t i = 0;

    while (i < text.n_bytes) {
        size_t start = i;

        while (i < text.n_bytes && !is_html_space(text.bytes[i]))
            i++;
        if (i > start) {
            close_gap(page);
            str_add(&page->text, text.bytes + start, i - start);
        }
        for (; i < text.n_bytes && is_html_space(text.bytes[i]); i++)
            widen_gap(page, GAP_SPACE);
    }
}

static void add_pre(struct page *page, struct str_span text)
{
    if (page->gap != GAP_NONE && str_span_trim(text).n_bytes == 0 &&
        page->gap == GAP_PARAGRAPH)
        return;
    close_gap(page);
    str_add_span(&page->text, text);
}

static void on_text(void *context, const xmlChar *bytes, int n)
{
    struct page *page = context;
    struct str_span text = str_span((const char *)bytes, (size_t)n);

    if (page->n_dropped > 0)
        return;
    if (page->is_in_title) {
        str_add_span(&page->title, text);
        return;
    }
    if (page->is_in_heading)
        str_add_span(&page->heading, text);
    if (page->n_pre > 0)
        add_pre(page, text);
    else
        add_text(page, text);
}

static void start_heading(struct page *page)
{
    widen_gap(page, GAP_PARAGRAPH);
    /* Only the first, and only if it is the first text of the page can it
       leave the text to become the title. */
    page->is_in_heading = page->heading.n_bytes == 0;
}

static void on_start(void *context, const xmlChar *name,
                     const xmlChar **attributes)
{
    struct page *page = context;

    if (page->n_dropped > 0) {
        page->n_dropped++;
        return;
    }
    html_head_element(&page->head, (const char *)name,
                      (const char *const *)attributes);
    switch (role_of((const char *)name)) {
    case ROLE_INLINE:
        break;
    case ROLE_BLOCK:
        widen_gap(page, GAP_PARAGRAPH);
        break;
    case ROLE_CELL:
        widen_gap(page, GAP_CELL);
        break;
    case ROLE_BREAK:
        widen_gap(page, GAP_LINE);
        break;
    case ROLE_PRE:
        widen_gap(page, GAP_PARAGRAPH);
        page->n_pre++;
        break;
    case ROLE_HEADING:
        start_heading(page);
        break;
    case ROLE_TITLE:
        page->is_in_title = true;
        break;
    case ROLE_ASIDE:
        widen_gap(page, GAP_PARAGRAPH);
        page->n_dropped = page->is_all ? 0u : 1u;
        break;
    case ROLE_NOT_TEXT:
        page->n_dropped = 1;
        break;
    }
}

static void end_heading(struct page *page)
{
    if (page->is_in_heading && page->n_heading_end == 0)
        page->n_heading_end = page->text.n_bytes;
    page->is_in_heading = false;
    widen_gap(page, GAP_PARAGRAPH);
}

static void on_end(void *context, const xmlChar *name)
{
    struct page *page = context;

    if (page->n_dropped > 0) {
        page->n_dropped--;
        return;
    }
    switch (role_of((const char *)name)) {
    case ROLE_INLINE:
    case ROLE_BREAK:
    case ROLE_NOT_TEXT:
        break;
    case ROLE_BLOCK:
    case ROLE_ASIDE:
        widen_gap(page, GAP_PARAGRAPH);
        break;
    case ROLE_CELL:
        widen_gap(page, GAP_CELL);
        break;
    case ROLE_PRE:
        widen_gap(page, GAP_PARAGRAPH);
        page->n_pre -= page->n_pre > 0;
        break;
    case ROLE_HEADING:
        end_heading(page);
        break;
    case ROLE_TITLE:
        page->is_in_title = false;
        break;
    }
}

static void init_page(struct page *page, bool is_all)
{
    memset(page, 0, sizeof(*page));
    html_head_init(&page->head);
    str_init(&page->text, 0);
    str_init(&page->title, 0);
    str_init(&page->heading, 0);
    page->is_all = is_all;
}

static void release_page(struct page *page)
{
    html_head_release(&page->head);
    str_release(&page->text);
    str_release(&page->title);
    str_release(&page->heading);
}

/* html is clean UTF-8. Whatever is wrong with the markup is not an error. */
static enum status parse(struct page *page, struct str_span html,
                         struct error *err)
{
    htmlSAXHandler sax;

    memset(&sax, 0, sizeof(sax));
    sax.startElement = on_start;
    sax.endElement = on_end;
    sax.characters = on_text;
    sax.ignorableWhitespace = on_text;
    sax.cdataBlock = on_text;

    htmlParserCtxtPtr parser = htmlCreatePushParserCtxt(
        &sax, page, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);

    if (parser == NULL)
        return error_no_memory(err);
    (void)htmlCtxtUseOptions(
        parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                    HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    for (size_t i = 0; i < html.n_bytes; i += CHUNK_BYTES) {
        size_t n = html.n_bytes - i;

        (void)htmlParseChunk(parser, html.bytes + i,
                             (int)(n < CHUNK_BYTES ? n : CHUNK_BYTES), 0);
    }

    int result = htmlParseChunk(parser, NULL, 0, 1);

    htmlFreeParserCtxt(parser);
    if (result == XML_ERR_NO_MEMORY)
        return error_no_memory(err);
    return str_status(&page->text, err);
}

/* White space inside becomes single spaces. */
static void collapse(struct str *text)
{
    size_t n = 0;

    for (size_t i = 0; i < text->n_bytes; i++) {
        bool is_space = is_html_space(text->bytes[i]);

        if (is_space && (n == 0 || text->bytes[n - 1] == ' '))
            continue;
        text->bytes[n] = text->bytes[i];
        if (is_space)
            text->bytes[n] = ' ';
        n++;
    }
    while (n > 0 && text->bytes[n - 1] == ' ')
        n--;
    if (text->bytes != NULL)
        str_truncate(text, n);
}

static void choose_title(struct page *page, struct article *article)
{
    struct str_span text = str_view(&page->text);

    collapse(&page->title);
    collapse(&page->heading);
    article->text = text;
    article->title = str_view(&page->title);
    if (article->title.n_bytes > 0)
        return;
    if (page->heading.n_bytes == 0) {
        article->title = html_head_title(&page->head);
        return;
    }
    article->title = str_view(&page->heading);
    if (page->n_heading_end == page->heading.n_bytes &&
        str_span_starts(text, article->title))
        article->text =
            str_span_trim(str_span(text.bytes + page->n_heading_end,
                                   text.n_bytes - page->n_heading_end));
}

static enum status push(struct page *page, struct reader_facts *facts,
                        const struct reader_sink *sink, struct error *err)
{
    struct article article;
    char note[96];
    const char *charset = html_head_charset(&page->head);

    memset(&article, 0, sizeof(article));
    choose_title(page, &article);

    enum status status = html_head_fill(&page->head, &article, err);

    if (status != STATUS_OK)
        return status;
    if (charset != NULL && facts->n_repaired > 0) {
        (void)snprintf(note, sizeof(note),
                       "it declares %.40s, only UTF-8 is read", charset);
        facts->note = note;
    }
    return sink->add(sink->context, &article, facts, err);
}

static enum status read_html(struct input *input, const struct reader_map *map,
                             const struct reader_sink *sink, struct error *err)
{
    struct reader_facts facts = {0, 0, NULL, false};
    struct str html = STR_INIT;
    struct page page;
    bool is_read = false;

    (void)map;
    init_page(&page, false);

    enum status status =
        reader_load(input, sink, &html, &facts.n_repaired, &is_read, err);

    if (status != STATUS_OK || !is_read)
        goto out;
    status = parse(&page, str_view(&html), err);
    if (status == STATUS_OK && page.text.n_bytes == 0) {
        release_page(&page);
        init_page(&page, true);
        status = parse(&page, str_view(&html), err);
    }
    if (status == STATUS_OK)
        status = push(&page, &facts, sink, err);
out:
    release_page(&page);
    str_release(&html);
    return status;
}

/* A page may begin with a mark, space, comments and an XML declaration. */
static struct str_span skip_prolog(struct str_span head)
{
    size_t i = str_span_starts(head, SPAN("\xef\xbb\xbf")) ? 3 : 0;

    for (;;) {
        while (i < head.n_bytes && is_html_space(head.bytes[i]))
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
            (rest.bytes[n] == '>' || is_html_space(rest.bytes[n])))
            return true;
    }
    return false;
}

static const char *const endings[] = {".html", ".htm", ".xhtml", NULL};

const struct reader reader_html = {"html", endings, sniff, read_html};
