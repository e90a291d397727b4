/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_article_page.h"

#include "searcher/address_parts.h"
#include "searcher/mark.h"
#include "searcher/permalink.h"
#include "searcher/web_escape.h"
#include "searcher/web_fields.h"
#include "searcher/web_link.h"
#include "searcher/web_page.h"
#include "searcher/web_reprints.h"

#include <string.h>

/* Lines of at most so many bytes are lines of a poem or a table: prose is
   wrapped at more, or not at all. */
#define VERSE_MAX_BYTES 60
/* Links to marked paragraphs above the text. */
#define MAX_PLACES 40

struct article_page {
    struct web_visit *visit;
    const struct article *article;
    struct str_span query; /* to be marked; "": none */
    struct answer answer;  /* has its plan */
    bool is_marked;
    size_t first; /* paragraph on the page, from 0 */
    size_t end;   /* behind the last */
    struct mark_list marks;
    struct str *out;
};

static bool has_hash(const struct article *article, size_t n,
                     struct str_span hash)
{
    char text[PERMALINK_HASH_BYTES];

    if (n == 0 || n > article->n_paragraphs)
        return false;
    return permalink_hash(article_paragraph(article, n - 1), text, NULL) ==
               STATUS_OK &&
           str_span_equal(hash, str_span_of(text));
}

size_t web_article_find_paragraph(const struct article *article, size_t n,
                                  struct str_span hash)
{
    if (has_hash(article, n, hash))
        return n;
    for (size_t i = 1; i <= article->n_paragraphs; i++)
        if (has_hash(article, i, hash))
            return i;
    return 0;
}

/* What can't be planned marks nothing; the results said why. */
static enum status plan_query(struct article_page *page, struct error *err)
{
    struct str_span query = page->query;
    const struct web_store *store = web_visit_store(page->visit);
    const struct search_request request = {.query = query,
                                           .reading = QUERY_READING_LENIENT,
                                           .limits = SEARCH_LIMITS_OPEN};

    if (query.n_bytes == 0 ||
        query.n_bytes > address_bounds_page.max_query_bytes)
        return STATUS_OK;
    enum status status = search_plan(store->index, store->analyser, &request,
                                     &page->answer, err);
    page->is_marked = status == STATUS_OK;
    return status == STATUS_BAD_QUERY ? STATUS_OK : status;
}

static void add_marked(struct article_page *page, struct str_span text)
{
    const struct mark_list *list = &page->marks;
    size_t off = 0;

    for (size_t i = 0; i < list->n_marks; i++) {
        const struct mark *mark = &list->marks[i];
        web_escape_text(page->out,
                        str_span(text.bytes + off, mark->off_bytes - off));
        str_add_text(page->out, "<mark>");
        web_escape_text(page->out,
                        str_span(text.bytes + mark->off_bytes, mark->n_bytes));
        str_add_text(page->out, "</mark>");
        off = mark->off_bytes + mark->n_bytes;
    }
    web_escape_text(page->out, str_span(text.bytes + off, text.n_bytes - off));
}

static enum status mark(struct article_page *page, enum field field,
                        struct str_span text, struct error *err)
{
    page->marks.n_marks = 0;
    if (!page->is_marked)
        return STATUS_OK;
    return mark_text(&page->answer.plan, field,
                     web_visit_store(page->visit)->analyser, text, &page->marks,
                     err);
}

static bool is_verse(struct str_span text)
{
    size_t n_lines = 1;
    size_t n_line = 0;

    for (size_t i = 0; i < text.n_bytes; i++) {
        n_line++;
        if (n_line > VERSE_MAX_BYTES)
            return false;
        if (text.bytes[i] == '\n') {
            n_lines++;
            n_line = 0;
        }
    }
    return n_lines > 1;
}

static enum status add_paragraph(struct article_page *page, size_t i,
                                 struct error *err)
{
    struct str_span text = article_paragraph(page->article, i);
    struct str *out = page->out;
    char hash[PERMALINK_HASH_BYTES];

    enum status status = mark(page, FIELD_TEXT, text, err);
    if (status == STATUS_OK)
        status = permalink_hash(text, hash, err);
    if (status != STATUS_OK)
        return status;
    str_add_format(out,
                   "<p id=\"p%zu\"%s dir=\"auto\">"
                   "<a class=\"number\" rel=\"bookmark\" href=\"",
                   i + 1, is_verse(text) ? " class=\"verse\"" : "");
    const struct web_target target = {.page = "/a",
                                      .id = page->article->id,
                                      .i_paragraph = i + 1,
                                      .hash = hash};
    web_link_target(page->visit, &target, out);
    str_add_format(out,
                   "\" aria-label=\"Link to paragraph %zu\">"
                   "\xc2\xb6%zu</a> ",
                   i + 1, i + 1);
    add_marked(page, text);
    str_add_text(out, "</p>\n");
    return str_status(out, err);
}

/* Which paragraphs have something marked, as links. */
static enum status add_places(struct article_page *page, struct error *err)
{
    CLEANUP(str_release) struct str links = STR_INIT;
    enum status status = STATUS_OK;
    size_t n = 0;

    for (size_t i = page->first; i < page->end && page->is_marked; i++) {
        status =
            mark(page, FIELD_TEXT, article_paragraph(page->article, i), err);
        if (status != STATUS_OK)
            return status;
        if (page->marks.n_marks > 0 && n++ < MAX_PLACES)
            str_add_format(&links, "<a href=\"#p%zu\">\xc2\xb6%zu</a>\n", i + 1,
                           i + 1);
    }
    if (n == 0)
        return STATUS_OK;
    str_add_text(page->out, "<nav class=\"places\" aria-label=\"Marked "
                            "paragraphs\">\n<bdi><a href=\"");
    web_link_query(page->visit, page->answer.query, page->out);
    str_add_text(page->out, "\">");
    web_escape_text(page->out, page->answer.query);
    str_add_text(page->out, "</a></bdi> is in\n");
    str_add_span(page->out, str_view(&links));
    if (n > MAX_PLACES)
        str_add_format(page->out, "<span>and %zu more</span>\n",
                       n - MAX_PLACES);
    str_add_text(page->out, "</nav>\n");
    return str_status(&links, err);
}

/* To another page of the same article, where it has several. */
static void add_turn(struct article_page *page, bool is_there,
                     const char *label, size_t i_paragraph)
{
    const struct web_target target = {.page = "/a",
                                      .id = page->article->id,
                                      .query = page->query,
                                      .i_paragraph = i_paragraph};

    if (!is_there)
        return;
    str_add_format(page->out,
                   "<nav class=\"pages\" aria-label=\"%s\">"
                   "<a href=\"",
                   label);
    web_link_target(page->visit, &target, page->out);
    str_add_format(page->out, "\">%s</a></nav>\n", label);
}

/* "?from=2001"; anything else is the beginning. */
static void choose_paragraphs(struct article_page *page)
{
    size_t n_paragraphs = page->article->n_paragraphs;
    struct str_span text;
    uint64_t from = 1;

    if (!web_request_find(&page->visit->request, "from", &text) ||
        !address_read_number(text, 1, n_paragraphs, &from))
        from = 1;
    page->first = (size_t)from - 1;
    page->end = n_paragraphs - page->first > WEB_PAGE_PARAGRAPHS
                    ? page->first + WEB_PAGE_PARAGRAPHS
                    : n_paragraphs;
}

static void add_tags(struct article_page *page)
{
    const struct article *article = page->article;
    struct str *out = page->out;

    if (article->n_tags == 0)
        return;
    str_add_text(out, "<h2 class=\"hidden\">Tags</h2>\n<ul class=\"tags\">\n");
    for (size_t i = 0; i < article->n_tags; i++) {
        str_add_text(out, "<li><bdi>");
        web_escape_text(out, article->tags[i]);
        str_add_text(out, "</bdi></li>\n");
    }
    str_add_text(out, "</ul>\n");
}

static void link_to(const struct article_page *page, const char *where,
                    const char *ending, struct str *out)
{
    const struct web_target target = {
        .page = where, .id = page->article->id, .ending = ending};

    web_link_target(page->visit, &target, out);
}

static void add_more(struct article_page *page)
{
    const struct article *article = page->article;
    struct str *out = page->out;

    str_add_text(out, "<footer class=\"more\">\n");
    add_tags(page);
    str_add_text(out, "<p>");
    if (web_escape_is_link(article->url)) {
        str_add_text(out, "<a class=\"origin\" rel=\"external noopener\" "
                          "href=\"");
        web_escape_text(out, article->url);
        str_add_text(out, "\">Where it was published</a>\n");
    }
    str_add_text(out, "<a rel=\"nofollow\" href=\"");
    link_to(page, "/similar", NULL, out);
    str_add_text(out, "\">Similar articles</a>\n<a href=\"");
    link_to(page, "/a", "txt", out);
    str_add_text(out, "\">Plain text</a>\n<a href=\"");
    link_to(page, "/a", "json", out);
    str_add_text(out, "\">JSON</a></p>\n<p class=\"id\">");
    web_escape_text(out, article->id);
    str_add_text(out, "</p>\n</footer>\n");
}

/* What stands below the text. Looking for reprints reads other records, after
   which this article's is gone: so all that it says is written before, and
   nothing of it is looked at behind. */
static enum status add_below(struct article_page *page, struct error *err)
{
    struct arena *arena = &page->visit->arena;
    struct str *out = page->out;
    CLEANUP(str_release) struct str more = STR_INIT;
    struct str_span id = arena_copy(arena, page->article->id);

    if (!id.bytes)
        return error_no_memory(err);
    page->out = &more;
    add_more(page);
    page->out = out;
    page->article = NULL;
    enum status status = web_reprints_add(page->visit, id, arena, out, err);
    str_add_span(out, str_view(&more));
    return status == STATUS_OK ? str_status(&more, err) : status;
}

static void add_notice(struct article_page *page, size_t i_changed)
{
    struct str *out = page->out;

    if (i_changed == 0)
        return;
    str_add_format(out,
                   "<p class=\"notice\" role=\"status\">Paragraph %zu has "
                   "changed since it was cited, or is gone.",
                   i_changed);
    if (i_changed <= page->article->n_paragraphs)
        str_add_format(out, " <a href=\"#p%zu\">What stands there now</a>",
                       i_changed);
    str_add_text(out, "</p>\n");
}

static enum status add_article(struct article_page *page, size_t i_changed,
                               struct error *err)
{
    const struct article *article = page->article;
    struct str *out = page->out;

    add_notice(page, i_changed);
    str_add_text(out, "<article class=\"article\"");
    web_fields_language(article, out);
    str_add_text(out, ">\n<header>\n<h1 dir=\"auto\">");
    analyser_set_hint(web_visit_store(page->visit)->analyser,
                      article->language);

    enum status status = mark(page, FIELD_TITLE, article->title, err);
    if (status != STATUS_OK)
        return status;
    if (article->title.n_bytes > 0)
        add_marked(page, article->title);
    else
        str_add_text(out, "Untitled");
    str_add_text(out, "</h1>\n");
    web_fields_line(article, out);
    str_add_text(out, "</header>\n");
    status = add_places(page, err);
    add_turn(page, page->first > 0, "Paragraphs before", page->first);
    for (size_t i = page->first; i < page->end && status == STATUS_OK; i++)
        status = add_paragraph(page, i, err);
    add_turn(page, page->end < article->n_paragraphs, "Next paragraphs",
             page->end + 1);
    if (status == STATUS_OK)
        status = add_below(page, err);
    str_add_text(out, "</article>\n");
    return status;
}

/* The page without a query is the one to be kept and cited. */
static void add_head(const struct article_page *page, struct str *out)
{
    str_add_text(out, "<link rel=\"canonical\" href=\"");
    link_to(page, "/a", NULL, out);
    str_add_text(out, "\">\n<link rel=\"alternate\" type=\"application/json\" "
                      "href=\"");
    link_to(page, "/a", "json", out);
    str_add_text(out, "\">\n");
}

static enum status fill(struct article_page *page, size_t i_changed,
                        struct error *err)
{
    CLEANUP(str_release) struct str head = STR_INIT;
    struct web_reply *reply = page->visit->reply;

    enum status status = plan_query(page, err);
    if (status != STATUS_OK)
        return status;
    add_head(page, &head);
    const struct web_page frame = {
        .title = page->article->title.n_bytes > 0 ? page->article->title
                                                  : SPAN("Untitled"),
        .query = page->query,
        .head = str_view(&head),
    };
    web_page_begin(page->visit, &frame);
    status = add_article(page, i_changed, err);
    web_page_end(page->visit);
    if (i_changed > 0)
        reply->cache = WEB_CACHE_NEVER;
    reply->is_searchable = page->query.n_bytes == 0 && i_changed == 0;
    return status == STATUS_OK ? str_status(&reply->body, err) : status;
}

enum status web_article_page(struct web_visit *visit,
                             const struct article *article,
                             struct str_span query, size_t i_changed,
                             struct error *err)
{
    struct article_page page = {.visit = visit,
                                .article = article,
                                .query = query,
                                .out = &visit->reply->body};

    choose_paragraphs(&page);
    answer_init(&page.answer);
    mark_list_init(&page.marks);
    enum status status = fill(&page, i_changed, err);
    mark_list_release(&page.marks);
    answer_release(&page.answer);
    return status;
}
