/*
 * What a run changes: articles that come in, and those that they replace or
 * that are withdrawn, which become dead where they are.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/vec.h"
#include "store/directory.h"
#include "store/segment_files.h"
#include "store/source_files.h"
#include "store/writer_state.h"

#include <stdio.h>
#include <string.h>

/* ---- the segments that are there */

/* Where the article lives as of the last commit: *ret_docid in segment
 *ret_i, or 0. The newest segment first: there is most often the answer. */
static enum status look_up(struct writer *writer, struct str_span id_term,
                           size_t *ret_i, uint32_t *ret_docid,
                           struct error *err)
{
    *ret_docid = 0;
    for (size_t i = writer->n_olds; i-- > 0;) {
        struct segment_reader *reader;
        uint32_t docid = 0;
        enum status status = writer_reader(writer, i, &reader, err);
        while (status == STATUS_OK) {
            status = segment_reader_find(reader, id_term, docid, &docid, err);
            if (status == STATUS_OK &&
                !dead_has(&writer->olds[i].before, docid)) {
                *ret_i = i;
                *ret_docid = docid;
                return STATUS_OK;
            }
        }
        if (status != STATUS_DONE)
            return status;
    }
    return STATUS_OK;
}

static enum status ask(struct writer *writer, struct str_span id_term,
                       struct error *err)
{
    if (writer->asked.n_bytes > 0 &&
        str_span_equal(str_view(&writer->asked), id_term))
        return STATUS_OK;
    str_reset(&writer->asked);
    enum status status =
        look_up(writer, id_term, &writer->i_asked, &writer->asked_docid, err);
    if (status == STATUS_OK) {
        str_add_span(&writer->asked, id_term);
        status = str_status(&writer->asked, err);
    }
    return status;
}

enum status writer_has(struct writer *writer, struct str_span id_term,
                       bool *ret_has, struct error *err)
{
    *ret_has = false;
    if (id_term.n_bytes == 0)
        return STATUS_OK;
    enum status status = ask(writer, id_term, err);
    if (status == STATUS_OK)
        *ret_has = writer->asked_docid != 0;
    return status;
}

/* Kills the article that has the id: where it was before the run, and the one
   of the run itself, which docid takes the place of (0: none does). */
static enum status kill_article(struct writer *writer, struct str_span id_term,
                                uint32_t docid, bool *ret_was_there,
                                struct error *err)
{
    uint32_t before = 0;
    enum status status = ask(writer, id_term, err);
    if (status != STATUS_OK)
        return status;
    uint32_t found = writer->asked_docid;
    *ret_was_there = false;
    if (found != 0) {
        struct dead_set *now = &writer->olds[writer->i_asked].now;
        *ret_was_there = !dead_has(now, found);
        if (*ret_was_there)
            status = dead_add(now, found, found, err);
    }
    if (status == STATUS_OK)
        status = id_table_put(&writer->ids, id_term, docid, &before, err);
    if (status == STATUS_OK && before != 0) {
        *ret_was_there = true;
        status = VEC_RESERVE(&writer->gone, &writer->n_gone_room,
                             writer->n_gone, 1, err);
        if (status == STATUS_OK)
            writer->gone[writer->n_gone++] = before;
    }
    return status;
}

/* ---- verbs */

enum status writer_begin(struct writer *writer, struct error *err)
{
    struct new_segment *fresh = &writer->fresh;
    if (*fresh->entry.name)
        return STATUS_OK;
    return new_segment_begin(writer, segment_list_last_docid(&writer->list) + 1,
                             fresh, err);
}

/* A reader multiplies docids by the number of segments. */
enum status writer_check_room(const struct writer *writer, uint64_t n_more,
                              struct error *err)
{
    uint64_t last = writer->fresh.entry.last_docid + n_more;
    if (last <= UINT32_MAX / (writer->n_olds + 1))
        return STATUS_OK;
    error_set(err, STATUS_INTERNAL,
              "the index has no numbers left for its articles");
    error_hint(err, "run `lede-index merge`");
    return STATUS_INTERNAL;
}

enum status writer_note(struct writer *writer, struct str_span id_term,
                        uint32_t docid, bool *ret_is_replaced,
                        struct error *err)
{
    bool was_there;
    writer->fresh.entry.last_docid = docid;
    writer->fresh.entry.n_documents++;
    writer->is_changed = true;
    enum status status = kill_article(writer, id_term, docid, &was_there, err);
    *ret_is_replaced = writer->asked_docid != 0;
    /* It is in already: what is wrong now is not the document. */
    return status == STATUS_TOO_BIG || status == STATUS_BAD_TEXT
               ? STATUS_INTERNAL
               : status;
}

static enum status add(struct writer *writer, const struct document *document,
                       struct error *err)
{
    struct new_segment *fresh = &writer->fresh;
    bool is_replaced;
    enum status status = writer_begin(writer, err);
    if (status == STATUS_OK)
        status = writer_check_room(writer, 1, err);
    if (status == STATUS_OK)
        status = writer_pass(writer, document, err);
    if (status != STATUS_OK)
        return status;
    sketch_list_add(&writer->sketches, document);
    return writer_note(writer, document->id_term, fresh->entry.last_docid + 1,
                       &is_replaced, err);
}

enum status writer_add(struct writer *writer, const struct document *document,
                       struct error *err)
{
    struct error cause = ERROR_INIT;
    err = err ? err : &cause;
    enum status status = writer_check(writer, err);
    if (status == STATUS_OK)
        status = document_check(document, err);
    if (status != STATUS_OK)
        return status;
    status = add(writer, document, err);
    if (status == STATUS_OK || status == STATUS_TOO_BIG ||
        status == STATUS_BAD_TEXT)
        return status;
    return writer_end(writer, status, err);
}

enum status writer_delete(struct writer *writer, struct str_span id_term,
                          struct error *err)
{
    struct error cause = ERROR_INIT;
    bool was_there = false;
    err = err ? err : &cause;
    enum status status = writer_check(writer, err);
    if (status != STATUS_OK)
        return status;
    if (id_term.n_bytes > 0) {
        status = kill_article(writer, id_term, 0, &was_there, err);
        if (status != STATUS_OK)
            return writer_end(writer, status, err);
    }
    if (!was_there)
        return error_set(err, STATUS_NOT_FOUND, "%s", "");
    writer->is_changed = true;
    return STATUS_OK;
}

enum status writer_set_sources(struct writer *writer, size_t n_kept,
                               struct str_span bytes, struct error *err)
{
    struct error cause = ERROR_INIT;
    err = err ? err : &cause;
    enum status status = writer_check(writer, err);
    if (status != STATUS_OK)
        return status;
    if (writer->has_sources || n_kept > writer->list.n_sources ||
        n_kept >= SOURCES_MAX_PARTS)
        return error_set(err, STATUS_INTERNAL,
                         "the catalogue of sources cannot be set so");
    writer->n_kept_sources = n_kept;
    writer->has_sources = true;
    writer->is_changed = true;
    memset(&writer->sources, 0, sizeof writer->sources);
    if (bytes.n_bytes > 0)
        status =
            source_file_write(writer->path.bytes, writer->manifest.revision + 1,
                              bytes, &writer->sources, err);
    return status == STATUS_OK ? status : writer_end(writer, status, err);
}
