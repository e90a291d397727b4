/*
 * The table of forms, and the choice among them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/reader.h"

#include "text/charset.h"

#include <string.h>

static const char *const field_names[READER_N_FIELDS] = {
    [READER_ID] = "id",         [READER_TITLE] = "title",
    [READER_AUTHOR] = "author", [READER_DATE] = "date",
    [READER_SOURCE] = "source", [READER_SECTION] = "section",
    [READER_LANG] = "lang",     [READER_URL] = "url",
    [READER_TAGS] = "tags",     [READER_TEXT] = "text",
};

const char *reader_field_name(enum reader_field field)
{
    return field_names[field];
}

enum status reader_map_set(struct reader_map *map, const char *text,
                           struct error *err)
{
    const char *equals = strchr(text, '=');

    if (equals == NULL || equals == text || equals[1] == '\0')
        return error_set(err, STATUS_BAD_USAGE,
                         "option '--map' wants FIELD=KEY, not '%s'", text);
    for (size_t i = 0; i < READER_N_FIELDS; i++) {
        if (str_span_equal(str_span(text, (size_t)(equals - text)),
                           str_span_of(field_names[i]))) {
            map->keys[i] = equals + 1;
            return STATUS_OK;
        }
    }
    (void)error_set(err, STATUS_BAD_USAGE,
                    "option '--map' knows no field '%.*s'",
                    (int)(equals - text), text);
    error_hint(err, "fields are id, title, author, date, source, section, "
                    "lang, url, tags, text");
    return STATUS_BAD_USAGE;
}

/* Plain text is what anything else might be, so it comes last. */
static const struct reader *const rows[] = {
    &reader_epub,     &reader_pdf,       &reader_packed, &reader_warc,
    &reader_jsonl,    &reader_mediawiki, &reader_feed,   &reader_nitf,
    &reader_newsml,   &reader_reuters,   &reader_mail,   &reader_html,
    &reader_csv,
#ifdef HAVE_MD4C
    &reader_markdown,
#endif
    &reader_text,
};

#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

const struct reader *const *reader_rows(size_t *ret_n_rows)
{
    *ret_n_rows = N_ROWS;
    return rows;
}

const struct reader *reader_find(const char *name)
{
    for (size_t i = 0; i < N_ROWS; i++)
        if (strcmp(rows[i]->name, name) == 0)
            return rows[i];
    return NULL;
}

/* First bytes of what is no text, however many letters it holds. */
static const struct magic {
    struct str_span bytes;
    const char *name;
} magics[] = {
    {{"\x89PNG", 4}, "PNG"},
    {{"\xff\xd8\xff", 3}, "JPEG"},
    {{"GIF8", 4}, "GIF"},
    {{"\x7f"
      "ELF",
      4},
     "program"},
    {{"\xd0\xcf\x11\xe0", 4}, "old Microsoft document"},
};

/*
 * Control characters other than white space, escape and backspace do not
 * occur in text but for a stray one; in machine code, images and compressed
 * data they are 5 to 10 % of all bytes.
 */
static bool is_binary(struct str_span head)
{
    size_t n_control = 0;

    for (size_t i = 0; i < head.n_bytes; i++) {
        unsigned char c = (unsigned char)head.bytes[i];

        if (c < 0x08 || (c > 0x0d && c < 0x1b) || (c > 0x1b && c < 0x20))
            n_control++;
    }
    return n_control > 4 && n_control * 50 > head.n_bytes;
}

static bool has_ending(const char *path, const char *const *endings)
{
    size_t n_path = strlen(path);

    for (; *endings != NULL; endings++) {
        size_t n = strlen(*endings);

        if (n_path > n && str_span_equal_nocase(str_span(path + n_path - n, n),
                                                str_span(*endings, n)))
            return true;
    }
    return false;
}

static enum status refuse(struct str_span head, struct error *err)
{
    if (head.n_bytes == 0)
        return error_set(err, STATUS_BAD_TEXT, "empty");
    for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
        if (str_span_starts(head, magics[i].bytes))
            return error_set(err, STATUS_BAD_TEXT, "binary file (%s)",
                             magics[i].name);
    if (is_binary(head))
        return error_set(err, STATUS_BAD_TEXT, "binary file");
    return STATUS_OK;
}

static enum status choose(const char *path, struct str_span head,
                          const struct reader **ret_reader, struct error *err)
{
    const struct reader *choice = NULL;
    enum status status;

    for (size_t i = 0; i < N_ROWS; i++) {
        if (rows[i]->is_marked && rows[i]->sniff(head)) {
            *ret_reader = rows[i];
            return STATUS_OK;
        }
    }
    status = refuse(head, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; choice == NULL && i < N_ROWS; i++)
        if (rows[i]->sniff(head))
            choice = rows[i];
    /* Anything looks like plain text: there the name knows better. */
    for (size_t i = 0; choice == &reader_text && i < N_ROWS; i++)
        if (has_ending(path, rows[i]->endings))
            choice = rows[i];
    if (choice == NULL || (choice == &reader_text &&
                           str_span_starts(str_span_trim(head), SPAN("<?xml"))))
        return error_set(err, STATUS_BAD_TEXT,
                         "XML of a kind not known (--format=text reads it as "
                         "it is)");
    *ret_reader = choice;
    return STATUS_OK;
}

enum status reader_choose(const char *path, struct str_span head,
                          const struct reader **ret_reader, struct error *err)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    struct charset_reading reading;
    bool has_nul =
        head.n_bytes > 0 && memchr(head.bytes, '\0', head.n_bytes) != NULL;

    /* UTF-16 is full of NULs, and its signs are no ASCII. */
    if (!has_nul)
        return choose(path, head, ret_reader, err);

    enum status status =
        charset_decode(head, SPAN(""), false, &text, &reading, err);

    if (status != STATUS_OK)
        return status;
    if (!str_span_starts(str_span_of(reading.name), SPAN("UTF-16")) ||
        reading.n_repaired > 1) /* the head may end within a character */
        return choose(path, head, ret_reader, err);
    return choose(path, str_view(&text), ret_reader, err);
}

/* EPUB is a zip, too; not all say at once that they are more. */
static bool is_book(const char *path, struct str_span head)
{
    return reader_epub.sniff(head) ||
           (str_span_starts(head, SPAN("PK\x03\x04")) &&
            has_ending(path, reader_epub.endings));
}

enum status reader_settle(struct input *input, const struct reader *wanted,
                          const struct reader **ret_reader, struct error *err)
{
    struct str_span head = str_span(NULL, 0);
    enum status status = input_head(input, &head, err);

    *ret_reader = wanted;
    if (status == STATUS_OK && is_book(input_path(input), head))
        *ret_reader = &reader_epub;
    else if (status == STATUS_OK && reader_packed.sniff(head))
        *ret_reader = &reader_packed;
    else if (status == STATUS_OK && (wanted == NULL || head.n_bytes == 0))
        status = reader_choose(input_path(input), head, ret_reader, err);
    return status;
}
