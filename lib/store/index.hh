/*
 * What an open index is, for the files that read it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_INDEX_HH
#define LEDE_STORE_INDEX_HH

#include "store/c_headers.hh"

#include <xapian.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

/* One segment, with all its files open: it stays whole however long it is
   read, also when a writer has removed it. */
struct shard {
    std::string path;
    Xapian::Database db;
    std::shared_ptr<struct dead_set> dead;
    std::shared_ptr<struct lexicon> words;   /* null: made before there were
                                                any */
    std::shared_ptr<struct columns> columns; /* null: likewise */
    std::shared_ptr<struct tag_reader> data; /* null: Xapian reads them */
    uint32_t first = 1;                      /* docids that it may have */
    uint32_t last = 0;
    /* Opened when it is first asked for; null: not yet, or Xapian reads them */
    mutable std::shared_ptr<struct position_reader> positions = nullptr;
    mutable std::shared_ptr<struct tag_reader> terms = nullptr; /* likewise */
};

struct index {
    std::string path;
    struct manifest manifest = {};
    uint64_t n_bytes = 0;      /* of the files that the manifest names */
    std::vector<shard> shards; /* oldest first; docids rise from one to next */
    Xapian::Database all;      /* of them; for matching */
    std::shared_ptr<struct group_table> groups; /* of the living */
    uint64_t n_articles = 0;                    /* living */
    uint64_t n_dead = 0; /* documents that match but must not */
    struct deadline deadline = {0};
    std::string record; /* what index_record() lent */
    /* In how many documents the terms are that were asked for last. */
    mutable std::unordered_map<std::string, uint32_t> frequencies = {};
    /* A database must not be asked again once it has thrown: its cursors keep
       the block that they have just refused and answer from it (1.4.22: the
       record that was refused comes when asked for again, in other words). */
    struct error spent = ERROR_INIT;
};

/* The shard that has the docid, or NULL. */
shard *index_shard(struct index *index, uint32_t docid);

/* In how many documents a term is, the dead among them. A query asks some times
   for each of its words, and each time Xapian looks it up in its table. */
uint32_t index_termfreq(const struct index *index, const std::string &term);

/* Xapian numbers the documents of several databases by turns; docids of the
   segments never overlap, so one of them is enough for us. */
inline uint32_t index_local_docid(const struct index *index,
                                  Xapian::docid docid)
{
    auto n = static_cast<Xapian::docid>(index->shards.size());
    return (docid - 1) / n + 1;
}

/* Keeps what is being thrown as the answer to all later questions. Only for a
   catch block. */
void index_spend(struct index *index);

/* Runs ask() unless an earlier one has failed. */
template <typename Ask>
enum status index_ask(struct index *index, struct error *err, Ask &&ask)
{
    if (index->spent.status != STATUS_OK) {
        if (err)
            *err = index->spent;
        return index->spent.status;
    }
    try {
        return ask();
    } catch (const Xapian::DocNotFoundError &) {
        throw;
    } catch (...) {
        index_spend(index);
        throw;
    }
}

#endif
