/*
 * Articles as rows of tokens.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "oracle_parts.h"

#include "base/vec.h"
#include "text/tongue.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

void *oracle_alloc(struct arena *arena, size_t n_items, size_t item_bytes)
{
    return demand_memory(
        arena_alloc_array(arena, n_items ? n_items : 1, item_bytes));
}

static size_t hash_of(struct str_span bytes)
{
    uint32_t hash = 2166136261U; /* FNV-1a */
    for (size_t i = 0; i < bytes.n_bytes; i++)
        hash = (hash ^ (unsigned char)bytes.bytes[i]) * 16777619U;
    return hash % ORACLE_BUCKETS;
}

static uint32_t number_of(struct oracle *oracle, struct str_span bytes)
{
    size_t hash = hash_of(bytes);
    for (struct oracle_form *f = oracle->buckets[hash]; f; f = f->next)
        if (str_span_equal(f->bytes, bytes))
            return f->number;
    demand(VEC_RESERVE(&oracle->forms, &oracle->n_forms_room, oracle->n_forms,
                       1, NULL),
           NULL, "memory");
    struct oracle_form *form = oracle_alloc(&oracle->arena, 1, sizeof *form);
    form->bytes = arena_copy(&oracle->arena, bytes);
    form->next = oracle->buckets[hash];
    form->number = (uint32_t)oracle->n_forms;
    oracle->buckets[hash] = form;
    oracle->forms[oracle->n_forms++] = form;
    return form->number;
}

struct oracle_words oracle_analyse(struct analyser *analyser,
                                   struct str_span text, struct arena *arena)
{
    struct oracle_words words = {NULL, 0, 0};
    struct token token;
    struct error err = ERROR_INIT;
    size_t n_room = 0;
    enum status status = analyser_start(analyser, text, &err);
    demand(status, &err, "analysing");
    while ((status = analyser_next(analyser, &token, &err)) == STATUS_OK) {
        if (words.n_tokens == n_room) {
            struct token *old = words.tokens;
            n_room = n_room * 2 + 16;
            words.tokens = oracle_alloc(arena, n_room, sizeof *old);
            if (words.n_tokens > 0)
                memcpy(words.tokens, old, words.n_tokens * sizeof *old);
        }
        token.term = arena_copy(arena, token.term);
        token.stem = arena_copy(arena, token.stem);
        words.tokens[words.n_tokens++] = token;
        if (token.i_word >= words.n_words)
            words.n_words = token.i_word + 1;
    }
    if (status != STATUS_DONE)
        demand(status, &err, "analysing");
    return words;
}

/* ICU's sentences, as the words of the row lie in them. */
static void find_sentences(struct oracle *oracle, struct oracle_row *row)
{
    UErrorCode code = U_ZERO_ERROR;
    UText *text = utext_openUTF8(NULL, row->text.bytes,
                                 (int64_t)row->text.n_bytes, &code);
    UBreakIterator *iter = ubrk_open(UBRK_SENTENCE, "", NULL, 0, &code);
    ubrk_setUText(iter, text, &code);
    if (U_FAILURE(code))
        demand(STATUS_INTERNAL, NULL, "sentences");
    uint32_t n_before = 0;
    int32_t end = ubrk_first(iter);
    row->sentences =
        oracle_alloc(&oracle->arena, row->n_words, sizeof *row->sentences);
    for (uint32_t i = 0; i < row->n_words; i++) {
        const struct oracle_token *token = &row->tokens[row->first_tokens[i]];
        while (end != UBRK_DONE && (uint32_t)end <= token->off_bytes) {
            end = ubrk_next(iter);
            n_before++;
        }
        row->sentences[i] = n_before;
    }
    ubrk_close(iter);
    utext_close(text);
}

/* A text is stemmed in the language it is in, as far as that can be told. */
static void choose_language(struct oracle *oracle, struct str_span text,
                            const struct language *language)
{
    struct error err = ERROR_INIT;
    language = tongue_of(text, language);
    demand(analyser_hold(oracle->analyser, language, &err), &err, "languages");
    demand(analyser_set_language(oracle->analyser, language, &err), &err,
           "language");
}

static void fill_row(struct oracle *oracle, struct str_span text,
                     struct oracle_row *row)
{
    struct arena scratch;
    arena_init(&scratch);
    struct oracle_words words =
        oracle_analyse(oracle->analyser, text, &scratch);
    row->text = text;
    row->n_tokens = words.n_tokens;
    row->n_words = words.n_words;
    row->tokens =
        oracle_alloc(&oracle->arena, words.n_tokens, sizeof *row->tokens);
    row->first_tokens = oracle_alloc(&oracle->arena, words.n_words + 1U,
                                     sizeof *row->first_tokens);
    row->first_tokens[words.n_words] = (uint32_t)words.n_tokens;
    for (size_t i = words.n_tokens; i-- > 0;) {
        const struct token *from = &words.tokens[i];
        row->tokens[i] = (struct oracle_token){
            from->i_word,
            number_of(oracle, from->term),
            from->stem.n_bytes > 0 ? number_of(oracle, from->stem)
                                   : ORACLE_NO_FORM,
            (uint32_t)from->off_bytes,
            (uint32_t)(from->off_bytes + from->n_bytes),
        };
        row->first_tokens[from->i_word] = (uint32_t)i;
    }
    arena_release(&scratch);
    find_sentences(oracle, row);
}

static void fill_text(struct oracle *oracle, const struct str_span *texts,
                      size_t n_texts, struct str_span language,
                      struct oracle_field *field)
{
    const struct language *said = language_find(str_span_trim(language));
    if (language.n_bytes == 0 || said == NULL)
        said = analyser_language(oracle->analyser);
    field->rows = oracle_alloc(&oracle->arena, n_texts, sizeof *field->rows);
    field->n_rows = n_texts;
    for (size_t i = 0; i < n_texts; i++) {
        choose_language(oracle, texts[i], said);
        fill_row(oracle, texts[i], &field->rows[i]);
    }
}

static void fill_field(struct oracle *oracle, const struct str_span *texts,
                       size_t n_texts, struct oracle_field *field)
{
    field->rows = oracle_alloc(&oracle->arena, n_texts, sizeof *field->rows);
    field->n_rows = n_texts;
    for (size_t i = 0; i < n_texts; i++)
        fill_row(oracle, texts[i], &field->rows[i]);
}

static void fill_article(struct oracle *oracle, const struct article *from,
                         struct oracle_article *to)
{
    size_t n_rows = from->n_paragraphs + 1;
    struct str_span *texts =
        oracle_alloc(&oracle->arena, n_rows, sizeof *texts);
    texts[0] = from->title;
    for (size_t i = 1; i < n_rows; i++)
        texts[i] = article_paragraph(from, i - 1);
    to->article = *from;
    fill_text(oracle, texts, n_rows, from->language, &to->text);
    fill_field(oracle, from->authors, from->n_authors, &to->author);
    fill_field(oracle, &from->source, 1, &to->source);
    fill_field(oracle, &from->section, 1, &to->section);
    for (size_t i = 0; i < n_rows; i++)
        to->n_words += to->text.rows[i].n_words;
}

struct oracle *oracle_new(const struct article *articles, size_t n_articles,
                          const struct language *language)
{
    struct oracle *oracle = demand_memory(calloc(1, sizeof *oracle));
    struct error err = ERROR_INIT;
    demand(analyser_new(language, &oracle->analyser, &err), &err, "analyser");
    arena_init(&oracle->arena);
    oracle->n_articles = n_articles;
    oracle->articles =
        oracle_alloc(&oracle->arena, n_articles, sizeof *oracle->articles);
    for (size_t i = 0; i < n_articles; i++)
        fill_article(oracle, &articles[i], &oracle->articles[i]);
    return oracle;
}

void oracle_free(struct oracle *oracle)
{
    if (oracle == NULL)
        return;
    analyser_free(oracle->analyser);
    arena_release(&oracle->arena);
    free(oracle->forms);
    free(oracle);
}

const struct oracle_field *oracle_field_rows(
    const struct oracle_article *article, enum field field)
{
    static const struct oracle_field none = {NULL, 0};
    switch (field) {
    case FIELD_TEXT:
    case FIELD_TITLE:
        return &article->text;
    case FIELD_AUTHOR:
        return &article->author;
    case FIELD_SOURCE:
        return &article->source;
    case FIELD_SECTION:
        return &article->section;
    case FIELD_TAG:
    case FIELD_LANGUAGE:
    case FIELD_DATE:
    case FIELD_URL:
    case FIELD_TYPE:
    case FIELD_PATH:
    case FIELD_ID:
        break;
    }
    return &none;
}
