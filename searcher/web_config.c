/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_config.h"

#include "base/file.h"
#include "base/option.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_TITLE      "Archive"
#define DEFAULT_TIMEOUT_MS 2000
#define DEFAULT_AT_MOST    32
#define DEFAULT_MEMORY     ((uint64_t)512 << 20)
/* Nobody waits longer, and servers give up after a minute. */
#define MAX_TIMEOUT_MS 30000

struct reader {
    const char *name; /* of the file */
    size_t i_line;
    struct arena *arena;
    struct web_config *config;
};

/* A line: key, the name behind it ("index NAME = ..."), value. */
struct setting {
    struct str_span key;
    struct str_span subject;
    const char *value; /* NUL-terminated, in the arena */
};

static enum status complain(const struct reader *reader, const char *what,
                            struct str_span about, struct error *err)
{
    return error_set(err, STATUS_BAD_USAGE, "%s:%zu: %s '%.*s'", reader->name,
                     reader->i_line, what, (int)about.n_bytes, about.bytes);
}

static enum status keep(const struct reader *reader, struct str_span text,
                        struct str_span *ret_copy, struct error *err)
{
    *ret_copy = arena_copy(reader->arena, text);
    return ret_copy->bytes ? STATUS_OK : error_no_memory(err);
}

/* A name that can stand in a path as it is. */
static bool is_name(struct str_span name)
{
    if (name.n_bytes == 0 || name.n_bytes > 64)
        return false;
    for (size_t i = 0; i < name.n_bytes; i++) {
        char c = name.bytes[i];
        bool is_good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_';
        if (!is_good)
            return false;
    }
    return true;
}

static struct web_index *find_index(struct web_config *config,
                                    struct str_span name)
{
    for (size_t i = 0; i < config->n_indexes; i++)
        if (str_span_equal(config->indexes[i].name, name))
            return &config->indexes[i];
    return NULL;
}

static enum status take_index(struct reader *reader,
                              const struct setting *setting, struct error *err)
{
    struct web_config *config = reader->config;
    struct web_index index = {0};

    if (setting->subject.n_bytes > 0 && !is_name(setting->subject))
        return complain(reader, "no name for an index (a-z, 0-9, - and _):",
                        setting->subject, err);
    if (setting->value[0] != '/')
        return complain(reader, "the path of an index must begin with '/':",
                        str_span_of(setting->value), err);
    if (find_index(config, setting->subject))
        return complain(reader, "there are two indexes called",
                        setting->subject, err);
    if (config->n_indexes == WEB_CONFIG_MAX_LIST)
        return complain(reader, "too many indexes, from", setting->subject,
                        err);
    enum status status = keep(reader, setting->subject, &index.name, err);
    index.path = str_span_of(setting->value);
    if (status == STATUS_OK)
        config->indexes[config->n_indexes++] = index;
    return status;
}

/* The title of the site, or of one of its indexes, which stands above it. */
static enum status take_title(struct reader *reader,
                              const struct setting *setting, struct error *err)
{
    struct web_index *index = find_index(reader->config, setting->subject);

    if (!index)
        return complain(reader, "a title before its index:",
                        str_span_of(setting->value), err);
    index->title = str_span_of(setting->value);
    return STATUS_OK;
}

/* What can stand in an Origin header: "https://host:port". */
static bool is_origin(struct str_span text)
{
    bool is_https = str_span_starts(text, SPAN("https://"));

    if (!is_https && !str_span_starts(text, SPAN("http://")))
        return false;
    size_t off = is_https ? 8 : 7;
    if (off == text.n_bytes)
        return false;
    for (; off < text.n_bytes; off++) {
        char c = text.bytes[off];
        bool is_good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       (c >= '0' && c <= '9') || c == '-' || c == '.' ||
                       c == ':' || c == '[' || c == ']';
        if (!is_good)
            return false;
    }
    return true;
}

static enum status take_base(struct reader *reader,
                             const struct setting *setting, struct error *err)
{
    struct web_config *config = reader->config;
    struct str_span url = str_span_of(setting->value);
    size_t n_scheme = str_span_starts(url, SPAN("https://")) ? 8 : 7;
    size_t n = n_scheme;

    while (n < url.n_bytes && url.bytes[n] != '/')
        n++;
    if (!is_origin(str_span(url.bytes, n < url.n_bytes ? n : url.n_bytes)) ||
        strpbrk(setting->value, "%?#\"'<> \\"))
        return complain(reader, "no base-url (https://host/path):", url, err);
    config->origin = str_span(url.bytes, n);
    while (url.n_bytes > n && url.bytes[url.n_bytes - 1] == '/')
        url.n_bytes--;
    config->prefix = str_span(url.bytes + n, url.n_bytes - n);
    config->has_base = true;
    return STATUS_OK;
}

static enum status take_cors(struct reader *reader,
                             const struct setting *setting, struct error *err)
{
    struct web_config *config = reader->config;
    struct str_span origin = str_span_of(setting->value);

    if (!is_origin(origin) && !str_span_equal(origin, SPAN("*")))
        return complain(reader, "no origin (https://host):", origin, err);
    if (config->n_cors == WEB_CONFIG_MAX_LIST)
        return complain(reader, "too many origins, from", origin, err);
    config->cors[config->n_cors++] = origin;
    return STATUS_OK;
}

static enum status take_limit(struct reader *reader,
                              const struct setting *setting, struct error *err)
{
    struct web_config *config = reader->config;
    struct error why = ERROR_INIT;
    enum status status;

    if (str_span_equal(setting->key, SPAN("memory")))
        status =
            option_size("memory", setting->value, &config->memory_bytes, &why);
    else if (str_span_equal(setting->key, SPAN("at-most")))
        status = option_number("at-most", setting->value, 0, 4096,
                               &config->at_most, &why);
    else
        status = option_number("timeout", setting->value, 100, MAX_TIMEOUT_MS,
                               &config->timeout_ms, &why);
    if (status == STATUS_OK)
        return STATUS_OK;
    return error_set(err, STATUS_BAD_USAGE, "%s:%zu: %s", reader->name,
                     reader->i_line, why.message);
}

struct setting_row {
    const char *key;
    bool has_subject; /* "index NAME = ..." */
    enum status (*take)(struct reader *reader, const struct setting *setting,
                        struct error *err);
};

static const struct setting_row rows[] = {
    {"index", true, take_index},       {"title", true, take_title},
    {"base-url", false, take_base},    {"cors", false, take_cors},
    {"timeout-ms", false, take_limit}, {"at-most", false, take_limit},
    {"memory", false, take_limit},
};

static enum status take(struct reader *reader, const struct setting *setting,
                        struct error *err)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (!str_span_equal(setting->key, str_span_of(rows[i].key)))
            continue;
        if (setting->subject.n_bytes > 0 && !rows[i].has_subject)
            return complain(reader, "one word too many:", setting->subject,
                            err);
        return rows[i].take(reader, setting, err);
    }
    return complain(reader, "no such setting:", setting->key, err);
}

static enum status take_line(struct reader *reader, struct str_span line,
                             struct error *err)
{
    const char *equals = memchr(line.bytes, '=', line.n_bytes);
    struct setting setting = {0};
    struct str_span value;

    if (!equals)
        return complain(reader, "no 'key = value':", line, err);
    size_t n_key = (size_t)(equals - line.bytes);
    setting.key = str_span_trim(str_span(line.bytes, n_key));
    const char *space = memchr(setting.key.bytes, ' ', setting.key.n_bytes);
    if (space) {
        size_t n = (size_t)(space - setting.key.bytes);
        setting.subject =
            str_span_trim(str_span(space, setting.key.n_bytes - n));
        setting.key.n_bytes = n;
    }
    enum status status = keep(
        reader, str_span_trim(str_span(equals + 1, line.n_bytes - n_key - 1)),
        &value, err);
    if (status != STATUS_OK)
        return status;
    if (value.n_bytes == 0)
        return complain(reader, "nothing stands behind", setting.key, err);
    setting.value = value.bytes;
    return take(reader, &setting, err);
}

static enum status finish(struct reader *reader, struct error *err)
{
    struct web_config *config = reader->config;

    if (config->n_indexes == 0 || config->indexes[0].name.n_bytes > 0) {
        error_set(err, STATUS_BAD_USAGE, "%s names no index", reader->name);
        error_hint(err, "begin it with: index = /path/to/archive.lede");
        return STATUS_BAD_USAGE;
    }
    for (size_t i = 0; i < config->n_indexes; i++)
        if (config->indexes[i].title.n_bytes == 0)
            config->indexes[i].title =
                i == 0 ? SPAN(DEFAULT_TITLE) : config->indexes[i].name;
    return STATUS_OK;
}

static void begin(struct web_config *config)
{
    memset(config, 0, sizeof(*config));
    config->timeout_ms = DEFAULT_TIMEOUT_MS;
    config->at_most = DEFAULT_AT_MOST;
    config->memory_bytes = DEFAULT_MEMORY;
}

enum status web_config_parse(const char *name, struct str_span text,
                             struct arena *arena, struct web_config *ret_config,
                             struct error *err)
{
    struct reader reader = {name, 0, arena, ret_config};
    enum status status = STATUS_OK;
    size_t off = 0;

    begin(ret_config);
    if (text.n_bytes > 0 && memchr(text.bytes, '\0', text.n_bytes))
        return error_set(err, STATUS_BAD_USAGE, "%s is no text", name);
    while (off < text.n_bytes && status == STATUS_OK) {
        const char *start = text.bytes + off;
        const char *end = memchr(start, '\n', text.n_bytes - off);
        size_t n = end ? (size_t)(end - start) : text.n_bytes - off;
        struct str_span line = str_span_trim(str_span(start, n));
        reader.i_line++;
        off += n + 1;
        if (line.n_bytes > 0 && line.bytes[0] != '#')
            status = take_line(&reader, line, err);
    }
    return status == STATUS_OK ? finish(&reader, err) : status;
}

static enum status read_file(const char *path, struct arena *arena,
                             struct web_config *ret_config, struct error *err)
{
    CLEANUP(str_release) struct str text = STR_INIT;

    enum status status = file_read(path, WEB_CONFIG_MAX_BYTES, &text, err);
    return status == STATUS_OK
               ? web_config_parse(path, str_view(&text), arena, ret_config, err)
               : status;
}

enum status web_config_find(const char *fallback, struct arena *arena,
                            struct web_config *ret_config, struct error *err)
{
    const char *path = getenv("LEDE_CONFIG");
    const char *index = getenv("LEDE_INDEX");

    if (path && path[0] != '\0')
        return read_file(path, arena, ret_config, err);
    if (index && index[0] != '\0') {
        struct str_span copy = arena_copy(arena, str_span_of(index));
        if (!copy.bytes)
            return error_no_memory(err);
        begin(ret_config);
        ret_config->indexes[0] =
            (struct web_index){SPAN(""), copy, SPAN(DEFAULT_TITLE)};
        ret_config->n_indexes = 1;
        return STATUS_OK;
    }
    enum status status = read_file(fallback, arena, ret_config, err);
    if (status == STATUS_NOT_FOUND)
        error_hint(err, "write it, or set LEDE_CONFIG or LEDE_INDEX in the "
                        "server's configuration");
    return status;
}
