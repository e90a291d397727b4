/*
 * lede.cgi: answers a web server, one request as a CGI program (RFC 3875), or
 * one after another over FastCGI, by how it is started. The only file that
 * knows libfcgi.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/checksum.h"
#include "base/crash.h"
#include "base/file.h"
#include "searcher/terminal.h"
#include "searcher/web_guard.h"
#include "searcher/web_route.h"

#include <fcgiapp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef LEDE_CONFIG_PATH
#define LEDE_CONFIG_PATH "/etc/lede.conf"
#endif

struct program {
    struct web_site site;
    struct error site_err; /* STATUS_OK: the site can be used */
    struct web_reply reply;
    struct str head; /* of the reply */
    struct str log;
};

/* Where the request that is being answered came from: what the signal handler
   for late replies needs. -1: a CGI program's standard output. */
static int late_fd = -1;
static int late_request_id;

/* Of the reply to it, whether it is for a reader; NULL: not known yet. */
static const bool *late_is_for_reader;

#define LATE_HEAD(type)                                                        \
    "Status: 503 Service Unavailable\r\n"                                      \
    "Content-Type: " type "\r\n"                                               \
    "Cache-Control: no-store\r\n"                                              \
    "Retry-After: 10\r\n"                                                      \
    "X-Content-Type-Options: nosniff\r\n"                                      \
    "X-Robots-Tag: noindex\r\n"                                                \
    "Content-Security-Policy: default-src 'none'\r\n"                          \
    "\r\n"

static const char late_page[] = LATE_HEAD(
    "text/html; charset=utf-8") "<!DOCTYPE html>\n"
                                "<html lang=\"en\">\n"
                                "<head>\n"
                                "<meta charset=\"utf-8\">\n"
                                "<meta name=\"viewport\" "
                                "content=\"width=device-width, "
                                "initial-scale=1\">\n"
                                "<meta name=\"color-scheme\" content=\"light "
                                "dark\">\n"
                                "<title>Not just now</title>\n"
                                "</head>\n"
                                "<body>\n"
                                "<main>\n"
                                "<h1>Not just now</h1>\n"
                                "<p>This search took too long, and was "
                                "ended.</p>\n"
                                "<p>Please ask for rarer words, or for fewer "
                                "patterns; or try again in a "
                                "moment.</p>\n"
                                "</main>\n"
                                "</body>\n"
                                "</html>\n";

static const char late_document[] = LATE_HEAD(
    "application/problem+json") "{\"type\":\"about:blank\",\"title\":\"Service "
                                "Unavailable\","
                                "\"status\":503,\"detail\":\"This search took "
                                "too long, and was ended.\","
                                "\"hint\":\"Please ask for rarer words, or for "
                                "fewer patterns; or try again "
                                "in a moment.\"}\n";

/* Fit for a signal handler, as all that is called here. */
static struct str_span late_text(void)
{
    return late_is_for_reader && *late_is_for_reader
               ? str_span(late_page, sizeof(late_page) - 1)
               : str_span(late_document, sizeof(late_document) - 1);
}

static void write_raw(int fd, const void *bytes, size_t n_bytes)
{
    const char *next = bytes;

    while (n_bytes > 0) {
        ssize_t n = write(fd, next, n_bytes);
        if (n <= 0)
            return;
        next += n;
        n_bytes -= (size_t)n;
    }
}

/* A record of the FastCGI specification, 3.3: libfcgi can't be called from
   within a signal handler. */
static void write_record(unsigned char type, const void *bytes, size_t n_bytes)
{
    const unsigned char header[8] = {1,
                                     type,
                                     (unsigned char)(late_request_id >> 8),
                                     (unsigned char)late_request_id,
                                     (unsigned char)(n_bytes >> 8),
                                     (unsigned char)n_bytes,
                                     0,
                                     0};

    write_raw(late_fd, header, sizeof(header));
    write_raw(late_fd, bytes, n_bytes);
}

static void reply_late(void)
{
    static const unsigned char end_body[8] = {0};

    enum {
        RECORD_END = 3,
        RECORD_STDOUT = 6,
    };

    struct str_span text = late_text();

    if (late_fd < 0) {
        write_raw(STDOUT_FILENO, text.bytes, text.n_bytes);
        return;
    }
    write_record(RECORD_STDOUT, text.bytes, text.n_bytes);
    write_record(RECORD_STDOUT, NULL, 0);
    write_record(RECORD_END, end_body, sizeof(end_body));
}

/* A line of the log is one write, so that those of other processes do not get
   between. Who reads it may not be told, if nobody does. */
static void write_log(struct program *program)
{
    struct str_span text = str_view(&program->log);

    if (text.n_bytes > 0)
        write_raw(STDERR_FILENO, text.bytes, text.n_bytes);
    str_reset(&program->log);
}

static void read_site(struct program *program)
{
    struct error err = ERROR_INIT;

    if (web_site_init(&program->site, LEDE_CONFIG_PATH, &err) != STATUS_OK)
        program->site_err = err;
    else
        program->site_err.status = STATUS_OK;
}

/* A configuration that could not be read may have been mended. */
static void read_site_again(struct program *program)
{
    if (program->site_err.status == STATUS_OK)
        return;
    web_site_release(&program->site);
    read_site(program);
}

/* The reply, ready to be written; it is always a whole one. */
static void answer(struct program *program, const struct web_source *source,
                   bool *ret_is_head)
{
    const struct web_config *config = &program->site.config;
    struct error busy = program->site_err;
    uint64_t site = 0;
    int slot = -1;

    web_reply_reset(&program->reply);
    str_reset(&program->head);
    if (busy.status == STATUS_OK) {
        site = checksum_of(config->indexes[0].path);
        web_guard_begin(config->timeout_ms);
        if (web_guard_enter(config->at_most, site, &slot, &busy) != STATUS_OK)
            slot = -1;
    }
    web_route(&program->site, &busy, source, &program->reply, ret_is_head,
              &program->log);
    web_guard_leave(slot);
    web_guard_write();
    if (web_reply_head(&program->reply, &program->head, NULL) == STATUS_OK)
        return;
    str_reset(&program->head);
    str_reset(&program->reply.body);
    str_add_span(&program->head, late_text());
}

/* ---- CGI */

static size_t read_standard_input(void *context, char *bytes, size_t n_bytes)
{
    (void)context;
    ssize_t n = read(STDIN_FILENO, bytes, n_bytes);

    return n > 0 ? (size_t)n : 0;
}

static int answer_once(struct program *program)
{
    const struct web_source source = {environ, read_standard_input, NULL};
    bool is_head;

    answer(program, &source, &is_head);
    write_log(program);
    struct str_span head = str_view(&program->head);
    struct str_span body = str_view(&program->reply.body);
    write_raw(STDOUT_FILENO, head.bytes, head.n_bytes);
    if (!is_head)
        write_raw(STDOUT_FILENO, body.bytes, body.n_bytes);
    return EXIT_SUCCESS;
}

/* ---- FastCGI */

static size_t read_stream(void *context, char *bytes, size_t n_bytes)
{
    int n = FCGX_GetStr(bytes, (int)n_bytes, ((FCGX_Request *)context)->in);

    return n > 0 ? (size_t)n : 0;
}

static void put(FCGX_Stream *stream, struct str_span bytes)
{
    (void)FCGX_PutStr(bytes.bytes, (int)bytes.n_bytes, stream);
}

static int answer_each(struct program *program)
{
    FCGX_Request request;
    bool is_head;

    if (FCGX_Init() != 0 || FCGX_InitRequest(&request, 0, 0) != 0)
        return EXIT_FAILURE;
    while (FCGX_Accept_r(&request) >= 0) {
        const struct web_source source = {request.envp, read_stream, &request};
        late_fd = request.ipcFd;
        late_request_id = request.requestId;
        read_site_again(program);
        answer(program, &source, &is_head);
        put(request.err, str_view(&program->log));
        str_reset(&program->log);
        put(request.out, str_view(&program->head));
        if (!is_head)
            put(request.out, str_view(&program->reply.body));
        FCGX_Finish_r(&request);
        web_guard_end();
    }
    return EXIT_SUCCESS;
}

/* ---- by how it was started */

/* A server may hand the query to a program as its arguments: they are nobody's
   options then. */
static int answer_terminal(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        (void)printf("lede.cgi (%s) %s\n", PACKAGE_NAME, PACKAGE_VERSION);
        return EXIT_SUCCESS;
    }
    (void)fprintf(argc == 2 && strcmp(argv[1], "--help") == 0 ? stdout : stderr,
                  "Usage: lede.cgi is started by a web server, as a CGI or "
                  "FastCGI program.\n"
                  "Its configuration is %s, or what LEDE_CONFIG names; without "
                  "any,\nLEDE_INDEX names the index. See lede.cgi(8).\n",
                  LEDE_CONFIG_PATH);
    return argc == 2 && strcmp(argv[1], "--help") == 0 ? EXIT_SUCCESS : 2;
}

static void say_at_start(struct program *program, const struct error *err)
{
    str_add_text(&program->log, "lede.cgi: ");
    terminal_add_line(&program->log, str_span_of(err->message));
    str_add_char(&program->log, '\n');
    write_log(program);
}

int main(int argc, char **argv)
{
    struct program program = {0};
    struct error err = ERROR_INIT;
    bool is_cgi = FCGX_IsCGI() != 0;

    if (is_cgi && !getenv("GATEWAY_INTERFACE"))
        return answer_terminal(argc, argv);
    crash_say("lede.cgi: crashed while it read the index, which may be "
              "damaged\n  hint: run `lede-index verify`; if it finds nothing, "
              "this is our mistake: please report it\n",
              EXIT_FAILURE);
    /* A header of the request under another name (httpoxy). */
    (void)unsetenv("HTTP_PROXY");
    web_reply_init(&program.reply);
    late_is_for_reader = &program.reply.is_for_reader;
    str_init(&program.head, 0);
    str_init(&program.log, 0);
    read_site(&program);
    if (web_guard_init(program.site.config.memory_bytes, reply_late, &err) !=
        STATUS_OK)
        say_at_start(&program, &err);
    int code = is_cgi ? answer_once(&program) : answer_each(&program);
    web_reply_release(&program.reply);
    str_release(&program.head);
    str_release(&program.log);
    web_site_release(&program.site);
    return code;
}
