/*
 * The progress line. MB are millions of bytes, as disks and networks count.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/progress.h"

#include <string.h>

#define REDRAW_SECONDS 0.1
/* A time left that is guessed from less than this jumps about. */
#define GUESS_SECONDS 1.0

void progress_init(struct progress *progress, FILE *screen, bool is_live)
{
    memset(progress, 0, sizeof(*progress));
    progress->screen = is_live ? screen : NULL;
    (void)clock_gettime(CLOCK_MONOTONIC, &progress->start);
}

double progress_seconds(const struct progress *progress)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - progress->start.tv_sec) +
           (double)(now.tv_nsec - progress->start.tv_nsec) / 1e9;
}

static void add_rate(struct str *out, double n_bytes, double n_seconds)
{
    double rate = n_bytes / 1e6 / (n_seconds > 1e-3 ? n_seconds : 1e-3);

    str_add_format(out, rate < 10 ? "%.1f MB/s" : "%.0f MB/s", rate);
}

static void add_time_left(const struct progress *progress, double n_bytes,
                          double n_seconds, struct str *out)
{
    double total = (double)progress->n_total_bytes;

    if (total <= 0 || n_bytes <= 0)
        return;
    if (n_bytes > total) /* the files grew meanwhile */
        n_bytes = total;
    str_add_format(out, ", %.0f %%", n_bytes * 100 / total);
    if (n_seconds < GUESS_SECONDS)
        return;

    unsigned left = (unsigned)((total - n_bytes) / n_bytes * n_seconds + 0.5);

    str_add_format(out, ", %u:%02u left", left / 60, left % 60);
}

void progress_show(struct progress *progress,
                   const struct progress_counts *counts)
{
    if (progress->screen == NULL)
        return;

    double now = progress_seconds(progress);
    CLEANUP(str_release) struct str line = STR_INIT;

    if (now - progress->shown_at < REDRAW_SECONDS)
        return;
    progress->shown_at = now;
    str_add_format(&line, "\r%llu articles, %.1f MB, ",
                   (unsigned long long)counts->n_articles,
                   (double)counts->n_bytes / 1e6);
    add_rate(&line, (double)counts->n_bytes, now);
    add_time_left(progress, (double)counts->n_bytes, now, &line);
    str_add_text(&line, "\033[K");
    (void)fwrite(str_view(&line).bytes, 1, line.n_bytes, progress->screen);
    (void)fflush(progress->screen);
    progress->is_drawn = true;
}

void progress_clear(struct progress *progress)
{
    if (!progress->is_drawn)
        return;
    (void)fputs("\r\033[K", progress->screen);
    (void)fflush(progress->screen);
    progress->is_drawn = false;
}

static void add_count(struct str *out, uint64_t n, const char *noun)
{
    str_add_format(out, "%llu %s%s, ", (unsigned long long)n, noun,
                   n == 1 ? "" : "s");
}

void progress_add_summary(const struct progress_counts *counts,
                          double n_seconds, struct str *out)
{
    add_count(out, counts->n_articles, "article");
    add_count(out, counts->n_paragraphs, "paragraph");
    str_add_format(out, "%.1f MB in %.1f s (", (double)counts->n_bytes / 1e6,
                   n_seconds);
    add_rate(out, (double)counts->n_bytes, n_seconds);
    str_add_char(out, ')');
    if (counts->n_skipped > 0)
        str_add_format(out, "; %llu skipped",
                       (unsigned long long)counts->n_skipped);
}
