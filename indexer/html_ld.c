/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/html_ld.h"

#include <jansson.h>
#include <string.h>

/* Objects lie in @graph, in arrays, in mainEntity; deeper there are none. */
#define DEPTH_MAX   6
#define OBJECTS_MAX 2000

struct reading {
    struct html_ld *ld;
    struct arena *arena;
    json_t *root;
    size_t n_objects;
    enum status status;
};

/* Some write entities of HTML where there are none: those that are met. */
static void add_decoded(struct str *out, struct str_span text)
{
    static const char *const entities[][2] = {
        {"&quot;", "\""}, {"&amp;", "&"}, {"&#39;", "'"}, {"&#039;", "'"},
        {"&apos;", "'"},  {"&lt;", "<"},  {"&gt;", ">"},  {"&nbsp;", " "}};
    size_t i = 0;

    while (i < text.n_bytes) {
        struct str_span rest = str_span(text.bytes + i, text.n_bytes - i);
        size_t k = 0;
        size_t n = sizeof(entities) / sizeof(entities[0]);

        while (k < n && (*rest.bytes != '&' ||
                         !str_span_starts(rest, str_span_of(entities[k][0]))))
            k++;
        if (k < n)
            str_add_text(out, entities[k][1]);
        else
            str_add_char(out, *rest.bytes);
        i += k < n ? strlen(entities[k][0]) : 1;
    }
}

static struct str_span keep(struct reading *reading, struct str_span text)
{
    CLEANUP(str_release) struct str decoded = STR_INIT;
    struct str_span copy;

    add_decoded(&decoded, str_span_trim(text));
    copy = arena_copy(reading->arena, str_view(&decoded));
    if (copy.bytes == NULL || str_status(&decoded, NULL) != STATUS_OK) {
        reading->status = STATUS_NO_MEMORY;
        copy.n_bytes = 0;
    }
    return copy;
}

static struct str_span string_of(const json_t *value)
{
    if (!json_is_string(value))
        return str_span("", 0);
    return str_span_trim(
        str_span(json_string_value(value), json_string_length(value)));
}

/* "NewsArticle" of a string or of one in an array. */
static bool has_type(const json_t *object, const char *type, bool is_ending)
{
    const json_t *types = json_object_get(object, "@type");
    size_t n = json_is_array(types) ? json_array_size(types) : 1;
    size_t n_type = strlen(type);

    for (size_t i = 0; i < n; i++) {
        struct str_span name =
            string_of(json_is_array(types) ? json_array_get(types, i) : types);

        if (is_ending && name.n_bytes > n_type) {
            name.bytes += name.n_bytes - n_type;
            name.n_bytes = n_type;
        }
        if (str_span_equal(name, str_span_of(type)))
            return true;
    }
    return false;
}

/* How much of an article it is. */
static unsigned rank_of(const json_t *object)
{
    if (has_type(object, "NewsArticle", true))
        return 5;
    if (has_type(object, "Article", true))
        return 4;
    if (has_type(object, "Posting", true))
        return 3;
    if (has_type(object, "Report", false) ||
        has_type(object, "Review", false) || has_type(object, "Recipe", false))
        return 2;
    return has_type(object, "WebPage", true) ? 1 : 0;
}

/* Another object of the same script that it refers to by "@id". */
static const json_t *follow(const struct reading *reading, const json_t *value)
{
    struct str_span id;
    const json_t *graph;

    if (!json_is_object(value) || json_object_size(value) != 1)
        return value;
    id = string_of(json_object_get(value, "@id"));
    graph = json_object_get(reading->root, "@graph");
    if (id.n_bytes == 0 || !json_is_array(graph))
        return value;
    for (size_t i = 0; i < json_array_size(graph) && i < OBJECTS_MAX; i++) {
        const json_t *object = json_array_get(graph, i);

        if (str_span_equal(string_of(json_object_get(object, "@id")), id))
            return object;
    }
    return value;
}

/* A string, or the name of an object. */
static struct str_span name_of(const struct reading *reading,
                               const json_t *value)
{
    value = follow(reading, value);
    if (json_is_object(value)) {
        const json_t *name = json_object_get(value, "name");

        return string_of(json_is_array(name) ? json_array_get(name, 0) : name);
    }
    return string_of(value);
}

static bool is_address(struct str_span text)
{
    return str_span_starts(text, SPAN("http://")) ||
           str_span_starts(text, SPAN("https://"));
}

static void take_names(struct reading *reading, const json_t *value,
                       struct str_span *items, size_t *n_items, size_t n_max)
{
    size_t n = json_is_array(value) ? json_array_size(value) : 1;

    *n_items = 0;
    for (size_t i = 0; i < n && *n_items < n_max; i++) {
        struct str_span name = name_of(
            reading, json_is_array(value) ? json_array_get(value, i) : value);
        bool is_new = name.n_bytes > 0 && !is_address(name);

        for (size_t k = 0; k < *n_items && is_new; k++)
            is_new = !str_span_equal(items[k], name);
        if (is_new)
            items[(*n_items)++] = keep(reading, name);
    }
}

/* The first of what is a list, in either spelling of it. */
static void take(struct reading *reading, const json_t *object,
                 const char *name, struct str_span *out)
{
    const json_t *value = json_object_get(object, name);

    if (json_is_array(value))
        value = json_array_get(value, 0);

    struct str_span text = name_of(reading, value);

    if (text.n_bytes > 0)
        *out = keep(reading, text);
}

static void take_tags(struct reading *reading, const json_t *object)
{
    const json_t *value = json_object_get(object, "keywords");
    struct str_span rest = string_of(value);
    struct html_ld *ld = reading->ld;

    if (!json_is_string(value)) {
        take_names(reading, value, ld->tags, &ld->n_tags, LD_MAX_TAGS);
        return;
    }
    ld->n_tags = 0;
    while (rest.n_bytes > 0 && ld->n_tags < LD_MAX_TAGS) {
        const char *comma = memchr(rest.bytes, ',', rest.n_bytes);
        size_t n = comma != NULL ? (size_t)(comma - rest.bytes) : rest.n_bytes;
        struct str_span tag = str_span_trim(str_span(rest.bytes, n));

        if (tag.n_bytes > 0)
            ld->tags[ld->n_tags++] = keep(reading, tag);
        n += comma != NULL;
        rest = str_span(rest.bytes + n, rest.n_bytes - n);
    }
}

static void take_object(struct reading *reading, const json_t *object,
                        unsigned rank)
{
    struct html_ld *ld = reading->ld;

    memset(ld, 0, sizeof(*ld));
    ld->rank = rank;
    take(reading, object, "datePublished", &ld->date);
    take(reading, object, "inLanguage", &ld->language);
    take(reading, object, "description", &ld->description);
    take(reading, object, "publisher", &ld->source);
    if (rank > 1) { /* of a page, these are the site's as often */
        take(reading, object, "name", &ld->title);
        take(reading, object, "headline", &ld->title);
        take(reading, object, "articleSection", &ld->section);
        take(reading, object, "url", &ld->url);
    }
    take_names(reading, json_object_get(object, "author"), ld->authors,
               &ld->n_authors, LD_MAX_AUTHORS);
    take_tags(reading, object);
}

/* NOLINTNEXTLINE(misc-no-recursion): down to DEPTH_MAX */
static void look(struct reading *reading, const json_t *value, unsigned depth)
{
    static const char *const inner[] = {"@graph", "mainEntity", "item",
                                        "mainEntityOfPage"};

    if (depth > DEPTH_MAX || reading->n_objects++ > OBJECTS_MAX)
        return;
    if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++)
            look(reading, json_array_get(value, i), depth + 1);
        return;
    }
    if (!json_is_object(value))
        return;

    unsigned rank = rank_of(value);

    if (rank > reading->ld->rank)
        take_object(reading, value, rank);
    for (size_t i = 0; i < sizeof(inner) / sizeof(inner[0]); i++)
        look(reading, json_object_get(value, inner[i]), depth + 1);
}

/* Line ends and tabs may not stand in strings, and do; a comma may not stand
   before a bracket. Outside of strings, white space is all the same. */
static void mend(struct str_span json, struct str *out)
{
    for (size_t i = 0; i < json.n_bytes; i++) {
        unsigned char c = (unsigned char)json.bytes[i];

        str_add_char(out, c < 0x20 ? ' ' : (char)c);
    }
}

/* Some are wrapped up as if they were of another language. */
static struct str_span unwrap(struct str_span json)
{
    const char *start =
        json.n_bytes > 0 ? memchr(json.bytes, '{', json.n_bytes) : NULL;
    const char *list =
        json.n_bytes > 0 ? memchr(json.bytes, '[', json.n_bytes) : NULL;
    size_t n = json.n_bytes;

    /* "<![CDATA[" has brackets of its own */
    if (list != NULL && (start == NULL || list < start) &&
        !str_span_starts(str_span_trim(json), SPAN("<!")) &&
        !str_span_starts(str_span_trim(json), SPAN("//")))
        start = list;
    if (start == NULL)
        return str_span("", 0);
    while (n > 0 && json.bytes[n - 1] != (*start == '{' ? '}' : ']'))
        n--;
    if (json.bytes + n <= start)
        return str_span("", 0);
    return str_span(start, (size_t)(json.bytes + n - start));
}

enum status html_ld_read(struct html_ld *ld, struct str_span json,
                         struct arena *arena, struct error *err)
{
    CLEANUP(str_release) struct str mended = STR_INIT;
    struct reading reading = {.ld = ld, .arena = arena, .status = STATUS_OK};

    if (json.n_bytes > LD_MAX_BYTES)
        return STATUS_OK;
    mend(unwrap(json), &mended);
    if (str_status(&mended, NULL) != STATUS_OK)
        return error_no_memory(err);
    reading.root = json_loadb(str_view(&mended).bytes, mended.n_bytes, 0, NULL);
    look(&reading, reading.root, 0);
    json_decref(reading.root);
    return reading.status == STATUS_OK ? STATUS_OK : error_no_memory(err);
}
