/*
 * Archives and compressed files: what is in them is told apart and read like
 * any other file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/reader.h"

#include "indexer/unpack.h"

#include <stdlib.h>
#include <string.h>

/* A tar of compressed files, a zip of those: deeper there are only bombs. */
#define DEPTH_MAX 3

struct level {
    const struct level *outer; /* NULL: none */
    unsigned depth;
    const struct reader_settings *settings;
    const struct reader_sink *sink;
    const char *member; /* NULL: it has no name */
    const char *form;
};

/* Names from the outermost in: "a.zip" is the file's, "b/c.html" is member. */
static void add_member(struct str *out, const char *outer, const char *inner)
{
    str_add_text(out, outer);
    if (inner != NULL)
        str_add_format(out, "/%s", inner);
}

static enum status add(void *context, struct article *article,
                       const struct reader_facts *facts, struct error *err)
{
    CLEANUP(str_release) struct str member = STR_INIT;
    const struct level *level = context;
    struct reader_facts own = *facts;

    if (own.form == NULL)
        own.form = level->form;
    if (level->member != NULL) {
        add_member(&member, level->member, facts->member);
        own.member = member.bytes;
    }
    if (str_status(&member, err) != STATUS_OK)
        return STATUS_NO_MEMORY;
    return level->sink->add(level->sink->context, article, &own, err);
}

static enum status skip(void *context, uint64_t line, const char *reason,
                        struct error *err)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    const struct level *level = context;

    if (level->member == NULL)
        return level->sink->skip(level->sink->context, line, reason, err);
    str_add_text(&text, level->member);
    if (line == READER_PART)
        str_add_char(&text, '/');
    else if (line > 0)
        str_add_format(&text, ":%llu", (unsigned long long)line);
    str_add_format(&text, line == READER_PART ? "%s" : ": %s", reason);
    if (str_status(&text, err) != STATUS_OK)
        return STATUS_NO_MEMORY;
    return level->sink->skip(level->sink->context, READER_PART, text.bytes,
                             err);
}

static enum status read_level(struct input *input, struct level *level,
                              struct error *err);

/* NOLINTNEXTLINE(misc-no-recursion): down to DEPTH_MAX */
static enum status read_inner(struct input *input, struct level *level,
                              struct error *err)
{
    const struct reader_sink sink = {level, add, skip};
    const struct reader *reader = NULL;
    struct error reason = ERROR_INIT;
    enum status status =
        reader_settle(input, level->settings->wanted, &reader, &reason);

    if (status == STATUS_NO_MEMORY)
        return error_no_memory(err);
    if (status != STATUS_OK)
        return skip(level, 0, reason.message, err);
    if (reader == &reader_packed) {
        struct level inner = {.outer = level,
                              .depth = level->depth + 1,
                              .settings = level->settings,
                              .sink = &sink};

        return read_level(input, &inner, err);
    }
    level->form = reader->name;
    return reader->read(input, level->settings, &sink, err);
}

/* What the name of a compressed file is without the ending of that. */
static char *plain_name(const char *path)
{
    static const char *const endings[] = {".gz", ".bz2", ".xz", ".zst", ".z"};
    char *name = strdup(path);
    size_t n = strlen(path);

    for (size_t i = 0; name != NULL && i < sizeof(endings) / sizeof(*endings);
         i++) {
        size_t n_ending = strlen(endings[i]);

        if (n > n_ending &&
            str_span_equal_nocase(str_span(path + n - n_ending, n_ending),
                                  str_span_of(endings[i]))) {
            name[n - n_ending] = '\0';
            break;
        }
    }
    return name;
}

/* NOLINTNEXTLINE(misc-no-recursion): down to DEPTH_MAX */
static enum status read_file(struct unpack *unpack, const char *path,
                             struct level *level, struct error *err)
{
    struct input *input = NULL;
    char *name = plain_name(level->member != NULL ? level->member : path);
    enum status status = STATUS_NO_MEMORY;

    if (name != NULL)
        status = input_open_stream(name, unpack_read, unpack, &input, err);
    else
        (void)error_no_memory(err);
    if (status == STATUS_OK)
        status = read_inner(input, level, err);
    input_free(input);
    free(name);
    return status;
}

/* NOLINTNEXTLINE(misc-no-recursion): down to DEPTH_MAX */
static enum status read_files(struct unpack *unpack, const char *path,
                              struct level *level, struct error *err)
{
    for (size_t n_files = 0;; n_files++) {
        struct error reason = ERROR_INIT;
        enum status status = unpack_next(unpack, &level->member, &reason);

        if (status == STATUS_DONE && n_files == 0) {
            /* Zeros look like the end of a tar. */
            level->member = NULL;
            return skip(level, 0, "no file is packed in it", err);
        }
        if (status == STATUS_DONE)
            return STATUS_OK;
        if (status == STATUS_NO_MEMORY)
            return error_no_memory(err);
        if (status == STATUS_OK) {
            status = read_file(unpack, path, level, err);
        } else if (reason.offset_bytes == 1) { /* this one only */
            status = skip(level, 0, reason.message, err);
        } else {
            level->member = NULL;
            return skip(level, 0, reason.message, err);
        }
        if (status != STATUS_OK)
            return status;
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): down to DEPTH_MAX */
static enum status read_level(struct input *input, struct level *level,
                              struct error *err)
{
    struct unpack *unpack = NULL;
    struct error reason = ERROR_INIT;
    enum status status;

    if (level->depth > DEPTH_MAX)
        return level->sink->skip(level->sink->context, 0,
                                 "packed over 3 times over", err);
    status = unpack_open(input, &unpack, &reason);
    if (status == STATUS_NO_MEMORY)
        return error_no_memory(err);
    if (status != STATUS_OK)
        return level->sink->skip(level->sink->context, 0, reason.message, err);
    status = read_files(unpack, input_path(input), level, err);
    unpack_free(unpack);
    return status;
}

static enum status read_packed(struct input *input,
                               const struct reader_settings *settings,
                               const struct reader_sink *sink,
                               struct error *err)
{
    static const struct reader_settings none = {.charset = NULL};
    struct level level = {.depth = 1,
                          .settings = settings != NULL ? settings : &none,
                          .sink = sink};

    return read_level(input, &level, err);
}

static bool sniff(struct str_span head)
{
    return unpack_kind(head) != NULL;
}

static const char *const no_endings[] = {NULL};

const struct reader reader_packed = {
    .name = "packed",
    .endings = no_endings,
    .sniff = sniff,
    .read = read_packed,
    .is_risky = true,
    .is_marked = true,
};
