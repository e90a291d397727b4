/*
 * The spans of one tree (span.h) in the articles of one segment, read from the
 * positions of their words. Articles are best asked about in rising order.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_ARTICLE_SPANS_HH
#define LEDE_STORE_ARTICLE_SPANS_HH

#include "store/term_lists.hh"

#include <exception>

struct match_time;
class required_phrases;

/* What the checks of one search share. */
struct check_state {
    const struct index *index = nullptr;
    struct match_time *time = nullptr;    /* of the match; NULL outside one */
    required_phrases *required = nullptr; /* takes what can be checked last;
                                             NULL: nothing does */
    enum status status = STATUS_OK;       /* of the first that failed */
    struct error err = ERROR_INIT;
    uint64_t n_cut = 0; /* articles of which not all could be looked at */
};

/* Thrown when a check fails, through Xapian as well; state says how. */
struct check_failure {
};

/* Where paragraphs begin, of articles that have long ones. In all others each
   stretch is a paragraph. */
class paragraph_table
{
  public:
    explicit paragraph_table(const struct expr_check *check_) : check(check_)
    {
    }

    void open(const Xapian::Database &db_);
    struct span_range find(Xapian::docid docid_, uint32_t position);

  private:
    bool is_long(Xapian::docid docid_);
    void read(Xapian::docid docid_);

    const struct expr_check *check;
    Xapian::Database db;
    bool is_named = false;
    Xapian::PostingIterator long_ones;
    Xapian::PostingIterator long_end;
    Xapian::docid docid = 0;
    std::vector<uint32_t> starts; /* stretches; none: as they come */
};

class article_spans
{
  public:
    /* Both must outlive it. */
    article_spans(const struct expr_check *check_, struct check_state *state_)
        : the_check(check_), state(state_), paragraphs(check_)
    {
    }

    article_spans(const article_spans &) = delete;
    article_spans &operator=(const article_spans &) = delete;

    ~article_spans()
    {
        span_work_release(&work);
    }

    /* The same, to be opened somewhere else. */
    std::unique_ptr<article_spans> again() const
    {
        return std::make_unique<article_spans>(the_check, state);
    }

    void open(const Xapian::Database &db_);
    /* Whether there is one; of _AT_LEAST, whether there are enough. docid is at
       least the last one since open(). */
    bool exists(Xapian::docid docid_);
    /* All of them, borrowed until the next call. */
    struct span_list find(Xapian::docid docid_);

  private:
    template <typename Ask> void ask(Xapian::docid docid_, Ask &&ask);
    bool has_enough(const struct span_node *tree);
    struct span_range locate(uint32_t position, enum span_unit unit);
    template <typename Body> enum status keep_thrown(Body &&body) noexcept;
    static enum status give_positions(void *context, size_t i_list,
                                      struct span_positions *ret_positions,
                                      struct error *err);
    static enum status give_next(void *context, size_t i_list, uint64_t from,
                                 uint64_t *ret_position, struct error *err);
    static enum status give_range(void *context, uint32_t position,
                                  enum span_unit unit,
                                  struct span_range *ret_range,
                                  struct error *err);

    const struct expr_check *the_check;
    struct check_state *state;
    paragraph_table paragraphs;
    Xapian::Database db;
    term_lists lists;
    struct span_work work = SPAN_WORK_INIT;
    Xapian::docid docid = 0; /* what is looked at */
    Xapian::docid record_docid = 0;
    std::string record;
    std::exception_ptr pending;
};

#endif
