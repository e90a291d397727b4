/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_fields.h"

#include "searcher/render.h"
#include "searcher/web_escape.h"

static const char *const months[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December",
};

/* Of EDTF, how precise it is: "1906", "1906-05", "1906-05-14". */
static void add_day(struct str *out, uint32_t day, size_t n_edtf)
{
    uint32_t month = day / 100 % 100;

    if (n_edtf > 7)
        str_add_format(out, "%u ", day % 100);
    if (n_edtf > 4 && month >= 1 && month <= 12)
        str_add_format(out, "%s ", months[month - 1]);
    str_add_format(out, "%u", day / 10000);
}

void web_fields_date(const struct article *article, struct str *out)
{
    CLEANUP(str_release) struct str edtf = STR_INIT;

    if (article->date_min == 0) {
        if (article->date_text.n_bytes > 0) {
            str_add_text(out, "<bdi>");
            web_escape_text(out, article->date_text);
            str_add_text(out, "</bdi>");
        }
        return;
    }
    render_date(article, &edtf);
    if (edtf.n_bytes > 10) {
        add_day(out, article->date_min, 10);
        str_add_text(out, " \xe2\x80\x93 ");
        add_day(out, article->date_max, 10);
        return;
    }
    str_add_format(out, "<time datetime=\"%s\">", str_view(&edtf).bytes);
    add_day(out, article->date_min, edtf.n_bytes);
    str_add_text(out, "</time>");
}

/* Between the parts of a line. */
#define BETWEEN " \xc2\xb7 "

static void add_part(struct str *out, const char *class, struct str_span text,
                     bool *is_first)
{
    if (text.n_bytes == 0)
        return;
    str_add_format(out, "%s<bdi class=\"%s\">", *is_first ? "" : BETWEEN,
                   class);
    web_escape_text(out, text);
    str_add_text(out, "</bdi>");
    *is_first = false;
}

void web_fields_line(const struct article *article, struct str *out)
{
    CLEANUP(str_release) struct str date = STR_INIT;
    bool is_first;

    web_fields_date(article, &date);
    str_add_text(out, "<p class=\"line\">");
    str_add_span(out, str_view(&date));
    is_first = date.n_bytes == 0;
    add_part(out, "source", article->source, &is_first);
    add_part(out, "section", article->section, &is_first);
    for (size_t i = 0; i < article->n_authors; i++)
        add_part(out, "author", article->authors[i], &is_first);
    str_add_text(out, "</p>\n");
}

static bool is_language_tag(struct str_span text)
{
    if (text.n_bytes < 2 || text.n_bytes > 35)
        return false;
    for (size_t i = 0; i < text.n_bytes; i++) {
        char c = text.bytes[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && (i < 2 || (c != '-' && (c < '0' || c > '9'))))
            return false;
    }
    return text.bytes[text.n_bytes - 1] != '-';
}

void web_fields_language(const struct article *article, struct str *out)
{
    if (!is_language_tag(article->language))
        return;
    str_add_text(out, " lang=\"");
    web_escape_text(out, article->language);
    str_add_text(out, "\"");
}

void web_fields_marked(const struct passage *passage, struct str *out)
{
    size_t off = 0;

    for (size_t i = 0; i < passage->n_marks; i++) {
        const struct passage_mark *mark = &passage->marks[i];
        web_escape_text(
            out, str_span(passage->text.bytes + off, mark->start_bytes - off));
        str_add_text(out, "<mark>");
        web_escape_text(out, str_span(passage->text.bytes + mark->start_bytes,
                                      mark->end_bytes - mark->start_bytes));
        str_add_text(out, "</mark>");
        off = mark->end_bytes;
    }
    web_escape_text(
        out, str_span(passage->text.bytes + off, passage->text.n_bytes - off));
}

void web_fields_title(const struct passage *title, struct str *out)
{
    if (title->text.n_bytes > 0)
        web_fields_marked(title, out);
    else
        str_add_text(out, "Untitled");
}
