/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_article.h"

#include "searcher/address_parts.h"
#include "searcher/show.h"
#include "searcher/web_article_page.h"
#include "searcher/web_link.h"
#include "searcher/web_problem.h"
#include "text/term.h"

#include <string.h>

/* What a path behind /a/ asks for. */
struct wanted {
    struct str_span id;
    size_t i_paragraph;   /* from 1; 0: all */
    struct str_span hash; /* of that paragraph when it was cited */
};

static enum status find(struct web_visit *visit, struct str_span id,
                        struct article *ret_article, struct error *err)
{
    return show_article(web_visit_store(visit)->index, id, &visit->arena,
                        ret_article, err);
}

static bool cut_ending(struct str_span *text, const char *ending)
{
    size_t n = strlen(ending);

    if (text->n_bytes <= n ||
        memcmp(text->bytes + text->n_bytes - n, ending, n) != 0)
        return false;
    text->n_bytes -= n;
    return true;
}

/* Reads "N" or "N~HASH"; false, and nothing changed, if it is neither. */
static bool read_paragraph(struct str_span text, struct wanted *wanted)
{
    const char *tilde = memchr(text.bytes, '~', text.n_bytes);
    size_t n_digits = tilde ? (size_t)(tilde - text.bytes) : text.n_bytes;
    uint64_t number;

    if (!address_read_number(str_span(text.bytes, n_digits), 1,
                             ARTICLE_MAX_PARAGRAPHS, &number))
        return false;
    if (tilde)
        wanted->hash = str_span(tilde + 1, text.n_bytes - n_digits - 1);
    wanted->i_paragraph = (size_t)number;
    return true;
}

/* Takes "/p/N" or "/p/N~HASH" off the end. */
static bool cut_paragraph(struct wanted *wanted)
{
    struct str_span id = wanted->id;
    size_t start = id.n_bytes;

    while (start > 0 && id.bytes[start - 1] != '/')
        start--;
    struct str_span last = str_span(id.bytes + start, id.n_bytes - start);
    id.n_bytes = start;
    if (!cut_ending(&id, "/p/") || !read_paragraph(last, wanted))
        return false;
    wanted->id = id;
    return true;
}

/* An id may end like a form or a paragraph, so the whole goes first. */
static enum status find_wanted(struct web_visit *visit, struct wanted *wanted,
                               struct article *ret_article, struct error *err)
{
    static const struct {
        const char *ending;
        enum web_form form;
    } endings[] = {{".json", WEB_FORM_JSON}, {".txt", WEB_FORM_TEXT}};
    struct str_span whole = wanted->id;

    enum status status = find(visit, whole, ret_article, err);
    if (status == STATUS_NOT_FOUND && cut_paragraph(wanted))
        status = find(visit, wanted->id, ret_article, err);
    if (status != STATUS_NOT_FOUND)
        return status;
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        struct str_span id = whole;
        if (!cut_ending(&id, endings[i].ending))
            continue;
        status = find(visit, id, ret_article, err);
        visit->form = endings[i].form;
        wanted->id = id;
        return status;
    }
    wanted->id = wanted->i_paragraph > 0 ? wanted->id : whole;
    return STATUS_NOT_FOUND;
}

/* Articles that were deleted are known until their segment is folded. */
static enum status tell_missing(struct web_visit *visit, struct str_span id,
                                struct error *err)
{
    CLEANUP(str_release) struct str term = STR_INIT;
    uint64_t n_articles = 0;

    str_add_text(&term, schema_row(FIELD_ID)->prefix);
    term_add(id, &term);
    enum status status = str_status(&term, err);
    if (status == STATUS_OK)
        status = index_term_articles(web_visit_store(visit)->index,
                                     str_view(&term), &n_articles, err);
    if (status != STATUS_OK)
        return status;
    const struct web_problem problem = {
        n_articles > 0 ? 410 : 404,
        n_articles > 0 ? SPAN("This article was withdrawn from the archive.")
                       : SPAN("No article of the archive has this address."),
        SPAN("Search for words of it: its address may have changed."), NULL,
        NULL};
    web_problem_tell(visit, &problem);
    return STATUS_OK;
}

static enum status answer_form(struct web_visit *visit,
                               const struct article *article, struct error *err)
{
    const bool is_json = visit->form == WEB_FORM_JSON;
    const struct render_style style = {.form = is_json ? FORM_JSON : FORM_LINES,
                                       .n_columns = 80};
    const struct show show = {*article, 0};
    struct web_reply *reply = visit->reply;

    reply->type = is_json ? "application/json; charset=utf-8"
                          : "text/plain; charset=utf-8";
    show_render(&show, &style, 0, &reply->body);
    return str_status(&reply->body, err);
}

static enum status redirect(struct web_visit *visit, struct str_span id,
                            size_t i_paragraph, struct error *err)
{
    const struct web_target target = {
        .page = "/a", .id = id, .i_paragraph = i_paragraph};
    CLEANUP(str_release) struct str url = STR_INIT;
    struct web_reply *reply = visit->reply;

    web_link_url(visit, &target, &url);
    reply->http_status = 302;
    web_reply_header(reply, "Location", str_view(&url));
    return str_status(&url, err);
}

/* Where the paragraph that was cited is now: at its number, somewhere else, or
   changed, which is said. */
static enum status answer_paragraph(struct web_visit *visit,
                                    const struct wanted *wanted,
                                    const struct article *article,
                                    struct error *err)
{
    size_t n = wanted->i_paragraph;
    struct str_span hash = wanted->hash;
    size_t i_found = n;

    if (hash.n_bytes > 0)
        i_found = web_article_find_paragraph(article, n, hash);
    if (i_found > 0 && i_found <= article->n_paragraphs)
        return redirect(visit, wanted->id, i_found, err);
    if (hash.n_bytes == 0) {
        const struct web_problem problem = {
            404, SPAN("The article has no such paragraph."),
            SPAN("It may have been shortened since."), NULL, NULL};
        web_problem_tell(visit, &problem);
        return STATUS_OK;
    }
    return web_article_page(visit, article, SPAN(""), n, err);
}

static enum status answer(struct web_visit *visit, const struct wanted *wanted,
                          const struct article *article, struct error *err)
{
    struct str_span query = SPAN("");

    if (wanted->i_paragraph > 0)
        return answer_paragraph(visit, wanted, article, err);
    if (visit->form != WEB_FORM_HTML)
        return answer_form(visit, article, err);
    (void)web_request_find(&visit->request, "q", &query);
    return web_article_page(visit, article, query, 0, err);
}

/* "/a?id=ID&p=N~HASH": for ids that a path can't have. */
static void read_parameters(struct web_visit *visit, struct wanted *wanted)
{
    struct str_span text;

    (void)web_request_find(&visit->request, "id", &wanted->id);
    if (web_request_find(&visit->request, "p", &text))
        (void)read_paragraph(text, wanted);
}

enum status web_article(struct web_visit *visit, struct error *err)
{
    struct wanted wanted = {.id = SPAN(""), .hash = SPAN("")};
    struct article article;
    enum web_form form = visit->form;

    if (visit->path.n_bytes > 3)
        wanted.id = str_span(visit->path.bytes + 3, visit->path.n_bytes - 3);
    else
        read_parameters(visit, &wanted);
    if (web_visit_is_known(visit, WEB_CACHE_ARTICLE,
                           visit->request.query_string))
        return STATUS_OK;
    enum status status = web_store_open(visit->site, visit->i_index, err);
    if (status != STATUS_OK)
        return status;
    status = find_wanted(visit, &wanted, &article, err);
    if (status == STATUS_NOT_FOUND) {
        visit->form = form;
        return tell_missing(visit, wanted.id, err);
    }
    return status == STATUS_OK ? answer(visit, &wanted, &article, err) : status;
}
