/*
 * Phrases that all matches of a query must have. Xapian asks about an article
 * here when it has all the words and a score that would bring it among the
 * best; a check_source is asked before anything is known of the score. So this
 * is for a search that does not count its matches.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_REQUIRED_PHRASES_HH
#define LEDE_STORE_REQUIRED_PHRASES_HH

#include "store/phrase_check.hh"

class required_phrases : public Xapian::MatchDecider
{
  public:
    /* index must outlive it. */
    explicit required_phrases(const struct index *index_) : index(index_)
    {
    }

    void add(const std::vector<std::string> &terms);
    bool operator()(const Xapian::Document &document) const override;

    bool is_empty() const
    {
        return phrases.empty();
    }

  private:
    using check_list = std::vector<std::unique_ptr<phrase_check>>;

    check_list &open(size_t i_shard) const;

    const struct index *index;
    check_list phrases;
    mutable std::vector<check_list> opened; /* for each shard; none yet */
};

#endif
