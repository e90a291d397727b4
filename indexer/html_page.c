/*
 * Elements and characters as the text of an article.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/html_page.h"

#include <stdlib.h>
#include <string.h>

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

static void widen_gap(struct html_page *page, enum html_gap gap)
{
    if (page->gap < gap)
        page->gap = gap;
}

/* Writes the gap, now that something stands behind it. */
static void close_gap(struct html_page *page)
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

static void add_text(struct html_page *page, struct str_span text)
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

static void add_pre(struct html_page *page, struct str_span text)
{
    if (page->gap != GAP_NONE && str_span_trim(text).n_bytes == 0 &&
        page->gap == GAP_PARAGRAPH)
        return;
    close_gap(page);
    str_add_span(&page->text, text);
}

void html_page_text(struct html_page *page, struct str_span text)
{
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

static void start_heading(struct html_page *page)
{
    widen_gap(page, GAP_PARAGRAPH);
    /* Only the first, and only if it is the first text of the page can it
       leave the text to become the title. */
    page->is_in_heading = page->heading.n_bytes == 0;
}

void html_page_start(struct html_page *page, const char *name,
                     const char *const *attributes)
{
    page->n_open++;
    if (page->n_dropped > 0) {
        page->n_dropped++;
        return;
    }
    html_head_element(&page->head, name, attributes);
    switch (role_of(name)) {
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

static void end_heading(struct html_page *page)
{
    if (page->is_in_heading && page->n_heading_end == 0)
        page->n_heading_end = page->text.n_bytes;
    page->is_in_heading = false;
    widen_gap(page, GAP_PARAGRAPH);
}

void html_page_end(struct html_page *page, const char *name)
{
    page->n_open -= page->n_open > 0;
    if (page->n_dropped > 0) {
        page->n_dropped--;
        return;
    }
    switch (role_of(name)) {
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

void html_page_init(struct html_page *page, bool is_all)
{
    memset(page, 0, sizeof(*page));
    html_head_init(&page->head);
    str_init(&page->text, 0);
    str_init(&page->title, 0);
    str_init(&page->heading, 0);
    page->is_all = is_all;
}

void html_page_release(struct html_page *page)
{
    html_head_release(&page->head);
    str_release(&page->text);
    str_release(&page->title);
    str_release(&page->heading);
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

void html_page_fill(struct html_page *page, struct article *article)
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
