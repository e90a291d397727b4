/*
 * What an open index is, for the two files that read it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_INDEX_HH
#define LEDE_STORE_INDEX_HH

#include "store/c_headers.hh"

#include <xapian.h>

#include <string>

struct index {
    std::string path;
    struct manifest manifest;
    Xapian::Database db;
    std::string record; /* what index_record() lent */
};

/* How often a question is asked again when writers commit meanwhile. */
constexpr int index_max_tries = 4;

/*
 * Runs ask() again on the newest state when the one that was open is gone: a
 * Xapian database lasts one commit of its writer, and fails in any call after
 * the second. Blocks that are used again may also look damaged, so what
 * counts is whether there is a newer state. For questions that are asked as a
 * whole; throws what the last try threw.
 */
template <typename Ask> enum status index_retry(struct index *index, Ask &&ask)
{
    for (int i = 1;; i++) {
        try {
            return ask();
        } catch (const Xapian::DatabaseError &) {
            if (i == index_max_tries || !index->db.reopen())
                throw;
        }
        /* For people; an unreadable one leaves the old. */
        struct manifest manifest;
        if (manifest_read(index->path.c_str(), &manifest, nullptr) == STATUS_OK)
            index->manifest = manifest;
    }
}

#endif
