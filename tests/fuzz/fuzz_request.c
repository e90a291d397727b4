/*
 * Any bytes are a request: lines of variables, an empty line, a body. The
 * reply must be whole, its head must be ASCII in lines of its own, its body
 * clean UTF-8. LEDE_INDEX names an index that is asked; without one, what needs
 * it must say that there is none.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "fuzz.h"

#include "searcher/web_route.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_VARIABLES 64

struct trial {
    char *text; /* the input, with NULs for lines' ends */
    char *environment[MAX_VARIABLES + 1]; /* into text */
    struct str_span body;
    size_t n_read;
};

static void fail(const char *what, struct str_span detail)
{
    (void)fprintf(stderr, "%s\n[%.*s]\n", what, (int)detail.n_bytes,
                  detail.bytes);
    abort();
}

static size_t read_body(void *context, char *bytes, size_t n_bytes)
{
    struct trial *trial = (struct trial *)context;
    size_t n = trial->body.n_bytes - trial->n_read;

    if (n > n_bytes)
        n = n_bytes;
    if (n > 0)
        memcpy(bytes, trial->body.bytes + trial->n_read, n);
    trial->n_read += n;
    return n;
}

/* A NUL ends a variable as it would in an environment. */
static void make_environment(struct trial *trial, size_t n_bytes)
{
    char *line = trial->text;
    char *end = trial->text + n_bytes;
    size_t n = 0;

    while (line < end) {
        char *stop = memchr(line, '\n', (size_t)(end - line));
        if (!stop)
            stop = end;
        *stop = '\0';
        if (stop == line) {
            line = stop + 1;
            break;
        }
        if (n < MAX_VARIABLES)
            trial->environment[n++] = line;
        line = stop + 1;
    }
    if (line < end)
        trial->body = str_span(line, (size_t)(end - line));
}

static void check_head(struct str_span head)
{
    if (!str_span_starts(head, SPAN("Status: ")))
        fail("a head without a status", head);
    for (size_t i = 0; i < head.n_bytes; i++) {
        char c = head.bytes[i];
        bool is_end =
            c == '\r' && i + 1 < head.n_bytes && head.bytes[i + 1] == '\n';
        if (c == '\n' && (i == 0 || head.bytes[i - 1] != '\r'))
            fail("a line of the head that ends early", head);
        if (c != '\n' && !is_end && (c < ' ' || c > '~'))
            fail("a head that is not ASCII", head);
    }
    for (size_t i = 0; i + 8 <= head.n_bytes; i++)
        if (memcmp(head.bytes + i, "\r\n\r\n", 4) == 0 && i + 4 < head.n_bytes)
            fail("a head with an empty line inside", head);
}

static void check_reply(const struct web_reply *reply)
{
    CLEANUP(str_release) struct str head = STR_INIT;
    struct str_span body = str_view(&reply->body);

    if (web_reply_head(reply, &head, NULL) != STATUS_OK)
        fail("a reply that is not whole", body);
    check_head(str_view(&head));
    if (!utf8_is_clean(body))
        fail("a body that is no UTF-8", body);
    if (!reply->type && body.n_bytes > 0)
        fail("a body without a type", body);
}

static struct web_site *site(void)
{
    static struct web_site one;
    static bool is_made;

    if (!is_made) {
        (void)setenv("LEDE_INDEX", "/nowhere/at/all", 0);
        if (web_site_init(&one, "/nowhere", NULL) != STATUS_OK)
            fail("no site", SPAN(""));
        is_made = true;
    }
    return &one;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
    const struct error no_error = ERROR_INIT;
    struct trial trial = {.body = SPAN("")};
    struct web_reply reply;
    CLEANUP(str_release) struct str log = STR_INIT;
    bool is_head;

    trial.text = malloc(n_bytes + 1);
    if (!trial.text)
        return 0;
    if (n_bytes > 0)
        memcpy(trial.text, bytes, n_bytes);
    trial.text[n_bytes] = '\0';
    make_environment(&trial, n_bytes);
    const struct web_source source = {trial.environment, read_body, &trial};
    web_reply_init(&reply);
    web_route(site(), &no_error, &source, &reply, &is_head, &log);
    check_reply(&reply);
    web_reply_release(&reply);
    free(trial.text);
    return 0;
}
