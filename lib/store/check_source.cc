/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/check_source.hh"

#include "store/term_lists.hh"

#include <algorithm>
#include <exception>
#include <utility>

namespace
{

/* Checks between two looks at the clock: each may take some 100 microseconds.
 */
constexpr unsigned n_between_looks = 8;

/* Where paragraphs begin, of articles that have long ones. In all others each
   stretch is a paragraph. */
class paragraph_table
{
  public:
    explicit paragraph_table(const struct expr_check *check_) : check(check_)
    {
    }

    void open(const Xapian::Database &db_)
    {
        db = db_;
        docid = 0;
        is_named = check->field != FIELD_TEXT && check->field != FIELD_TITLE;
        long_ones = db.postlist_begin(TERM_LONG);
        long_end = db.postlist_end(TERM_LONG);
    }

    struct span_range find(Xapian::docid docid_, uint32_t position)
    {
        uint32_t stretch = position / STRETCH_POSITIONS;
        if (docid != docid_)
            read(docid_);
        if (starts.empty())
            return range_of(stretch, stretch + uint64_t(1));
        auto next = std::upper_bound(starts.begin(), starts.end(), stretch);
        uint32_t first = next == starts.begin() ? 0 : next[-1];
        return range_of(first, next == starts.end() ? UINT32_MAX : *next);
    }

  private:
    static struct span_range range_of(uint32_t first, uint64_t end)
    {
        return {schema_first_position(first), end * STRETCH_POSITIONS};
    }

    /* Names have paragraphs of their own, which the record has not. */
    bool is_long(Xapian::docid docid_)
    {
        if (is_named || long_ones == long_end)
            return false;
        if (*long_ones < docid_)
            long_ones.skip_to(docid_);
        return long_ones != long_end && *long_ones == docid_;
    }

    void read(Xapian::docid docid_)
    {
        docid = docid_;
        starts.clear();
        if (!is_long(docid))
            return;
        const std::string record = db.get_document(docid).get_data();
        struct arena arena = ARENA_INIT;
        struct article article = {};
        struct error err = ERROR_INIT;
        enum status status = article_decode({record.data(), record.size()},
                                            &arena, &article, &err);
        starts.push_back(0);
        for (size_t i = 0; status == STATUS_OK && i < article.n_paragraphs; i++)
            starts.push_back(article.paragraphs[i].i_stretch);
        arena_release(&arena);
        if (status != STATUS_OK)
            throw Xapian::DatabaseCorruptError(err.message);
    }

    const struct expr_check *check;
    Xapian::Database db;
    bool is_named = false;
    Xapian::PostingIterator long_ones;
    Xapian::PostingIterator long_end;
    Xapian::docid docid = 0;
    std::vector<uint32_t> starts; /* stretches; none: as they come */
};

class check_source : public Xapian::PostingSource
{
  public:
    check_source(const struct expr_check *check_, struct check_state *state_)
        : the_check(check_), state(state_), paragraphs(check_)
    {
    }

    check_source(const check_source &) = delete;
    check_source &operator=(const check_source &) = delete;

    ~check_source() override
    {
        span_work_release(&work);
    }

    check_source *clone() const override
    {
        return new check_source(the_check, state);
    }

    void init(const Xapian::Database &db_) override
    {
        db = db_;
        is_open = is_ended = false;
        now = 0;
        n_documents = db.get_doccount();
        set_maxweight(0);
    }

    Xapian::doccount get_termfreq_min() const override
    {
        return 0;
    }

    Xapian::doccount get_termfreq_est() const override
    {
        return n_documents;
    }

    Xapian::doccount get_termfreq_max() const override
    {
        return n_documents;
    }

    void next(double) override
    {
        find(now + 1);
    }

    void skip_to(Xapian::docid wanted, double) override
    {
        if (wanted > now)
            find(wanted);
    }

    bool check(Xapian::docid wanted, double) override
    {
        begin();
        now = wanted;
        is_ended = has_ended(wanted);
        return is_ended || passes(wanted);
    }

    bool at_end() const override
    {
        return is_ended;
    }

    Xapian::docid get_docid() const override
    {
        return now;
    }

    std::string get_description() const override
    {
        return "check";
    }

  private:
    /* Opening many terms takes time: only when there is something to check. */
    void begin()
    {
        if (is_open)
            return;
        is_open = true;
        all = db.postlist_begin(std::string());
        lists.open(state->index, db, the_check);
        paragraphs.open(db);
    }

    void find(Xapian::docid from)
    {
        const auto end = Xapian::PostingIterator();
        begin();
        if (all != end)
            all.skip_to(from);
        while (all != end && !has_ended(*all) && !passes(*all))
            ++all;
        is_ended = all == end || state->time->is_late;
        if (!is_ended)
            now = *all;
    }

    bool has_ended(Xapian::docid docid_)
    {
        return state->time->has_ended(docid_, n_between_looks);
    }

    bool passes(Xapian::docid docid_)
    {
        const struct span_node *tree = the_check->tree;
        docid = docid_;
        if (!lists.may_pass(docid))
            return false;
        if (tree->op == SPAN_AT_LEAST)
            return has_enough(tree);
        const struct span_text text = {this, give_positions, give_range,
                                       give_next};
        bool was_cut = work.is_cut;
        bool exists = false;
        struct error err = ERROR_INIT;
        work.is_cut = false;
        enum status status = span_exists(tree, &text, &work, &exists, &err);
        if (pending)
            std::rethrow_exception(std::exchange(pending, nullptr));
        if (status != STATUS_OK) {
            state->status = status;
            state->err = err;
            throw check_failure();
        }
        state->n_cut += work.is_cut;
        work.is_cut = work.is_cut || was_cut;
        return exists;
    }

    bool has_enough(const struct span_node *tree)
    {
        size_t n = 0;
        for (size_t i = 0; i < tree->n_children; i++) {
            if (n + (tree->n_children - i) < tree->n_apart)
                return false;
            n += lists.at(tree->children[i]->i_list).has(docid);
        }
        return n >= tree->n_apart;
    }

    struct span_range locate(uint32_t position, enum span_unit unit)
    {
        struct span_range range = {0, 0};
        struct error err = ERROR_INIT;
        if (unit == SPAN_UNIT_PARAGRAPH)
            return paragraphs.find(docid, position);
        if (record_docid != docid) {
            record = db.get_document(docid).get_data();
            record_docid = docid;
        }
        const struct expr_question question = {
            docid, {record.data(), record.size()}, position, unit};
        enum status status =
            the_check->read(the_check->context, &question, &range, &err);
        if (status != STATUS_OK) {
            state->status = status;
            state->err = err;
            throw check_failure();
        }
        return range;
    }

    /* What is thrown must not pass through C: it waits until C has returned. */
    template <typename Body> enum status keep_thrown(Body &&body) noexcept
    {
        try {
            body();
            return STATUS_OK;
        } catch (...) {
            pending = std::current_exception();
            return STATUS_INTERNAL;
        }
    }

    static enum status give_positions(void *context, size_t i_list,
                                      struct span_positions *ret_positions,
                                      struct error *)
    {
        auto *self = static_cast<check_source *>(context);
        return self->keep_thrown([&] {
            term_list &list = self->lists.at(i_list);
            *ret_positions = {nullptr, 0};
            if (list.has(self->docid))
                *ret_positions = list.positions(self->docid);
        });
    }

    static enum status give_next(void *context, size_t i_list, uint64_t from,
                                 uint64_t *ret_position, struct error *)
    {
        auto *self = static_cast<check_source *>(context);
        return self->keep_thrown([&] {
            *ret_position = self->lists.at(i_list).seek(self->docid, from);
        });
    }

    static enum status give_range(void *context, uint32_t position,
                                  enum span_unit unit,
                                  struct span_range *ret_range, struct error *)
    {
        auto *self = static_cast<check_source *>(context);
        return self->keep_thrown(
            [&] { *ret_range = self->locate(position, unit); });
    }

    const struct expr_check *the_check;
    struct check_state *state;
    paragraph_table paragraphs;
    Xapian::Database db;
    Xapian::PostingIterator all; /* of the segment's articles */
    term_lists lists;
    struct span_work work = SPAN_WORK_INIT;
    Xapian::doccount n_documents = 0;
    Xapian::docid now = 0;   /* where we are */
    Xapian::docid docid = 0; /* what is looked at */
    Xapian::docid record_docid = 0;
    std::string record;
    std::exception_ptr pending;
    bool is_open = false;
    bool is_ended = false;
};

} // namespace

Xapian::Query checked_by(const struct expr_check *check,
                         struct check_state *state)
{
    auto *source = new check_source(check, state);
    return Xapian::Query(source->release());
}
