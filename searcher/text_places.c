/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/text_places.h"

#include "base/vec.h"
#include "store/article.h"
#include "text/sentence.h"

#include <stdlib.h>
#include <string.h>

struct text_places {
    struct analyser *analyser; /* of the call at hand */
    struct sentence_iter *sentences;
    struct arena arena; /* of the article */
    struct article article;
    uint32_t docid; /* 0: none */
    /* the row of words at hand: a paragraph, the title, a name */
    bool has_row;
    enum field field;
    struct str_span text;
    uint64_t first;   /* position of its first word */
    uint64_t end;     /* behind its last one */
    uint64_t *starts; /* positions at which its sentences begin */
    size_t n_starts;
    size_t n_starts_room;
};

struct text_places *text_places_new(void)
{
    return calloc(1, sizeof(struct text_places));
}

void text_places_free(struct text_places *places)
{
    if (!places)
        return;
    sentence_iter_free(places->sentences);
    arena_release(&places->arena);
    free(places->starts);
    free(places);
}

void text_places_reset(struct text_places *places)
{
    places->docid = 0;
    places->has_row = false;
}

static enum status open_article(struct text_places *places, uint32_t docid,
                                struct str_span record, struct error *err)
{
    if (places->docid == docid)
        return STATUS_OK;
    places->docid = 0;
    places->has_row = false;
    arena_reset(&places->arena);
    enum status status =
        article_decode(record, &places->arena, &places->article, err);
    if (status == STATUS_OK)
        places->docid = docid;
    return status;
}

static enum status add_start(struct text_places *places, uint64_t position,
                             struct error *err)
{
    enum status status = VEC_RESERVE(&places->starts, &places->n_starts_room,
                                     places->n_starts, 1, err);
    if (status == STATUS_OK)
        places->starts[places->n_starts++] = position;
    return status;
}

/* Reads the row of words whose first one has the position. */
static enum status read_row(struct text_places *places, struct str_span text,
                            uint64_t first, struct error *err)
{
    struct token token;
    size_t end_bytes = 0; /* of the sentence */
    places->text = text;
    places->first = places->end = first;
    places->n_starts = 0;
    enum status status = STATUS_OK;
    if (!places->sentences)
        status = sentence_iter_new(&places->sentences, err);
    if (status == STATUS_OK)
        status = sentence_start(places->sentences, text, err);
    if (status == STATUS_OK)
        status = analyser_start(places->analyser, text, err);
    while (status == STATUS_OK) {
        status = analyser_next(places->analyser, &token, err);
        if (status != STATUS_OK || token.kind != TOKEN_WORD)
            continue;
        places->end = first + token.i_word + 1;
        if (token.off_bytes < end_bytes)
            continue;
        while (token.off_bytes >= end_bytes &&
               sentence_next(places->sentences, &end_bytes) == STATUS_OK)
            ;
        status = add_start(places, first + token.i_word, err);
    }
    places->has_row = status == STATUS_DONE;
    return status == STATUS_DONE ? STATUS_OK : status;
}

static enum status read_paragraph(struct text_places *places, uint32_t position,
                                  struct error *err)
{
    const struct article *article = &places->article;
    uint32_t stretch = position / STRETCH_POSITIONS;
    size_t low = 0;
    size_t high = article->n_paragraphs;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (article->paragraphs[middle].i_stretch <= stretch)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return read_row(places, article->title, schema_first_position(0), err);
    return read_row(
        places, article_paragraph(article, low - 1),
        schema_first_position(article->paragraphs[low - 1].i_stretch), err);
}

/* Each name has stretches of its own. */
static enum status read_name(struct text_places *places,
                             const struct str_span *names, size_t n_names,
                             uint32_t position, struct error *err)
{
    uint32_t i_stretch = 0;
    for (size_t i = 0; i < n_names; i++) {
        enum status status =
            read_row(places, names[i], schema_first_position(i_stretch), err);
        if (status != STATUS_OK || position < places->end)
            return status;
        i_stretch = schema_next_stretch(
            i_stretch, (uint32_t)(places->end - places->first));
    }
    return STATUS_OK;
}

static enum status find_row(struct text_places *places, enum field field,
                            uint32_t position, struct error *err)
{
    const struct article *article = &places->article;
    if (places->has_row && places->field == field &&
        position >= places->first && position < places->end)
        return STATUS_OK;
    places->has_row = false;
    places->field = field;
    switch (field) {
    case FIELD_AUTHOR:
        return read_name(places, article->authors, article->n_authors, position,
                         err);
    case FIELD_SOURCE:
        return read_name(places, &article->source, 1, position, err);
    case FIELD_SECTION:
        return read_name(places, &article->section, 1, position, err);
    case FIELD_TEXT:
    case FIELD_TITLE:
    case FIELD_TAG:
    case FIELD_LANGUAGE:
    case FIELD_DATE:
    case FIELD_URL:
    case FIELD_TYPE:
    case FIELD_PATH:
    case FIELD_ID:
        break;
    }
    return read_paragraph(places, position, err);
}

static struct span_range sentence_at(const struct text_places *places,
                                     uint64_t position)
{
    size_t low = 0;
    size_t high = places->n_starts;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (places->starts[middle] <= position)
            low = middle + 1;
        else
            high = middle;
    }
    return (struct span_range){
        low > 0 ? places->starts[low - 1] : places->first,
        low < places->n_starts ? places->starts[low] : places->end};
}

enum status text_places_look(struct text_places *places,
                             struct analyser *analyser, struct str_span text,
                             uint32_t position, struct span_range *ret_range,
                             struct error *err)
{
    enum status status = STATUS_OK;
    places->analyser = analyser;
    if (!places->has_row || places->text.bytes != text.bytes ||
        places->text.n_bytes != text.n_bytes) {
        places->has_row = false;
        status = read_row(places, text, 0, err);
        places->docid = 0; /* the row is of no article */
    }
    if (status == STATUS_OK)
        *ret_range = sentence_at(places, position);
    return status;
}

enum status text_places_read(void *context,
                             const struct expr_question *question,
                             struct span_range *ret_range, struct error *err)
{
    const struct text_places_of *of = context;
    struct text_places *places = of->places;
    if (!places)
        return error_set(err, STATUS_INTERNAL,
                         "nothing was given to read texts with");
    places->analyser = of->analyser;
    enum status status =
        open_article(places, question->docid, question->record, err);
    if (status == STATUS_OK)
        status = find_row(places, of->field, question->position, err);
    if (status != STATUS_OK)
        return status;
    *ret_range = (struct span_range){places->first, places->end};
    if (question->unit == SPAN_UNIT_SENTENCE)
        *ret_range = sentence_at(places, question->position);
    return STATUS_OK;
}
