/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/saved.h"

#include "base/arena.h"
#include "base/vec.h"
#include "searcher/name_distance.h"
#include "searcher/query_line.h"
#include "text/utf8.h"

#include <errno.h>
#include <stdlib.h>

struct saved_query {
    struct str_span name;
    struct str_span query;
    size_t i_line;
};

struct saved_queries {
    const char *path;
    bool is_read;
    enum status status; /* of reading it */
    struct error err;
    struct arena arena; /* owns the texts */
    struct saved_query *queries;
    size_t n_queries;
    size_t n_queries_room;
    size_t n_bytes;
};

struct saved_queries *saved_new(const char *path)
{
    struct saved_queries *saved = calloc(1, sizeof *saved);
    if (saved != NULL) {
        saved->path = path;
        arena_init(&saved->arena);
    }
    return saved;
}

void saved_free(struct saved_queries *saved)
{
    if (saved == NULL)
        return;
    arena_release(&saved->arena);
    free(saved->queries);
    free(saved);
}

static const struct saved_query *look_up(const struct saved_queries *saved,
                                         struct str_span name)
{
    for (size_t i = 0; i < saved->n_queries; i++)
        if (str_span_equal_nocase(saved->queries[i].name, name))
            return &saved->queries[i];
    return NULL;
}

/* ---- the file */

static enum status refuse(const struct saved_queries *saved, size_t i_line,
                          const char *why, const char *hint, struct error *err)
{
    enum status status = error_set(err, STATUS_BAD_TEXT, "line %zu of '%s' %s",
                                   i_line, saved->path, why);
    error_hint(err, "%s", hint);
    return status;
}

static enum status copy_clean(struct saved_queries *saved, struct str_span text,
                              struct str_span *ret_copy, struct error *err)
{
    CLEANUP(str_release) struct str clean = STR_INIT;
    size_t n_repaired = 0;
    utf8_repair(text, &clean, &n_repaired);
    enum status status = str_status(&clean, err);
    if (status != STATUS_OK)
        return status;
    *ret_copy = arena_copy(&saved->arena, str_view(&clean));
    return ret_copy->bytes != NULL ? STATUS_OK : error_no_memory(err);
}

static enum status check_line(const struct saved_queries *saved,
                              const struct query_line *line, size_t i_line,
                              struct error *err)
{
    if (line->name.n_bytes == 0)
        return refuse(saved, i_line, "has no name in front of a tab",
                      "write NAME, a tab, and the query", err);
    const struct saved_query *other = look_up(saved, line->name);
    if (other != NULL) {
        enum status status =
            refuse(saved, i_line, "has the name of another line", "", err);
        error_hint(err, "line %zu has it, too: rename one", other->i_line);
        return status;
    }
    if (saved->n_queries == SAVED_MAX_QUERIES ||
        saved->n_bytes > SAVED_MAX_BYTES)
        return refuse(saved, i_line, "is one too many",
                      "divide the file in two", err);
    return STATUS_OK;
}

static enum status add_line(struct saved_queries *saved,
                            const struct query_line *line, size_t i_line,
                            struct error *err)
{
    struct saved_query query = {.i_line = i_line};
    enum status status = check_line(saved, line, i_line, err);
    if (status == STATUS_OK)
        status = VEC_RESERVE(&saved->queries, &saved->n_queries_room,
                             saved->n_queries, 1, err);
    if (status == STATUS_OK)
        status = copy_clean(saved, line->name, &query.name, err);
    if (status == STATUS_OK)
        status = copy_clean(saved, line->query, &query.query, err);
    if (status != STATUS_OK)
        return status;
    saved->n_bytes += query.name.n_bytes + query.query.n_bytes;
    saved->queries[saved->n_queries++] = query;
    return STATUS_OK;
}

static enum status read_lines(struct saved_queries *saved, FILE *file,
                              struct error *err)
{
    CLEANUP(str_release) struct str buffer = STR_INIT;
    struct query_line line;
    enum status status;
    for (size_t i_line = 1;
         (status = query_line_read(file, saved->path, &buffer, &line, err)) ==
         STATUS_OK;
         i_line++) {
        struct str_span first = line.name.n_bytes > 0 ? line.name : line.query;
        if (line.is_blank || (first.n_bytes > 0 && *first.bytes == '#'))
            continue;
        status = add_line(saved, &line, i_line, err);
        if (status != STATUS_OK)
            return status;
    }
    return status == STATUS_DONE ? STATUS_OK : status;
}

static enum status read_file(struct saved_queries *saved, struct error *err)
{
    FILE *file = fopen(saved->path, "re");
    if (file == NULL)
        return error_set_errno(err, STATUS_IO, errno,
                               "cannot open the saved queries '%s'",
                               saved->path);
    enum status status = read_lines(saved, file, err);
    (void)fclose(file);
    return status;
}

/* ---- */

static enum status say_missing(const struct saved_queries *saved,
                               struct str_span name, struct error *err)
{
    size_t best = name_distance_most(name) + 1;
    const struct saved_query *nearest = NULL;
    for (size_t i = 0; i < saved->n_queries; i++) {
        size_t distance = name_distance(name, saved->queries[i].name);
        if (distance >= best)
            continue;
        best = distance;
        nearest = &saved->queries[i];
    }
    int n_shown = name.n_bytes < 100 ? (int)name.n_bytes : 100;
    enum status status =
        error_set(err, STATUS_NOT_FOUND, "no query is saved as '%.*s'", n_shown,
                  name.bytes);
    if (nearest != NULL)
        error_hint(err, "did you mean 'saved:%.*s'?",
                   (int)nearest->name.n_bytes, nearest->name.bytes);
    else
        error_hint(err, "%zu queries are saved in '%s'", saved->n_queries,
                   saved->path);
    return status;
}

enum status saved_find(struct saved_queries *saved, struct str_span name,
                       struct str_span *ret_query, struct error *err)
{
    if (!saved->is_read) {
        saved->is_read = true;
        saved->status = read_file(saved, &saved->err);
    }
    if (saved->status != STATUS_OK) {
        if (err != NULL)
            *err = saved->err;
        return saved->status;
    }
    const struct saved_query *found = look_up(saved, name);
    if (found == NULL)
        return say_missing(saved, name, err);
    *ret_query = found->query;
    return STATUS_OK;
}
