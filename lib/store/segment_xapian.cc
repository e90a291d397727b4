/*
 * A segment written through Xapian's API: as one transaction, so that none of
 * it is seen or synced before its time.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/c_headers.hh"

#include "glass/document.h"
#include "store/fence.hh"

#include <xapian.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <unordered_map>

namespace
{

/*
 * After how many documents Xapian merges what it gathered in memory into its
 * tables. Its default of 10,000 took 600 MB on 5 KB articles and was slower
 * than 1,000, which took 170 MB: the maps outgrow the processor's caches.
 */
constexpr char flush_threshold[] = "1000";

struct segment {
    Xapian::WritableDatabase db;
    Xapian::docid next_docid;
};

Xapian::Document make_document(const struct document *document)
{
    Xapian::Document result;
    std::unordered_map<std::string, uint32_t> sums;
    std::string term;
    for (size_t i = 0; i < document->n_postings; i++) {
        const struct glass_posting *posting = &document->postings[i];
        const struct str_span span = document_term(document, i);
        term.assign(span.bytes, span.n_bytes);
        sums[term] += posting->wdf;
        if (posting->position != POSITION_NONE)
            result.add_posting(term, posting->position, 0);
    }
    for (const auto &[name, sum] : sums)
        result.add_term(name, glass_wdf(sum, document->scale));
    for (size_t i = 0; i < document->n_values; i++)
        result.add_value(document->values[i].slot,
                         string_of(document->values[i].value));
    result.add_boolean_term(string_of(document->id_term));
    result.set_data(string_of(document->record));
    return result;
}

} // namespace

extern "C" {

static enum status add(void *state, const struct document *document,
                       struct error *err)
{
    return guard(err, [&] {
        auto *segment = static_cast<struct segment *>(state);
        /* Greater than all before it, so nothing is looked for or replaced. */
        segment->db.replace_document(segment->next_docid,
                                     make_document(document));
        segment->next_docid++;
        return STATUS_OK;
    });
}

static enum status finish(void *state, struct error *err)
{
    return guard(err, [&] {
        auto *segment = static_cast<struct segment *>(state);
        segment->db.commit_transaction();
        segment->db.close();
        return STATUS_OK;
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

static const struct segment_verbs verbs = {add, finish, nullptr, free_segment,
                                           true};

enum status segment_open_xapian(const char *path, uint32_t first_docid,
                                struct segment_writer *ret_segment,
                                struct error *err)
{
    return guard(err, [&] {
        /* There is no other way to set it. What the user set stands. */
        setenv("XAPIAN_FLUSH_THRESHOLD", flush_threshold, 0);
        auto segment = std::make_unique<struct segment>();
        /* Synced when it is measured. */
        segment->db = Xapian::WritableDatabase(
            path,
            Xapian::DB_CREATE | Xapian::DB_NO_SYNC | Xapian::DB_BACKEND_GLASS);
        segment->next_docid = first_docid;
        segment->db.begin_transaction();
        ret_segment->verbs = &verbs;
        ret_segment->state = segment.release();
        return STATUS_OK;
    });
}

} // extern "C"
