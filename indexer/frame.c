/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/frame.h"

#include "indexer/source_form.h"
#include "text/utf8.h"

#include <string.h>

#define NAMES_MAX 100000 /* authors or tags of one article */

void frame_add(struct str *out, enum frame_kind kind, struct str_span payload)
{
    str_add_char(out, (char)kind);
    for (int i = 0; i < 4; i++)
        str_add_char(out, (char)(payload.n_bytes >> (8 * i)));
    str_add_span(out, payload);
}

static bool is_kind(char kind)
{
    return kind != '\0' && strchr("JBEASFD", kind) != NULL;
}

enum status frame_take(struct str_span *bytes, struct frame *ret_frame)
{
    size_t n_bytes = 0;

    if (bytes->n_bytes < FRAME_HEAD_BYTES)
        return STATUS_DONE;
    for (int i = 0; i < 4; i++)
        n_bytes |= (size_t)(unsigned char)bytes->bytes[1 + i] << (8 * i);
    if (!is_kind(bytes->bytes[0]) || n_bytes > FRAME_MAX_BYTES)
        return STATUS_CORRUPT;
    if (bytes->n_bytes - FRAME_HEAD_BYTES < n_bytes)
        return STATUS_DONE;
    ret_frame->kind = (enum frame_kind)bytes->bytes[0];
    ret_frame->payload = str_span(bytes->bytes + FRAME_HEAD_BYTES, n_bytes);
    n_bytes += FRAME_HEAD_BYTES;
    *bytes = str_span(bytes->bytes + n_bytes, bytes->n_bytes - n_bytes);
    return STATUS_OK;
}

/* ---- pieces of a payload */

static void add_span(struct str *out, struct str_span span)
{
    varint_add(out, span.n_bytes);
    str_add_span(out, span);
}

static bool take_span(struct str_span *rest, struct str_span *ret_span)
{
    uint64_t n_bytes;

    return varint_take(rest, &n_bytes) && bytes_take(rest, n_bytes, ret_span);
}

static bool take_text(struct str_span *rest, struct str_span *ret_span)
{
    return take_span(rest, ret_span) && utf8_is_clean(*ret_span);
}

/* A NUL-terminated copy; NULL for an empty one, which stands for none. */
static bool take_word(struct str_span *rest, struct arena *arena,
                      const char **ret_word)
{
    struct str_span span;

    if (!take_span(rest, &span))
        return false;
    *ret_word = NULL;
    if (span.n_bytes == 0)
        return true;
    *ret_word = arena_copy(arena, span).bytes;
    return *ret_word != NULL && strlen(*ret_word) == span.n_bytes;
}

static void add_names(struct str *out, const struct str_span *names, size_t n)
{
    varint_add(out, n);
    for (size_t i = 0; i < n; i++)
        add_span(out, names[i]);
}

static bool take_names(struct str_span *rest, struct arena *arena,
                       struct str_span **ret_names, size_t *ret_n)
{
    uint64_t n;

    if (!varint_take(rest, &n) || n > NAMES_MAX)
        return false;
    *ret_n = (size_t)n;
    *ret_names = arena_alloc_array(arena, n > 0 ? n : 1, sizeof(**ret_names));
    if (*ret_names == NULL)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!take_text(rest, &(*ret_names)[i]))
            return false;
    return true;
}

/* Frames are written in place: the length is known at the end. */
static size_t begin(struct str *out, enum frame_kind kind)
{
    frame_add(out, kind, str_span("", 0));
    return out->n_bytes;
}

static void end(struct str *out, size_t off_payload)
{
    size_t n_bytes = out->n_bytes - off_payload;

    if (str_status(out, NULL) != STATUS_OK)
        return;
    for (int i = 0; i < 4; i++)
        out->bytes[off_payload - 4 + (size_t)i] = (char)(n_bytes >> (8 * i));
}

/* ---- jobs */

void frame_add_job(struct str *out, const struct frame_job *job)
{
    size_t off = begin(out, FRAME_JOB);

    add_span(out, str_span_of(job->form));
    add_span(out, job->path);
    add_span(out, str_span_of(job->settings.charset));
    add_span(out, str_span_of(job->settings.wanted != NULL
                                  ? job->settings.wanted->name
                                  : NULL));
    for (size_t i = 0; i < READER_N_FIELDS; i++)
        add_span(out, str_span_of(job->settings.map.keys[i]));
    end(out, off);
}

enum status frame_read_job(struct str_span payload, struct arena *arena,
                           struct frame_job *ret_job)
{
    const char *wanted;

    memset(ret_job, 0, sizeof(*ret_job));
    if (!take_word(&payload, arena, &ret_job->form) ||
        !take_span(&payload, &ret_job->path) ||
        !take_word(&payload, arena, &ret_job->settings.charset) ||
        !take_word(&payload, arena, &wanted))
        return STATUS_CORRUPT;
    if (wanted != NULL)
        ret_job->settings.wanted = reader_find(wanted);
    for (size_t i = 0; i < READER_N_FIELDS; i++)
        if (!take_word(&payload, arena, &ret_job->settings.map.keys[i]))
            return STATUS_CORRUPT;
    ret_job->path = arena_copy(arena, ret_job->path);
    return ret_job->path.bytes != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

/* ---- articles */

#define IS_ID_FROM_URL 1

void frame_add_article(struct str *out, const struct article *article,
                       const struct reader_facts *facts)
{
    size_t off = begin(out, FRAME_ARTICLE);

    varint_add(out, facts->line);
    varint_add(out, facts->n_repaired);
    varint_add(out, facts->is_id_from_url ? IS_ID_FROM_URL : 0);
    add_span(out, str_span_of(facts->note));
    add_span(out, str_span_of(facts->member));
    add_span(out, str_span_of(facts->form));
    add_span(out, article->id);
    add_span(out, article->title);
    add_names(out, article->authors, article->n_authors);
    add_span(out, article->date_text);
    add_span(out, article->source);
    add_span(out, article->section);
    add_span(out, article->language);
    add_span(out, article->url);
    add_names(out, article->tags, article->n_tags);
    add_span(out, article->extra);
    add_span(out, article->text);
    end(out, off);
}

static bool take_facts(struct str_span *rest, struct arena *arena,
                       struct reader_facts *facts)
{
    uint64_t n_repaired;
    uint64_t flags;

    if (!varint_take(rest, &facts->line) || !varint_take(rest, &n_repaired) ||
        !varint_take(rest, &flags))
        return false;
    facts->n_repaired = (size_t)n_repaired;
    facts->is_id_from_url = (flags & IS_ID_FROM_URL) != 0;
    return take_word(rest, arena, &facts->note) &&
           take_word(rest, arena, &facts->member) &&
           take_word(rest, arena, &facts->form);
}

enum status frame_read_article(struct str_span payload, struct arena *arena,
                               struct article *ret_article,
                               struct reader_facts *ret_facts)
{
    struct article *article = ret_article;

    memset(article, 0, sizeof(*article));
    memset(ret_facts, 0, sizeof(*ret_facts));
    if (!take_facts(&payload, arena, ret_facts) ||
        !take_text(&payload, &article->id) ||
        !take_text(&payload, &article->title) ||
        !take_names(&payload, arena, &article->authors, &article->n_authors) ||
        !take_text(&payload, &article->date_text) ||
        !take_text(&payload, &article->source) ||
        !take_text(&payload, &article->section) ||
        !take_text(&payload, &article->language) ||
        !take_text(&payload, &article->url) ||
        !take_names(&payload, arena, &article->tags, &article->n_tags) ||
        !take_text(&payload, &article->extra) ||
        !take_text(&payload, &article->text) || payload.n_bytes > 0)
        return STATUS_CORRUPT;
    return STATUS_OK;
}

/* ---- problems */

void frame_add_skip(struct str *out, uint64_t line, const char *reason)
{
    size_t off = begin(out, FRAME_SKIP);

    varint_add(out, line);
    add_span(out, str_span_of(reason));
    end(out, off);
}

enum status frame_read_skip(struct str_span payload, struct arena *arena,
                            uint64_t *ret_line, const char **ret_reason)
{
    if (!varint_take(&payload, ret_line) ||
        !take_word(&payload, arena, ret_reason))
        return STATUS_CORRUPT;
    if (*ret_reason == NULL)
        *ret_reason = "";
    return STATUS_OK;
}
