/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/pdf_text.h"

#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

/* A head runs if pages near this one have it. */
#define NEAR_PAGES 2

/* Of lines at either end of a page, that may be heads. */
#define ENDS_MAX 4

/* Lines are told by where they begin. */
struct page {
    struct str_span text;
    struct str_span heads[ENDS_MAX]; /* from the top, without blank ones */
    struct str_span feet[ENDS_MAX];  /* from the bottom, likewise */
    size_t n_lines;                  /* of these, ENDS_MAX at most */
    size_t n_heads_out;
    size_t n_feet_out;
};

struct pages {
    struct page *items;
    size_t n_items;
    size_t n_room;
};

static struct str_span behind(struct str_span text, size_t n)
{
    return str_span(text.bytes + n, text.n_bytes - n);
}

static struct str_span take_up_to(struct str_span *rest, char c)
{
    const char *end = memchr(rest->bytes, c, rest->n_bytes);
    size_t n = end != NULL ? (size_t)(end - rest->bytes) : rest->n_bytes;
    struct str_span part = str_span(rest->bytes, n);

    *rest = behind(*rest, end != NULL ? n + 1 : n);
    return part;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ---- heads and numbers */

/* "12", "- 12 -", "Page 12", "12 of 40", "xii". */
static bool is_page_number(struct str_span line)
{
    static const char *const words[] = {"page", "of", "p.", "seite", "von"};
    size_t n_numbers = 0;

    while ((line = str_span_trim(line)).n_bytes > 0) {
        size_t n = 0;
        bool is_known = false;

        while (n < line.n_bytes && is_digit(line.bytes[n]))
            n++;
        if (n > 0 && n <= 5) {
            n_numbers++;
            line = behind(line, n);
            continue;
        }
        n = 0;
        while (n < line.n_bytes && strchr("ivxl", line.bytes[n]) != NULL)
            n++;
        if (n > 0 && n == line.n_bytes && n_numbers == 0 && n < 8)
            return true;
        for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
            n = strlen(words[i]);
            if (line.n_bytes >= n &&
                str_span_equal_nocase(str_span(line.bytes, n),
                                      str_span_of(words[i]))) {
                is_known = true;
                break;
            }
        }
        if (!is_known && strchr("-[]()/|", line.bytes[0]) == NULL)
            return false;
        line = behind(line, is_known ? n : 1);
    }
    return n_numbers == 1 || n_numbers == 2;
}

/* Whether they are the same but for numbers, and say something. */
static bool is_same_head(struct str_span a, struct str_span b)
{
    size_t i = 0;
    size_t j = 0;

    if (a.n_bytes == 0 || b.n_bytes == 0)
        return false;
    while (i < a.n_bytes && j < b.n_bytes) {
        if (is_digit(a.bytes[i]) && is_digit(b.bytes[j])) {
            while (i < a.n_bytes && is_digit(a.bytes[i]))
                i++;
            while (j < b.n_bytes && is_digit(b.bytes[j]))
                j++;
        } else if (a.bytes[i++] != b.bytes[j++]) {
            return false;
        }
    }
    return i == a.n_bytes && j == b.n_bytes;
}

static const struct str_span *ends_of(const struct page *page, bool is_head)
{
    return is_head ? page->heads : page->feet;
}

/* What is a head on pages near it, too; on the first page it is the title. A
   number alone is one of pages if those near it have numbers there. */
static bool is_running(const struct pages *pages, size_t i, size_t i_line,
                       bool is_head)
{
    struct str_span line = ends_of(&pages->items[i], is_head)[i_line];
    bool is_number = is_page_number(line);

    for (size_t j = i > NEAR_PAGES ? i - NEAR_PAGES : 0;
         j < pages->n_items && j <= i + NEAR_PAGES; j++) {
        struct str_span other = ends_of(&pages->items[j], is_head)[i_line];

        if (j == i)
            continue;
        if (is_number
                ? is_page_number(other)
                : i > 0 && pages->n_items > 2 && is_same_head(line, other))
            return true;
    }
    return false;
}

/* How many lines at this end of the page are none of the text. */
static size_t count_out(const struct pages *pages, size_t i, bool is_head)
{
    size_t n = 0;

    while (n < pages->items[i].n_lines && is_running(pages, i, n, is_head))
        n++;
    return n;
}

static void find_ends(struct page *page)
{
    struct str_span rest = page->text;
    size_t n = 0;

    while (rest.n_bytes > 0) {
        struct str_span line = str_span_trim(take_up_to(&rest, '\n'));

        if (line.n_bytes == 0)
            continue;
        if (n < ENDS_MAX)
            page->heads[n] = line;
        memmove(page->feet + 1, page->feet,
                (ENDS_MAX - 1) * sizeof(page->feet[0]));
        page->feet[0] = line;
        n++;
    }
    page->n_lines = n < ENDS_MAX ? n : ENDS_MAX;
}

static enum status find_pages(struct pages *pages, struct str_span printed,
                              struct error *err)
{
    while (printed.n_bytes > 0) {
        struct page page = {.text = take_up_to(&printed, '\f')};

        if (VEC_RESERVE(&pages->items, &pages->n_room, pages->n_items, 1,
                        err) != STATUS_OK)
            return STATUS_NO_MEMORY;
        find_ends(&page);
        pages->items[pages->n_items++] = page;
    }
    for (size_t i = 0; i < pages->n_items; i++) {
        pages->items[i].n_heads_out = count_out(pages, i, true);
        pages->items[i].n_feet_out = count_out(pages, i, false);
    }
    return STATUS_OK;
}

static bool is_out(const struct page *page, struct str_span line)
{
    for (size_t i = 0; i < page->n_heads_out; i++)
        if (page->heads[i].bytes == line.bytes)
            return true;
    for (size_t i = 0; i < page->n_feet_out; i++)
        if (page->feet[i].bytes == line.bytes)
            return true;
    return false;
}

/* ---- lines */

static bool is_lower(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0xc3;
}

/* The last byte of a letter beyond ASCII is none of its first. */
static bool ends_lower(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* How long the hyphen at the end is that divides a word which goes on with
   next; 0: none. */
static size_t hyphen_length(const struct str *out, struct str_span next)
{
    static const struct str_span hyphens[] = {
        {"-", 1}, {"\xc2\xad", 2}, {"\xe2\x80\x90", 3}};

    for (size_t i = 0; i < sizeof(hyphens) / sizeof(hyphens[0]); i++) {
        size_t n = hyphens[i].n_bytes;

        if (out->n_bytes > n && next.n_bytes > 0 && is_lower(next.bytes[0]) &&
            ends_lower(out->bytes[out->n_bytes - n - 1]) &&
            memcmp(out->bytes + out->n_bytes - n, hyphens[i].bytes, n) == 0)
            return n;
    }
    return 0;
}

/* A sentence goes on with next. */
static bool goes_on(const struct str *out, struct str_span next)
{
    char last;

    if (out->n_bytes == 0)
        return false;
    last = out->bytes[out->n_bytes - 1];
    return next.n_bytes > 0 && is_lower(next.bytes[0]) &&
           (ends_lower(last) || last == ',' || last == ';' || last == '-');
}

/* is_break: a blank line, or a page, is before it. */
static void add_line(struct str *out, struct str_span line, bool is_page,
                     bool is_break)
{
    size_t n_hyphen;

    if (out->state != STATUS_OK)
        return;
    if (out->n_bytes == 0) {
        str_add_span(out, line);
        return;
    }
    if (is_page && goes_on(out, line))
        is_break = false;
    n_hyphen = is_break ? 0 : hyphen_length(out, line);
    if (n_hyphen > 0)
        str_truncate(out, out->n_bytes - n_hyphen);
    else
        str_add_text(out, is_break ? "\n\n" : "\n");
    str_add_span(out, line);
}

static void add_page(struct str *out, const struct page *page)
{
    struct str_span rest = page->text;
    bool is_page = true;
    bool is_break = true;

    while (rest.n_bytes > 0) {
        struct str_span line = str_span_trim(take_up_to(&rest, '\n'));

        if (line.n_bytes == 0) {
            is_break = true;
            continue;
        }
        if (is_out(page, line)) {
            is_break = true;
            continue;
        }
        add_line(out, line, is_page, is_break);
        is_page = is_break = false;
    }
}

enum status pdf_text_read(struct str_span printed, struct str *out,
                          struct error *err)
{
    struct pages pages = {NULL, 0, 0};
    enum status status = find_pages(&pages, printed, err);

    for (size_t i = 0; status == STATUS_OK && i < pages.n_items; i++)
        add_page(out, &pages.items[i]);
    free(pages.items);
    return status == STATUS_OK ? str_status(out, err) : status;
}
