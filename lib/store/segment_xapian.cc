/*
 * A segment written through Xapian's API: one transaction a run, so that a
 * run that ends early, by its own will or the kernel's, leaves the segment as
 * it was.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/c_headers.hh"

#include "store/fence.hh"

#include <xapian.h>

#include <cstdlib>
#include <memory>
#include <string>

namespace
{

/*
 * After how many documents Xapian merges what it gathered in memory into its
 * tables. Its default of 10,000 took 600 MB on 5 KB articles and was slower
 * than 1,000, which took 170 MB: the maps outgrow the processor's caches.
 */
constexpr char flush_threshold[] = "1000";

struct segment {
    std::string path;
    Xapian::Database before; /* the state this run began with */
    Xapian::WritableDatabase db;
};

std::string text_of(struct str_span span)
{
    return span.n_bytes > 0 ? std::string(span.bytes, span.n_bytes)
                            : std::string();
}

Xapian::Document make_document(const struct document *document)
{
    Xapian::Document result;
    std::string term;
    for (size_t i = 0; i < document->n_postings; i++) {
        const struct posting *posting = &document->postings[i];
        term.assign(posting->term.bytes, posting->term.n_bytes);
        if (posting->position == POSITION_NONE)
            result.add_term(term, posting->wdf);
        else
            result.add_posting(term, posting->position, posting->wdf);
    }
    for (size_t i = 0; i < document->n_values; i++)
        result.add_value(document->values[i].slot,
                         text_of(document->values[i].value));
    result.add_boolean_term(text_of(document->id_term));
    result.set_data(text_of(document->record));
    return result;
}

} // namespace

extern "C" {

static enum status has(void *state, struct str_span id_term, bool *ret_has,
                       struct error *err)
{
    return guard(err, [&] {
        auto *segment = static_cast<struct segment *>(state);
        *ret_has = segment->before.term_exists(text_of(id_term));
        return STATUS_OK;
    });
}

static enum status add(void *state, const struct document *document,
                       struct error *err)
{
    return guard(err, [&] {
        auto *segment = static_cast<struct segment *>(state);
        segment->db.replace_document(text_of(document->id_term),
                                     make_document(document));
        return STATUS_OK;
    });
}

static enum status commit(void *state, struct error *err)
{
    return guard(err, [&] {
        auto *segment = static_cast<struct segment *>(state);
        segment->db.commit_transaction();
        /* Xapian syncs its tables but not the directory, so a power cut could
           bring the old version file back, whose blocks the next commit is
           free to use. */
        return file_sync_directory(segment->path.c_str(), err);
    });
}

static void free_segment(void *state)
{
    /* The destructor of an open transaction cancels it. */
    guard(nullptr, [&] {
        delete static_cast<struct segment *>(state);
        return STATUS_OK;
    });
}

static const struct segment_verbs verbs = {has, add, commit, free_segment};

enum status segment_open_xapian(const char *path, bool is_new,
                                struct segment_writer *ret_segment,
                                struct error *err)
{
    return guard(err, [&] {
        /* There is no other way to set it. What the user set stands. */
        setenv("XAPIAN_FLUSH_THRESHOLD", flush_threshold, 0);
        auto segment = std::make_unique<struct segment>();
        segment->path = path;
        segment->db = Xapian::WritableDatabase(
            path, (is_new ? Xapian::DB_CREATE : Xapian::DB_OPEN) |
                      Xapian::DB_BACKEND_GLASS);
        segment->before = Xapian::Database(path, Xapian::DB_BACKEND_GLASS);
        segment->db.begin_transaction();
        ret_segment->verbs = &verbs;
        ret_segment->state = segment.release();
        return STATUS_OK;
    });
}

} // extern "C"
