/*
 * The form beside the search box.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_compose.h"
#include "searcher/web_escape.h"
#include "searcher/web_results.h"

static const struct {
    enum address_box box;
    const char *name;
    const char *label;
    const char *example; /* in the empty box */
} boxes[] = {
    {ADDRESS_TITLE, "title", "Title", "words of it"},
    {ADDRESS_AUTHOR, "author", "Author", ""},
    {ADDRESS_SOURCE, "source", "Source", "newspaper, magazine"},
    {ADDRESS_SECTION, "section", "Section", ""},
    {ADDRESS_TAG, "tag", "Tag", ""},
    {ADDRESS_LANG, "lang", "Language", "en, de, fr"},
    {ADDRESS_AFTER, "after", "From", "1906 or 1906-05-14"},
    {ADDRESS_BEFORE, "before", "To", "1910"},
};

#define N_BOXES (sizeof(boxes) / sizeof(boxes[0]))

/* These become part of the query, so they are always empty. */
static const struct {
    const char *name;
    const char *label;
} query_boxes[] = {
    {WEB_BOX_PHRASE, "This phrase"},
    {WEB_BOX_NEAR, "Near each other"},
    {WEB_BOX_SOME, "One of these words"},
    {WEB_BOX_NONE, "None of these words"},
};

static void add_query_boxes(struct str *out)
{
    for (size_t i = 0; i < sizeof(query_boxes) / sizeof(query_boxes[0]); i++)
        str_add_format(out,
                       "<label>%s <input name=\"%s\" type=\"text\" "
                       "dir=\"auto\"></label>\n",
                       query_boxes[i].label, query_boxes[i].name);
}

static void add_box(const struct web_question *question, size_t i,
                    struct str *out)
{
    struct str_span value = question->address.boxes[boxes[i].box];

    str_add_format(out,
                   "<label>%s <input name=\"%s\" type=\"text\" dir=\"auto\"",
                   boxes[i].label, boxes[i].name);
    if (boxes[i].example[0] != '\0')
        str_add_format(out, " placeholder=\"%s\"", boxes[i].example);
    if (value.n_bytes > 0) {
        str_add_text(out, " value=\"");
        web_escape_text(out, value);
        str_add_char(out, '"');
    }
    str_add_text(out, "></label>\n");
}

static void add_hidden(const char *name, struct str_span value, struct str *out)
{
    if (value.n_bytes == 0)
        return;
    str_add_format(out, "<input type=\"hidden\" name=\"%s\" value=\"", name);
    web_escape_text(out, value);
    str_add_text(out, "\">\n");
}

/* What was chosen by links stays when the query is changed. */
static void add_kept(const struct web_question *question, struct str *out)
{
    const struct address *address = &question->address;

    for (size_t i = 0; i < address->n_filters; i++) {
        const struct address_filter *filter = &address->filters[i];
        CLEANUP(str_release) struct str value = STR_INIT;
        str_add_span(&value, filter->field);
        str_add_char(&value, ':');
        str_add_span(&value, filter->value);
        add_hidden(filter->is_not ? "nf" : "f", str_view(&value), out);
    }
    add_hidden("sort", address->sort, out);
    add_hidden("recent", str_span_of(address->is_recent ? "1" : ""), out);
    add_hidden("expand", str_span_of(address->is_expanded ? "1" : ""), out);
}

/* A filter that is on, as a link that takes it off. */
static void add_filter(const struct web_question *question, size_t i,
                       struct str *out)
{
    const struct address_filter *filter = &question->address.filters[i];
    struct address without = question->address;

    without.offset = 0;
    without.n_filters--;
    for (size_t j = i; j < without.n_filters; j++)
        without.filters[j] = without.filters[j + 1];
    str_add_text(out, "<li><a rel=\"nofollow\" href=\"");
    web_question_link(question, SPAN("/search"), &without, out);
    str_add_format(out, "\"><bdi>%s", filter->is_not ? "not " : "");
    web_escape_text(out, filter->field);
    str_add_text(out, ": ");
    web_escape_text(out, filter->value);
    str_add_text(out, "</bdi><span class=\"hidden\"> (take off)</span></a>"
                      "</li>\n");
}

static void add_filters(const struct web_question *question, struct str *out)
{
    if (question->address.n_filters == 0)
        return;
    str_add_text(out, "<nav aria-label=\"Filters that are on\">\n"
                      "<ul class=\"chips\">\n");
    for (size_t i = 0; i < question->address.n_filters; i++)
        add_filter(question, i, out);
    str_add_text(out, "</ul>\n</nav>\n");
}

static bool is_open(const struct web_question *question)
{
    for (size_t i = 0; i < N_BOXES; i++)
        if (question->address.boxes[boxes[i].box].n_bytes > 0)
            return true;
    return question->address.mode == QUERY_ANY_WORD;
}

void web_results_form(const struct web_question *question, struct str *out)
{
    add_kept(question, out);
    add_filters(question, out);
    str_add_format(out,
                   "<details class=\"fields\"%s>\n<summary>Phrases, fields "
                   "and dates</summary>\n<div class=\"boxes\">\n",
                   is_open(question) ? " open" : "");
    add_query_boxes(out);
    for (size_t i = 0; i < N_BOXES; i++)
        add_box(question, i, out);
    str_add_format(out,
                   "<label class=\"check\"><input name=\"any\" "
                   "type=\"checkbox\" value=\"1\"%s> Any of the words will do"
                   "</label>\n</div>\n</details>\n",
                   question->address.mode == QUERY_ANY_WORD ? " checked" : "");
}
