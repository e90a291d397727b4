/*
 * The forms for pipes: tab-separated lines, ids, and TREC runs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/render.h"
#include "searcher/render_table.h"
#include "searcher/terminal.h"

#include <inttypes.h>

/* Whatever the form, a terminal gets nothing that is not safe on it. */
static void add_column(const struct render *render, struct str *out,
                       struct str_span text)
{
    if (render->style->is_terminal)
        terminal_add_line(out, text);
    else
        terminal_add_column(out, text);
}

/* In a batch each line says which query it answers. */
static void add_qid(const struct render *render, struct str *out)
{
    if (render->qid.n_bytes == 0)
        return;
    add_column(render, out, render->qid);
    str_add_char(out, '\t');
}

/* The columns of a table without its head. */
void render_lines(const struct render *render, struct str *out)
{
    struct table_writer writer;
    size_t start = out->n_bytes;

    table_begin(&writer, render->style, out);
    table_add_hits(&writer, render);
    table_add_survey(&writer, render, start);
}

void render_ids(const struct render *render, struct str *out)
{
    const struct answer *answer = render->answer;

    for (size_t i = 0; i < answer->n_hits; i++) {
        struct str_span id = answer->hits[i].article.id;
        add_qid(render, out);
        if (render->style->is_terminal)
            terminal_add_line(out, id);
        else
            str_add_span(out, id);
        render_paragraph(&answer->hits[i], out);
        str_add_char(out, render->style->line_end);
    }
}

/* Columns of a run are divided by spaces, so an id can't have any: white
   space and control characters are written as in a URL. */
static void add_trec_word(const struct render *render, struct str *out,
                          struct str_span word)
{
    CLEANUP(str_release) struct str safe = STR_INIT;

    if (render->style->is_terminal) {
        terminal_add_line(&safe, word);
        word = str_view(&safe);
    }
    for (size_t i = 0; i < word.n_bytes; i++) {
        unsigned char byte = (unsigned char)word.bytes[i];
        if (byte <= ' ' || byte == 0x7f)
            str_add_format(out, "%%%02X", byte);
        else
            str_add_char(out, (char)byte);
    }
}

void render_trec(const struct render *render, struct str *out)
{
    const struct answer *answer = render->answer;
    struct str_span qid =
        render->qid.n_bytes > 0 ? render->qid : str_span("1", 1);

    for (size_t i = 0; i < answer->n_hits; i++) {
        const struct hit *hit = &answer->hits[i];
        add_trec_word(render, out, qid);
        str_add_text(out, " Q0 ");
        add_trec_word(render, out, hit->article.id);
        render_paragraph(hit, out);
        str_add_format(out, " %" PRIu64 " ", answer->range.offset + i + 1);
        json_writer_add_real(out, hit->score, 6);
        str_add_text(out, " lede\n");
    }
}
