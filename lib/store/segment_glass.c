/*
 * A segment written in one pass by lib/glass.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/segment.h"

#include "glass/builder.h"
#include "store/columns.h"
#include "store/lexicon.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

_Static_assert(BUILDER_MAX_FILES + 2 <= SEGMENT_MAX_FILES, "too many files");

struct segment {
    struct builder *builder;
    struct lexicon_writer *words;
    struct kept_file lexicon; /* when it is finished */
    char *columns_path;       /* of a file that is empty yet; NULL: finished */
};

struct segment_run {
    struct run *run;
};

/* Its arrays are borrowed, not copied. */
static struct glass_document glass_of(const struct document *document)
{
    return (struct glass_document){
        .terms = document->terms,
        .n_terms = document->n_terms,
        .terms_key = document->terms_key,
        .postings = document->postings,
        .n_postings = document->n_postings,
        .lone_term = document->id_term,
        .values = document->values,
        .n_values = document->n_values,
        .data = document->record,
        .scale = document->scale,
    };
}

/* ---- the verbs */

static enum status add(void *state, const struct document *document,
                       struct error *err)
{
    struct segment *segment = state;
    const struct glass_document glass = glass_of(document);
    return builder_add(segment->builder, &glass, err);
}

static enum status finish(void *state, struct error *err)
{
    struct segment *segment = state;
    enum status status = builder_finish(segment->builder, err);
    if (status == STATUS_OK)
        status =
            lexicon_writer_finish(segment->words, true, &segment->lexicon, err);
    if (status != STATUS_OK)
        return status;
    free(segment->columns_path);
    segment->columns_path = NULL;
    return STATUS_OK;
}

static void list_files(const void *state, struct segment_entry *entry)
{
    const struct segment *segment = state;
    const struct builder_file *files =
        builder_files(segment->builder, &entry->n_files);
    for (size_t i = 0; i < entry->n_files; i++) {
        struct kept_file *file = &entry->files[i];
        *file = (struct kept_file){.n_bytes = files[i].n_bytes,
                                   .checksum = files[i].checksum};
        memcpy(file->name, files[i].name, strlen(files[i].name) + 1);
    }
    entry->files[entry->n_files++] = segment->lexicon;
}

static void free_segment(void *state)
{
    struct segment *segment = state;
    /* First: the builder removes its directory when it is not finished. */
    lexicon_writer_free(segment->words);
    if (segment->columns_path)
        (void)unlink(segment->columns_path);
    free(segment->columns_path);
    builder_free(segment->builder);
    free(segment);
}

static const struct segment_verbs verbs = {add, finish, list_files,
                                           free_segment, false};

/* Terms that the store lets pass have no NUL byte, so they are packed as they
   are. */
static enum status note_term(void *context, struct str_span term,
                             uint64_t n_documents, struct error *err)
{
    const struct segment *segment = context;
    return lexicon_writer_add(segment->words, term, n_documents, err);
}

/* Its name is there before the builder syncs the directory. */
static enum status begin_lexicon(struct segment *segment, const char *path,
                                 struct error *err)
{
    CLEANUP(str_release) struct str name = STR_INIT;
    str_add_format(&name, "%s/" LEXICON_FILE, path);
    enum status status = str_status(&name, err);
    return status == STATUS_OK
               ? lexicon_writer_new(name.bytes, &segment->words, err)
               : status;
}

/* Likewise the name of what columns_make() fills in. */
static enum status begin_columns(struct segment *segment, const char *path,
                                 struct error *err)
{
    struct str name = STR_INIT;
    str_add_format(&name, "%s/" COLUMNS_FILE, path);
    segment->columns_path = str_detach(&name);
    str_release(&name);
    if (!segment->columns_path)
        return error_no_memory(err);
    int fd = open(segment->columns_path,
                  O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0 || close(fd) != 0)
        return error_set_errno(err, STATUS_IO, errno, "cannot create '%s'",
                               segment->columns_path);
    return STATUS_OK;
}

enum status segment_open_glass(const char *path, uint32_t first_docid,
                               size_t memory_bytes, unsigned n_jobs,
                               struct segment_writer *ret_segment,
                               struct error *err)
{
    struct segment *segment = calloc(1, sizeof *segment);
    if (!segment)
        return error_no_memory(err);
    const struct builder_settings settings = {
        .memory_bytes = memory_bytes,
        .first_docid = first_docid,
        .n_jobs = n_jobs,
        .listener = {note_term, segment},
    };
    enum status status = builder_new(path, &settings, &segment->builder, err);
    if (status == STATUS_OK)
        status = begin_lexicon(segment, path, err);
    if (status == STATUS_OK)
        status = begin_columns(segment, path, err);
    if (status != STATUS_OK) {
        free_segment(segment);
        return status;
    }
    ret_segment->verbs = &verbs;
    ret_segment->state = segment;
    return STATUS_OK;
}

/* ---- runs */

enum status segment_run_new(const struct segment_writer *segment,
                            struct segment_run **ret_run, struct error *err)
{
    const struct segment *glass = segment->state;
    struct segment_run *run = calloc(1, sizeof *run);
    if (!run)
        return error_no_memory(err);
    enum status status = builder_new_run(glass->builder, &run->run, err);
    if (status == STATUS_OK)
        *ret_run = run;
    else
        free(run);
    return status;
}

void segment_run_free(struct segment_run *run)
{
    if (!run)
        return;
    run_free(run->run);
    free(run);
}

enum status segment_run_add(struct segment_run *run,
                            const struct document *document, struct error *err)
{
    const struct glass_document glass = glass_of(document);
    return run_add(run->run, &glass, err);
}

bool segment_run_is_full(const struct segment_run *run)
{
    return run_is_full(run->run);
}

enum status segment_run_seal(struct segment_run *run, struct error *err)
{
    return run_seal(run->run, err);
}

enum status segment_run_append(struct segment_writer *segment,
                               struct segment_run *run, struct error *err)
{
    struct segment *glass = segment->state;
    return builder_append(glass->builder, run->run, err);
}
