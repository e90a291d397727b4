/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_problem.h"

#include "searcher/render.h"
#include "searcher/terminal.h"
#include "searcher/web_diagnostics.h"
#include "searcher/web_escape.h"
#include "searcher/web_page.h"

#include <inttypes.h>
#include <time.h>
#include <unistd.h>

static void write_document(struct web_visit *visit,
                           const struct web_problem *problem)
{
    struct web_reply *reply = visit->reply;
    struct json_writer writer;

    reply->type = "application/problem+json";
    json_writer_init(&writer, &reply->body);
    json_writer_object(&writer);
    json_writer_field(&writer, "type", SPAN("about:blank"));
    json_writer_field(&writer, "title",
                      str_span_of(web_reply_reason(problem->http_status)));
    json_writer_key(&writer, "status");
    json_writer_number(&writer, (uint64_t)problem->http_status);
    json_writer_field(&writer, "detail", problem->detail);
    json_writer_field(&writer, "hint", problem->hint);
    if (problem->answer)
        render_json_diagnostics(&writer, problem->answer);
    json_writer_end_object(&writer);
    str_add_char(&reply->body, '\n');
}

/* What a reader calls it. */
static struct str_span heading_of(int http_status)
{
    switch (http_status) {
    case 400:
        return SPAN("That can\xe2\x80\x99t be read");
    case 404:
        return SPAN("Not here");
    case 410:
        return SPAN("Withdrawn");
    case 503:
        return SPAN("Not just now");
    default:
        return str_span_of(web_reply_reason(http_status));
    }
}

/* Messages are written to go on a line behind something else: here they stand
   by themselves. What begins with a quote or a name stays as it is. */
static void add_sentence(struct str *out, struct str_span text)
{
    static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    if (text.n_bytes == 0)
        return;
    char first = text.bytes[0];
    char last = text.bytes[text.n_bytes - 1];
    if (first >= 'a' && first <= 'z') {
        str_add_char(out, capitals[first - 'a']);
        text = str_span(text.bytes + 1, text.n_bytes - 1);
    }
    web_escape_text(out, text);
    if (last != '.' && last != '?' && last != '!')
        str_add_char(out, '.');
}

static void write_page(struct web_visit *visit,
                       const struct web_problem *problem)
{
    struct str *out = &visit->reply->body;
    const struct answer *answer = problem->answer;
    const struct web_page page = {
        .title = heading_of(problem->http_status),
        .query = problem->address ? problem->address->q : SPAN(""),
    };

    web_page_begin(visit, &page);
    str_add_text(out, "<section class=\"problem\">\n<h1>");
    web_escape_text(out, page.title);
    str_add_text(out, "</h1>\n<p>");
    add_sentence(out, problem->detail);
    str_add_text(out, "</p>\n");
    if (problem->hint.n_bytes > 0) {
        str_add_text(out, "<p class=\"hint\">");
        add_sentence(out, problem->hint);
        str_add_text(out, "</p>\n");
    }
    if (answer)
        web_diagnostics_add(visit, answer, problem->address, out);
    str_add_format(out, "<p class=\"code\">%d</p>\n</section>\n",
                   problem->http_status);
    web_page_end(visit);
}

void web_problem_tell(struct web_visit *visit,
                      const struct web_problem *problem)
{
    struct web_reply *reply = visit->reply;
    bool is_negotiated = reply->is_negotiated;

    web_reply_reset(reply);
    reply->http_status = problem->http_status;
    reply->is_negotiated = is_negotiated;
    reply->cache = WEB_CACHE_NEVER;
    if (problem->http_status == 503)
        web_reply_header(reply, "Retry-After", SPAN("2"));
    if (problem->http_status == 405)
        web_reply_header(reply, "Allow", SPAN("GET, HEAD, OPTIONS"));
    if (visit->form == WEB_FORM_HTML)
        write_page(visit, problem);
    else
        write_document(visit, problem);
}

static int http_status_of(enum status status)
{
    switch (status) {
    case STATUS_NOT_FOUND: /* the index: what a reader names is told apart */
    case STATUS_LOCKED:
    case STATUS_OUTDATED:
    case STATUS_MODIFIED:
    case STATUS_NO_MEMORY:
        return 503;
    case STATUS_OK:
    case STATUS_DONE:
    case STATUS_CORRUPT:
    case STATUS_BAD_QUERY:
    case STATUS_BAD_TEXT:
    case STATUS_BAD_USAGE:
    case STATUS_TOO_BIG:
    case STATUS_IO:
    case STATUS_INTERNAL:
        break;
    }
    return 500;
}

/* Unlike enough to be found in a log of some days. */
static void make_number(struct str *out)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    str_add_format(out, "%08" PRIx32 "-%05" PRIx32 "-%d", (uint32_t)now.tv_sec,
                   (uint32_t)(now.tv_nsec / 1000), (int)getpid());
}

void web_problem_fail(struct web_visit *visit, enum status status,
                      const struct error *err, struct str *ret_log)
{
    CLEANUP(str_release) struct str number = STR_INIT;
    CLEANUP(str_release) struct str detail = STR_INIT;
    int http_status = http_status_of(status);

    make_number(&number);
    str_add_format(ret_log, "lede.cgi: %s: ", str_view(&number).bytes);
    terminal_add_line(ret_log, str_span_of(err->message));
    if (err->hint[0] != '\0') {
        str_add_text(ret_log, "; hint: ");
        terminal_add_line(ret_log, str_span_of(err->hint));
    }
    str_add_char(ret_log, '\n');
    str_add_format(&detail, "%s The site's log has more about this, as %s.",
                   http_status == 503 ? "The archive can't be asked just now."
                                      : "The archive could not answer this.",
                   str_view(&number).bytes);
    const struct web_problem problem = {
        http_status, str_view(&detail),
        http_status == 503 ? SPAN("Please try again in a moment.") : SPAN(""),
        NULL, NULL};
    web_problem_tell(visit, &problem);
}
