/*
 * Whether the words of a phrase follow one another in an article, told from
 * their positions: those of the rarest word first, so that most articles are
 * done with after one or two short lists.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_PHRASE_CHECK_HH
#define LEDE_STORE_PHRASE_CHECK_HH

#include "store/position_table.hh"

class phrase_check
{
  public:
    /* terms: in their order; index must outlive it. */
    phrase_check(const struct index *index_, std::vector<std::string> terms_)
        : index(index_), terms(std::move(terms_))
    {
    }

    phrase_check(const phrase_check &) = delete;
    phrase_check &operator=(const phrase_check &) = delete;

    /* The same phrase, to be opened somewhere else. */
    std::unique_ptr<phrase_check> again() const
    {
        return std::make_unique<phrase_check>(index, terms);
    }

    void open(const Xapian::Database &db);
    /* Fast where docid rises. Throws as position_table does. */
    bool exists(Xapian::docid docid);

  private:
    struct place {
        uint32_t i_term;
        Xapian::doccount n_documents; /* that have the term */
        std::unique_ptr<position_walk> walk;
    };

    uint64_t seek(Xapian::docid docid, size_t i_place, uint64_t start);

    const struct index *index;
    std::vector<std::string> terms;
    position_table table;
    std::vector<place> places; /* rarest first */
    size_t n_started = 0;      /* of them, in the article at hand */
};

#endif
