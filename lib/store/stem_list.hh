/*
 * The stems of articles, where they are read of many: from the segment's own
 * file of terms, which costs a fifth of what Xapian needs for it, or by Xapian
 * where that is not to be had (tag_reader.h).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_STEM_LIST_HH
#define LEDE_STORE_STEM_LIST_HH

#include "store/index.hh"

struct stem {
    struct str_span term; /* with its prefix */
    uint32_t wdf;
};

class stem_list
{
  public:
    /*
     * Those of the text (fields have others) in byte order; borrowed until the
     * next call. Of the article's stems of all kinds the first n_most are
     * looked at.
     */
    const std::vector<stem> &read(const shard &in, Xapian::docid docid,
                                  size_t n_most);

    /* How many were looked at by the last call. */
    size_t n_read() const
    {
        return n_looked_at;
    }

  private:
    bool read_tag(const shard &in, Xapian::docid docid, size_t n_most);
    void read_by_xapian(const shard &in, Xapian::docid docid, size_t n_most);
    bool take(struct str_span term, uint32_t wdf, size_t n_most);

    std::string bytes; /* of the terms, one behind the other */
    std::vector<stem> stems;
    size_t n_looked_at = 0;
};

#endif
