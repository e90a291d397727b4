/*
 * What a wiki exports (MediaWiki XML 0.3 to 0.11): one article a page of the
 * main namespace, its last revision. Redirects and pages of other namespaces
 * are no articles and are not told.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/json_out.h"
#include "indexer/reader.h"
#include "indexer/wikitext.h"
#include "indexer/xml_events.h"

#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

#define TAGS_MAX 1000

enum wiki_field {
    WIKI_NONE,
    WIKI_SITE,
    WIKI_BASE,
    WIKI_SPACE,
    WIKI_TITLE,
    WIKI_NS,
    WIKI_ID,
    WIKI_DATE,
    WIKI_USER,
    WIKI_MODEL,
    WIKI_TEXT,
    WIKI_N_FIELDS,
};

static const struct element {
    const char *name;
    const char *parent;
    enum wiki_field field;
} elements[] = {
    {"sitename", "siteinfo", WIKI_SITE},
    {"base", "siteinfo", WIKI_BASE},
    {"namespace", "namespaces", WIKI_SPACE},
    {"title", "page", WIKI_TITLE},
    {"ns", "page", WIKI_NS},
    {"id", "page", WIKI_ID},
    {"timestamp", "revision", WIKI_DATE},
    {"username", "contributor", WIKI_USER},
    {"model", "revision", WIKI_MODEL},
    {"text", "revision", WIKI_TEXT},
};

#define DEPTH_MAX 8

struct wiki_reader {
    const struct reader_sink *sink;
    struct error *err;
    enum status status; /* of the sink */
    struct str fields[WIKI_N_FIELDS];
    enum wiki_field field; /* that text goes to */
    char path[DEPTH_MAX][16];
    unsigned depth;
    bool is_redirect;
    uint64_t i_page;
    size_t n_repaired; /* since the last article */
    struct str language;
    struct str file_space;
    struct str category_space;
    int space_key;
    struct str text;
    struct str captions;
    struct str url;
    struct str extra;
    struct arena arena;
    struct str_span *tags;
    size_t n_tags;
    size_t n_tags_room;
};

static const char *parent_of(const struct wiki_reader *reader)
{
    return reader->depth >= 2 && reader->depth <= DEPTH_MAX
               ? reader->path[reader->depth - 2]
               : "";
}

static void reset_page(struct wiki_reader *reader)
{
    for (int i = WIKI_TITLE; i < WIKI_N_FIELDS; i++)
        str_reset(&reader->fields[i]);
    str_reset(&reader->text);
    str_reset(&reader->captions);
    str_reset(&reader->url);
    str_reset(&reader->extra);
    arena_reset(&reader->arena);
    reader->n_tags = 0;
    reader->is_redirect = false;
}

static bool start(void *context, const char *name, const char *space,
                  const struct xml_attributes *attributes)
{
    struct wiki_reader *reader = context;
    struct str_span key;

    (void)space;
    reader->field = WIKI_NONE;
    if (reader->depth++ < DEPTH_MAX)
        (void)strncpy(reader->path[reader->depth - 1], name, 15);
    if (reader->depth == 1)
        str_add_span(&reader->language,
                     xml_attribute(attributes, "lang", NULL));
    if (strcmp(name, "page") == 0) {
        reset_page(reader);
        reader->i_page++;
    }
    reader->is_redirect |= strcmp(name, "redirect") == 0;
    for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
        if (strcmp(elements[i].name, name) == 0 &&
            strcmp(elements[i].parent, parent_of(reader)) == 0)
            reader->field = elements[i].field;
    if (reader->field == WIKI_NONE)
        return true;
    /* The last revision counts. */
    str_reset(&reader->fields[reader->field]);
    if (reader->field == WIKI_SPACE) {
        key = xml_attribute(attributes, "key", NULL);
        reader->space_key = str_span_equal(key, SPAN("6"))    ? 6
                            : str_span_equal(key, SPAN("14")) ? 14
                                                              : 0;
    }
    return true;
}

static bool text(void *context, struct str_span text)
{
    struct wiki_reader *reader = context;

    if (reader->field != WIKI_NONE)
        str_add_span(&reader->fields[reader->field], text);
    return true;
}

/* ---- a page */

static enum status add_category(void *context, struct str_span name)
{
    struct wiki_reader *reader = context;
    const char *bar =
        name.n_bytes > 0 ? memchr(name.bytes, '|', name.n_bytes) : NULL;

    if (bar != NULL)
        name.n_bytes = (size_t)(bar - name.bytes);
    name = str_span_trim(name);
    if (name.n_bytes == 0 || reader->n_tags == TAGS_MAX)
        return STATUS_OK;
    if (VEC_RESERVE(&reader->tags, &reader->n_tags_room, reader->n_tags, 1,
                    NULL) != STATUS_OK)
        return STATUS_NO_MEMORY;
    name = arena_copy(&reader->arena, name);
    reader->tags[reader->n_tags++] = name;
    return name.bytes != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

static enum status add_caption(void *context, struct str_span words)
{
    struct wiki_reader *reader = context;

    if (reader->captions.n_bytes > 0)
        str_add_text(&reader->captions, "\n\n");
    str_add_span(&reader->captions, words);
    return str_status(&reader->captions, NULL);
}

/* The base is the address of the main page: the others lie beside it. */
static void make_url(struct wiki_reader *reader)
{
    struct str_span base = str_view(&reader->fields[WIKI_BASE]);
    struct str_span title = str_view(&reader->fields[WIKI_TITLE]);
    const char *slash =
        base.n_bytes > 0 ? memrchr(base.bytes, '/', base.n_bytes) : NULL;

    if (slash == NULL)
        return;
    str_add(&reader->url, base.bytes, (size_t)(slash + 1 - base.bytes));
    for (size_t i = 0; i < title.n_bytes; i++) {
        if (title.bytes[i] == ' ')
            str_add_char(&reader->url, '_');
        else
            str_add_char(&reader->url, title.bytes[i]);
    }
}

static bool is_article(const struct wiki_reader *reader)
{
    struct str_span ns = str_view(&reader->fields[WIKI_NS]);
    struct str_span model = str_view(&reader->fields[WIKI_MODEL]);
    struct str_span text = str_span_trim(str_view(&reader->fields[WIKI_TEXT]));

    return !reader->is_redirect &&
           (ns.n_bytes == 0 || str_span_equal(ns, SPAN("0"))) &&
           (model.n_bytes == 0 || str_span_equal(model, SPAN("wikitext"))) &&
           !(text.n_bytes > 9 &&
             str_span_equal_nocase(str_span(text.bytes, 9), SPAN("#redirect")));
}

static enum status push_page(struct wiki_reader *reader, struct error *err)
{
    const struct wikitext_names names = {
        .file = str_view(&reader->file_space),
        .category = str_view(&reader->category_space),
        .context = reader,
        .add_category = add_category,
        .add_caption = add_caption,
    };
    struct reader_facts facts = {.line = reader->i_page,
                                 .n_repaired = reader->n_repaired,
                                 .is_id_from_url = true};
    struct article article;
    enum status status = wikitext_read(str_view(&reader->fields[WIKI_TEXT]),
                                       &names, &reader->text);

    if (status == STATUS_TOO_BIG)
        return reader->sink->skip(reader->sink->context, facts.line,
                                  "over 64 MiB", err);
    if (status != STATUS_OK)
        return error_no_memory(err);
    reader->n_repaired = 0;
    make_url(reader);
    json_add_member(&reader->extra, "page_id",
                    str_view(&reader->fields[WIKI_ID]));
    json_add_member(&reader->extra, "contributor",
                    str_view(&reader->fields[WIKI_USER]));
    json_add_member(&reader->extra, "captions", str_view(&reader->captions));
    memset(&article, 0, sizeof(article));
    article.title = str_view(&reader->fields[WIKI_TITLE]);
    article.date_text = str_view(&reader->fields[WIKI_DATE]);
    article.source = str_view(&reader->fields[WIKI_SITE]);
    article.language = str_view(&reader->language);
    article.url = str_view(&reader->url);
    article.tags = reader->tags;
    article.n_tags = reader->n_tags;
    article.text = str_span_trim(str_view(&reader->text));
    article.extra = str_view(&reader->extra);
    return reader->sink->add(reader->sink->context, &article, &facts, err);
}

static bool end(void *context, const char *name, const char *space)
{
    struct wiki_reader *reader = context;

    (void)space;
    if (reader->field == WIKI_SPACE && reader->space_key != 0) {
        struct str *own = reader->space_key == 6 ? &reader->file_space
                                                 : &reader->category_space;

        str_reset(own);
        str_add_span(own, str_view(&reader->fields[WIKI_SPACE]));
    }
    reader->field = WIKI_NONE;
    if (reader->depth-- <= DEPTH_MAX)
        memset(reader->path[reader->depth], 0, sizeof(reader->path[0]));
    if (strcmp(name, "page") == 0 && is_article(reader))
        reader->status = push_page(reader, reader->err);
    return reader->status == STATUS_OK;
}

static void init(struct wiki_reader *reader, const struct reader_sink *sink,
                 struct error *err)
{
    memset(reader, 0, sizeof(*reader));
    reader->sink = sink;
    reader->err = err;
    for (int i = 0; i < WIKI_N_FIELDS; i++)
        str_init(&reader->fields[i], ARTICLE_MAX_BYTES);
    str_init(&reader->text, ARTICLE_MAX_BYTES);
    str_init(&reader->captions, ARTICLE_MAX_BYTES);
    arena_init(&reader->arena);
}

static void release(struct wiki_reader *reader)
{
    for (int i = 0; i < WIKI_N_FIELDS; i++)
        str_release(&reader->fields[i]);
    str_release(&reader->language);
    str_release(&reader->file_space);
    str_release(&reader->category_space);
    str_release(&reader->text);
    str_release(&reader->captions);
    str_release(&reader->url);
    str_release(&reader->extra);
    arena_release(&reader->arena);
    free(reader->tags);
}

static enum status read_mediawiki(struct input *input,
                                  const struct reader_settings *settings,
                                  const struct reader_sink *sink,
                                  struct error *err)
{
    struct wiki_reader reader;
    struct error reason = ERROR_INIT;
    const struct xml_events events = {&reader, start, end, text};

    (void)settings;
    init(&reader, sink, err);

    enum status status =
        xml_parse_input(input, &events, &reader.n_repaired, &reason);

    if (reader.status != STATUS_OK)
        status = reader.status;
    else if (status == STATUS_NO_MEMORY)
        status = error_no_memory(err);
    else if (status != STATUS_OK)
        status = sink->skip(sink->context, 0, reason.message, err);
    release(&reader);
    return status;
}

static bool sniff(struct str_span head)
{
    return xml_begins_with(head, "mediawiki");
}

static const char *const endings[] = {NULL};

const struct reader reader_mediawiki = {
    .name = "mediawiki",
    .endings = endings,
    .sniff = sniff,
    .read = read_mediawiki,
    .is_risky = true,
};
