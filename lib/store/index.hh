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
    /* A database must not be asked again once it has thrown: its cursors keep
       the block that they have just refused and answer from it (1.4.22: the
       record that was refused comes when asked for again, in the words of some
       other revision). */
    bool is_spent;
    bool is_modified; /* spent because the index was written meanwhile */
};

/* Opens the newest state of the segment in place of the one that is open. */
void index_reopen(struct index *index);

/* How often a question is asked again when writers commit meanwhile. */
constexpr int index_max_tries = 4;

/* Runs ask() on the state that is open. Docids of a state that is gone may
   mean other articles now, so from then on it is STATUS_MODIFIED. */
template <typename Ask> enum status index_ask(struct index *index, Ask &&ask)
{
    if (index->is_modified)
        throw Xapian::DatabaseModifiedError("the index was written meanwhile");
    if (index->is_spent)
        index_reopen(index);
    try {
        return ask();
    } catch (const Xapian::DocNotFoundError &) {
        throw;
    } catch (const Xapian::DatabaseModifiedError &) {
        index->is_spent = index->is_modified = true;
        throw;
    } catch (...) {
        index->is_spent = true;
        throw;
    }
}

/*
 * For questions that are asked as a whole: asks again on the newest state when
 * the one that was open is gone. A Xapian database lasts one commit of its
 * writer, and fails in any call after the second; blocks that are used again
 * may then also look damaged. Throws what the last try threw.
 */
template <typename Ask> enum status index_retry(struct index *index, Ask &&ask)
{
    for (int i = 1;; i++) {
        if (index->is_spent)
            index_reopen(index);
        try {
            return index_ask(index, ask);
        } catch (const Xapian::DatabaseError &) {
            if (i == index_max_tries)
                throw;
        }
    }
}

#endif
