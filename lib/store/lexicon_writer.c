/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/checksum.h"
#include "base/file.h"
#include "base/vec.h"
#include "store/lexicon_form.h"
#include "store/schema.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What is written at a time. */
#define OUTPUT_BYTES ((size_t)256 << 10)

struct lexicon_writer {
    char *path;
    int fd;
    struct str output;  /* not written yet; the block at hand is its end */
    size_t off_block;   /* where that begins */
    uint64_t n_written; /* bytes */
    struct checksum_sum *sum; /* of them */
    uint64_t *ends;           /* of the blocks that are done */
    size_t n_ends;
    size_t n_ends_room;
    uint64_t n_terms;
    char last[DOCUMENT_MAX_TERM_BYTES];
    size_t n_last;
    bool is_finished;
};

/* ---- which terms */

static bool is_capital(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

static bool is_listed(const struct schema_row *row)
{
    return row->kind == FIELD_KIND_STEMMED || row->kind == FIELD_KIND_WORDS ||
           row->field == FIELD_TAG;
}

bool lexicon_takes(struct str_span term)
{
    size_t n_rows;
    const struct schema_row *rows = schema_rows(&n_rows);
    if (term.n_bytes == 0 || !is_capital(term.bytes[0]))
        return term.n_bytes > 0;
    if (term.bytes[0] == 'Z') /* a stem: no field has it for its prefix */
        return false;
    for (size_t i = 0; i < n_rows; i++) {
        struct str_span prefix = str_span_of(rows[i].prefix);
        /* Behind its prefix no word begins with a capital. */
        if (prefix.n_bytes > 0 && is_listed(&rows[i]) &&
            str_span_starts(term, prefix) && term.n_bytes > prefix.n_bytes &&
            !is_capital(term.bytes[prefix.n_bytes]))
            return true;
    }
    return false;
}

/* ---- life cycle */

enum status lexicon_writer_new(const char *path,
                               struct lexicon_writer **ret_writer,
                               struct error *err)
{
    struct lexicon_writer *writer = calloc(1, sizeof *writer);
    if (!writer)
        return error_no_memory(err);
    writer->fd = -1;
    writer->is_finished = true; /* nothing to remove yet */
    writer->path = strdup(path);
    writer->sum = checksum_sum_new();
    if (!writer->path || !writer->sum) {
        lexicon_writer_free(writer);
        return error_no_memory(err);
    }
    writer->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (writer->fd < 0) {
        error_set_errno(err, STATUS_IO, errno, "cannot create '%s'", path);
        lexicon_writer_free(writer);
        return STATUS_IO;
    }
    writer->is_finished = false;
    *ret_writer = writer;
    return STATUS_OK;
}

void lexicon_writer_free(struct lexicon_writer *writer)
{
    if (!writer)
        return;
    if (writer->fd >= 0)
        close(writer->fd);
    if (!writer->is_finished)
        (void)unlink(writer->path);
    checksum_sum_free(writer->sum);
    str_release(&writer->output);
    free(writer->ends);
    free(writer->path);
    free(writer);
}

/* ---- blocks */

static void add_number(struct str *out, uint64_t number)
{
    char bytes[LEXICON_VARINT_BYTES];
    size_t n = 0;
    while (number >= 128) {
        bytes[n++] = (char)(number | 128);
        number >>= 7;
    }
    bytes[n++] = (char)number;
    str_add(out, bytes, n);
}

static void add_u64(struct str *out, uint64_t number)
{
    char bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(number >> (8 * i));
    str_add(out, bytes, sizeof bytes);
}

static enum status flush(struct lexicon_writer *writer, struct error *err)
{
    enum status status = str_status(&writer->output, err);
    if (status == STATUS_OK)
        status = file_write_all(writer->fd, writer->path,
                                str_view(&writer->output), err);
    checksum_sum_add(writer->sum, str_view(&writer->output));
    writer->n_written += writer->output.n_bytes;
    str_reset(&writer->output);
    writer->off_block = 0;
    return status;
}

static enum status end_block(struct lexicon_writer *writer, struct error *err)
{
    struct str_span block =
        str_span(str_view(&writer->output).bytes + writer->off_block,
                 writer->output.n_bytes - writer->off_block);
    if (block.n_bytes == 0)
        return STATUS_OK;
    enum status status = VEC_RESERVE(&writer->ends, &writer->n_ends_room,
                                     writer->n_ends, 1, err);
    if (status != STATUS_OK)
        return status;
    add_u64(&writer->output, checksum_of(block));
    writer->off_block = writer->output.n_bytes;
    writer->ends[writer->n_ends++] = writer->n_written + writer->off_block;
    writer->n_last = 0;
    return writer->off_block < OUTPUT_BYTES ? STATUS_OK : flush(writer, err);
}

static size_t count_shared(const struct lexicon_writer *writer,
                           struct str_span term)
{
    size_t n_most =
        writer->n_last < term.n_bytes ? writer->n_last : term.n_bytes;
    size_t n = 0;
    while (n < n_most && writer->last[n] == term.bytes[n])
        n++;
    return n;
}

enum status lexicon_writer_add(struct lexicon_writer *writer,
                               struct str_span term, uint64_t n_articles,
                               struct error *err)
{
    if (!lexicon_takes(term))
        return STATUS_OK;
    if (term.n_bytes > sizeof writer->last || n_articles == 0)
        return error_set(err, STATUS_INTERNAL, "no term for a lexicon");
    size_t n_shared = count_shared(writer, term);
    if (writer->n_last > 0 && (n_shared == term.n_bytes ||
                               (n_shared < writer->n_last &&
                                (unsigned char)term.bytes[n_shared] <
                                    (unsigned char)writer->last[n_shared])))
        return error_set(err, STATUS_INTERNAL,
                         "the terms of a lexicon are not in order");
    add_number(&writer->output, n_shared);
    add_number(&writer->output, term.n_bytes - n_shared);
    str_add(&writer->output, term.bytes + n_shared, term.n_bytes - n_shared);
    add_number(&writer->output, n_articles);
    enum status status = str_status(&writer->output, err);
    if (status != STATUS_OK)
        return status;
    memcpy(writer->last + n_shared, term.bytes + n_shared,
           term.n_bytes - n_shared);
    writer->n_last = term.n_bytes;
    writer->n_terms++;
    return writer->output.n_bytes - writer->off_block < LEXICON_BLOCK_BYTES
               ? STATUS_OK
               : end_block(writer, err);
}

static void add_foot(struct lexicon_writer *writer)
{
    struct str *output = &writer->output;
    size_t off_foot = output->n_bytes;
    for (size_t i = 0; i < writer->n_ends; i++)
        add_u64(output, writer->ends[i]);
    add_u64(output, writer->n_terms);
    add_u64(output, writer->n_ends);
    str_add(output, LEXICON_MAGIC, LEXICON_MAGIC_BYTES);
    struct str_span all = str_view(output);
    if (str_status(output, NULL) == STATUS_OK)
        add_u64(output, checksum_of(str_span(all.bytes + off_foot,
                                             all.n_bytes - off_foot)));
}

enum status lexicon_writer_finish(struct lexicon_writer *writer,
                                  bool is_to_sync, struct kept_file *ret_file,
                                  struct error *err)
{
    enum status status = end_block(writer, err);
    if (status != STATUS_OK)
        return status;
    add_foot(writer);
    status = flush(writer, err);
    if (status == STATUS_OK && is_to_sync && fsync(writer->fd) != 0)
        status = error_set_errno(err, STATUS_IO, errno, "cannot sync '%s'",
                                 writer->path);
    int fd = writer->fd;
    writer->fd = -1;
    if (close(fd) != 0 && status == STATUS_OK)
        status = error_set_errno(err, STATUS_IO, errno, "cannot write '%s'",
                                 writer->path);
    *ret_file = (struct kept_file){LEXICON_FILE, writer->n_written,
                                   checksum_sum_get(writer->sum)};
    writer->is_finished = status == STATUS_OK;
    return status;
}
