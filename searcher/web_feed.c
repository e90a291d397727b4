/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_feed.h"

#include "searcher/percent.h"
#include "searcher/web_escape.h"
#include "searcher/web_link.h"

#include <inttypes.h>

static void add_text(struct str *out, const char *tag, struct str_span text)
{
    if (text.n_bytes == 0)
        return;
    str_add_format(out, "<%s>", tag);
    web_escape_text(out, text);
    str_add_format(out, "</%s>\n", tag);
}

static void add_link(const struct web_question *question, const char *rel,
                     const char *type, const char *path,
                     const struct address *address, struct str *out)
{
    str_add_format(out, "<link rel=\"%s\" type=\"%s\" href=\"", rel, type);
    web_visit_origin(question->visit, out);
    web_question_link(question, str_span_of(path), address, out);
    str_add_text(out, "\"/>\n");
}

static void add_links(const struct web_question *question, struct str *out)
{
    static const char atom[] = "application/atom+xml";
    const struct answer *answer = &question->answer;
    struct address address = question->address;

    add_link(question, "self", atom, "/feed", &address, out);
    add_link(question, "alternate", "text/html", "/search", &address, out);
    if (address.offset > 0) {
        address.offset -=
            address.limit < address.offset ? address.limit : address.offset;
        add_link(question, "previous", atom, "/feed", &address, out);
    }
    address = question->address;
    address.offset += address.limit;
    if (answer->n_hits > 0 && address.offset < answer->n_total &&
        address.offset <= address_bounds_page.max_offset)
        add_link(question, "next", atom, "/feed", &address, out);
}

/* A tag URI (RFC 4151), which stays the same as long as host and index do. */
static void add_id(const struct web_visit *visit, struct str_span id,
                   struct str *out)
{
    str_add_text(out, "<id>tag:");
    web_visit_host(visit, out);
    str_add_text(out, ",2026:");
    str_add_text(out, web_visit_store(visit)->manifest.uuid);
    if (id.n_bytes > 0) {
        str_add_text(out, "/");
        percent_encode(id, PERCENT_PATH, out);
    }
    str_add_text(out, "</id>\n");
}

static void add_published(const struct article *article, struct str *out)
{
    uint32_t day = article->date_min;

    if (day != 0 && day == article->date_max)
        str_add_format(out, "<published>%04u-%02u-%02uT00:00:00Z</published>\n",
                       day / 10000, day / 100 % 100, day % 100);
}

static void add_entry(const struct web_question *question,
                      const struct hit *hit, struct str *out)
{
    const struct web_visit *visit = question->visit;
    const struct article *article = &hit->article;
    const struct web_target target = {.page = "/a", .id = article->id};

    str_add_text(out, "<entry>\n");
    add_id(visit, article->id, out);
    add_text(out, "title",
             hit->title.text.n_bytes > 0 ? hit->title.text : SPAN("Untitled"));
    str_add_text(out, "<link rel=\"alternate\" type=\"text/html\" href=\"");
    web_visit_origin(visit, out);
    web_link_target(visit, &target, out);
    str_add_format(out, "\"/>\n<updated>%s</updated>\n",
                   web_visit_store(visit)->manifest.updated);
    add_published(article, out);
    for (size_t i = 0; i < article->n_authors; i++) {
        str_add_text(out, "<author>");
        add_text(out, "name", article->authors[i]);
        str_add_text(out, "</author>\n");
    }
    if (hit->n_passages > 0)
        add_text(out, "summary", hit->passages[0].text);
    str_add_text(out, "</entry>\n");
}

void web_feed_write(struct web_question *question)
{
    struct web_visit *visit = question->visit;
    struct str *out = &visit->reply->body;
    const struct answer *answer = &question->answer;

    visit->reply->type = "application/atom+xml; charset=utf-8";
    str_add_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<feed xmlns=\"http://www.w3.org/2005/Atom\" "
                      "xmlns:opensearch="
                      "\"http://a9.com/-/spec/opensearch/1.1/\">\n");
    str_add_text(out, "<title>");
    if (question->address.q.n_bytes > 0) {
        web_escape_text(out, question->address.q);
        str_add_text(out, " \xe2\x80\x93 ");
    }
    web_escape_text(out, web_visit_title(visit));
    str_add_text(out, "</title>\n");
    add_id(visit, str_view(&question->canonical), out);
    add_links(question, out);
    str_add_format(out, "<updated>%s</updated>\n",
                   web_visit_store(visit)->manifest.updated);
    str_add_text(out, "<author><name>");
    web_escape_text(out, web_visit_title(visit));
    str_add_text(out, "</name></author>\n");
    str_add_format(
        out,
        "<opensearch:totalResults>%" PRIu64 "</opensearch:totalResults>\n"
        "<opensearch:startIndex>%" PRIu64 "</opensearch:startIndex>\n"
        "<opensearch:itemsPerPage>%" PRIu64 "</opensearch:itemsPerPage>\n",
        answer->n_total, question->address.offset + 1, question->address.limit);
    for (size_t i = 0; i < answer->n_hits; i++)
        add_entry(question, &answer->hits[i], out);
    str_add_text(out, "</feed>\n");
}

static enum status answer(struct web_question *question, struct error *err)
{
    bool is_done;

    enum status status =
        web_question_read(question, &address_bounds_page, &is_done, err);
    if (status != STATUS_OK || is_done)
        return status;
    /* A feed tells what has come in last, however old it is. */
    if (question->address.sort.n_bytes == 0)
        question->address.sort = SPAN("-indexed");
    status = web_question_ask(question, &is_done, err);
    if (status != STATUS_OK || is_done)
        return status;
    web_feed_write(question);
    return str_status(&question->visit->reply->body, err);
}

enum status web_feed(struct web_visit *visit, struct error *err)
{
    struct web_question question;

    web_question_init(&question, visit);
    enum status status = answer(&question, err);
    web_question_release(&question);
    return status;
}
