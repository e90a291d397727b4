/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/manifest_form.h"

#include "store/directory.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define PROGRAM "lede"

/* The last line but one. All of it is fixed but the 32 digits. */
#define SEAL_HEAD "  \"checksum\": \""
#define SEAL_TAIL "\"\n}\n"
#define SEAL_BYTES                                                             \
    (sizeof SEAL_HEAD - 1 + CHECKSUM128_TEXT_BYTES - 1 + sizeof SEAL_TAIL - 1)

void manifest_seal(struct str *out)
{
    char digits[CHECKSUM128_TEXT_BYTES];
    checksum128_print(checksum128_of(str_view(out)), digits);
    str_add_text(out, SEAL_HEAD);
    str_add_text(out, digits);
    str_add_text(out, SEAL_TAIL);
}

static bool is_sealed(struct str_span text)
{
    struct str sealed = STR_INIT;
    if (text.n_bytes < SEAL_BYTES)
        return false;
    str_add(&sealed, text.bytes, text.n_bytes - SEAL_BYTES);
    manifest_seal(&sealed);
    bool is_same = str_status(&sealed, NULL) == STATUS_OK &&
                   str_span_equal(str_view(&sealed), text);
    str_release(&sealed);
    return is_same;
}

/* ---- reading */

static bool get_number(const json_t *object, const char *key, uint64_t max,
                       uint64_t *ret_number)
{
    const json_t *value = json_object_get(object, key);
    json_int_t number = json_integer_value(value);
    if (!json_is_integer(value) || number < 0 || (uint64_t)number > max)
        return false;
    *ret_number = (uint64_t)number;
    return true;
}

static bool get_number32(const json_t *object, const char *key,
                         uint32_t *ret_number)
{
    uint64_t number;
    if (!get_number(object, key, UINT32_MAX, &number))
        return false;
    *ret_number = (uint32_t)number;
    return true;
}

static bool get_text(const json_t *object, const char *key, char *ret_text,
                     size_t n_room)
{
    const char *text = json_string_value(json_object_get(object, key));
    if (!text || strlen(text) >= n_room)
        return false;
    memcpy(ret_text, text, strlen(text) + 1);
    return true;
}

static bool get_file(const json_t *object, struct kept_file *file)
{
    char digits[CHECKSUM128_TEXT_BYTES];
    /* It becomes part of a path. */
    return get_text(object, "name", file->name, sizeof file->name) &&
           *file->name != '\0' && *file->name != '.' &&
           !strchr(file->name, '/') &&
           get_number(object, "bytes", INT64_MAX, &file->n_bytes) &&
           get_text(object, "xxh3", digits, sizeof digits) &&
           checksum128_parse(digits, &file->checksum);
}

static bool get_files(const json_t *object, struct segment_entry *entry)
{
    const json_t *files = json_object_get(object, "files");
    size_t n_files = json_array_size(files);
    if (n_files == 0 || n_files > SEGMENT_MAX_FILES)
        return false;
    for (size_t i = 0; i < n_files; i++)
        if (!get_file(json_array_get(files, i), &entry->files[i]))
            return false;
    entry->n_files = n_files;
    const json_t *dead = json_object_get(object, "dead");
    if (!dead)
        return true;
    return get_file(dead, &entry->dead) &&
           directory_is_dead_list(entry->dead.name);
}

static bool get_segment(const json_t *object, uint32_t docid_before,
                        struct segment_entry *entry)
{
    return get_text(object, "name", entry->name, sizeof entry->name) &&
           directory_is_segment(entry->name) &&
           get_number32(object, "first", &entry->first_docid) &&
           get_number32(object, "last", &entry->last_docid) &&
           get_number32(object, "documents", &entry->n_documents) &&
           get_number32(object, "articles", &entry->n_articles) &&
           entry->first_docid > docid_before &&
           entry->last_docid >= entry->first_docid &&
           entry->n_documents - 1 <= entry->last_docid - entry->first_docid &&
           entry->n_articles <= entry->n_documents && get_files(object, entry);
}

static enum status get_segments(const json_t *root, struct segment_list *list,
                                struct error *err)
{
    const json_t *array = json_object_get(root, "segments");
    enum status status = STATUS_OK;
    if (!json_is_array(array))
        return STATUS_CORRUPT;
    for (size_t i = 0; status == STATUS_OK && i < json_array_size(array); i++) {
        struct segment_entry entry;
        memset(&entry, 0, sizeof entry);
        if (!get_segment(json_array_get(array, i),
                         segment_list_last_docid(list), &entry) ||
            segment_list_find(list, entry.name))
            return STATUS_CORRUPT;
        status = segment_list_add(list, &entry, err);
    }
    return status;
}

/* A member that an index without a catalogue lacks. */
static bool get_sources(const json_t *root, struct segment_list *list)
{
    const json_t *array = json_object_get(root, "sources");
    size_t n = json_array_size(array);
    if (!array)
        return true;
    if (!json_is_array(array) || n > SOURCES_MAX_PARTS)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!get_file(json_array_get(array, i), &list->sources[i]) ||
            !directory_is_sources(list->sources[i].name))
            return false;
    list->n_sources = n;
    return true;
}

/* Likewise of one without reprints. */
static bool get_reprints(const json_t *root, struct segment_list *list)
{
    const json_t *object = json_object_get(root, "reprints");
    if (!object)
        return true;
    return get_file(object, &list->reprints) &&
           directory_is_reprints(list->reprints.name);
}

/* Only saves work: one that is missing or too long counts as none. */
static void get_probe(const json_t *root, struct manifest *manifest)
{
    if (!get_text(root, "probe", manifest->probe, sizeof manifest->probe))
        *manifest->probe = '\0';
}

/* The name of the member that is missing or wrong; NULL if all are good. */
static const char *get_settings(const json_t *root, struct manifest *manifest)
{
    if (!get_number32(root, "analysis", &manifest->analysis))
        return "analysis";
    if (!get_number(root, "revision", INT64_MAX - 1, &manifest->revision))
        return "revision";
    if (!get_number32(root, "next_segment", &manifest->next_segment) ||
        manifest->next_segment == 0)
        return "next_segment";
    const json_t *avdl = json_object_get(root, "avdl");
    manifest->avdl = json_number_value(avdl);
    if (!json_is_number(avdl) || manifest->avdl < 0)
        return "avdl";
    get_probe(root, manifest);

    const struct {
        const char *key;
        char *text;
        size_t n_room;
    } texts[] = {
        {"language", manifest->language, sizeof manifest->language},
        {"versions", manifest->versions, sizeof manifest->versions},
        {"uuid", manifest->uuid, sizeof manifest->uuid},
        {"updated", manifest->updated, sizeof manifest->updated},
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        if (!get_text(root, texts[i].key, texts[i].text, texts[i].n_room))
            return texts[i].key;
    return NULL;
}

/* Who wrote it, and when: of any version, sealed or not. */
static enum status get_version(const json_t *root, bool is_whole,
                               uint32_t *ret_format)
{
    const char *program = json_string_value(json_object_get(root, "program"));
    if (!program || strcmp(program, PROGRAM) != 0)
        return is_whole ? STATUS_CORRUPT : STATUS_NOT_FOUND;
    if (!get_number32(root, "format", ret_format) || *ret_format == 0)
        return STATUS_CORRUPT;
    /* Version 1 had no checksum. */
    if (*ret_format == 1 && !json_object_get(root, "checksum"))
        return STATUS_OUTDATED;
    return is_whole && *ret_format != INDEX_FORMAT_VERSION ? STATUS_OUTDATED
                                                           : STATUS_OK;
}

static enum status get_all(const json_t *root, bool is_whole,
                           struct manifest *manifest, struct segment_list *list,
                           const char **ret_wrong, struct error *err)
{
    *ret_wrong = "format";
    enum status status = get_version(root, is_whole, &manifest->format);
    if (status != STATUS_OK)
        return status;
    *ret_wrong = "checksum";
    if (!is_whole)
        return STATUS_CORRUPT;
    *ret_wrong = get_settings(root, manifest);
    if (*ret_wrong)
        return STATUS_CORRUPT;
    *ret_wrong = "sources";
    if (!get_sources(root, list))
        return STATUS_CORRUPT;
    *ret_wrong = "reprints";
    if (!get_reprints(root, list))
        return STATUS_CORRUPT;
    *ret_wrong = "segments";
    return get_segments(root, list, err);
}

/* Jansson (2.14) takes a byte of a string away in silence when there is no
   memory for it: what it asks for is watched. */
static _Thread_local bool had_no_memory;

static void *watched_malloc(size_t n_bytes)
{
    void *bytes = malloc(n_bytes);
    if (!bytes)
        had_no_memory = true;
    return bytes;
}

/* NULL: it is no JSON. What it returns is worth nothing if had_no_memory. */
static json_t *load(struct str_span text)
{
    json_malloc_t get = NULL;
    json_free_t put = NULL;
    json_error_t reason;
    json_get_alloc_funcs(&get, &put);
    json_set_alloc_funcs(watched_malloc, put);
    had_no_memory = false;
    json_t *root =
        json_loadb(text.bytes, text.n_bytes, JSON_REJECT_DUPLICATES, &reason);
    json_set_alloc_funcs(get, put);
    return root;
}

enum status manifest_parse(struct str_span text, struct manifest *ret_manifest,
                           struct segment_list *list, const char **ret_wrong,
                           struct error *err)
{
    json_t *root = load(text);
    memset(ret_manifest, 0, sizeof *ret_manifest);
    *ret_wrong = "no JSON";
    enum status status = STATUS_CORRUPT;
    if (had_no_memory)
        status = error_no_memory(err);
    else if (json_is_object(root))
        status =
            get_all(root, is_sealed(text), ret_manifest, list, ret_wrong, err);
    json_decref(root);
    return status;
}

/* ---- writing */

static json_t *file_object(const struct kept_file *file)
{
    char digits[CHECKSUM128_TEXT_BYTES];
    checksum128_print(file->checksum, digits);
    return json_pack("{ss sI ss}", "name", file->name, "bytes",
                     (json_int_t)file->n_bytes, "xxh3", digits);
}

static json_t *segment_object(const struct segment_entry *entry)
{
    json_t *files = json_array();
    for (size_t i = 0; i < entry->n_files; i++)
        if (json_array_append_new(files, file_object(&entry->files[i])) != 0) {
            json_decref(files);
            return NULL;
        }
    json_t *object = json_pack("{ss sI sI sI sI so}", "name", entry->name,
                               "first", (json_int_t)entry->first_docid, "last",
                               (json_int_t)entry->last_docid, "documents",
                               (json_int_t)entry->n_documents, "articles",
                               (json_int_t)entry->n_articles, "files", files);
    if (object && *entry->dead.name &&
        json_object_set_new(object, "dead", file_object(&entry->dead)) != 0) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static json_t *settings_object(const struct manifest *manifest)
{
    return json_pack("{ss sI sI ss ss ss sI ss sf sI so}", "program", PROGRAM,
                     "format", (json_int_t)manifest->format, "analysis",
                     (json_int_t)manifest->analysis, "language",
                     manifest->language, "versions", manifest->versions, "uuid",
                     manifest->uuid, "revision", (json_int_t)manifest->revision,
                     "updated", manifest->updated, "avdl", manifest->avdl,
                     "next_segment", (json_int_t)manifest->next_segment,
                     "segments", json_array());
}

/* 0 if all went in. */
static int add_sources(json_t *root, const struct segment_list *list)
{
    if (list->n_sources == 0)
        return 0;
    json_t *array = json_array();
    int result = json_object_set_new(root, "sources", array);
    for (size_t i = 0; result == 0 && i < list->n_sources; i++)
        result = json_array_append_new(array, file_object(&list->sources[i]));
    return result;
}

static int add_bytes(const char *bytes, size_t n_bytes, void *out)
{
    str_add(out, bytes, n_bytes);
    return 0;
}

enum status manifest_print(const struct manifest *manifest,
                           const struct segment_list *list, struct str *out,
                           struct error *err)
{
    json_t *root = settings_object(manifest);
    if (!root)
        return error_set(err, STATUS_INTERNAL,
                         "the manifest's settings are not UTF-8");
    json_t *array = json_object_get(root, "segments");
    int result = 0;
    for (size_t i = 0; result == 0 && i < list->n_entries; i++)
        result =
            json_array_append_new(array, segment_object(&list->entries[i]));
    if (result == 0)
        result = add_sources(root, list);
    if (result == 0 && *list->reprints.name)
        result =
            json_object_set_new(root, "reprints", file_object(&list->reprints));
    if (result == 0 && *manifest->probe)
        result =
            json_object_set_new(root, "probe", json_string(manifest->probe));
    if (result == 0)
        result = json_dump_callback(root, add_bytes, out,
                                    JSON_INDENT(2) | JSON_PRESERVE_ORDER);
    json_decref(root);
    if (result != 0)
        return error_no_memory(err);
    enum status status = str_status(out, err);
    if (status != STATUS_OK)
        return status;
    str_truncate(out, out->n_bytes - strlen("\n}"));
    str_add_text(out, ",\n");
    manifest_seal(out);
    return str_status(out, err);
}
