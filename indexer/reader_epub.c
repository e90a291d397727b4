/*
 * EPUB: a zip of web pages, with a list of them in reading order. Each page
 * with text is an article, whose source is the book: a chapter is what a reader
 * of a book looks up, and pages are where books are cut.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/epub_package.h"
#include "indexer/loaded.h"
#include "indexer/reader_html.h"
#include "indexer/unpack.h"

#include <string.h>

/* Of a book, pictures and all, and of all of its documents unpacked. */
#define BOOK_MAX_BYTES ((size_t)256 << 20)
#define TEXT_MAX_BYTES ((size_t)128 << 20)
#define TOO_MUCH_TEXT  "over 128 MiB of documents in it"
/* Of a package or a table of contents. */
#define LIST_MAX_BYTES ((size_t)16 << 20)

struct epub {
    const struct reader_settings *settings;
    const struct reader_sink *sink;
    const char *path;
    struct str zip;
    struct epub_package package;
    size_t n_text_bytes;
    struct draft draft;
    struct error reason; /* why it can't be read; empty: it can */
};

/* ---- files of the archive */

/* Whether the file at path is wanted, and where its bytes go. */
typedef struct str *(*epub_choose)(void *context, struct str_span path,
                                   size_t *ret_max_bytes);

static enum status refuse(struct epub *epub, const char *reason)
{
    return error_set(&epub->reason, STATUS_BAD_TEXT, "%s", reason);
}

/* The file that unpack_next() came to. What can't be read of it is told when
   it is missed. */
static enum status load_file(struct unpack *unpack, const char *name,
                             size_t max_bytes, struct str *out)
{
    struct input *input = NULL;
    enum status status =
        input_open_stream(name, unpack_read, unpack, &input, NULL);

    if (status == STATUS_OK)
        status = input_read_all(input, max_bytes, out, NULL);
    input_free(input);
    if (status == STATUS_NO_MEMORY)
        return status;
    if (status != STATUS_OK) /* a part of it is worse than nothing */
        str_reset(out);
    return STATUS_OK;
}

/* All files that are wanted. */
static enum status load_files(struct epub *epub, epub_choose choose,
                              void *context)
{
    struct unpack *unpack = NULL;
    struct input *input = NULL;
    enum status status = input_open_lines(epub->path, str_view(&epub->zip), 0,
                                          &input, &epub->reason);

    if (status == STATUS_OK)
        status = unpack_open(input, &unpack, &epub->reason);
    while (status == STATUS_OK) {
        const char *name = NULL;
        size_t max_bytes = 0;
        struct str *out;

        status = unpack_next(unpack, &name, &epub->reason);
        if (status != STATUS_OK && status != STATUS_DONE &&
            epub->reason.offset_bytes == 1) { /* this one only */
            status = STATUS_OK;
            continue;
        }
        if (status != STATUS_OK || name == NULL)
            break;
        out = choose(context, str_span_of(name), &max_bytes);
        if (out == NULL)
            continue;
        status = load_file(unpack, name, max_bytes, out);
        epub->n_text_bytes += out->n_bytes;
        if (epub->n_text_bytes > TEXT_MAX_BYTES)
            status = refuse(epub, TOO_MUCH_TEXT);
    }
    unpack_free(unpack);
    input_free(input);
    return status == STATUS_DONE ? STATUS_OK : status;
}

struct wanted {
    struct str_span path;
    struct str bytes;
};

static struct str *choose_wanted(void *context, struct str_span path,
                                 size_t *ret_max_bytes)
{
    struct wanted *wanted = context;

    *ret_max_bytes = LIST_MAX_BYTES;
    return str_span_equal(path, wanted->path) && wanted->bytes.n_bytes == 0
               ? &wanted->bytes
               : NULL;
}

/* One file, as UTF-8; STATUS_BAD_TEXT if it is not there. */
static enum status load_list(struct epub *epub, struct str_span path,
                             struct loaded *loaded)
{
    struct wanted wanted = {path, STR_INIT};
    enum status status = load_files(epub, choose_wanted, &wanted);

    if (status == STATUS_OK && wanted.bytes.n_bytes == 0)
        status =
            error_set(&epub->reason, STATUS_BAD_TEXT,
                      "no '%.*s' in the book, or none that can be read",
                      (int)(path.n_bytes < 80 ? path.n_bytes : 80), path.bytes);
    if (status == STATUS_OK)
        status = loaded_decode(loaded, str_view(&wanted.bytes), NULL,
                               loaded_xml_charset(str_view(&wanted.bytes)),
                               &epub->reason);
    str_release(&wanted.bytes);
    return status;
}

static struct str *choose_document(void *context, struct str_span path,
                                   size_t *ret_max_bytes)
{
    struct epub *epub = context;
    struct epub_item *item = epub_find(&epub->package, path);

    if (item == NULL || item->text.n_bytes > 0 ||
        (!item->is_in_spine && !item->is_contents))
        return NULL;
    *ret_max_bytes = item->is_contents ? LIST_MAX_BYTES : ARTICLE_MAX_BYTES;
    return &item->text;
}

/* ---- documents */

static enum status read_contents(struct epub *epub)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; status == STATUS_OK && i < epub->package.n_items; i++) {
        struct epub_item *item = &epub->package.items[i];
        struct loaded loaded = LOADED_INIT;

        if (!item->is_contents || item->text.n_bytes == 0)
            continue;
        status = loaded_decode(&loaded, str_view(&item->text), NULL,
                               loaded_xml_charset(str_view(&item->text)),
                               &epub->reason);
        if (status == STATUS_OK)
            status = epub_contents_read(&epub->package, item->path,
                                        str_view(&loaded.text), &epub->reason);
        loaded_release(&loaded);
    }
    return status;
}

/* A sink that has a page's own title. */
static enum status take_title(void *context, struct article *article,
                              const struct reader_facts *facts,
                              struct error *err)
{
    (void)facts;
    (void)err;
    draft_set(context, READER_TITLE, article->title);
    return STATUS_OK;
}

static enum status pass_over(void *context, uint64_t line, const char *reason,
                             struct error *err)
{
    (void)context;
    (void)line;
    (void)reason;
    (void)err;
    return STATUS_OK;
}

static void take_book(struct epub *epub)
{
    static const enum reader_field fields[] = {READER_SOURCE, READER_DATE,
                                               READER_LANG};
    struct draft *book = &epub->package.book;
    struct draft *draft = &epub->draft;

    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
        draft_set(draft, fields[i], str_view(&book->fields[fields[i]]));
    for (size_t i = 0; i < book->authors.n_items; i++)
        draft_set(draft, READER_AUTHOR, book->authors.items[i]);
    for (size_t i = 0; i < book->tags.n_items; i++)
        draft_set(draft, READER_TAGS, book->tags.items[i]);
    draft_keep_all(draft, book);
}

static enum status skip_document(struct epub *epub,
                                 const struct epub_item *item,
                                 const char *reason, struct error *err)
{
    CLEANUP(str_release) struct str text = STR_INIT;

    str_add_span(&text, item->path);
    str_add_format(&text, ": %s", reason);
    if (str_status(&text, err) != STATUS_OK)
        return STATUS_NO_MEMORY;
    return epub->sink->skip(epub->sink->context, READER_PART, text.bytes, err);
}

static enum status push(struct epub *epub, const struct epub_item *item,
                        struct str_span html, const struct reader_facts *facts,
                        struct error *err)
{
    struct draft *draft = &epub->draft;
    const struct reader_sink titles = {draft, take_title, pass_over};
    const char *refusal;
    enum status status;

    draft_reset(draft);
    draft_set(draft, READER_TITLE, item->title);
    status =
        reader_html_whole(html, &draft->fields[READER_TEXT], &refusal, err);
    if (status == STATUS_OK && refusal != NULL)
        return skip_document(epub, item, refusal, err);
    if (status != STATUS_OK ||
        str_span_trim(str_view(&draft->fields[READER_TEXT])).n_bytes == 0)
        return status; /* a picture, mostly of the cover */
    if (item->title.n_bytes == 0)
        status = reader_html_take(html, SPAN(""), facts, &titles, err);
    if (status != STATUS_OK)
        return status;
    take_book(epub);
    return draft_push(draft, facts, epub->sink, err);
}

static enum status take_document(struct epub *epub, struct epub_item *item,
                                 struct error *err)
{
    struct loaded loaded = LOADED_INIT;
    struct reader_facts facts;
    struct str_span bytes = str_view(&item->text);
    enum status status;

    if (bytes.n_bytes == 0)
        return skip_document(epub, item, "not in the book, or not to be read",
                             err);
    status = loaded_decode(&loaded, bytes, epub->settings,
                           loaded_html_charset(bytes), err);
    if (status == STATUS_OK) {
        facts = loaded_facts(&loaded);
        facts.member = item->path.bytes;
        status = push(epub, item, str_view(&loaded.text), &facts, err);
    }
    loaded_release(&loaded);
    str_release(&item->text);
    return status;
}

/* ---- a book */

static enum status open_book(struct epub *epub)
{
    CLEANUP(str_release) struct str path = STR_INIT;
    struct loaded container = LOADED_INIT;
    struct loaded package = LOADED_INIT;
    enum status status =
        load_list(epub, SPAN("META-INF/container.xml"), &container);

    if (status == STATUS_OK)
        status = epub_container_read(str_view(&container.text), &path,
                                     &epub->reason);
    if (status == STATUS_OK)
        status = load_list(epub, str_view(&path), &package);
    if (status == STATUS_OK)
        status = epub_package_read(&epub->package, str_view(&path),
                                   str_view(&package.text), &epub->reason);
    if (status == STATUS_OK)
        status = load_files(epub, choose_document, epub);
    if (status == STATUS_OK)
        status = read_contents(epub);
    loaded_release(&container);
    loaded_release(&package);
    return status;
}

static enum status read_book(struct epub *epub, struct error *err)
{
    const struct reader_sink *sink = epub->sink;
    enum status status = open_book(epub);

    if (status == STATUS_NO_MEMORY)
        return error_no_memory(err);
    if (status != STATUS_OK)
        return sink->skip(sink->context, 0, epub->reason.message, err);
    for (size_t i = 0; status == STATUS_OK && i < epub->package.n_spine; i++)
        status = take_document(
            epub, &epub->package.items[epub->package.spine[i]], err);
    return status;
}

static enum status read_epub(struct input *input,
                             const struct reader_settings *settings,
                             const struct reader_sink *sink, struct error *err)
{
    struct epub epub = {.settings = settings,
                        .sink = sink,
                        .path = input_path(input),
                        .zip = STR_INIT,
                        .package = EPUB_PACKAGE_INIT,
                        .draft = DRAFT_INIT,
                        .reason = ERROR_INIT};
    enum status status =
        input_read_all(input, BOOK_MAX_BYTES, &epub.zip, &epub.reason);

    if (status == STATUS_NO_MEMORY)
        status = error_no_memory(err);
    else if (status != STATUS_OK)
        status = sink->skip(sink->context, 0, epub.reason.message, err);
    else
        status = read_book(&epub, err);
    epub_package_release(&epub.package);
    draft_release(&epub.draft);
    str_release(&epub.zip);
    return status;
}

/* The first file says so, neither compressed nor with anything before it. */
static bool sniff(struct str_span head)
{
    static const struct str_span mark = {"mimetypeapplication/epub+zip", 28};

    return str_span_starts(head, SPAN("PK\x03\x04")) && head.n_bytes > 60 &&
           memcmp(head.bytes + 30, mark.bytes, mark.n_bytes) == 0;
}

static const char *const endings[] = {".epub", NULL};

const struct reader reader_epub = {
    .name = "epub",
    .endings = endings,
    .sniff = sniff,
    .read = read_epub,
    .is_risky = true,
    .is_marked = true,
};
