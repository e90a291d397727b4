/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/index.hh"

#include "store/fence.hh"

#include <algorithm>
#include <cstring>

namespace
{

/* Terms between two looks at the clock: some 100 microseconds, or with a regex
   that is slow a hundredth of its own limit. */
constexpr size_t n_between_looks = 1024;

/* Where a cursor stands. */
struct place {
    struct str_span term = {nullptr, 0};
    uint64_t n_articles = 0;
};

/* The terms of one segment from a place on. */
class cursor
{
  public:
    cursor() = default;
    cursor(const cursor &) = delete;
    cursor &operator=(const cursor &) = delete;
    virtual ~cursor() = default;
    virtual enum status start(struct str_span from, struct error *err) = 0;
    virtual enum status next(struct place *place, struct error *err) = 0;
    /* Forward; the next step tells the first term from there on. */
    virtual enum status skip(struct str_span from, struct error *err) = 0;

    /* Terms without these letters need not be told. */
    virtual void want(struct str_span letters)
    {
        (void)letters;
    }
};

bool is_capital(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

class lexicon_cursor : public cursor
{
  public:
    lexicon_cursor(const struct index *index_,
                   std::shared_ptr<struct lexicon> words_)
        : index(index_), words(std::move(words_))
    {
    }

    enum status start(struct str_span from, struct error *err) override
    {
        return lexicon_walk_start(&walk, words.get(), from, err);
    }

    enum status next(struct place *place, struct error *err) override
    {
        enum status status;
        size_t n_steps = 0;
        do {
            if (++n_steps % n_between_looks == 0 && index_is_late(index))
                return STATUS_DONE;
            status = lexicon_walk_next(&walk, err);
        } while (status == STATUS_OK && !letters.empty() && !has_letters());
        place->term = walk.term;
        place->n_articles = walk.n_articles;
        return status;
    }

    void want(struct str_span letters_) override
    {
        letters = string_of(letters_);
    }

    enum status skip(struct str_span from, struct error *err) override
    {
        return lexicon_walk_skip(&walk, from, err);
    }

  private:
    /* The end of the first place of the letters that is behind so many bytes;
       0: none. */
    size_t find(size_t n_before) const
    {
        const size_t n = letters.size();
        const char last = letters.back();
        for (size_t i = std::max(n_before + 1, n); i <= walk.term.n_bytes; i++)
            if (walk.term.bytes[i - 1] == last &&
                std::memcmp(walk.term.bytes + i - n, letters.data(), n) == 0)
                return i;
        return 0;
    }

    /* Where the last term had them first, this one has them if it begins with
       that; else they end in what it does not share. Terms of other fields are
       told, so that they can be skipped. */
    bool has_letters()
    {
        if (n_found == 0 || n_found > walk.n_same)
            n_found = find(walk.n_same);
        return n_found > 0 || (walk.n_same == 0 && walk.term.n_bytes > 0 &&
                               is_capital(walk.term.bytes[0]));
    }

    const struct index *index;
    std::shared_ptr<struct lexicon> words;
    struct lexicon_walk walk = {};
    std::string letters; /* empty: all terms are wanted */
    size_t n_found = 0;  /* bytes of the term with the letters at their end */
};

/* Reads the table of postings itself. */
class table_cursor : public cursor
{
  public:
    table_cursor(struct index *index_, const Xapian::Database &db_)
        : index(index_), db(db_)
    {
    }

    enum status start(struct str_span from, struct error *err) override
    {
        return index_ask(index, err, [&] {
            at = db.allterms_begin();
            at.skip_to(string_of(from));
            is_held = true;
            /* The empty term, which all documents have, is no word. */
            if (at != db.allterms_end() && (*at).empty())
                ++at;
            return STATUS_OK;
        });
    }

    enum status next(struct place *place, struct error *err) override
    {
        return index_ask(index, err, [&] {
            if (!is_held)
                ++at;
            is_held = false;
            if (at == db.allterms_end())
                return STATUS_DONE;
            bytes = *at;
            place->term = {bytes.data(), bytes.size()};
            place->n_articles = at.get_termfreq();
            return STATUS_OK;
        });
    }

    enum status skip(struct str_span from, struct error *err) override
    {
        return start(from, err);
    }

  private:
    struct index *index;
    Xapian::Database db;
    Xapian::TermIterator at;
    std::string bytes;
    bool is_held = false;
};

struct segment_place {
    std::unique_ptr<cursor> at;
    struct place place;
    bool is_done = false;
};

} // namespace

struct term_walk {
    const struct index *index = nullptr;
    size_t n_walked = 0;
    std::string beginning; /* with prefix */
    size_t n_prefix = 0;
    std::vector<segment_place> places; /* one for each segment */
    std::string last;                  /* of what next() told */
    bool is_begun = false;
};

namespace
{

enum status step(segment_place *segment, struct error *err)
{
    enum status status = segment->at->next(&segment->place, err);
    segment->is_done = status == STATUS_DONE;
    return segment->is_done ? STATUS_OK : status;
}

/* Also to the first term that is one: terms of other fields stand among those
   of the text, which have no prefix. */
enum status step_to_term(const struct term_walk *walk, segment_place *segment,
                         struct error *err)
{
    const struct str_span beginning = {walk->beginning.data(),
                                       walk->beginning.size()};
    enum status status = step(segment, err);
    if (status == STATUS_OK && !segment->is_done && walk->n_prefix == 0 &&
        is_capital(segment->place.term.bytes[0])) {
        status = segment->at->start({"[", 1}, err);
        if (status == STATUS_OK)
            status = step(segment, err);
    }
    if (!segment->is_done && !str_span_starts(segment->place.term, beginning))
        segment->is_done = true;
    return status;
}

enum status begin(struct term_walk *walk, struct error *err)
{
    walk->is_begun = true;
    for (segment_place &segment : walk->places) {
        enum status status = segment.at->start(
            {walk->beginning.data(), walk->beginning.size()}, err);
        if (status == STATUS_OK)
            status = step_to_term(walk, &segment, err);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

size_t count_same(const std::string &last, struct str_span term)
{
    size_t n_most = std::min(last.size(), term.n_bytes);
    size_t n = 0;
    while (n < n_most && last[n] == term.bytes[n])
        n++;
    return n;
}

/* The least of all; the segments are few. */
const struct place *least(const struct term_walk *walk)
{
    const struct place *best = nullptr;
    for (const segment_place &segment : walk->places)
        if (!segment.is_done &&
            (!best || str_span_compare(segment.place.term, best->term) < 0))
            best = &segment.place;
    return best;
}

/* Steps all that are at the last term over it, and sums their articles. */
enum status take(struct term_walk *walk, uint64_t *ret_n_articles,
                 struct error *err)
{
    const struct str_span last = {walk->last.data(), walk->last.size()};
    *ret_n_articles = 0;
    for (segment_place &segment : walk->places) {
        if (segment.is_done || !str_span_equal(segment.place.term, last))
            continue;
        *ret_n_articles += segment.place.n_articles;
        enum status status = step_to_term(walk, &segment, err);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* What comes behind all that begins like that; empty: nothing does. */
std::string behind(std::string beginning)
{
    while (!beginning.empty() && beginning.back() == '\xff')
        beginning.pop_back();
    if (!beginning.empty())
        beginning.back() = static_cast<char>(beginning.back() + 1);
    return beginning;
}

enum status skip_to(struct term_walk *walk, const std::string &term,
                    struct error *err)
{
    const struct str_span from = {term.data(), term.size()};
    for (segment_place &segment : walk->places) {
        if (segment.is_done || str_span_compare(segment.place.term, from) >= 0)
            continue;
        enum status status = segment.at->skip(from, err);
        if (status == STATUS_OK)
            status = step_to_term(walk, &segment, err);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

} // namespace

extern "C" {

enum status term_walk_new(struct index *index, enum field field,
                          struct str_span beginning,
                          struct term_walk **ret_walk, struct error *err)
{
    return guard(err, [&] {
        auto walk = std::make_unique<struct term_walk>();
        walk->index = index;
        walk->beginning = schema_row(field)->prefix;
        walk->n_prefix = walk->beginning.size();
        walk->beginning += string_of(beginning);
        const std::string any = walk->beginning.substr(0, walk->n_prefix) + "a";
        bool is_listed = lexicon_takes({any.data(), any.size()});
        for (const shard &shard : index->shards) {
            segment_place segment;
            if (shard.words && is_listed)
                segment.at =
                    std::make_unique<lexicon_cursor>(index, shard.words);
            else
                segment.at = std::make_unique<table_cursor>(index, shard.db);
            walk->places.push_back(std::move(segment));
        }
        *ret_walk = walk.release();
        return STATUS_OK;
    });
}

void term_walk_free(struct term_walk *walk)
{
    guard(nullptr, [&] {
        delete walk;
        return STATUS_OK;
    });
}

enum status term_walk_want(struct term_walk *walk, struct str_span letters,
                           struct error *err)
{
    return guard(err, [&] {
        for (segment_place &segment : walk->places)
            segment.at->want(letters);
        return STATUS_OK;
    });
}

enum status term_walk_next(struct term_walk *walk, struct walked_term *ret_term,
                           struct error *err)
{
    return guard(err, [&] {
        enum status status = STATUS_OK;
        if (++walk->n_walked % n_between_looks == 0 &&
            index_is_late(walk->index))
            return STATUS_DONE;
        if (!walk->is_begun)
            status = begin(walk, err);
        const struct place *next = status == STATUS_OK ? least(walk) : nullptr;
        if (!next)
            return status == STATUS_OK ? STATUS_DONE : status;
        size_t n_same = count_same(walk->last, next->term);
        walk->last.assign(next->term.bytes, next->term.n_bytes);
        status = take(walk, &ret_term->n_articles, err);
        if (status != STATUS_OK)
            return status;
        ret_term->term = {walk->last.data() + walk->n_prefix,
                          walk->last.size() - walk->n_prefix};
        ret_term->n_same =
            n_same > walk->n_prefix ? n_same - walk->n_prefix : 0;
        return STATUS_OK;
    });
}

enum status term_walk_skip(struct term_walk *walk, size_t n_bytes,
                           struct error *err)
{
    return guard(err, [&] {
        const std::string term =
            behind(walk->last.substr(0, walk->n_prefix + n_bytes));
        if (term.empty())
            walk->places.clear();
        return skip_to(walk, term, err);
    });
}

} // extern "C"
