/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/html_page.h"

#include "indexer/html_author.h"
#include "indexer/html_body.h"
#include "indexer/html_class.h"
#include "indexer/json_out.h"

#include <string.h>
#include <strings.h>

/* People's pages have some ten. */
#define SCRIPTS_MAX      200
#define BYLINE_MAX_BYTES 120

void html_page_init(struct html_page *page)
{
    memset(page, 0, sizeof(*page));
    html_head_init(&page->head);
    html_tree_init(&page->tree);
    str_init(&page->title, 0);
    str_init(&page->text, 0);
    str_init(&page->captions, 0);
    str_init(&page->script, LD_MAX_BYTES);
    str_init(&page->byline, 0);
}

void html_page_release(struct html_page *page)
{
    html_head_release(&page->head);
    html_tree_release(&page->tree);
    str_release(&page->title);
    str_release(&page->text);
    str_release(&page->captions);
    str_release(&page->script);
    str_release(&page->byline);
}

static bool is_ld(const char *name, const char *const *attributes)
{
    const char *type;

    if (strcmp(name, "script") != 0)
        return false;
    type = html_attribute(attributes, "type");
    return type != NULL && strcasestr(type, "ld+json") != NULL;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Appends text with single spaces for white space. */
static void add_collapsed(struct str *out, struct str_span text)
{
    text = str_span_trim(text);
    for (size_t i = 0; i < text.n_bytes; i++) {
        if (!is_space(text.bytes[i]))
            str_add_char(out, text.bytes[i]);
        else if (!is_space(text.bytes[i - 1]))
            str_add_char(out, ' ');
    }
}

/* The first that names somebody. */
static void watch_byline(struct html_page *page, const char *name,
                         const char *const *attributes)
{
    if (page->n_byline > 0)
        page->n_byline++;
    else if (page->byline.n_bytes == 0 && page->tree.n_dropped == 0 &&
             strcmp(name, "body") != 0 && strcmp(name, "article") != 0 &&
             strcmp(name, "meta") != 0 && strcmp(name, "link") != 0 &&
             (html_class_marks(attributes) & MARK_BYLINE) != 0)
        page->n_byline = 1;
}

static void end_byline(struct html_page *page)
{
    struct str_span rest = str_view(&page->byline);
    struct str_span name;

    if (page->n_byline == 0 || --page->n_byline > 0)
        return;
    if (rest.n_bytes > BYLINE_MAX_BYTES || !html_author_next(&rest, &name) ||
        !html_author_is_person(name))
        str_reset(&page->byline);
}

void html_page_start(struct html_page *page, const char *name,
                     const char *const *attributes)
{
    if (page->n_scripts < SCRIPTS_MAX && is_ld(name, attributes)) {
        page->is_in_script = true;
        page->n_scripts++;
        str_reset(&page->script);
    }
    if (page->tree.n_dropped == 0)
        html_head_element(&page->head, name, attributes);
    watch_byline(page, name, attributes);
    html_tree_start(&page->tree, name, attributes);
}

void html_page_end(struct html_page *page, const char *name)
{
    html_tree_end(&page->tree, name);
    end_byline(page);
    if (!page->is_in_script || strcmp(name, "script") != 0)
        return;
    page->is_in_script = false;
    if (str_status(&page->script, NULL) == STATUS_OK &&
        page->state == STATUS_OK)
        page->state = html_head_ld(&page->head, str_view(&page->script), NULL);
}

void html_page_text(struct html_page *page, struct str_span text)
{
    if (page->is_in_script)
        str_add_span(&page->script, text);
    else
        html_tree_text(&page->tree, text);
    if (page->n_byline > 0 && page->tree.n_dropped == 0 &&
        page->byline.n_bytes <= BYLINE_MAX_BYTES)
        add_collapsed(&page->byline, text);
}

/* ---- the title */

static bool contains(struct str_span text, struct str_span part)
{
    return part.n_bytes > 0 && text.n_bytes >= part.n_bytes &&
           memmem(text.bytes, text.n_bytes, part.bytes, part.n_bytes) != NULL;
}

/* 2: they are the same; 1: the heading is most of the title, or the title of
   the heading; 0: neither. */
static int likeness(struct str_span heading, struct str_span title)
{
    if (title.n_bytes == 0 || heading.n_bytes == 0)
        return 0;
    if (str_span_equal_nocase(heading, title))
        return 2;
    if (contains(title, heading) && heading.n_bytes * 2 >= title.n_bytes)
        return 1;
    return contains(heading, title) && title.n_bytes * 2 >= heading.n_bytes;
}

struct heading {
    uint32_t i_block;
    int likeness;
};

/* The heading that is most like a title, h1 before others; else the only h1. */
static struct heading find_heading(const struct html_page *page,
                                   const struct str_span *titles,
                                   size_t n_titles)
{
    const struct html_tree *tree = &page->tree;
    struct heading best = {HTML_NO_BLOCK, 0};
    uint32_t i_first = HTML_NO_BLOCK;
    unsigned n_first = 0;

    for (uint32_t i = 0; i < tree->n_blocks; i++) {
        const struct html_node *node = &tree->nodes[tree->blocks[i].i_node];

        if (node->kind != HTML_HEADING || node->level > 3)
            continue;
        if (node->level == 1 && n_first++ == 0)
            i_first = i;
        for (size_t k = 0; k < n_titles; k++) {
            int like =
                likeness(html_block_text(tree, &tree->blocks[i]), titles[k]);

            if (like > best.likeness)
                best = (struct heading){i, like};
        }
    }
    if (best.i_block == HTML_NO_BLOCK && n_first == 1)
        best.i_block = i_first;
    return best;
}

/* " | The Star" behind a title, or "The Star: " before it. */
static struct str_span without_site(struct str_span title, struct str_span site)
{
    static const char *const marks[] = {
        " | ",        " - ", " \xe2\x80\x93 ", " \xe2\x80\x94 ", " \xc2\xbb ",
        " \xc2\xb7 ", " :: "};

    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        size_t n_mark = strlen(marks[i]);

        if (site.n_bytes == 0 || title.n_bytes <= site.n_bytes + n_mark)
            continue;

        size_t n = title.n_bytes - site.n_bytes - n_mark;

        if (memcmp(title.bytes + n, marks[i], n_mark) == 0 &&
            str_span_equal_nocase(
                str_span(title.bytes + n + n_mark, site.n_bytes), site))
            return str_span(title.bytes, n);
    }
    return title;
}

/* What the page calls itself, most trusted first. */
static size_t list_titles(struct html_page *page, struct str_span *titles)
{
    struct str_span site = page->head.values[HEAD_SOURCE];
    size_t n = 0;

    add_collapsed(&page->title, str_view(&page->tree.title));
    if (page->head.ld.title.n_bytes > 0)
        titles[n++] = page->head.ld.title;
    if (page->head.og_title.n_bytes > 0)
        titles[n++] = without_site(page->head.og_title, site);
    if (page->title.n_bytes > 0)
        titles[n++] = without_site(str_view(&page->title), site);
    return n;
}

/* "Title | Sport | Paper", and "Kicker: Title", where the heading is "Title".
 */
static struct str_span of_heading(struct str_span title,
                                  struct str_span heading)
{
    static const char *const marks[] = {" | ", " - ", " \xe2\x80\x93 "};
    size_t n = heading.n_bytes;

    if (n < 10 || title.n_bytes < n + 3)
        return title;
    if (memcmp(title.bytes, heading.bytes, n) == 0)
        for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
            if (str_span_starts(str_span(title.bytes + n, title.n_bytes - n),
                                str_span_of(marks[i])))
                return heading;
    if (memcmp(title.bytes + title.n_bytes - n, heading.bytes, n) == 0 &&
        memcmp(title.bytes + title.n_bytes - n - 2, ": ", 2) == 0)
        return heading;
    return title;
}

static uint32_t choose_title(struct html_page *page, struct article *article,
                             bool *ret_is_title)
{
    struct str_span titles[3];
    size_t n_titles = list_titles(page, titles);
    struct heading heading = find_heading(page, titles, n_titles);
    struct str_span text = str_span("", 0);

    if (heading.i_block != HTML_NO_BLOCK)
        text =
            html_block_text(&page->tree, &page->tree.blocks[heading.i_block]);
    *ret_is_title = heading.likeness > 0 || (n_titles == 0 && text.n_bytes > 0);
    if (n_titles == 0)
        article->title = text;
    else
        article->title = of_heading(titles[0], text);
    return heading.i_block;
}

/* ---- the text */

void html_add_block(struct str *out, struct str_span text)
{
    while (text.n_bytes > 0 && is_space(text.bytes[text.n_bytes - 1]))
        text.n_bytes--;
    if (text.n_bytes == 0)
        return;
    if (out->n_bytes > 0)
        str_add_text(out, "\n\n");
    str_add_span(out, text);
}

enum status html_page_fill(struct html_page *page, struct article *article,
                           struct error *err)
{
    struct html_tree *tree = &page->tree;
    bool is_title = false;

    html_tree_finish(tree);
    html_head_finish(&page->head, str_view(&page->byline));
    if (page->state != STATUS_OK || tree->state != STATUS_OK)
        return tree->state == STATUS_TOO_BIG ? str_status(&tree->text, err)
                                             : error_no_memory(err);

    uint32_t i_title = choose_title(page, article, &is_title);
    enum status status = html_body_choose(tree, i_title, err);

    if (status != STATUS_OK)
        return status;
    if (i_title != HTML_NO_BLOCK)
        tree->blocks[i_title].is_kept = !is_title;
    for (size_t i = 0; i < tree->n_blocks; i++) {
        const struct html_block *block = &tree->blocks[i];

        if (block->is_kept || block->is_caption)
            html_add_block(block->is_kept ? &page->text : &page->captions,
                           html_block_text(tree, block));
    }
    article->text = str_view(&page->text);
    json_add_member(&page->head.extra, "captions", str_view(&page->captions));
    status = html_head_fill(&page->head, article, err);
    return status == STATUS_OK ? str_status(&page->text, err) : status;
}
