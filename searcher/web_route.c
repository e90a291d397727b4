/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_route.h"

#include "searcher/percent.h"
#include "searcher/web_about.h"
#include "searcher/web_article.h"
#include "searcher/web_compose.h"
#include "searcher/web_feed.h"
#include "searcher/web_page.h"
#include "searcher/web_problem.h"
#include "searcher/web_search.h"
#include "searcher/web_suggest.h"

#include <string.h>
#include <time.h>

#define FORM(form) (1U << (form))

enum {
    /* The whole answer, in every form that lists have. */
    FORMS_SEARCH = FORM(WEB_FORM_HTML) | FORM(WEB_FORM_JSON) |
                   FORM(WEB_FORM_JSONL) | FORM(WEB_FORM_CSV) |
                   FORM(WEB_FORM_ATOM),
    FORMS_TABLE =
        FORM(WEB_FORM_HTML) | FORM(WEB_FORM_JSON) | FORM(WEB_FORM_CSV),
    FORMS_ARTICLE =
        FORM(WEB_FORM_HTML) | FORM(WEB_FORM_JSON) | FORM(WEB_FORM_TEXT),
};

struct route {
    const char *path;
    unsigned forms;      /* bit set of enum web_form */
    enum web_form usual; /* when nobody says */
    bool is_folder;      /* more may stand behind a slash */
    bool has_index;      /* its manifest is looked at before */
    enum status (*answer)(struct web_visit *visit, struct error *err);
};

static const struct route routes[] = {
    {"/", FORM(WEB_FORM_HTML), WEB_FORM_HTML, false, true, web_search_home},
    {"/search", FORMS_SEARCH, WEB_FORM_HTML, false, true, web_search},
    {"/a", FORMS_ARTICLE, WEB_FORM_HTML, true, true, web_article},
    {"/facets", FORMS_TABLE, WEB_FORM_HTML, false, true, web_search_facets},
    {"/timeline", FORMS_TABLE, WEB_FORM_HTML, false, true, web_search_timeline},
    {"/similar", FORMS_SEARCH, WEB_FORM_HTML, true, true, web_search_similar},
    {"/dup", FORMS_SEARCH, WEB_FORM_HTML, true, true, web_search_reprints},
    {"/suggest", FORM(WEB_FORM_JSON), WEB_FORM_JSON, false, true, web_suggest},
    {"/feed", FORM(WEB_FORM_ATOM), WEB_FORM_ATOM, false, true, web_feed},
    {"/opensearch.xml", FORM(WEB_FORM_XML), WEB_FORM_XML, false, false,
     web_about_opensearch},
    {"/help", FORM(WEB_FORM_HTML), WEB_FORM_HTML, false, true, web_about_help},
    {"/stats", FORM(WEB_FORM_HTML) | FORM(WEB_FORM_JSON), WEB_FORM_HTML, false,
     true, web_about_stats},
    {"/status", FORM(WEB_FORM_JSON), WEB_FORM_JSON, false, false,
     web_about_status},
    {"/robots.txt", FORM(WEB_FORM_TEXT), WEB_FORM_TEXT, false, false,
     web_about_robots},
    {"/style.css", FORM(WEB_FORM_TEXT), WEB_FORM_TEXT, false, false,
     web_page_style},
    {"/suggest.js", FORM(WEB_FORM_TEXT), WEB_FORM_TEXT, false, false,
     web_page_script},
    {"/icon.svg", FORM(WEB_FORM_XML), WEB_FORM_XML, false, false,
     web_page_icon},
};

static const char *const form_names[] = {
    [WEB_FORM_HTML] = "html",   [WEB_FORM_JSON] = "json",
    [WEB_FORM_JSONL] = "jsonl", [WEB_FORM_CSV] = "csv",
    [WEB_FORM_ATOM] = "atom",   [WEB_FORM_TEXT] = "txt",
    [WEB_FORM_XML] = "xml",
};

#define N_FORMS (sizeof(form_names) / sizeof(form_names[0]))

static void tell(struct web_visit *visit, int http_status,
                 struct str_span detail, struct str_span hint)
{
    const struct web_problem problem = {http_status, detail, hint, NULL, NULL};

    web_problem_tell(visit, &problem);
}

/* ---- which page */

/* Takes "/in/NAME" off the path and into the base of links; false if there is
   no such index. */
static bool find_index(struct web_visit *visit)
{
    const struct web_config *config = &visit->site->config;
    struct str_span path = visit->path;

    if (!str_span_starts(path, SPAN("/in/")))
        return true;
    const char *end = memchr(path.bytes + 4, '/', path.n_bytes - 4);
    size_t n_name = end ? (size_t)(end - path.bytes) - 4 : path.n_bytes - 4;
    struct str_span name = str_span(path.bytes + 4, n_name);
    for (size_t i = 1; i < config->n_indexes; i++) {
        CLEANUP(str_release) struct str base = STR_INIT;
        if (!str_span_equal(config->indexes[i].name, name))
            continue;
        str_add_span(&base, visit->base);
        str_add(&base, path.bytes, n_name + 4);
        struct str_span kept = arena_copy(&visit->arena, str_view(&base));
        if (!kept.bytes)
            return false;
        visit->base = kept;
        visit->i_index = i;
        visit->path =
            str_span(path.bytes + 4 + n_name, path.n_bytes - 4 - n_name);
        if (visit->path.n_bytes == 0)
            visit->path = SPAN("/");
        return true;
    }
    return false;
}

static bool is_at(const struct route *route, struct str_span path)
{
    struct str_span own = str_span_of(route->path);

    if (str_span_equal(own, path))
        return true;
    if (!route->is_folder || path.n_bytes <= own.n_bytes ||
        !str_span_starts(path, own))
        return false;
    struct str_span rest =
        str_span(path.bytes + own.n_bytes, path.n_bytes - own.n_bytes);
    return rest.n_bytes > 1 && rest.bytes[0] == '/';
}

/* "/search.json": the page without its ending. */
static bool is_at_form(const struct route *route, struct web_visit *visit)
{
    struct str_span own = str_span_of(route->path);
    struct str_span path = visit->path;

    if (path.n_bytes <= own.n_bytes + 1 || !str_span_starts(path, own) ||
        path.bytes[own.n_bytes] != '.')
        return false;
    struct str_span ending =
        str_span(path.bytes + own.n_bytes + 1, path.n_bytes - own.n_bytes - 1);
    for (size_t i = 0; i < N_FORMS; i++)
        if ((route->forms & FORM(i)) != 0 &&
            str_span_equal(ending, str_span_of(form_names[i]))) {
            visit->form = (enum web_form)i;
            visit->path = own;
            return true;
        }
    return false;
}

static const struct route *find_route(struct web_visit *visit,
                                      bool *ret_has_form)
{
    const size_t n = sizeof(routes) / sizeof(routes[0]);

    *ret_has_form = false;
    for (size_t i = 0; i < n; i++)
        if (is_at(&routes[i], visit->path))
            return &routes[i];
    *ret_has_form = true;
    for (size_t i = 0; i < n; i++)
        if (is_at_form(&routes[i], visit))
            return &routes[i];
    return NULL;
}

/* ---- in which form */

/* What Accept says of a type, in thousandths; the most precise range that
   fits counts (RFC 9110, 12.5.1). */
static int weight_of(struct str_span accept, struct str_span type)
{
    const char *slash = memchr(type.bytes, '/', type.n_bytes);
    size_t n_kind = (size_t)(slash - type.bytes) + 1;
    int best = 0;
    int best_rank = 0;
    size_t off = 0;

    while (off < accept.n_bytes) {
        const char *start = accept.bytes + off;
        const char *end = memchr(start, ',', accept.n_bytes - off);
        size_t n = end ? (size_t)(end - start) : accept.n_bytes - off;
        const char *semicolon = memchr(start, ';', n);
        size_t n_range = semicolon ? (size_t)(semicolon - start) : n;
        struct str_span range = str_span_trim(str_span(start, n_range));
        int rank = 0;
        int weight = 1000;
        off += n + 1;
        if (str_span_equal_nocase(range, type))
            rank = 3;
        else if (range.n_bytes == n_kind + 1 && range.bytes[n_kind] == '*' &&
                 memcmp(range.bytes, type.bytes, n_kind) == 0)
            rank = 2;
        else if (str_span_equal(range, SPAN("*/*")))
            rank = 1;
        for (size_t i = n_range; i + 4 < n; i++)
            if (memcmp(start + i, "q=0.", 4) == 0)
                weight = (start[i + 4] - '0') * 100;
        if (n >= 4 && memcmp(start + n - 3, "q=0", 3) == 0)
            weight = 0;
        if (rank > best_rank) {
            best_rank = rank;
            best = weight;
        }
    }
    return best;
}

/* A browser gets a page; who likes JSON better gets that. */
static void negotiate(struct web_visit *visit, const struct route *route)
{
    struct str_span accept = visit->request.accept;

    visit->form = route->usual;
    if (route->usual != WEB_FORM_HTML ||
        (route->forms & FORM(WEB_FORM_JSON)) == 0)
        return;
    visit->reply->is_negotiated = true;
    if (weight_of(accept, SPAN("application/json")) >
        weight_of(accept, SPAN("text/html")))
        visit->form = WEB_FORM_JSON;
}

/* An ending of the path goes before format=, and that before Accept. False:
   told. */
static bool choose_form(struct web_visit *visit, const struct route *route,
                        bool has_ending)
{
    struct str_span name;

    if (has_ending)
        return true;
    if (!web_request_find(&visit->request, "format", &name) ||
        name.n_bytes == 0) {
        negotiate(visit, route);
        return true;
    }
    for (size_t i = 0; i < N_FORMS; i++)
        if ((route->forms & FORM(i)) != 0 &&
            str_span_equal(name, str_span_of(form_names[i]))) {
            visit->form = (enum web_form)i;
            return true;
        }
    visit->form = route->usual;
    tell(visit, 400, SPAN("This page does not come in that format."),
         SPAN("Leave out format=, or use html, json, jsonl, csv or atom."));
    return false;
}

/* Of what can't be answered at all: whether a program asks. */
static void guess_form(struct web_visit *visit)
{
    const struct str_span accept = visit->request.accept;
    struct str_span path = visit->path;
    size_t n = path.n_bytes;

    for (size_t i = WEB_FORM_JSON; i <= WEB_FORM_ATOM; i++) {
        size_t n_name = strlen(form_names[i]);
        if (n > n_name && path.bytes[n - n_name - 1] == '.' &&
            memcmp(path.bytes + n - n_name, form_names[i], n_name) == 0)
            visit->form = WEB_FORM_JSON;
    }
    if (weight_of(accept, SPAN("application/json")) >
        weight_of(accept, SPAN("text/html")))
        visit->form = WEB_FORM_JSON;
}

/* ---- what every reply has to obey */

/* Who may read this from another site: RFC 6454 origins, from the list. */
static void add_cors(struct web_visit *visit)
{
    const struct web_config *config = &visit->site->config;
    struct str_span origin = visit->request.origin;
    struct web_reply *reply = visit->reply;

    if (config->n_cors == 0 || visit->form == WEB_FORM_HTML)
        return;
    for (size_t i = 0; i < config->n_cors; i++) {
        bool is_any = str_span_equal(config->cors[i], SPAN("*"));
        if (!is_any && !str_span_equal(config->cors[i], origin))
            continue;
        web_reply_header(reply, "Access-Control-Allow-Origin", config->cors[i]);
        web_reply_header(reply, "Access-Control-Expose-Headers",
                         SPAN("ETag, Link"));
        if (is_any)
            return;
        break;
    }
    web_reply_header(reply, "Vary", SPAN("Origin"));
}

static void answer_options(struct web_visit *visit)
{
    struct web_reply *reply = visit->reply;

    reply->http_status = 204;
    reply->cache = WEB_CACHE_STATIC;
    visit->form = WEB_FORM_JSON;
    web_reply_header(reply, "Allow", SPAN("GET, HEAD, OPTIONS"));
    if (visit->site->config.n_cors > 0 && visit->request.origin.n_bytes > 0) {
        web_reply_header(reply, "Access-Control-Allow-Methods",
                         SPAN("GET, HEAD"));
        web_reply_header(reply, "Access-Control-Allow-Headers",
                         SPAN("If-None-Match"));
        web_reply_header(reply, "Access-Control-Max-Age", SPAN("86400"));
    }
}

static enum status answer(struct web_visit *visit, const struct route *route,
                          struct error *err)
{
    enum status status = STATUS_OK;

    if (route->has_index)
        status = web_store_look(visit->site, visit->i_index, err);
    return status == STATUS_OK ? route->answer(visit, err) : status;
}

static void answer_route(struct web_visit *visit, struct str *ret_log)
{
    struct error err = ERROR_INIT;
    bool has_ending = false;
    const struct route *route = NULL;

    if (find_index(visit))
        route = find_route(visit, &has_ending);
    if (!route) {
        guess_form(visit);
        tell(visit, 404, SPAN("There is no such page."),
             SPAN("Search, or begin at the front page."));
        return;
    }
    if (!choose_form(visit, route, has_ending))
        return;
    visit->reply->is_for_reader = visit->form == WEB_FORM_HTML;
    if (visit->request.method == WEB_OPTIONS) {
        answer_options(visit);
    } else if (visit->request.method == WEB_POST) {
        /* Asked for again as an address, which can be kept and sent around. */
        web_compose_redirect(visit);
    } else {
        enum status status = answer(visit, route, &err);
        if (status != STATUS_OK)
            web_problem_fail(visit, status, &err, ret_log);
    }
    add_cors(visit);
}

static uint32_t day_of_today(void)
{
    time_t now = time(NULL);
    struct tm day;

    if (!gmtime_r(&now, &day))
        return 0;
    return (uint32_t)((day.tm_year + 1900) * 10000 + (day.tm_mon + 1) * 100 +
                      day.tm_mday);
}

/* Links begin where the configuration says, else where the server has put the
   program. */
static void begin(struct web_visit *visit)
{
    const struct web_config *config = &visit->site->config;
    CLEANUP(str_release) struct str base = STR_INIT;

    percent_encode(config->has_base ? config->prefix : visit->request.script,
                   PERCENT_PATH, &base);
    visit->base = arena_copy(&visit->arena, str_view(&base));
    if (!visit->base.bytes)
        visit->base = SPAN("");
    visit->path = visit->request.path;
    visit->today = day_of_today();
}

void web_route(struct web_site *site, const struct error *site_err,
               const struct web_source *source, struct web_reply *reply,
               bool *ret_is_head, struct str *ret_log)
{
    struct web_visit visit = {.site = site, .reply = reply};
    struct web_refusal refusal;
    struct error err = ERROR_INIT;

    arena_init(&visit.arena);
    enum status status =
        web_request_read(source, &visit.arena, &visit.request, &refusal, &err);
    begin(&visit);
    if (status != STATUS_OK || site_err->status != STATUS_OK)
        guess_form(&visit);
    if (status == STATUS_BAD_USAGE) {
        tell(&visit, refusal.http_status, str_span_of(refusal.message),
             SPAN(""));
    } else if (status != STATUS_OK) {
        web_problem_fail(&visit, status, &err, ret_log);
    } else if (site_err->status != STATUS_OK) {
        web_problem_fail(&visit, site_err->status, site_err, ret_log);
    } else {
        answer_route(&visit, ret_log);
    }
    *ret_is_head = visit.request.method == WEB_HEAD;
    arena_release(&visit.arena);
}
