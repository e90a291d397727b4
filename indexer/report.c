/*
 * Problems on the screen and in the report file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/report.h"

#include "indexer/json_out.h"
#include "text/utf8.h"

#include <errno.h>
#include <string.h>

/* Enough to see what is wrong; an archive may have millions of them. */
#define SHOWN_MAX 20

static const char *const action_names[REPORT_N_ACTIONS] = {
    [REPORT_SKIPPED] = "skipped",
    [REPORT_REPAIRED] = "repaired",
    [REPORT_REPLACED] = "replaced",
    [REPORT_UNDATED] = "undated",
};

enum status report_open(struct report *report, const char *path, FILE *screen,
                        struct error *err)
{
    memset(report, 0, sizeof(*report));
    report->screen = screen;
    report->path = path;
    if (path == NULL)
        return STATUS_OK;
    report->file = fopen(path, "we");
    if (report->file == NULL)
        return error_set_errno(err, STATUS_IO, errno,
                               "cannot write report '%s'", path);
    return STATUS_OK;
}

void report_release(struct report *report)
{
    if (report->file != NULL)
        (void)fclose(report->file);
    report->file = NULL;
}

/* Names of files and words of articles must not steer a terminal. */
static void add_visible(struct str *out, struct str_span text)
{
    CLEANUP(str_release) struct str clean = STR_INIT;
    size_t n_repaired = 0;

    utf8_repair(text, &clean, &n_repaired);
    for (size_t i = 0; i < clean.n_bytes; i++) {
        unsigned char c = (unsigned char)clean.bytes[i];

        if (c == '\n')
            str_add_text(out, "\\n");
        else if (c < 0x20 || c == 0x7f)
            str_add_format(out, "\\x%02x", c);
        else
            str_add_char(out, (char)c);
    }
}

static void show(struct report *report, const struct report_place *place,
                 struct str_span reason)
{
    CLEANUP(str_release) struct str text = STR_INIT;

    if (report->screen == NULL || report->n_shown++ >= SHOWN_MAX)
        return;
    str_add_text(&text, "lede-index: ");
    add_visible(&text, str_span_of(place->path));
    if (place->line > 0)
        str_add_format(&text, ":%llu", (unsigned long long)place->line);
    str_add_text(&text, ": ");
    add_visible(&text, reason);
    str_add_char(&text, '\n');
    if (report->before != NULL)
        report->before(report->context);
    (void)fwrite(str_view(&text).bytes, 1, text.n_bytes, report->screen);
}

static void add_clean_member(struct str *out, const char *name,
                             struct str_span text)
{
    CLEANUP(str_release) struct str clean = STR_INIT;
    size_t n_repaired = 0;

    utf8_repair(text, &clean, &n_repaired);
    json_add_member(out, name, str_view(&clean));
}

static void record(struct report *report, enum report_action action,
                   const struct report_place *place, struct str_span reason)
{
    CLEANUP(str_release) struct str line = STR_INIT;

    if (report->file == NULL)
        return;
    str_add_char(&line, '{');
    add_clean_member(&line, "path", str_span_of(place->path));
    if (place->line > 0) {
        json_add_key(&line, SPAN("line"));
        str_add_format(&line, "%llu", (unsigned long long)place->line);
    }
    add_clean_member(&line, "id", place->id);
    json_add_member(&line, "action", str_span_of(action_names[action]));
    add_clean_member(&line, "reason", reason);
    str_add_text(&line, "}\n");
    /* A failure stays in the stream until report_finish(). */
    (void)fwrite(str_view(&line).bytes, 1, line.n_bytes, report->file);
}

void report_add(struct report *report, enum report_action action,
                const struct report_place *place, const char *format, ...)
{
    CLEANUP(str_release) struct str reason = STR_INIT;
    va_list args;

    va_start(args, format);
    str_add_vformat(&reason, format, args);
    va_end(args);
    report->counts[action]++;
    show(report, place, str_view(&reason));
    record(report, action, place, str_view(&reason));
}

void report_summary(struct report *report)
{
    if (report->screen == NULL || report->n_shown <= SHOWN_MAX)
        return;
    (void)fprintf(report->screen, "lede-index: and %llu more%s\n",
                  (unsigned long long)(report->n_shown - SHOWN_MAX),
                  report->file == NULL ? " (use --report FILE)" : "");
}

enum status report_finish(struct report *report, struct error *err)
{
    if (report->file == NULL)
        return STATUS_OK;

    bool is_bad = fflush(report->file) != 0 || ferror(report->file);

    if (is_bad)
        return error_set_errno(err, STATUS_IO, errno,
                               "cannot write report '%s'", report->path);
    return STATUS_OK;
}
