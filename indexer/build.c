/*
 * Articles as terms.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/build.h"

#include "base/vec.h"
#include "indexer/build_filters.h"
#include "store/ranking.h"
#include "store/schema.h"
#include "store/sketch.h"
#include "text/date.h"
#include "text/paragraph.h"
#include "text/shingle.h"
#include "text/term.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * What one occurrence adds to a term's frequency, and so to the length of
 * its document.
 *
 * A word counts once as it is written and once as its stem: a query scores
 * OR(stem, exact), and both lists need frequencies of their own. That doubles
 * every length alike, which BM25's normalisation takes out again. A joined
 * form (e-mail: email) or symbol (C++) is a word that a reader may ask for as
 * such, so it counts; a possessive stands on a word that counts already.
 * A word of the title is worth some of the text. Names of authors score where
 * author: asks for them, and do not lengthen: a byline says nothing. Names of
 * sources and sections only filter: with 0 they do neither.
 */
#define WDF_TEXT  1
#define WDF_TITLE RANKING_TITLE
/* title: asks for the title alone, where each word is as good as another. */
#define WDF_TITLE_FIELD 1

_Static_assert(SHINGLES_KEPT <= SKETCH_MAX_NUMBERS &&
                   SHINGLE_NUMBERS <= SKETCH_END,
               "a sample is a sketch");

static enum status check_size(const struct article *article, struct error *err)
{
    size_t n_bytes =
        article->text.n_bytes + article->title.n_bytes + article->extra.n_bytes;

    for (size_t i = 0; i < article->n_authors; i++)
        n_bytes += article->authors[i].n_bytes;
    for (size_t i = 0; i < article->n_tags; i++)
        n_bytes += article->tags[i].n_bytes;
    if (n_bytes > ARTICLE_MAX_BYTES)
        return error_set(err, STATUS_TOO_BIG, "over %zu MiB",
                         ARTICLE_MAX_BYTES >> 20);
    return STATUS_OK;
}

/* One more, or NULL; what growing leaves behind goes with the arena. */
static struct paragraph *new_paragraph(struct article *article, size_t *n_room,
                                       struct arena *arena)
{
    size_t n = article->n_paragraphs;

    if (n == *n_room) {
        *n_room = n == 0 ? 64 : n * 2;

        struct paragraph *more = arena_alloc(arena, *n_room * sizeof(*more));

        if (more == NULL)
            return NULL;
        if (n > 0)
            memcpy(more, article->paragraphs, n * sizeof(*more));
        article->paragraphs = more;
    }
    return &article->paragraphs[article->n_paragraphs++];
}

static enum status cut(struct article *article, struct arena *arena,
                       struct error *err)
{
    struct paragraph_iter iter;
    struct str_span span;
    size_t n_room = 0;

    article->paragraphs = NULL;
    article->n_paragraphs = 0;
    paragraph_iter_init(&iter, article->text);
    while (paragraph_next(&iter, &span) == STATUS_OK) {
        if (article->n_paragraphs == ARTICLE_MAX_PARAGRAPHS)
            return error_set(err, STATUS_TOO_BIG, "over %d paragraphs",
                             ARTICLE_MAX_PARAGRAPHS);

        struct paragraph *paragraph = new_paragraph(article, &n_room, arena);

        if (paragraph == NULL)
            return error_no_memory(err);
        paragraph->off_bytes = (uint32_t)(span.bytes - article->text.bytes);
        paragraph->n_bytes = (uint32_t)span.n_bytes;
        paragraph->i_stretch = 0;
    }
    return STATUS_OK;
}

enum status build_article(struct article *article, struct arena *arena,
                          bool *ret_is_dated, struct error *date_reason,
                          struct error *err)
{
    struct date date;
    enum status status = check_size(article, err);

    if (status == STATUS_OK)
        status = cut(article, arena, err);
    if (status != STATUS_OK)
        return status;
    *ret_is_dated = true;
    article->date_min = article->date_max = 0;
    if (article->date_text.n_bytes == 0)
        return STATUS_OK;
    if (date_parse(article->date_text, &date, date_reason) == STATUS_OK) {
        article->date_min = date.min;
        article->date_max = date.max;
    } else {
        *ret_is_dated = false;
    }
    return STATUS_OK;
}

bool build_is_empty(const struct article *article)
{
    return article->n_paragraphs == 0 &&
           str_span_trim(article->title).n_bytes == 0;
}

/* Where the words of one run go. */
struct place {
    const char *prefix;
    const char *stem_prefix; /* NULL: not stemmed */
    uint32_t i_first;        /* position of the first word */
    uint32_t wdf;
    bool is_text; /* the place that most words are in: their memos are of it */
    bool is_sampled; /* the words of a reprint are the same */
};

static uint32_t stem_position(const struct place *place, uint32_t i_word,
                              bool is_odd)
{
    return is_odd ? place->i_first + i_word : POSITION_NONE;
}

static enum status add_odd(struct builder *builder, const struct place *place,
                           uint32_t i_word, struct error *err)
{
    uint32_t position = place->i_first + i_word;

    if (!place->is_text)
        return STATUS_OK;
    if (builder->next_odd_term > 0)
        return document_add_again(builder->document, builder->next_odd_term - 1,
                                  position, 0, err);

    enum status status = document_add_term(builder->document, "",
                                           SPAN(TERM_ODD), position, 0, err);

    builder->next_odd_term = (uint32_t)builder->document->n_terms;
    return status;
}

/* A word that was there before: its memo is its term, counted from 1; its stem
   is the next. */
static enum status add_known(struct builder *builder, const struct place *place,
                             const struct known_word *word, struct error *err)
{
    uint32_t i_term = word->memo - 1;
    enum status status =
        document_add_again(builder->document, i_term,
                           place->i_first + word->i_word, place->wdf, err);

    if (status == STATUS_OK && word->has_stem)
        status = document_add_again(
            builder->document, i_term + 1,
            stem_position(place, word->i_word, word->is_odd), place->wdf, err);
    if (status == STATUS_OK && word->has_stem && word->is_odd)
        status = add_odd(builder, place, word->i_word, err);
    return status;
}

static enum status add_token(struct builder *builder, const struct place *place,
                             const struct token *token, struct error *err)
{
    uint32_t wdf = token->kind == TOKEN_POSSESSIVE ? 0 : place->wdf;
    size_t i_term = builder->document->n_terms;

    if (place->is_text && token->memo != NULL && *token->memo != 0) {
        const struct known_word word = {*token->memo, token->i_word,
                                        token->stem.n_bytes > 0, token->is_odd};

        return add_known(builder, place, &word, err);
    }

    enum status status =
        document_add_term(builder->document, place->prefix, token->term,
                          place->i_first + token->i_word, wdf, err);

    if (status == STATUS_OK && place->stem_prefix != NULL &&
        token->stem.n_bytes > 0)
        status = document_add_term(
            builder->document, place->stem_prefix, token->stem,
            stem_position(place, token->i_word, token->is_odd), wdf, err);
    if (status == STATUS_OK && place->stem_prefix != NULL && token->is_odd &&
        token->stem.n_bytes > 0)
        status = add_odd(builder, place, token->i_word, err);
    if (place->is_text && token->memo != NULL)
        *token->memo = (uint32_t)i_term + 1;
    return status;
}

/* Most of a text, in a hurry. */
static enum status add_known_words(struct builder *builder,
                                   const struct place *place, uint32_t *n_words,
                                   struct error *err)
{
    struct known_word words[64];
    size_t n = analyser_take_known(builder->analyser, words,
                                   sizeof(words) / sizeof(*words));
    enum status status = STATUS_OK;

    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        status = add_known(builder, place, &words[i], err);
        /* Terms of the text have no prefix. */
        if (place->is_sampled)
            shingle_add(&builder->sample,
                        builder->document->terms[words[i].memo - 1]);
    }
    if (n > 0)
        *n_words = words[n - 1].i_word + 1;
    return status;
}

/* In its language, which the index has to know of. */
static enum status start_text(struct builder *builder, struct str_span text,
                              struct error *err)
{
    struct analyser *analyser = builder->analyser;
    enum status status = analyser_start_text(analyser, text, err);
    const struct language *language = analyser_current(analyser);

    if (status != STATUS_OK || language == analyser_language(analyser))
        return status;
    for (size_t i = 0; i < builder->n_languages; i++)
        if (builder->languages[i] == language)
            return STATUS_OK;
    if (builder->n_languages == ANALYSER_MAX_LANGUAGES)
        return error_set(err, STATUS_TOO_BIG, "over %d languages",
                         ANALYSER_MAX_LANGUAGES);
    builder->languages[builder->n_languages++] = language;
    return document_add_term(builder->document, PREFIX_STEMMED,
                             str_span_of(language->code), POSITION_NONE, 0,
                             err);
}

/* *ret_n_words: positions taken. places: the same words in n_places fields. */
static enum status add_words(struct builder *builder, struct str_span text,
                             const struct place *places, size_t n_places,
                             uint32_t *ret_n_words, struct error *err)
{
    struct token token;
    enum status status = places->is_text
                             ? start_text(builder, text, err)
                             : analyser_start(builder->analyser, text, err);

    *ret_n_words = 0;
    while (status == STATUS_OK) {
        if (n_places == 1 && places->is_text)
            status = add_known_words(builder, places, ret_n_words, err);
        if (status == STATUS_OK)
            status = analyser_next(builder->analyser, &token, err);
        if (status != STATUS_OK)
            break;
        if (token.i_word >= *ret_n_words)
            *ret_n_words = token.i_word + 1;
        if (places->is_sampled && token.kind == TOKEN_WORD)
            shingle_add(&builder->sample, token.term);
        for (size_t i = 0; i < n_places && status == STATUS_OK; i++)
            status = add_token(builder, &places[i], &token, err);
    }
    return status == STATUS_DONE ? STATUS_OK : status;
}

static enum status add_text(struct builder *builder, struct article *article,
                            struct error *err)
{
    const struct place title[] = {
        {"", "Z", schema_first_position(0), WDF_TITLE, true, false},
        {"S", "ZS", schema_first_position(0), WDF_TITLE_FIELD, false, false}};
    uint32_t n_words = 0;
    uint32_t i_stretch = 0;
    uint64_t n_all;
    bool is_long;
    enum status status =
        add_words(builder, article->title, title, 2, &n_words, err);

    shingle_start(&builder->sample, article->text.n_bytes);
    n_all = n_words;
    is_long = schema_first_position(0) + n_words > STRETCH_POSITIONS;
    for (size_t i = 0; i < article->n_paragraphs && status == STATUS_OK; i++) {
        i_stretch = schema_next_stretch(i_stretch, n_words);
        if (i_stretch >= UINT32_MAX / STRETCH_POSITIONS - 1)
            return error_set(err, STATUS_TOO_BIG, "more words than positions");
        article->paragraphs[i].i_stretch = i_stretch;

        struct place text = {"",       "Z",  schema_first_position(i_stretch),
                             WDF_TEXT, true, builder->has_sketch};

        shingle_break(&builder->sample);
        status = add_words(builder, article_paragraph(article, i), &text, 1,
                           &n_words, err);
        n_all += n_words;
        is_long = is_long || n_words > STRETCH_POSITIONS;
    }
    if (status == STATUS_OK && is_long)
        status = document_add_term(builder->document, "", SPAN(TERM_LONG),
                                   POSITION_NONE, 0, err);
    if (status == STATUS_OK)
        status = build_number(builder, SLOT_PARAGRAPHS, 10,
                              article->n_paragraphs, err);
    if (status == STATUS_OK)
        status = build_number(builder, SLOT_WORDS, 10, n_all, err);
    return status;
}

/* What a name counts: an article is more one author's than one of many's. */
static uint32_t author_wdf(size_t n_authors)
{
    return n_authors < RANKING_AUTHOR
               ? RANKING_AUTHOR / (uint32_t)(n_authors > 0 ? n_authors : 1)
               : 1;
}

/* Names: each in a stretch of its own, so that phrases stay within one. */
static enum status add_names(struct builder *builder, enum field field,
                             const struct str_span *names, size_t n_names,
                             uint32_t wdf, struct error *err)
{
    struct place place = {
        schema_row(field)->prefix, NULL, 0, wdf, false, false};
    uint32_t i_stretch = 0;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < n_names && status == STATUS_OK; i++) {
        uint32_t n_words = 0;

        place.i_first = schema_first_position(i_stretch);
        status = add_words(builder, names[i], &place, 1, &n_words, err);
        i_stretch = schema_next_stretch(i_stretch, n_words);
    }
    return status;
}

/*
 * What makes an article long is what it says, and how loud: a word of the
 * title that counts three times is as long as three. In words alone,
 * archives that have many articles without a text ranked those far too high.
 */
static uint64_t length_of(const struct document *document)
{
    uint64_t n_length = 0;

    for (size_t i = 0; i < document->n_postings; i++)
        n_length += document->postings[i].wdf;
    return n_length;
}

/* The value that the document has in the slot. */
static struct str_span value_of(const struct document *document, enum slot slot)
{
    for (size_t i = 0; i < document->n_values; i++)
        if (document->values[i].slot == (uint32_t)slot)
            return document->values[i].value;
    return SPAN("");
}

/* Of the text alone: papers give their own titles to the same story. */
static enum status add_sketch(struct builder *builder, struct error *err)
{
    struct shingle_sample *sample = &builder->sample;
    struct sketch sketch = {.n_numbers = 0};

    shingle_finish(sample);
    if (sample->n_numbers < SKETCH_MIN_NUMBERS)
        return STATUS_OK;
    sketch.n_numbers = sample->n_numbers;
    memcpy(sketch.numbers, sample->numbers,
           sample->n_numbers * sizeof(*sample->numbers));
    sketch.limit = sample->limit;
    sketch.title = sketch_name(value_of(builder->document, SLOT_TITLE));
    sketch.source = sketch_name(value_of(builder->document, SLOT_SOURCE));
    str_reset(&builder->scratch);
    sketch_encode(&sketch, &builder->scratch);

    enum status status = str_status(&builder->scratch, err);

    return status == STATUS_OK
               ? document_add_value(builder->document, SLOT_SKETCH,
                                    str_view(&builder->scratch), err)
               : status;
}

/* Only to measure what something costs. */
static bool is_off(const char *variable)
{
    const char *value = getenv(variable);

    return value != NULL && strcmp(value, "off") == 0;
}

enum status build_document(struct analyser *analyser, struct article *article,
                           const struct origin *origin,
                           struct document *document, struct error *err)
{
    struct builder builder;

    builder.analyser = analyser;
    builder.document = document;
    builder.next_odd_term = 0;
    builder.n_languages = 0;
    analyser_set_hint(analyser, article->language);
    str_init(&builder.scratch, 0);
    builder.has_sketch = !is_off("LEDE_REPRINTS");
    /* What the analyser's memos tell of goes with the terms. */
    if (document->n_terms == 0)
        analyser_forget(analyser);

    enum status status = add_text(&builder, article, err);

    document->n_length = length_of(document);
    if (status == STATUS_OK)
        status =
            add_names(&builder, FIELD_AUTHOR, article->authors,
                      article->n_authors, author_wdf(article->n_authors), err);
    if (status == STATUS_OK)
        status = add_names(&builder, FIELD_SOURCE, &article->source, 1,
                           WDF_FILTER, err);
    if (status == STATUS_OK)
        status = add_names(&builder, FIELD_SECTION, &article->section, 1,
                           WDF_FILTER, err);
    if (status == STATUS_OK)
        status = build_filters(&builder, article, origin, err);
    if (status == STATUS_OK)
        status = add_sketch(&builder, err);
    str_release(&builder.scratch);
    return status;
}

void build_id_term(struct str_span id, struct str *out)
{
    str_add_text(out, schema_row(FIELD_ID)->prefix);
    term_add(id, out);
}
