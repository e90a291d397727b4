/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/epub_package.h"

#include "base/vec.h"
#include "indexer/xml_events.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

void epub_package_release(struct epub_package *package)
{
    for (size_t i = 0; i < package->n_items; i++)
        str_release(&package->items[i].text);
    free(package->items);
    free(package->spine);
    free(package->by_path);
    draft_release(&package->book);
    arena_release(&package->arena);
}

/* ---- paths */

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Appends a step of a path: "." stays, ".." goes back, never out. */
static void add_step(struct str *out, struct str_span step, bool is_last)
{
    if (step.n_bytes == 0 || str_span_equal(step, SPAN(".")))
        return;
    if (!str_span_equal(step, SPAN(".."))) {
        str_add_span(out, step);
        if (!is_last)
            str_add_char(out, '/');
        return;
    }
    if (out->state != STATUS_OK || out->n_bytes == 0)
        return;
    str_truncate(out, out->n_bytes - 1);
    while (out->n_bytes > 0 && out->bytes[out->n_bytes - 1] != '/')
        str_truncate(out, out->n_bytes - 1);
}

/* A reference, from folder, as a path in the archive: without its fragment,
   "%20" as a space. */
static void add_path(struct str *out, struct str_span folder,
                     struct str_span reference)
{
    CLEANUP(str_release) struct str plain = STR_INIT;
    struct str_span rest;

    str_add_span(&plain, folder);
    for (size_t i = 0; i < reference.n_bytes && reference.bytes[i] != '#';) {
        const char *c = reference.bytes + i;
        int high =
            reference.n_bytes - i > 2 && c[0] == '%' ? hex_value(c[1]) : -1;
        int low = high >= 0 ? hex_value(c[2]) : -1;
        bool is_escape = low >= 0 && high * 16 + low > 0;
        unsigned char byte[1];

        if (is_escape)
            byte[0] = (unsigned char)(high * 16 + low);
        str_add(&plain, is_escape ? (const char *)byte : c, 1);
        i += is_escape ? 3 : 1;
    }
    if (str_status(&plain, NULL) != STATUS_OK)
        out->state = STATUS_NO_MEMORY;
    rest = str_view(&plain);
    while (rest.n_bytes > 0) {
        const char *end = memchr(rest.bytes, '/', rest.n_bytes);
        size_t n = end != NULL ? (size_t)(end - rest.bytes) : rest.n_bytes;

        add_step(out, str_span(rest.bytes, n), end == NULL);
        n += end != NULL;
        rest = str_span(rest.bytes + n, rest.n_bytes - n);
    }
}

/* With its "/"; empty: the archive itself. */
static struct str_span folder_of(struct str_span path)
{
    while (path.n_bytes > 0 && path.bytes[path.n_bytes - 1] != '/')
        path.n_bytes--;
    return path;
}

/* ---- the container */

static bool start_container(void *context, const char *name, const char *space,
                            const struct xml_attributes *attributes)
{
    struct str *path = context;

    (void)space;
    if (strcmp(name, "rootfile") != 0 || path->n_bytes > 0)
        return true;
    add_path(path, SPAN(""), xml_attribute(attributes, "full-path", NULL));
    return true;
}

static bool end_nothing(void *context, const char *name, const char *space)
{
    (void)context;
    (void)name;
    (void)space;
    return true;
}

static bool pass_text(void *context, struct str_span text)
{
    (void)context;
    (void)text;
    return true;
}

enum status epub_container_read(struct str_span xml, struct str *path,
                                struct error *err)
{
    const struct xml_events events = {path, start_container, end_nothing,
                                      pass_text};
    enum status status = xml_parse_text(xml, &events, err);

    if (status == STATUS_NO_MEMORY || str_status(path, err) != STATUS_OK)
        return STATUS_NO_MEMORY;
    if (path->n_bytes > 0)
        return STATUS_OK;
    return status != STATUS_OK ? status
                               : error_set(err, STATUS_BAD_TEXT,
                                           "its container names no "
                                           "package");
}

/* ---- the package */

struct package_parse {
    struct epub_package *package;
    struct str value;
    struct str path;
    bool is_in_metadata;
    unsigned depth;
    unsigned value_depth; /* of the element whose text it is; 0: none */
    enum status status;
    bool is_over;
};

static struct str_span keep(struct package_parse *parse, struct str_span span)
{
    span = arena_copy(&parse->package->arena, span);
    if (span.bytes == NULL)
        parse->status = STATUS_NO_MEMORY;
    return span;
}

static bool is_word_of(struct str_span words, const char *word)
{
    return words.n_bytes > 0 &&
           memmem(words.bytes, words.n_bytes, word, strlen(word)) != NULL;
}

static void add_item(struct package_parse *parse,
                     const struct xml_attributes *attributes)
{
    struct epub_package *package = parse->package;
    struct str_span type = xml_attribute(attributes, "media-type", NULL);
    struct str_span properties = xml_attribute(attributes, "properties", NULL);
    struct epub_item *item;

    if (package->n_items == EPUB_MAX_ITEMS) {
        parse->is_over = true;
        return;
    }
    str_reset(&parse->path);
    add_path(&parse->path, package->folder,
             xml_attribute(attributes, "href", NULL));
    if (!utf8_is_clean(str_view(&parse->path))) { /* for want of a charset */
        str_reset(&parse->path);
        str_add_span(&parse->path, package->folder);
        str_add_span(&parse->path, xml_attribute(attributes, "href", NULL));
    }
    if (VEC_RESERVE(&package->items, &package->n_items_room, package->n_items,
                    1, NULL) != STATUS_OK) {
        parse->status = STATUS_NO_MEMORY;
        return;
    }
    item = &package->items[package->n_items++];
    memset(item, 0, sizeof(*item));
    str_init(&item->text, 0);
    item->id = keep(parse, xml_attribute(attributes, "id", NULL));
    item->path = keep(parse, str_view(&parse->path));
    item->is_contents = is_word_of(properties, "nav") ||
                        str_span_equal(type, SPAN("application/x-dtbncx+xml"));
    item->is_document = !item->is_contents &&
                        (str_span_equal(type, SPAN("application/xhtml+xml")) ||
                         str_span_equal(type, SPAN("text/html")) ||
                         str_span_equal(type, SPAN("text/x-oeb1-document")));
}

static void add_to_spine(struct package_parse *parse,
                         const struct xml_attributes *attributes)
{
    struct epub_package *package = parse->package;
    struct str_span id = xml_attribute(attributes, "idref", NULL);

    if (package->n_spine == EPUB_MAX_ITEMS) {
        parse->is_over = true;
        return;
    }
    for (size_t i = 0; i < package->n_items; i++) {
        if (!str_span_equal(package->items[i].id, id) ||
            package->items[i].is_in_spine || !package->items[i].is_document)
            continue;
        if (VEC_RESERVE(&package->spine, &package->n_spine_room,
                        package->n_spine, 1, NULL) != STATUS_OK) {
            parse->status = STATUS_NO_MEMORY;
            return;
        }
        package->items[i].is_in_spine = true;
        package->spine[package->n_spine++] = i;
        return;
    }
}

static bool start_package(void *context, const char *name, const char *space,
                          const struct xml_attributes *attributes)
{
    struct package_parse *parse = context;

    (void)space;
    parse->depth++;
    if (strcmp(name, "metadata") == 0) {
        parse->is_in_metadata = true;
    } else if (strcmp(name, "item") == 0) {
        add_item(parse, attributes);
    } else if (strcmp(name, "itemref") == 0) {
        add_to_spine(parse, attributes);
    } else if (parse->is_in_metadata && parse->value_depth == 0) {
        parse->value_depth = parse->depth;
        str_reset(&parse->value);
    }
    return parse->status == STATUS_OK && !parse->is_over;
}

static void take_value(struct package_parse *parse, const char *name)
{
    static const struct {
        const char *name;
        enum reader_field field;
    } fields[] = {
        {"title", READER_SOURCE}, {"creator", READER_AUTHOR},
        {"date", READER_DATE},    {"language", READER_LANG},
        {"subject", READER_TAGS},
    };

    static const char *const kept[] = {"identifier",  "publisher",
                                       "description", "rights",
                                       "source",      "contributor"};
    struct draft *book = &parse->package->book;
    struct str_span value = str_view(&parse->value);

    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
        if (strcmp(name, fields[i].name) == 0 &&
            draft_set(book, fields[i].field, value))
            return;
    for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
        if (strcmp(name, kept[i]) == 0)
            draft_keep(book, str_span_of(name), value);
}

static bool end_package(void *context, const char *name, const char *space)
{
    struct package_parse *parse = context;

    (void)space;
    if (parse->value_depth == parse->depth) {
        take_value(parse, name);
        parse->value_depth = 0;
    }
    parse->depth--;
    if (strcmp(name, "metadata") == 0)
        parse->is_in_metadata = false;
    return true;
}

static bool text_package(void *context, struct str_span text)
{
    struct package_parse *parse = context;

    if (parse->value_depth > 0)
        str_add_span(&parse->value, text);
    return true;
}

static int compare_paths(const void *a, const void *b)
{
    const struct epub_item *const *left = a;
    const struct epub_item *const *right = b;

    return str_span_compare((*left)->path, (*right)->path);
}

static enum status sort_by_path(struct epub_package *package, struct error *err)
{
    package->by_path = calloc(package->n_items, sizeof(struct epub_item *));
    if (package->by_path == NULL)
        return error_no_memory(err);
    for (size_t i = 0; i < package->n_items; i++)
        package->by_path[i] = &package->items[i];
    qsort(package->by_path, package->n_items, sizeof(struct epub_item *),
          compare_paths);
    return STATUS_OK;
}

struct epub_item *epub_find(struct epub_package *package, struct str_span path)
{
    const struct epub_item wanted = {.path = path};
    const struct epub_item *key = &wanted;
    struct epub_item **found =
        package->by_path != NULL
            ? bsearch(&key, package->by_path, package->n_items,
                      sizeof(struct epub_item *), compare_paths)
            : NULL;

    return found != NULL ? *found : NULL;
}

enum status epub_package_read(struct epub_package *package,
                              struct str_span path, struct str_span xml,
                              struct error *err)
{
    struct package_parse parse = {.package = package};
    const struct xml_events events = {&parse, start_package, end_package,
                                      text_package};
    enum status status;

    package->folder = keep(&parse, folder_of(path));
    status = xml_parse_text(xml, &events, err);
    if (parse.status != STATUS_OK ||
        str_status(&parse.value, NULL) != STATUS_OK ||
        str_status(&parse.path, NULL) != STATUS_OK)
        status = error_no_memory(err);
    else if (parse.is_over)
        status = error_set(err, STATUS_BAD_TEXT, "over %d documents in it",
                           EPUB_MAX_ITEMS);
    else if (package->n_spine > 0) /* what was mended is good enough */
        status = status == STATUS_NO_MEMORY ? status : STATUS_OK;
    else if (status == STATUS_OK)
        status = error_set(err, STATUS_BAD_TEXT, "a package without documents");
    str_release(&parse.value);
    str_release(&parse.path);
    return status == STATUS_OK ? sort_by_path(package, err) : status;
}

/* ---- the table of contents */

struct contents_parse {
    struct epub_package *package;
    struct str_span folder;
    struct str path;
    struct str title;
    bool is_in_title;
    enum status status;
};

static void take_title(struct contents_parse *parse)
{
    struct epub_item *item = epub_find(parse->package, str_view(&parse->path));
    struct str_span title = str_span_trim(str_view(&parse->title));

    if (item == NULL || item->title.n_bytes > 0 || title.n_bytes == 0)
        return;
    item->title = arena_copy(&parse->package->arena, title);
    if (item->title.bytes == NULL)
        parse->status = STATUS_NO_MEMORY;
}

static bool start_contents(void *context, const char *name, const char *space,
                           const struct xml_attributes *attributes)
{
    struct contents_parse *parse = context;
    bool is_link = strcmp(name, "a") == 0;

    (void)space;
    if (is_link || strcmp(name, "content") == 0) {
        str_reset(&parse->path);
        add_path(&parse->path, parse->folder,
                 xml_attribute(attributes, is_link ? "href" : "src", NULL));
        /* NCX has the title first, HTML has it inside. */
        if (!is_link)
            take_title(parse);
    }
    if (is_link || strcmp(name, "text") == 0) {
        parse->is_in_title = true;
        str_reset(&parse->title);
    }
    return parse->status == STATUS_OK;
}

static bool end_contents(void *context, const char *name, const char *space)
{
    struct contents_parse *parse = context;

    (void)space;
    if (strcmp(name, "a") == 0)
        take_title(parse);
    if (strcmp(name, "a") == 0 || strcmp(name, "text") == 0)
        parse->is_in_title = false;
    return parse->status == STATUS_OK;
}

static bool text_contents(void *context, struct str_span text)
{
    struct contents_parse *parse = context;

    if (parse->is_in_title)
        str_add_span(&parse->title, text);
    return true;
}

enum status epub_contents_read(struct epub_package *package,
                               struct str_span path, struct str_span xml,
                               struct error *err)
{
    struct contents_parse parse = {.package = package,
                                   .folder = folder_of(path)};
    const struct xml_events events = {&parse, start_contents, end_contents,
                                      text_contents};
    enum status status = xml_parse_text(xml, &events, err);

    if (parse.status != STATUS_OK ||
        str_status(&parse.path, NULL) != STATUS_OK ||
        str_status(&parse.title, NULL) != STATUS_OK)
        status = error_no_memory(err);
    str_release(&parse.path);
    str_release(&parse.title);
    /* Without titles a book is read as well. */
    return status == STATUS_NO_MEMORY ? status : STATUS_OK;
}
