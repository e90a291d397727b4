/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/builder.h"

#include "base/file.h"
#include "glass/emit.h"
#include "glass/metadata.h"
#include "glass/run_list.h"
#include "glass/run_parts.h"
#include "glass/share.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_MEMORY_BYTES ((size_t)512 << 20)
static const char *const table_names[N_TABLE_KINDS] = {
    [TABLE_POSTLIST] = "postlist.glass",
    [TABLE_DOCDATA] = "docdata.glass",
    [TABLE_TERMLIST] = "termlist.glass",
    [TABLE_POSITION] = "position.glass",
    [TABLE_SPELLING] = NULL,
    [TABLE_SYNONYM] = NULL,
};

struct builder {
    struct str path;
    struct builder_settings settings;
    struct table *tables[N_TABLE_KINDS]; /* NULL for those it never has */
    struct run *run; /* what builder_add() fills; made when it is needed */
    struct run_list runs;
    struct metadata metadata;
    struct slots slots;
    struct collection_statistics statistics; /* of the runs appended */
    uint32_t n_tagged; /* documents whose tags are written */
    struct builder_file files[BUILDER_MAX_FILES]; /* those finished */
    size_t n_files;
    bool is_made; /* the directory is ours to remove */
    bool is_failed;
    bool is_finished;
};

/* ---- life cycle */

static enum status check_settings(struct builder_settings *settings,
                                  struct error *err)
{
    if (settings->memory_bytes == 0)
        settings->memory_bytes = DEFAULT_MEMORY_BYTES;
    if (settings->n_block_bytes == 0)
        settings->n_block_bytes = TABLE_DEFAULT_BLOCK_BYTES;
    if (settings->n_jobs == 0)
        settings->n_jobs = 1;
    if (settings->first_docid == 0)
        settings->first_docid = 1;
    uint32_t n_block = settings->n_block_bytes;
    if (n_block < TABLE_MIN_BLOCK_BYTES || n_block > TABLE_MAX_BLOCK_BYTES ||
        (n_block & (n_block - 1)) != 0)
        return error_set(err, STATUS_BAD_USAGE,
                         "blocks can't have %u bytes, but %u to %u, a power "
                         "of two",
                         n_block, TABLE_MIN_BLOCK_BYTES, TABLE_MAX_BLOCK_BYTES);
    return STATUS_OK;
}

/* The path of a file of the database. */
static enum status path_of(const struct builder *builder, const char *name,
                           struct str *path, struct error *err)
{
    str_reset(path);
    str_add_span(path, str_view(&builder->path));
    str_add_char(path, '/');
    str_add_text(path, name);
    return str_status(path, err);
}

static enum status make_directory(struct builder *builder, const char *path,
                                  struct error *err)
{
    str_add_text(&builder->path, path);
    enum status status = str_status(&builder->path, err);
    if (status != STATUS_OK)
        return status;
    if (mkdir(path, 0777) != 0)
        return error_set_errno(err, STATUS_IO, errno,
                               "cannot create directory '%s'", path);
    builder->is_made = true;
    return STATUS_OK;
}

static enum status make_tables(struct builder *builder, struct error *err)
{
    CLEANUP(str_release) struct str path = STR_INIT;
    for (int kind = 0; kind < N_TABLE_KINDS; kind++) {
        if (!table_names[kind])
            continue;
        enum status status = path_of(builder, table_names[kind], &path, err);
        if (status == STATUS_OK)
            status = table_new(path.bytes, builder->settings.n_block_bytes,
                               &builder->tables[kind], err);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

enum status builder_new(const char *path,
                        const struct builder_settings *settings,
                        struct builder **ret_builder, struct error *err)
{
    struct builder *builder = calloc(1, sizeof *builder);
    if (!builder)
        return error_no_memory(err);
    if (settings)
        builder->settings = *settings;
    enum status status = check_settings(&builder->settings, err);
    if (status == STATUS_OK)
        status = make_directory(builder, path, err);
    if (status == STATUS_OK)
        status = make_tables(builder, err);
    if (status == STATUS_OK)
        status =
            run_list_init(&builder->runs, path,
                          share_images_bytes(builder->settings.memory_bytes,
                                             builder->settings.n_jobs),
                          err);
    if (status != STATUS_OK) {
        builder_free(builder);
        return status;
    }
    *ret_builder = builder;
    return STATUS_OK;
}

/* As far as it can: there is nobody to tell. */
static void remove_files(const struct builder *builder)
{
    static const char *const others[] = {VERSION_FILE_NAME,
                                         VERSION_FILE_NAME ".tmp"};
    CLEANUP(str_release) struct str path = STR_INIT;
    for (int kind = 0; kind < N_TABLE_KINDS; kind++) {
        if (table_names[kind] &&
            path_of(builder, table_names[kind], &path, NULL) == STATUS_OK)
            unlink(path.bytes);
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (path_of(builder, others[i], &path, NULL) == STATUS_OK)
            unlink(path.bytes);
    }
    rmdir(builder->path.bytes);
}

void builder_free(struct builder *builder)
{
    if (!builder)
        return;
    for (int kind = 0; kind < N_TABLE_KINDS; kind++)
        table_free(builder->tables[kind]);
    run_free(builder->run);
    run_list_release(&builder->runs);
    metadata_release(&builder->metadata);
    slots_release(&builder->slots);
    if (builder->is_made && !builder->is_finished)
        remove_files(builder);
    str_release(&builder->path);
    free(builder);
}

/* ---- documents */

/* Writes the tags that a run has ready; docids go on from the last. */
static enum status write_tags(struct builder *builder, struct run *run,
                              struct error *err)
{
    struct table *docdata = builder->tables[TABLE_DOCDATA];
    struct table *termlist = builder->tables[TABLE_TERMLIST];
    struct document_tags tags;
    char key[PACK_DOCID_BYTES + 1];
    while (tags_take(run_tags(run), &tags) == STATUS_OK) {
        char *end = pack_docid(key, builder->settings.first_docid +
                                        builder->n_tagged++);
        struct str_span docid = str_span(key, (size_t)(end - key));
        enum status status =
            table_add(termlist, docid, tags.terms.bytes, tags.terms.form, err);
        if (status == STATUS_OK && tags.data.bytes.n_bytes > 0)
            status =
                table_add(docdata, docid, tags.data.bytes, tags.data.form, err);
        *end = '\0';
        docid.n_bytes++;
        if (status == STATUS_OK && tags.slots.bytes.n_bytes > 0)
            status = table_add(termlist, docid, tags.slots.bytes,
                               tags.slots.form, err);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static void join_statistics(struct collection_statistics *all,
                            const struct collection_statistics *more)
{
    all->n_documents += more->n_documents;
    all->n_length += more->n_length;
    if (more->min_length > 0 &&
        (all->min_length == 0 || more->min_length < all->min_length))
        all->min_length = more->min_length;
    if (more->max_length > all->max_length)
        all->max_length = more->max_length;
    if (more->max_wdf > all->max_wdf)
        all->max_wdf = more->max_wdf;
}

static enum status append(struct builder *builder, struct run *run,
                          struct error *err)
{
    uint32_t n_before =
        builder->settings.first_docid - 1 + builder->statistics.n_documents;
    /* It may be sealed: of an input of which nothing was of use. */
    if (run_n_documents(run) == 0)
        return run_reset(run, err);
    if (run_n_documents(run) > UINT32_MAX - 1 - n_before)
        return error_set(err, STATUS_TOO_BIG,
                         "the docids of a database end at %u", UINT32_MAX - 1);
    enum status status = run_seal(run, err);
    if (status == STATUS_OK)
        status = write_tags(builder, run, err);
    if (status == STATUS_OK)
        status = slots_join(&builder->slots, run_slots(run), err);
    if (status != STATUS_OK)
        return status;
    struct image image = run_take_image(run);
    image.before = n_before;
    join_statistics(&builder->statistics, run_statistics(run));
    status = run_list_add(&builder->runs, image, err);
    return status == STATUS_OK ? run_reset(run, err) : status;
}

/* Remembers a failure that leaves the database incomplete. */
static enum status note(struct builder *builder, enum status status)
{
    if (status != STATUS_OK)
        builder->is_failed = true;
    return status;
}

static enum status check_usable(const struct builder *builder,
                                struct error *err)
{
    if (builder->is_failed || builder->is_finished)
        return error_set(err, STATUS_INTERNAL,
                         builder->is_failed ? "the database has failed before"
                                            : "the database is finished");
    return STATUS_OK;
}

enum status builder_new_run(const struct builder *builder, struct run **ret_run,
                            struct error *err)
{
    struct run_settings settings = {
        .compression = builder->settings.compression,
        .n_block_bytes = builder->settings.n_block_bytes,
        .n_memory_bytes = share_run_bytes(builder->settings.memory_bytes,
                                          builder->settings.n_jobs),
    };
    return run_new(&settings, ret_run, err);
}

enum status builder_add(struct builder *builder,
                        const struct glass_document *document,
                        struct error *err)
{
    enum status status = check_usable(builder, err);
    if (status == STATUS_OK && !builder->run)
        status = builder_new_run(builder, &builder->run, err);
    if (status == STATUS_OK)
        status = run_add(builder->run, document, err);
    if (status != STATUS_OK)
        return status;
    if (run_is_full(builder->run))
        status = append(builder, builder->run, err);
    return note(builder, status);
}

enum status builder_append(struct builder *builder, struct run *run,
                           struct error *err)
{
    enum status status = check_usable(builder, err);
    if (status == STATUS_OK && builder->run)
        status = append(builder, builder->run, err);
    if (status == STATUS_OK)
        status = append(builder, run, err);
    return note(builder, status);
}

uint32_t builder_n_documents(const struct builder *builder)
{
    uint32_t n = builder->statistics.n_documents;
    return builder->run ? n + run_n_documents(builder->run) : n;
}

enum status builder_set_metadata(struct builder *builder, struct str_span key,
                                 struct str_span value, struct error *err)
{
    return metadata_set(&builder->metadata, key, value, err);
}

/* ---- finishing */

/* The runs read once, for one of the tables or for both. */
struct emission {
    struct builder *builder;
    struct table *postlist;
    struct table *position;
    const struct term_listener *listener;
    enum status status;
    struct error err;
};

static enum status emit(struct emission *emission)
{
    struct run_list *runs = &emission->builder->runs;
    struct error *err = &emission->err;
    struct merge_source source = {runs->images, runs->n_images, &runs->spill,
                                  run_list_buffer_bytes(runs)};
    struct merge merge;
    enum status status = merge_init(&merge, &source, err);
    if (status != STATUS_OK)
        return status;
    status = emit_tables(&merge, emission->postlist, emission->position,
                         emission->listener, err);
    merge_release(&merge);
    return status;
}

static void *emit_in_thread(void *argument)
{
    struct emission *emission = argument;
    emission->status = emit(emission);
    return NULL;
}

/* Each table by a thread of its own: both read all runs. */
static enum status emit_both(struct builder *builder, struct error *err)
{
    struct emission postlist = {.builder = builder,
                                .postlist = builder->tables[TABLE_POSTLIST],
                                .listener = &builder->settings.listener};
    struct emission position = {.builder = builder,
                                .position = builder->tables[TABLE_POSITION]};
    pthread_t thread;
    int failure = pthread_create(&thread, NULL, emit_in_thread, &position);
    if (failure != 0)
        return error_set_errno(err, STATUS_IO, failure,
                               "cannot start a thread");
    postlist.status = emit(&postlist);
    pthread_join(thread, NULL);
    struct emission *failed =
        postlist.status != STATUS_OK ? &postlist : &position;
    if (failed->status != STATUS_OK && err)
        *err = failed->err;
    return failed->status;
}

static enum status emit_runs(struct builder *builder, struct error *err)
{
    enum status status = run_list_fold(&builder->runs, err);
    if (status != STATUS_OK || builder->settings.n_jobs > 1)
        return status == STATUS_OK ? emit_both(builder, err) : status;
    struct emission emission = {.builder = builder,
                                .postlist = builder->tables[TABLE_POSTLIST],
                                .position = builder->tables[TABLE_POSITION],
                                .listener = &builder->settings.listener};
    status = emit(&emission);
    if (status != STATUS_OK && err)
        *err = emission.err;
    return status;
}

/* Xapian's own writer makes these two even for nothing. */
static enum status start_tables(struct builder *builder, struct error *err)
{
    enum status status = table_start(builder->tables[TABLE_POSTLIST], err);
    if (status == STATUS_OK)
        status = table_start(builder->tables[TABLE_TERMLIST], err);
    return status;
}

static enum status write_tables(struct builder *builder, struct error *err)
{
    struct table *postlist = builder->tables[TABLE_POSTLIST];
    enum status status = start_tables(builder, err);
    if (status == STATUS_OK)
        status = metadata_write(&builder->metadata, postlist, err);
    if (status == STATUS_OK)
        status = slots_write(&builder->slots, postlist, err);
    if (status == STATUS_OK)
        status = emit_runs(builder, err);
    return status;
}

static void note_file(struct builder *builder, const char *name,
                      struct output_sum sum)
{
    builder->files[builder->n_files++] =
        (struct builder_file){name, sum.n_bytes, sum.checksum};
}

static enum status finish_tables(struct builder *builder,
                                 struct version *version, struct error *err)
{
    for (int kind = 0; kind < N_TABLE_KINDS; kind++) {
        struct table_root *root = &version->roots[kind];
        if (!builder->tables[kind])
            continue;
        enum status status = table_finish(builder->tables[kind], root, err);
        if (status != STATUS_OK)
            return status;
        if (root->is_made)
            note_file(builder, table_names[kind], root->file);
    }
    return STATUS_OK;
}

static enum status write_version(struct builder *builder, struct error *err)
{
    struct version version = {.n_block_bytes = builder->settings.n_block_bytes,
                              .n_docids_before =
                                  builder->settings.first_docid - 1,
                              .statistics = builder->statistics};
    enum status status = version_make_uuid(version.uuid, err);
    if (status == STATUS_OK)
        status = finish_tables(builder, &version, err);
    if (status != STATUS_OK)
        return status;
    CLEANUP(str_release) struct str path = STR_INIT;
    CLEANUP(str_release) struct str bytes;
    str_init(&bytes, VERSION_MAX_BYTES);
    version_encode(&version, &bytes);
    status = str_status(&bytes, err);
    if (status == STATUS_OK)
        status = path_of(builder, VERSION_FILE_NAME, &path, err);
    if (status == STATUS_OK)
        status = file_replace(path.bytes, str_view(&bytes), err);
    if (status == STATUS_OK)
        note_file(builder, VERSION_FILE_NAME,
                  (struct output_sum){bytes.n_bytes,
                                      checksum128_of(str_view(&bytes))});
    return status;
}

/* The directory that has the name of ours. */
static enum status sync_parent(const struct builder *builder, struct error *err)
{
    CLEANUP(str_release) struct str parent = STR_INIT;
    str_add_span(&parent, str_view(&builder->path));
    str_add_text(&parent, "/..");
    enum status status = str_status(&parent, err);
    return status == STATUS_OK ? file_sync_directory(parent.bytes, err)
                               : status;
}

enum status builder_finish(struct builder *builder, struct error *err)
{
    enum status status = check_usable(builder, err);
    if (status != STATUS_OK)
        return status;
    if (builder->run)
        status = append(builder, builder->run, err);
    run_free(builder->run);
    builder->run = NULL;
    if (status == STATUS_OK)
        status = write_tables(builder, err);
    if (status == STATUS_OK)
        status = write_version(builder, err);
    if (status == STATUS_OK)
        status = sync_parent(builder, err);
    builder->is_finished = status == STATUS_OK;
    return note(builder, status);
}

const struct builder_file *builder_files(const struct builder *builder,
                                         size_t *ret_n_files)
{
    *ret_n_files = builder->n_files;
    return builder->files;
}
