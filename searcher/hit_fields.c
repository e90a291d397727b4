/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/hit_fields.h"

static enum status copy_span(struct arena *arena, struct str_span *span,
                             struct error *err)
{
    if (span->n_bytes == 0) {
        *span = str_span("", 0);
        return STATUS_OK;
    }
    *span = arena_copy(arena, *span);
    return span->bytes ? STATUS_OK : error_no_memory(err);
}

static enum status copy_spans(struct arena *arena, struct str_span **spans,
                              size_t n_spans, struct error *err)
{
    struct str_span *copies =
        arena_alloc_array(arena, n_spans + 1, sizeof(*copies));
    if (!copies)
        return error_no_memory(err);
    for (size_t i = 0; i < n_spans; i++) {
        copies[i] = (*spans)[i];
        enum status status = copy_span(arena, &copies[i], err);
        if (status != STATUS_OK)
            return status;
    }
    *spans = copies;
    return STATUS_OK;
}

enum status hit_keep_fields(struct article *article, struct arena *arena,
                            struct error *err)
{
    struct str_span *const fields[] = {
        &article->id,     &article->title,   &article->date_text,
        &article->source, &article->section, &article->language,
        &article->url,
    };
    enum status status = STATUS_OK;

    for (size_t i = 0;
         i < sizeof(fields) / sizeof(fields[0]) && status == STATUS_OK; i++)
        status = copy_span(arena, fields[i], err);
    if (status == STATUS_OK)
        status = copy_spans(arena, &article->authors, article->n_authors, err);
    if (status == STATUS_OK)
        status = copy_spans(arena, &article->tags, article->n_tags, err);
    article->text = str_span("", 0);
    article->extra = str_span("", 0);
    article->paragraphs = NULL;
    article->n_paragraphs = 0;
    return status;
}
