/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_about.h"

#include "searcher/json_writer.h"
#include "searcher/query_help.h"
#include "searcher/render.h"
#include "searcher/web_escape.h"
#include "searcher/web_link.h"
#include "searcher/web_page.h"
#include "text/utf8.h"

#include <inttypes.h>

/* ---- help: the screen of --help=query as a page */

struct help_page {
    const struct web_visit *visit;
    struct str *out;
    bool is_open; /* a table has begun */
};

static void end_table(struct help_page *page)
{
    if (page->is_open)
        str_add_text(page->out, "</tbody>\n</table>\n");
    page->is_open = false;
}

static void add_heading(void *context, const char *text)
{
    struct help_page *page = (struct help_page *)context;

    end_table(page);
    str_add_text(page->out, "<h2>");
    struct str_span heading = str_span_of(text);
    if (heading.n_bytes > 0 && heading.bytes[heading.n_bytes - 1] == ':')
        heading.n_bytes--;
    web_escape_text(page->out, heading);
    str_add_text(page->out, "</h2>\n");
}

/* Diagnostics are linked to from results, by their code. */
static void add_row(void *context, const char *written, const char *finds)
{
    struct help_page *page = (struct help_page *)context;
    struct str *out = page->out;
    bool is_code =
        (written[0] == 'E' || written[0] == 'W' || written[0] == 'N') &&
        written[1] >= '1' && written[1] <= '9';

    if (!page->is_open)
        str_add_text(out, "<table class=\"help\">\n<tbody>\n");
    page->is_open = true;
    str_add_text(out, "<tr");
    if (is_code)
        str_add_format(out, " id=\"%.4s\"", written);
    str_add_text(out, "><th scope=\"row\"><code");
    if (is_code && written[4] == ' ')
        str_add_format(out, " id=\"%.4s\"", written + 5);
    str_add_text(out, ">");
    web_escape_text(out, str_span_of(written));
    str_add_text(out, "</code></th><td>");
    web_escape_text(out, str_span_of(finds));
    str_add_text(out, "</td></tr>\n");
}

enum status web_about_help(struct web_visit *visit, struct error *err)
{
    struct str *out = &visit->reply->body;
    struct help_page page = {visit, out, false};
    const struct query_help_writer writer = {add_heading, add_row, &page};
    const struct web_page frame = {.title = SPAN("How to search")};

    if (web_visit_is_known(visit, WEB_CACHE_ARTICLE, SPAN("")))
        return STATUS_OK;
    visit->reply->is_searchable = true;
    web_page_begin(visit, &frame);
    str_add_text(out, "<h1>How to search</h1>\n");
    query_help_write(&writer);
    end_table(&page);
    web_page_end(visit);
    return str_status(out, err);
}

/* ---- what is in the index */

static void add_stats_row(struct str *out, const char *label, uint64_t n)
{
    str_add_format(out,
                   "<tr><th scope=\"row\">%s</th><td>%" PRIu64 "</td></tr>\n",
                   label, n);
}

static void write_stats_page(struct web_visit *visit,
                             const struct index_stats *stats)
{
    struct str *out = &visit->reply->body;
    const struct manifest *manifest = &web_visit_store(visit)->manifest;
    const struct web_page frame = {.title = SPAN("About this archive")};

    visit->reply->is_searchable = true;
    web_page_begin(visit, &frame);
    str_add_text(out, "<h1>About this archive</h1>\n<table class=\"stats\">\n"
                      "<tbody>\n");
    add_stats_row(out, "Articles", stats->n_articles);
    add_stats_row(out, "Paragraphs", stats->n_paragraphs);
    add_stats_row(out, "Words", stats->n_words);
    add_stats_row(out, "Changes so far", manifest->revision);
    str_add_format(out,
                   "<tr><th scope=\"row\">Last change</th><td>"
                   "<time datetime=\"%s\">%.10s %.5s UTC</time></td></tr>\n"
                   "</tbody>\n</table>\n",
                   manifest->updated, manifest->updated,
                   manifest->updated + 11);
    web_page_end(visit);
}

static void write_stats_json(struct web_visit *visit,
                             const struct index_stats *stats)
{
    struct web_reply *reply = visit->reply;
    const struct manifest *manifest = &web_visit_store(visit)->manifest;
    struct json_writer writer;

    reply->type = "application/json; charset=utf-8";
    json_writer_init(&writer, &reply->body);
    json_writer_object(&writer);
    json_writer_key(&writer, "version");
    json_writer_number(&writer, JSON_VERSION);
    json_writer_key(&writer, "articles");
    json_writer_number(&writer, stats->n_articles);
    json_writer_key(&writer, "paragraphs");
    json_writer_number(&writer, stats->n_paragraphs);
    json_writer_key(&writer, "words");
    json_writer_number(&writer, stats->n_words);
    json_writer_field(&writer, "uuid", str_span_of(manifest->uuid));
    json_writer_key(&writer, "revision");
    json_writer_number(&writer, manifest->revision);
    json_writer_field(&writer, "updated", str_span_of(manifest->updated));
    json_writer_end_object(&writer);
    str_add_char(&reply->body, '\n');
}

enum status web_about_stats(struct web_visit *visit, struct error *err)
{
    struct index_stats stats;

    if (web_visit_is_known(visit, WEB_CACHE_SEARCH, SPAN("")))
        return STATUS_OK;
    enum status status = web_store_open(visit->site, visit->i_index, err);
    if (status == STATUS_OK)
        status = index_stats(web_visit_store(visit)->index, &stats, err);
    if (status != STATUS_OK)
        return status;
    if (visit->form == WEB_FORM_HTML)
        write_stats_page(visit, &stats);
    else
        write_stats_json(visit, &stats);
    return str_status(&visit->reply->body, err);
}

/* ---- for machines */

enum status web_about_status(struct web_visit *visit, struct error *err)
{
    struct web_reply *reply = visit->reply;
    struct json_writer writer;

    enum status status = web_store_look(visit->site, visit->i_index, err);
    if (status == STATUS_OK)
        status = web_store_open(visit->site, visit->i_index, err);
    if (status != STATUS_OK)
        return status;
    const struct manifest *manifest = &web_visit_store(visit)->manifest;
    reply->type = "application/json; charset=utf-8";
    json_writer_init(&writer, &reply->body);
    json_writer_object(&writer);
    json_writer_field(&writer, "status", SPAN("ok"));
    json_writer_key(&writer, "revision");
    json_writer_number(&writer, manifest->revision);
    json_writer_field(&writer, "updated", str_span_of(manifest->updated));
    json_writer_end_object(&writer);
    str_add_char(&reply->body, '\n');
    return str_status(&reply->body, err);
}

enum status web_about_robots(struct web_visit *visit, struct error *err)
{
    static const char *const pages[] = {"/search",  "/facets",  "/timeline",
                                        "/similar", "/suggest", "/feed"};
    struct web_reply *reply = visit->reply;

    reply->type = "text/plain; charset=utf-8";
    reply->cache = WEB_CACHE_STATIC;
    str_add_text(&reply->body, "User-agent: *\n");
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
        str_add_text(&reply->body, "Disallow: ");
        web_link_page(visit, str_span_of(pages[i]), &reply->body);
        str_add_char(&reply->body, '\n');
    }
    return str_status(&reply->body, err);
}

static void add_url(const struct web_visit *visit, const char *type,
                    const char *rel, const char *template, struct str *out)
{
    str_add_format(out, "<Url type=\"%s\"%s template=\"", type, rel);
    web_visit_origin(visit, out);
    web_link_page(visit, str_span_of(template), out);
    str_add_text(out, "\"/>\n");
}

enum status web_about_opensearch(struct web_visit *visit, struct error *err)
{
    struct web_reply *reply = visit->reply;
    struct str *out = &reply->body;
    struct str_span title = web_visit_title(visit);

    reply->type = "application/opensearchdescription+xml; charset=utf-8";
    reply->cache = WEB_CACHE_STATIC;
    str_add_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<OpenSearchDescription "
                      "xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n"
                      "<ShortName>");
    /* The specification's limit, in characters; cut bytes are no more. */
    web_escape_text(out, str_span(title.bytes, utf8_floor(title, 16)));
    str_add_text(out, "</ShortName>\n<Description>Search ");
    web_escape_text(out, title);
    str_add_text(out, "</Description>\n");
    add_url(visit, "text/html", "",
            "/search?q={searchTerms}&page={startPage?}&n={count?}", out);
    add_url(visit, "application/json", "",
            "/search.json?q={searchTerms}&page={startPage?}&n={count?}", out);
    add_url(visit, "application/atom+xml", "",
            "/feed?q={searchTerms}&page={startPage?}&n={count?}", out);
    add_url(visit, "application/x-suggestions+json", " rel=\"suggestions\"",
            "/suggest?q={searchTerms}", out);
    add_url(visit, "application/opensearchdescription+xml", " rel=\"self\"",
            "/opensearch.xml", out);
    str_add_text(out, "<Image width=\"16\" height=\"16\" "
                      "type=\"image/svg+xml\">");
    web_visit_origin(visit, out);
    web_link_page(visit, SPAN("/icon.svg"), out);
    str_add_text(out, "</Image>\n<Query role=\"example\" "
                      "searchTerms=\"&quot;sugar tax&quot;\"/>\n"
                      "<InputEncoding>UTF-8</InputEncoding>\n"
                      "<OutputEncoding>UTF-8</OutputEncoding>\n"
                      "</OpenSearchDescription>\n");
    return str_status(out, err);
}
