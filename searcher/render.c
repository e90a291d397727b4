/*
 * Which form, and what several of them need.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/render.h"

#include <inttypes.h>

/* Beyond a terminal: about two lines of a newspaper's web page. */
#define SNIPPET_COLUMNS 240
/* Of a line that begins with "  ¶123  " and may hold brackets and dots. */
#define LAYOUT_COLUMNS 16

static void render_count(const struct render *render, struct str *out)
{
    if (render->qid.n_bytes > 0) {
        str_add_span(out, render->qid);
        str_add_char(out, '\t');
    }
    str_add_format(out, "%" PRIu64 "\n", render->answer->n_total);
}

void render_answer(const struct render *render, struct str *out)
{
    switch (render->style->form) {
    case FORM_TEXT:
        render_text(render, out);
        break;
    case FORM_LINES:
        render_lines(render, out);
        break;
    case FORM_JSON:
        render_json(render, out);
        break;
    case FORM_JSONL:
        render_jsonl(render, out);
        break;
    case FORM_CSV:
    case FORM_TSV:
        render_table(render, out);
        break;
    case FORM_IDS:
        render_ids(render, out);
        break;
    case FORM_TREC:
        render_trec(render, out);
        break;
    case FORM_COUNT:
        render_count(render, out);
        break;
    }
}

uint32_t render_snippet_columns(const struct render_style *style)
{
    if (style->is_full)
        return 0;
    if (style->form != FORM_TEXT)
        return SNIPPET_COLUMNS;
    size_t n_columns = style->n_columns < RENDER_MIN_COLUMNS + LAYOUT_COLUMNS
                           ? RENDER_MIN_COLUMNS
                           : style->n_columns - LAYOUT_COLUMNS;
    /* One line says too little on a narrow terminal. */
    if (n_columns < 100)
        n_columns *= 2;
    return (uint32_t)n_columns;
}

void render_paragraph(const struct hit *hit, struct str *out)
{
    if (hit->i_paragraph > 0)
        str_add_format(out, "#p%" PRIu32, hit->i_paragraph);
}

static void add_day(struct str *out, uint32_t day)
{
    str_add_format(out, "%04u-%02u-%02u", day / 10000, day / 100 % 100,
                   day % 100);
}

void render_date(const struct article *article, struct str *out)
{
    uint32_t min = article->date_min;
    uint32_t max = article->date_max;

    if (min == 0)
        return;
    if (min == max) {
        add_day(out, min);
    } else if (min / 10000 == max / 10000 && min % 10000 == 101 &&
               max % 10000 == 1231) {
        str_add_format(out, "%04u", min / 10000);
    } else if (min / 100 == max / 100 && min % 100 == 1 && max % 100 >= 28) {
        str_add_format(out, "%04u-%02u", min / 10000, min / 100 % 100);
    } else {
        add_day(out, min);
        str_add_char(out, '/');
        add_day(out, max);
    }
}
