/*
 * `lede-index sync`: the index becomes what the files are. Reads only what is
 * new or changed: by size and time, and by its hash when these differ.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/intake.h"
#include "indexer/interrupt.h"
#include "indexer/sync_drop.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* clang-format off */
static const struct option_row rows[] = {
    INTAKE_ROWS_INDEX,
    INTAKE_ROWS_INPUT,
    INTAKE_ROWS_PROBLEMS,
    {KEY_ALLOW_EMPTY, "allow-empty", OPTION_FLAG, NULL, NULL,
     "drop all of a directory also when it is gone or empty"},
    INTAKE_ROW_DRY_RUN,
    INTAKE_ROWS_WORDS,
};
/* clang-format on */

static const struct option_table table = {
    "lede-index sync",
    "lede-index sync [OPTION]... PATH...",
    "Makes an index what the files are: adds, replaces, drops.",
    rows,
    sizeof(rows) / sizeof(rows[0]),
    "Files that did not change are not read. Only articles that came from "
    "files\n"
    "under a PATH are dropped. Exit status: 0 all done, 1 done but some "
    "articles\n"
    "were skipped, 2 nothing done.",
};

struct sync {
    struct intake intake;
    struct source_list known; /* the catalogue as of the last commit */
    struct path_set roots;
    struct path_set closed;
    struct sync_drop drop;
    struct walk walk;
    struct identity_set paths; /* of this run: none is looked at twice */
    uint64_t n_files;          /* that were seen under this operand */
    uint64_t n_unchanged;      /* articles of files that are as they were */
};

/* ---- one file */

static enum status hash_file(const struct walk_file *file,
                             struct checksum128 *ret_hash)
{
    int fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    uint64_t n_bytes = 0;
    enum status status;

    if (fd < 0)
        return STATUS_IO;
    status = checksum128_of_file(fd, file->path, &n_bytes, ret_hash, NULL);
    (void)close(fd);
    return status == STATUS_OK && n_bytes != file->n_bytes ? STATUS_MODIFIED
                                                           : status;
}

static bool is_to_be_read_again(const struct source *source)
{
    return source->hash.high == 0 && source->hash.low == 0;
}

/* Its time has changed, or said too little: the hash decides. What it is now
   is remembered, so that it need not be asked again. */
static enum status compare_hash(struct sync *sync, struct source *source,
                                const struct walk_file *file, bool *ret_is_same,
                                struct error *err)
{
    struct input_facts facts = {
        .n_bytes = file->n_bytes,
        .mtime_ns = file->mtime_ns,
        .is_file = true,
        .is_end = true,
    };
    struct source now = *source;
    struct checksum128 hash;

    *ret_is_same = false;
    (void)clock_gettime(CLOCK_REALTIME, &facts.opened);
    if (hash_file(file, &hash) != STATUS_OK ||
        !checksum128_equal(hash, source->hash))
        return STATUS_OK; /* reading it will tell what is wrong */
    *ret_is_same = true;
    now.mtime_ns = source_log_time(&facts);
    if (now.mtime_ns == source->mtime_ns)
        return STATUS_OK;
    return source_list_add(&sync->intake.log.list, &now, err);
}

static enum status is_same_file(struct sync *sync, struct source *source,
                                const struct walk_file *file, bool *ret_is_same,
                                struct error *err)
{
    *ret_is_same = false;
    if (is_to_be_read_again(source) || source->n_bytes != file->n_bytes)
        return STATUS_OK;
    *ret_is_same = source->mtime_ns != 0 && source->mtime_ns == file->mtime_ns;
    return *ret_is_same ? STATUS_OK
                        : compare_hash(sync, source, file, ret_is_same, err);
}

/* Called by the walk. */
static enum status take_file(void *context, const struct walk_file *file,
                             struct error *err)
{
    struct sync *sync = context;
    struct ingest *ingest = &sync->intake.ingest;
    struct source *source;
    struct str_span path;
    bool is_same = false;
    bool is_new;
    enum status status =
        source_log_path(&sync->intake.log, file->path, &path, err);

    if (status != STATUS_OK)
        return status;
    if (interrupt_is_set())
        return error_set(err, STATUS_IO, "interrupted: the index is as it was");
    sync->n_files++;
    status = identity_set_put(&sync->paths, path, &is_new, err);
    if (status != STATUS_OK || (!is_new && path.n_bytes > 0))
        return status;
    source = source_list_find(&sync->known, path);
    if (source == NULL)
        return ingest_file(ingest, file, err);
    source->is_found = true;
    status = is_same_file(sync, source, file, &is_same, err);
    if (status != STATUS_OK)
        return status;
    if (is_same) {
        sync->n_unchanged += source->n_ids;
        return STATUS_OK;
    }
    source->is_read = true;
    status = ingest_known_file(ingest, file, source,
                               !is_to_be_read_again(source), err);
    /* What could not be read whole loses nothing. */
    source->is_outdated = ingest->n_file_skipped == 0;
    return status;
}

/* Called by the walk: whatever is behind this path is not known to be gone. */
static enum status note_closed(void *context, const char *path,
                               const char *reason, struct error *err)
{
    struct sync *sync = context;
    struct str_span name;
    enum status status = source_log_path(&sync->intake.log, path, &name, err);

    if (status == STATUS_OK && name.n_bytes > 0)
        status = path_set_add(&sync->closed, name, err);
    if (status != STATUS_OK)
        return status;
    return ingest_skip(&sync->intake.ingest, path, reason, err);
}

/* ---- one operand */

/* A directory without a file, or gone, may be a disk that is not mounted. */
static enum status check_empty(struct sync *sync, const char *operand,
                               struct error *err)
{
    struct str_span root = source_log_root(&sync->intake.log);

    if (sync->n_files > 0 || sync->intake.options->is_empty_allowed ||
        !source_list_has_below(&sync->known, root) ||
        path_set_covers(&sync->closed, root))
        return STATUS_OK;
    return note_closed(sync, operand,
                       "no file is left in it: its articles stay "
                       "(--allow-empty drops them)",
                       err);
}

static bool is_missing(const char *operand)
{
    struct stat st;

    return stat(operand, &st) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

static enum status sync_operand(struct sync *sync, const char *operand,
                                struct error *err)
{
    struct source_log *log = &sync->intake.log;
    enum status status = STATUS_OK;
    struct str_span root;

    sync->n_files = 0;
    if (strcmp(operand, "-") == 0)
        return error_set(err, STATUS_BAD_USAGE,
                         "standard input cannot be synced: add it");
    if (!is_missing(operand)) {
        status = intake_walk(&sync->intake, &sync->walk, operand, err);
    } else {
        status = source_log_set_operand(log, operand, false, err);
        root = source_log_root(log);
        /* A file that it knows has gone, and that is what it is told. */
        if (status == STATUS_OK &&
            source_list_find(&sync->known, root) == NULL &&
            !source_list_has_below(&sync->known, root))
            status = walk_operand(&sync->walk, operand, err);
    }
    root = source_log_root(log);
    if (status == STATUS_OK && root.n_bytes > 0)
        status = path_set_add(&sync->roots, root, err);
    return status == STATUS_OK ? check_empty(sync, operand, err) : status;
}

/* ---- the run */

static enum status load_known(struct sync *sync, struct error *err)
{
    const char *path = sync->intake.index_path;
    struct writer *writer = sync->intake.ingest.writer;
    struct segment_list segments = SEGMENT_LIST_INIT;
    struct manifest there;
    enum status status;

    if (writer != NULL)
        return source_load(path, writer_segments(writer), 0, &sync->known, err);
    status = manifest_read(path, &there, &segments, err);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK; /* it would be made */
    if (status == STATUS_OK)
        status = index_open(path, &sync->intake.ingest.index, err);
    if (status == STATUS_OK)
        status = source_load(path, &segments, 0, &sync->known, err);
    segment_list_release(&segments);
    return status;
}

static enum status read_all(struct sync *sync, struct error *err)
{
    struct intake_place place = {0, NULL};
    const char *operand;
    enum status status = STATUS_OK;

    while (status == STATUS_OK &&
           (operand = intake_next(&sync->intake, &place)) != NULL)
        status = sync_operand(sync, operand, err);
    if (status == STATUS_OK)
        status = sync_drop_run(&sync->drop, err);
    sync->intake.n_hidden = sync->walk.n_hidden;
    return status;
}

/* A new index is not made when nothing came in but trouble. */
static bool is_to_be_committed(const struct sync *sync)
{
    const struct ingest *ingest = &sync->intake.ingest;

    return ingest->writer != NULL &&
           (writer_manifest(ingest->writer)->revision > 0 ||
            ingest->counts.n_articles > 0 || ingest->counts.n_skipped == 0);
}

static void print_summary(const struct sync *sync)
{
    CLEANUP(str_release) struct str line = STR_INIT;
    const struct ingest *ingest = &sync->intake.ingest;
    uint64_t n_new = ingest->counts.n_articles - ingest->n_replaced -
                     sync->intake.report.counts[REPORT_REPLACED];

    if (sync->intake.options->is_quiet)
        return;
    if (ingest->stage == STAGE_CHECK)
        str_add_text(&line, "dry run: ");
    command_add_count(&line, n_new);
    str_add_text(&line, " added, ");
    command_add_count(&line, ingest->n_replaced);
    str_add_text(&line, " replaced, ");
    command_add_count(&line, sync->drop.n_dropped);
    str_add_text(&line, " dropped, ");
    command_add_count(&line, sync->n_unchanged + ingest->n_same);
    str_add_format(&line, " unchanged in %.1f s",
                   progress_seconds(&sync->intake.progress));
    if (ingest->counts.n_skipped > 0) {
        str_add_text(&line, "; ");
        command_add_count(&line, ingest->counts.n_skipped);
        str_add_text(&line, " skipped");
    }
    (void)fprintf(stderr, "%s\n", str_view(&line).bytes);
    intake_print_more(&sync->intake);
}

static enum status run(struct sync *sync, int *ret_exit, struct error *err)
{
    enum status status = intake_open(&sync->intake, err);

    if (status != STATUS_OK)
        return status;
    sync->intake.ingest.is_whole_file = true;
    status = load_known(sync, err);
    if (status == STATUS_OK)
        status = read_all(sync, err);
    status = intake_finish(&sync->intake, status, err);
    if (status == STATUS_OK && is_to_be_committed(sync))
        status = intake_commit(&sync->intake, err);
    if (status != STATUS_OK)
        return status;
    print_summary(sync);
    *ret_exit = intake_exit(&sync->intake);
    return STATUS_OK;
}

static enum status sync_files(int argc, char **argv, int *ret_exit,
                              struct error *err)
{
    struct intake_options options;
    struct sync sync;
    int first = 0;

    intake_options_init(&options);

    enum status status = option_parse(&table, argc, argv, intake_options_set,
                                      &options, &first, err);

    if (status != STATUS_OK)
        return status;
    if (options.is_help || options.is_version)
        return command_answer(&table, options.is_help, err);
    if (first == argc && options.files_from == NULL) {
        (void)error_set(err, STATUS_BAD_USAGE, "nothing to sync with");
        error_hint(err, "name files or directories");
        return STATUS_BAD_USAGE;
    }
    memset(&sync, 0, sizeof(sync));
    sync.roots = sync.closed = (struct path_set)PATH_SET_INIT;
    sync.drop = (struct sync_drop){.known = &sync.known,
                                   .roots = &sync.roots,
                                   .closed = &sync.closed,
                                   .ingest = &sync.intake.ingest};
    intake_init(&sync.intake, &options, argv + first);
    sync.walk =
        (struct walk){&sync, take_file, note_closed, 0, sync.intake.index_path};
    status = run(&sync, ret_exit, err);
    intake_release(&sync.intake);
    source_list_release(&sync.known);
    identity_set_release(&sync.paths);
    path_set_release(&sync.roots);
    path_set_release(&sync.closed);
    return status;
}

const struct command command_sync = {"sync", &table, sync_files};
