/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_page.h"

#include "base/checksum.h"
#include "searcher/web_escape.h"
#include "searcher/web_link.h"

#include <inttypes.h>

/* Made of searcher/web/ by the build. */
static const char style[] =
#include "searcher/web_style.inc"
    ;

static const char script[] =
#include "searcher/web_suggest.inc"
    ;

static const char icon[] =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\">"
    "<rect width=\"16\" height=\"16\" rx=\"3\" fill=\"#7a2e1d\"/>"
    "<path fill=\"#fff\" d=\"M7.2 3H12v1.3h-1V13H9.7V4.3H8.5V13H7.2V8.6A2.8 "
    "2.8 0 0 1 7.2 3z\"/></svg>\n";

/* A file of ours, by a name that is another for the next release, which must
   not be laid out by the style sheet of this one. */
static void add_file(const struct web_visit *visit, const char *path,
                     struct str_span text, struct str *out)
{
    web_link_page(visit, str_span_of(path), out);
    str_add_format(out, "?v=%08" PRIx32, (uint32_t)checksum_of(text));
}

static void add_head(const struct web_visit *visit, const struct web_page *page,
                     struct str *out)
{
    str_add_text(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
                      "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                      "content=\"width=device-width, initial-scale=1\">\n"
                      "<meta name=\"color-scheme\" content=\"light dark\">\n"
                      "<title>");
    if (page->title.n_bytes > 0) {
        web_escape_text(out, page->title);
        str_add_text(out, " \xe2\x80\x93 ");
    }
    web_escape_text(out, web_visit_title(visit));
    str_add_text(out, "</title>\n");
    str_add_text(out, "<link rel=\"stylesheet\" href=\"");
    add_file(visit, "/style.css", str_span(style, sizeof(style) - 1), out);
    str_add_text(out, "\">\n<script defer src=\"");
    add_file(visit, "/suggest.js", str_span(script, sizeof(script) - 1), out);
    str_add_text(
        out, "\"></script>\n<link rel=\"icon\" type=\"image/svg+xml\" href=\"");
    web_link_page(visit, SPAN("/icon.svg"), out);
    str_add_text(out, "\">\n<link rel=\"search\" "
                      "type=\"application/opensearchdescription+xml\" "
                      "title=\"");
    web_escape_text(out, web_visit_title(visit));
    str_add_text(out, "\" href=\"");
    web_link_page(visit, SPAN("/opensearch.xml"), out);
    str_add_text(out, "\">\n");
    str_add_span(out, page->head);
    str_add_text(out, "</head>\n");
}

static void add_form(const struct web_visit *visit, const struct web_page *page,
                     struct str *out)
{
    str_add_text(out, "<form class=\"ask\" role=\"search\" action=\"");
    web_link_page(visit, SPAN("/search"), out);
    str_add_text(out, "\">\n<div class=\"box\">\n"
                      "<label for=\"q\">Search the archive</label>\n"
                      "<input id=\"q\" name=\"q\" type=\"search\" dir=\"auto\" "
                      "maxlength=\"4096\" autocomplete=\"off\" "
                      "autocapitalize=\"off\" spellcheck=\"false\" "
                      "enterkeyhint=\"search\" value=\"");
    web_escape_text(out, page->query);
    str_add_text(out, page->is_home && page->query.n_bytes == 0
                          ? "\" autofocus>\n"
                          : "\">\n");
    str_add_text(out, "<button type=\"submit\">Search</button>\n</div>\n");
    str_add_span(out, page->form);
    str_add_text(out, "</form>\n");
}

void web_page_begin(struct web_visit *visit, const struct web_page *page)
{
    struct str *out = &visit->reply->body;

    visit->reply->type = "text/html; charset=utf-8";
    visit->reply->is_page = true;
    add_head(visit, page, out);
    str_add_format(out,
                   "<body%s>\n<a class=\"skip\" href=\"#main\">Skip to "
                   "content</a>\n<header>\n<p class=\"name\"><a href=\"",
                   page->is_home   ? " class=\"home\""
                   : page->is_wide ? " class=\"wide\""
                                   : "");
    web_link_page(visit, SPAN("/"), out);
    str_add_text(out, "\"><bdi>");
    web_escape_text(out, web_visit_title(visit));
    str_add_text(out, "</bdi></a></p>\n");
    add_form(visit, page, out);
    str_add_text(out, "</header>\n<main id=\"main\">\n");
}

void web_page_end(struct web_visit *visit)
{
    struct str *out = &visit->reply->body;
    const struct web_store *store = web_visit_store(visit);

    str_add_text(out, "</main>\n<footer>\n<p><a href=\"");
    web_link_page(visit, SPAN("/help"), out);
    str_add_text(out, "\">How to search</a> \xc2\xb7 <a href=\"");
    web_link_page(visit, SPAN("/stats"), out);
    str_add_text(out, "\">About this archive</a></p>\n");
    if (store->is_seen) {
        str_add_format(out, "<p>As of <time datetime=\"%s\">%.10s</time></p>\n",
                       store->manifest.updated, store->manifest.updated);
    }
    str_add_text(out, "</footer>\n</body>\n</html>\n");
}

static enum status send_file(struct web_visit *visit, const char *type,
                             const char *text, struct error *err)
{
    struct web_reply *reply = visit->reply;

    reply->type = type;
    reply->cache = WEB_CACHE_STATIC;
    str_add_text(&reply->body, text);
    return str_status(&reply->body, err);
}

enum status web_page_style(struct web_visit *visit, struct error *err)
{
    return send_file(visit, "text/css; charset=utf-8", style, err);
}

enum status web_page_script(struct web_visit *visit, struct error *err)
{
    return send_file(visit, "text/javascript; charset=utf-8", script, err);
}

enum status web_page_icon(struct web_visit *visit, struct error *err)
{
    return send_file(visit, "image/svg+xml", icon, err);
}
