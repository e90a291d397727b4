/*
 * Articles, paragraphs and terms as lines.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/stage_out.h"

#include "store/schema.h"

#include "indexer/json_out.h"

#include <errno.h>
#include <stdlib.h>

static enum status write_error(struct error *err)
{
    return error_set_errno(err, STATUS_IO, errno, "cannot write output");
}

static enum status write_lines(FILE *out, struct str *lines, struct error *err)
{
    enum status status = str_status(lines, err);

    if (status != STATUS_OK)
        return status;
    if (fwrite(lines->bytes, 1, lines->n_bytes, out) != lines->n_bytes)
        return write_error(err);
    return STATUS_OK;
}

static enum status write_json(FILE *out, const struct article *article,
                              bool has_paragraphs, struct error *err)
{
    CLEANUP(str_release) struct str line = STR_INIT;

    json_add_article(&line, article, has_paragraphs);
    str_add_char(&line, '\n');
    return write_lines(out, &line, err);
}

enum status stage_out_article(FILE *out, const struct article *article,
                              struct error *err)
{
    return write_json(out, article, true, err);
}

enum status stage_out_record(FILE *out, const struct article *article,
                             struct error *err)
{
    return write_json(out, article, false, err);
}

static void add_column(struct str *line, struct str_span text)
{
    for (size_t i = 0; i < text.n_bytes; i++) {
        char c = text.bytes[i];

        if (c == '\t')
            str_add_text(line, "\\t");
        else if (c == '\n')
            str_add_text(line, "\\n");
        else if (c == '\r')
            str_add_text(line, "\\r");
        else if (c == '\\')
            str_add_text(line, "\\\\");
        else
            str_add_char(line, c);
    }
}

enum status stage_out_paragraphs(FILE *out, const struct article *article,
                                 struct error *err)
{
    CLEANUP(str_release) struct str lines = STR_INIT;

    for (size_t i = 0; i < article->n_paragraphs; i++) {
        add_column(&lines, article->id);
        str_add_format(&lines, "\t%zu\t", i + 1);
        add_column(&lines, article_paragraph(article, i));
        str_add_char(&lines, '\n');
    }
    return write_lines(out, &lines, err);
}

/* Only stems begin with Z: the words of a text are folded. */
static const char *kind_of(struct str_span term, uint32_t position)
{
    if (term.bytes[0] == 'Z')
        return "stem";
    return position != POSITION_NONE && !str_span_equal(term, SPAN(TERM_ODD))
               ? "word"
               : "filter";
}

enum status stage_out_terms(FILE *out, const struct article *article,
                            const struct document *document, struct error *err)
{
    CLEANUP(str_release) struct str line = STR_INIT;
    enum status status = STATUS_OK;
    bool *is_told = calloc(document->n_terms + 1, sizeof(*is_told));

    if (is_told == NULL)
        return error_no_memory(err);
    for (size_t i = 0; i < document->n_postings && status == STATUS_OK; i++) {
        const struct glass_posting *posting = &document->postings[i];
        struct str_span term = document_term(document, i);

        if (posting->position == POSITION_NONE && is_told[posting->i_term])
            continue; /* it would only say so again */
        is_told[posting->i_term] = true;
        str_reset(&line);
        add_column(&line, article->id);
        if (posting->position == POSITION_NONE)
            str_add_text(&line, "\t-");
        else
            str_add_format(&line, "\t%u", posting->position);
        str_add_format(&line, "\t%s\t", kind_of(term, posting->position));
        add_column(&line, term);
        str_add_char(&line, '\n');
        status = write_lines(out, &line, err);
    }
    free(is_told);
    return status;
}

enum status stage_out_finish(FILE *out, struct error *err)
{
    if (fflush(out) != 0 || ferror(out))
        return write_error(err);
    return STATUS_OK;
}
