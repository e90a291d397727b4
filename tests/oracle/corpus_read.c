/*
 * Real articles as drafts.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "corpus.h"
#include "demand.h"

#include "text/paragraph.h"

#include <jansson.h>
#include <string.h>

#define RUNS 3

static struct str_span keep(struct arena *arena, struct str_span span)
{
    struct str_span copy = arena_copy(arena, span);
    demand_memory((void *)copy.bytes);
    return copy;
}

static struct str_span text_of(const json_t *object, const char *key,
                               struct arena *arena)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value))
        return str_span("", 0);
    return keep(arena,
                str_span(json_string_value(value), json_string_length(value)));
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

static struct draft_text words_of(struct str_span text, struct arena *arena)
{
    struct draft_text words = {NULL, 0};
    words.words = demand_memory(
        arena_alloc_array(arena, text.n_bytes + 1, sizeof *words.words));
    for (size_t i = 0; i < text.n_bytes;) {
        size_t start = i;
        while (i < text.n_bytes && !is_space(text.bytes[i]))
            i++;
        if (i > start)
            words.words[words.n_words++] =
                str_span(text.bytes + start, i - start);
        else
            i++;
    }
    return words;
}

static void fill(struct draft *draft, const json_t *object, struct arena *arena)
{
    struct str_span text = text_of(object, "text", arena);
    struct str_span author = text_of(object, "author", arena);
    struct str_span paragraph;
    struct paragraph_iter iter;
    draft->title = words_of(text_of(object, "title", arena), arena);
    draft->date = text_of(object, "date", arena);
    draft->source = text_of(object, "source", arena);
    draft->url = text_of(object, "url", arena);
    draft->n_authors = author.n_bytes > 0;
    draft->authors[0] = author;
    paragraph_iter_init(&iter, text);
    while (paragraph_next(&iter, &paragraph) == STATUS_OK)
        draft->n_paragraphs++;
    draft->paragraphs = demand_memory(arena_alloc_array(
        arena, draft->n_paragraphs + 1, sizeof *draft->paragraphs));
    draft->n_paragraphs = 0;
    paragraph_iter_init(&iter, text);
    while (paragraph_next(&iter, &paragraph) == STATUS_OK)
        draft->paragraphs[draft->n_paragraphs++] = words_of(paragraph, arena);
}

void corpus_read(const char *path, size_t i_first, size_t step, size_t n,
                 struct arena *arena, struct corpus *ret_corpus)
{
    char command[1100];
    char *line = NULL;
    size_t n_room = 0;
    size_t i_line = 0;
    (void)snprintf(command, sizeof command, "zstd -dc '%s' 2>/dev/null", path);
    FILE *pipe = popen(command, "re");
    demand_memory(pipe);
    ret_corpus->n_drafts = 0;
    ret_corpus->drafts = demand_memory(
        arena_alloc_array(arena, n + 1, sizeof *ret_corpus->drafts));
    while (ret_corpus->n_drafts < n && getline(&line, &n_room, pipe) > 0) {
        if (i_line++ % step != i_first)
            continue;
        json_t *object = json_loads(line, 0, NULL);
        struct draft *draft = &ret_corpus->drafts[ret_corpus->n_drafts];
        char id[32];
        int n_id = snprintf(id, sizeof id, "a%zu", i_line);
        if (object == NULL)
            continue;
        draft->id = keep(arena, str_span(id, (size_t)n_id));
        draft->i_run = (unsigned)(ret_corpus->n_drafts++ * RUNS / n);
        fill(draft, object, arena);
        json_decref(object);
    }
    free(line);
    (void)pclose(pipe);
}
