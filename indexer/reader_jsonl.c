/*
 * JSON Lines: one JSON object a line is one article.
 *
 * Fields are strings (or numbers: see json_value.h), author and tags also
 * arrays of them, text also an array of paragraphs, or, if there is none, what
 * stands under "paragraphs", as --dump=articles writes it. --map names the key
 * of a field, "a.b" being b inside of a; where that key is missing the field's
 * own name still counts. Every other key is kept in the order of the input, as
 * is every value that a field can't hold (null, "", an object): so `dump` gives
 * back what came in. A key that has the name of a field filled from elsewhere
 * is kept with "other_" in front, as is an id that can't be one. Text must not
 * hold a NUL ("\u0000"), nor an array anything but strings and numbers: such a
 * value is kept besides, as it came.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/json_out.h"
#include "indexer/json_parse.h"
#include "indexer/json_value.h"
#include "indexer/reader.h"
#include "text/charset.h"
#include "text/utf8.h"
#include "json/json_loader.h"

#include <jansson.h>
#include <string.h>

/* What one line became; reset for each. */
struct line {
    struct article article;
    const char *used_keys[READER_N_FIELDS]; /* top-level keys taken over */
    bool is_filled[READER_N_FIELDS];
    bool is_altered[READER_N_FIELDS]; /* the value is kept besides */
    struct str repaired;              /* the line again, if it was ill-formed */
    struct str mended;                /* again, if the parser wants it */
    struct str extra;
    struct str note;
    struct arena arena;
    struct json_words words;
    struct reader_facts facts;
    struct json_loader *loader;
    const char *charset; /* see struct reader_settings */
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static struct str_span without_bom(struct str_span text)
{
    if (!str_span_starts(text, SPAN("\xef\xbb\xbf")))
        return text;
    return str_span(text.bytes + 3, text.n_bytes - 3);
}

/* An object, or an array of something other than words. */
static bool sniff(struct str_span head)
{
    size_t i = 0;

    head = without_bom(head);
    while (i < head.n_bytes && is_space(head.bytes[i]))
        i++;
    if (i == head.n_bytes || (head.bytes[i] != '{' && head.bytes[i] != '['))
        return false;

    bool is_object = head.bytes[i] == '{';

    do
        i++;
    while (i < head.n_bytes && is_space(head.bytes[i]));
    return i < head.n_bytes &&
           (is_object ? strchr("\"}", head.bytes[i]) != NULL
                      : strchr("{[\"", head.bytes[i]) != NULL);
}

static enum status take_text(struct line *line, const json_t *value,
                             struct error *err)
{
    struct str_span *items = NULL;
    size_t n_items = 0;
    enum status status =
        json_value_take_list(value, &line->words, &items, &n_items, err);

    if (status != STATUS_OK)
        return status;
    if (n_items == 1) {
        line->article.text = items[0];
        return STATUS_OK;
    }

    CLEANUP(str_release) struct str text = STR_INIT;

    for (size_t i = 0; i < n_items; i++) {
        if (i > 0)
            str_add_text(&text, "\n\n");
        str_add_span(&text, items[i]);
    }
    if (str_status(&text, err) != STATUS_OK)
        return STATUS_NO_MEMORY;
    line->article.text = arena_copy(&line->arena, str_view(&text));
    return line->article.text.bytes == NULL ? error_no_memory(err) : STATUS_OK;
}

static bool is_list_field(enum reader_field field)
{
    return field == READER_AUTHOR || field == READER_TAGS ||
           field == READER_TEXT;
}

static bool is_usable(enum reader_field field, const json_t *value)
{
    return json_value_is_scalar(value) ||
           (is_list_field(field) && json_value_is_list(value));
}

static enum status fill_field(struct line *line, enum reader_field field,
                              const json_t *value, struct error *err)
{
    struct article *article = &line->article;

    switch (field) {
    case READER_ID:
        return json_value_take(value, &line->words, &article->id, err);
    case READER_TITLE:
        return json_value_take(value, &line->words, &article->title, err);
    case READER_AUTHOR:
        return json_value_take_list(value, &line->words, &article->authors,
                                    &article->n_authors, err);
    case READER_DATE:
        return json_value_take(value, &line->words, &article->date_text, err);
    case READER_SOURCE:
        return json_value_take(value, &line->words, &article->source, err);
    case READER_SECTION:
        return json_value_take(value, &line->words, &article->section, err);
    case READER_LANG:
        return json_value_take(value, &line->words, &article->language, err);
    case READER_URL:
        return json_value_take(value, &line->words, &article->url, err);
    case READER_TAGS:
        return json_value_take_list(value, &line->words, &article->tags,
                                    &article->n_tags, err);
    case READER_TEXT:
        return take_text(line, value, err);
    case READER_N_FIELDS:
        break;
    }
    return STATUS_OK;
}

/* The value at "a.b.c", or at a key that is written like that. */
static json_t *find_path(json_t *object, const char *path, const char **ret_key)
{
    json_t *value = json_object_get(object, path);
    const char *dot;

    *ret_key = path;
    if (value != NULL)
        return value;
    *ret_key = NULL; /* what is deep inside stays in its place as well */
    while ((dot = strchr(path, '.')) != NULL && json_is_object(object)) {
        object = json_object_getn(object, path, (size_t)(dot - path));
        path = dot + 1;
    }
    return json_object_get(object, path);
}

/* Says that something is kept in the dump, but no words of the article. */
static void add_note(struct line *line, const char *name, const char *verb,
                     const json_t *value)
{
    json_note(&line->note, "%s %s %s: kept, not searched", name, verb,
              json_value_type(value));
}

/* key: where value stands; NULL: deep inside of another. */
static enum status take_field(struct line *line, enum reader_field field,
                              const json_t *value, const char *key,
                              struct error *err)
{
    const char *name = reader_field_name(field);
    const json_t *odd = json_value_odd_item(value);
    size_t n_before = line->words.n_repaired;
    enum status status = fill_field(line, field, value, err);
    bool is_altered = odd != NULL || line->words.n_repaired > n_before;

    if (odd != NULL)
        add_note(line, name, "holds", odd);
    line->is_filled[field] = true;
    line->is_altered[field] =
        is_altered && key != NULL && strcmp(key, name) == 0;
    line->used_keys[field] = is_altered ? NULL : key;
    return status == STATUS_OK ? str_status(&line->note, err) : status;
}

/* As --dump=articles writes a text. NULL: none, of an empty array too; one of
   nothing but objects is something else. */
static json_t *find_paragraphs(struct line *line, json_t *object,
                               const char **ret_key)
{
    json_t *value = json_object_get(object, "paragraphs");

    if (!json_is_array(value))
        return NULL;
    if (json_array_size(value) == 0)
        line->used_keys[READER_TEXT] = "paragraphs";
    *ret_key = "paragraphs";
    return json_value_is_list(value) ? value : NULL;
}

static enum status find_field(struct line *line, enum reader_field field,
                              json_t *object, const char *mapped,
                              struct error *err)
{
    const char *name = reader_field_name(field);
    const char *key = NULL;
    json_t *value = mapped != NULL ? find_path(object, mapped, &key) : NULL;

    if (value == NULL || !is_usable(field, value)) {
        json_t *own = json_object_get(object, name);

        if (own != NULL && (value == NULL || is_usable(field, own))) {
            value = own;
            key = name;
        }
    }
    if (field == READER_TEXT && (value == NULL || json_value_is_nothing(value)))
        value = find_paragraphs(line, object, &key);
    if (value == NULL || json_value_is_nothing(value))
        return STATUS_OK;
    if (is_usable(field, value))
        return take_field(line, field, value, key, err);
    add_note(line, name, "is", value);
    return str_status(&line->note, err);
}

static bool is_used(const struct line *line, const char *key)
{
    for (size_t i = 0; i < READER_N_FIELDS; i++)
        if (line->used_keys[i] != NULL && strcmp(line->used_keys[i], key) == 0)
            return true;
    return false;
}

/* An article always has an id, be it this one's own or a given one. */
static bool is_taken_name(const struct line *line, const char *key)
{
    for (size_t i = 0; i < READER_N_FIELDS; i++)
        if ((i == READER_ID || (line->is_filled[i] && !line->is_altered[i])) &&
            strcmp(reader_field_name((enum reader_field)i), key) == 0)
            return true;
    return false;
}

/* The name under which a value that was not taken over is kept. */
static enum status add_name(const struct line *line, const json_t *object,
                            const char *key, struct str *out, struct error *err)
{
    bool is_free = !is_taken_name(line, key);

    for (size_t n_other = is_free ? 0 : 1;; n_other++) {
        str_reset(out);
        for (size_t i = 0; i < n_other; i++)
            str_add_text(out, "other_");
        str_add_text(out, key);
        if (str_status(out, err) != STATUS_OK)
            return STATUS_NO_MEMORY;
        if (is_free || json_object_get(object, out->bytes) == NULL)
            return STATUS_OK;
    }
}

static enum status keep_rest(struct line *line, json_t *object,
                             struct error *err)
{
    const char *key;
    json_t *value;

    json_object_foreach(object, key, value)
    {
        CLEANUP(str_release) struct str name = STR_INIT;

        if (is_used(line, key))
            continue;
        if (add_name(line, object, key, &name, err) != STATUS_OK)
            return STATUS_NO_MEMORY;
        json_add_key(&line->extra, str_view(&name));
        if (json_value_print(value, &line->extra, err) != STATUS_OK)
            return STATUS_NO_MEMORY;
    }
    return str_status(&line->extra, err);
}

static enum status read_object(struct line *line, json_t *object,
                               const struct reader_map *map, struct error *err)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < READER_N_FIELDS && status == STATUS_OK; i++)
        status = find_field(line, (enum reader_field)i, object,
                            map != NULL ? map->keys[i] : NULL, err);
    if (status == STATUS_OK)
        status = keep_rest(line, object, err);
    line->article.extra = str_view(&line->extra);
    line->facts.n_repaired += line->words.n_repaired;
    if (line->note.n_bytes > 0)
        line->facts.note = line->note.bytes;
    return status;
}

static void reset_line(struct line *line, uint64_t number)
{
    memset(&line->article, 0, sizeof(line->article));
    memset(line->used_keys, 0, sizeof(line->used_keys));
    memset(line->is_filled, 0, sizeof(line->is_filled));
    memset(line->is_altered, 0, sizeof(line->is_altered));
    str_reset(&line->repaired);
    str_reset(&line->mended);
    str_reset(&line->extra);
    str_reset(&line->note);
    arena_reset(&line->arena);
    line->words = (struct json_words){&line->arena, 0};
    line->facts = (struct reader_facts){.line = number, .is_id_from_url = true};
}

static void release_line(struct line *line)
{
    json_loader_free(line->loader);
    str_release(&line->repaired);
    str_release(&line->mended);
    str_release(&line->extra);
    str_release(&line->note);
    arena_release(&line->arena);
}

/* What the loader leaves: text that is repaired first, and JSON of which there
   is something to say. */
static enum status parse_with_care(struct line *line, struct str_span text,
                                   json_t **ret_value, struct error *err)
{
    if (line->charset != NULL) {
        struct charset_reading reading;
        enum status status =
            charset_decode(text, str_span_of(line->charset), true,
                           &line->repaired, &reading, err);

        if (status != STATUS_OK)
            return status;
        line->facts.n_repaired += reading.n_repaired;
        text = str_view(&line->repaired);
    } else if (!utf8_is_clean(text)) {
        utf8_repair(text, &line->repaired, &line->facts.n_repaired);
        if (str_status(&line->repaired, err) != STATUS_OK)
            return STATUS_NO_MEMORY;
        text = str_view(&line->repaired);
    }
    return json_parse(text, &line->mended, &line->note, &line->facts.n_repaired,
                      ret_value, err);
}

static enum status skip(const struct line *line, const struct reader_sink *sink,
                        const struct error *reason, struct error *err)
{
    return sink->skip(sink->context, line->facts.line, reason->message, err);
}

/* text has JSON_LOADER_PADDING behind it. */
static enum status read_line(struct line *line, struct str_span text,
                             const struct reader_map *map,
                             const struct reader_sink *sink, struct error *err)
{
    struct error reason = ERROR_INIT;
    json_t *value = NULL;
    enum status status =
        line->charset != NULL
            ? STATUS_BAD_TEXT
            : json_loader_load(line->loader, text, &value, &reason);

    if (status == STATUS_BAD_TEXT)
        status = parse_with_care(line, text, &value, &reason);
    if (status == STATUS_NO_MEMORY)
        return error_no_memory(err);
    if (status != STATUS_OK)
        return skip(line, sink, &reason, err);
    if (json_is_object(value)) {
        status = read_object(line, value, map, err);
        if (status == STATUS_OK)
            status =
                sink->add(sink->context, &line->article, &line->facts, err);
    } else {
        (void)error_set(&reason, STATUS_BAD_TEXT,
                        "one JSON object a line is wanted, not %s",
                        json_value_type(value));
        status = skip(line, sink, &reason, err);
    }
    json_decref(value);
    return status;
}

/* The first line of a document that was laid out for people. */
static bool is_laid_out(struct str_span line)
{
    return str_span_equal(line, SPAN("{")) || str_span_equal(line, SPAN("["));
}

/* Makes the bytes behind a line readable: NULs. */
static enum status pad(struct str *bytes, struct error *err)
{
    if (str_reserve(bytes, JSON_LOADER_PADDING))
        memset(bytes->bytes + bytes->n_bytes, 0, JSON_LOADER_PADDING);
    return str_status(bytes, err);
}

static enum status read_jsonl(struct input *input,
                              const struct reader_settings *settings,
                              const struct reader_sink *sink, struct error *err)
{
    struct line line = {.repaired = STR_INIT,
                        .mended = STR_INIT,
                        .extra = STR_INIT,
                        .note = STR_INIT,
                        .arena = ARENA_INIT};
    struct str bytes = STR_INIT;
    struct error reason = ERROR_INIT;
    enum status status = json_loader_new(&line.loader, err);
    const struct reader_map *map = settings != NULL ? &settings->map : NULL;
    uint64_t number = input_n_lines_before(input);

    line.charset = settings != NULL ? settings->charset : NULL;

    while (status == STATUS_OK) {
        status = input_read_line(input, READER_LINE_MAX_BYTES, &bytes, &reason);
        reset_line(&line, ++number);
        if (status == STATUS_DONE || status == STATUS_NO_MEMORY)
            break;
        if (status == STATUS_TOO_BIG) {
            status = sink->skip(sink->context, number, reason.message, err);
            continue;
        }
        if (status != STATUS_OK) {
            status = sink->skip(sink->context, number, reason.message, err);
            break;
        }
        if (pad(&bytes, err) != STATUS_OK) {
            status = STATUS_NO_MEMORY;
            break;
        }

        struct str_span text = str_view(&bytes);

        text = str_span_trim(number == 1 ? without_bom(text) : text);
        if (number == 1 && is_laid_out(text)) {
            status = sink->skip(sink->context, 0,
                                "one JSON object a line is wanted (`jq -c` "
                                "makes lines)",
                                err);
            break;
        }
        if (text.n_bytes > 0)
            status = read_line(&line, text, map, sink, err);
    }
    release_line(&line);
    str_release(&bytes);
    if (status == STATUS_NO_MEMORY)
        return error_no_memory(err);
    return status == STATUS_DONE ? STATUS_OK : status;
}

static const char *const endings[] = {".jsonl", ".ndjson", ".json", NULL};

const struct reader reader_jsonl = {
    .name = "jsonl",
    .endings = endings,
    .sniff = sniff,
    .read = read_jsonl,
    .is_lines = true,
};
