/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/c_headers.hh"

#include "store/columns_encode.hh"
#include "store/fence.hh"

#include <xapian.h>

#include <memory>
#include <sstream>
#include <stdexcept>
#include <unistd.h>
#include <vector>

namespace
{

/* Of each kind of complaint that comes once a document; the rest is counted. */
constexpr uint64_t max_complaints = 5;

class complaints
{
  public:
    complaints(verify_say say_, void *context_) : say(say_), context(context_)
    {
    }

    void tell(const std::string &text) const
    {
        say(context, text.c_str());
    }

    void tell_one_of_many(uint64_t *n, const std::string &text) const
    {
        if ((*n)++ < max_complaints)
            tell(text);
    }

    void tell_rest(uint64_t n, const char *what) const
    {
        if (n > max_complaints)
            tell("and " + std::to_string(n - max_complaints) + " more " + what);
    }

  private:
    verify_say say;
    void *context;
};

/* Xapian's checker; what it prints is told when it finds something. */
void check_tables(const std::string &path, const complaints &complain)
{
    std::ostringstream out;
    size_t n_errors = Xapian::Database::check(path, 0, &out);
    if (n_errors == 0)
        return;
    complain.tell("Xapian finds " + std::to_string(n_errors) + " errors");
    std::istringstream lines(out.str());
    std::string line;
    for (uint64_t n = 0; n < max_complaints && std::getline(lines, line);)
        if (!line.empty() && line.find("no errors") == std::string::npos) {
            complain.tell(line);
            n++;
        }
}

/* A number that the order of additions does not change. */
uint64_t mix(struct str_span term, uint64_t wdf)
{
    uint64_t number = checksum_of(term) + wdf * UINT64_C(0x9e3779b97f4a7c15);
    number ^= number >> 32;
    number *= UINT64_C(0xd6e8feb86659fd93);
    return number ^ number >> 32;
}

struct sums {
    uint32_t first;
    std::vector<uint64_t> postings; /* one for each docid of the range */
    std::vector<uint32_t> lengths;  /* as the postings have it */
};

struct str_span span_of(const std::string &text)
{
    return {text.data(), text.size()};
}

/* The lexicon, read beside the terms of the tables, which it must agree with.
 */
class lexicon_reader
{
  public:
    lexicon_reader(const std::string &path, const complaints &complain_)
        : complain(complain_)
    {
        struct error err = ERROR_INIT;
        struct lexicon *opened = nullptr;
        if (access(path.c_str(), F_OK) != 0)
            return; /* that a file is missing has been told */
        if (lexicon_open(path.c_str(), &opened, &err) == STATUS_OK) {
            lexicon.reset(opened);
            check(lexicon_walk_start(&walk, opened, {nullptr, 0}, &err), err);
            step();
        } else {
            complain.tell(err.message);
        }
    }

    void compare(const std::string &term, uint64_t n_articles)
    {
        if (!lexicon || !lexicon_takes(span_of(term)))
            return;
        if (!is_at_end && str_span_equal(walk.term, span_of(term)) &&
            walk.n_articles == n_articles)
            step();
        else
            give_up();
    }

    void end()
    {
        if (lexicon && (!is_at_end || n != lexicon_n_terms(lexicon.get())))
            give_up();
    }

  private:
    const complaints &complain;
    std::unique_ptr<struct lexicon, void (*)(struct lexicon *)> lexicon{
        nullptr, lexicon_free};
    struct lexicon_walk walk = {};
    bool is_at_end = false;
    uint64_t n = 0;

    void check(enum status status, const struct error &err)
    {
        is_at_end = status == STATUS_DONE;
        if (status == STATUS_OK || status == STATUS_DONE)
            return;
        complain.tell(err.message);
        lexicon.reset();
    }

    void step()
    {
        struct error err = ERROR_INIT;
        if (!lexicon)
            return;
        check(lexicon_walk_next(&walk, &err), err);
        n += lexicon && !is_at_end;
    }

    void give_up()
    {
        complain.tell("its lexicon does not have the terms of its tables");
        lexicon.reset();
    }
};

/* Walks all posting lists. */
void sum_postings(const Xapian::Database &db, struct sums *sums,
                  lexicon_reader *lexicon, const complaints &complain)
{
    uint64_t n_bad = 0;
    auto end = db.allterms_end();
    for (auto it = db.allterms_begin(); it != end; ++it) {
        const std::string term = *it;
        uint64_t n = 0;
        uint64_t n_wdf = 0;
        lexicon->compare(term, it.get_termfreq());
        auto last = db.postlist_end(term);
        for (auto posting = db.postlist_begin(term); posting != last;
             ++posting) {
            size_t i = *posting - sums->first;
            n++;
            n_wdf += posting.get_wdf();
            if (i >= sums->postings.size()) {
                complain.tell_one_of_many(
                    &n_bad, "a posting of docid " + std::to_string(*posting) +
                                ", which is not in its range");
                continue;
            }
            sums->postings[i] += mix(span_of(term), posting.get_wdf());
            sums->lengths[i] += posting.get_wdf();
        }
        if (n != it.get_termfreq() || n_wdf != db.get_collection_freq(term))
            complain.tell_one_of_many(&n_bad,
                                      "the counts of term '" + term +
                                          "' are not those of its postings");
    }
    lexicon->end();
    complain.tell_rest(n_bad, "postings or terms like these");
}

void check_lengths(const Xapian::Database &db, uint32_t docid,
                   const struct sums &sums, uint64_t *n_bad,
                   const complaints &complain)
{
    uint64_t number = 0;
    auto end = db.termlist_end(docid);
    for (auto it = db.termlist_begin(docid); it != end; ++it)
        number += mix(span_of(*it), it.get_wdf());
    if (number != sums.postings[docid - sums.first])
        complain.tell_one_of_many(n_bad, "document " + std::to_string(docid) +
                                             ": its terms are not those of "
                                             "the postings");
    else if (db.get_doclength(docid) != sums.lengths[docid - sums.first])
        complain.tell_one_of_many(n_bad, "document " + std::to_string(docid) +
                                             ": its length is wrong");
}

void check_record(const Xapian::Database &db, uint32_t docid,
                  struct arena *arena, uint64_t *n_bad,
                  const complaints &complain)
{
    struct article article;
    struct error err = ERROR_INIT;
    const std::string record = db.get_document(docid).get_data();
    arena_reset(arena);
    if (article_decode(span_of(record), arena, &article, &err) != STATUS_OK) {
        complain.tell_one_of_many(n_bad, "document " + std::to_string(docid) +
                                             ": " + err.message);
        return;
    }
    const std::string id = schema_row(FIELD_ID)->prefix + string_of(article.id);
    auto it = db.termlist_begin(docid);
    it.skip_to(id);
    /* An id that is too long for a term ends in a checksum there. */
    bool has_id = it != db.termlist_end(docid) && *it == id;
    if (!has_id && id.size() <= DOCUMENT_MAX_TERM_BYTES / 2)
        complain.tell_one_of_many(n_bad, "document " + std::to_string(docid) +
                                             ": its record is another's");
}

/* Each document that the tables have, dead or not. */
void check_documents(const Xapian::Database &db, const struct sums &sums,
                     const struct dead_set *dead,
                     const struct segment_entry *entry,
                     const complaints &complain)
{
    uint64_t n_bad = 0;
    uint64_t n_living = 0;
    struct arena arena = ARENA_INIT;
    const std::string every;
    auto end = db.postlist_end(every);
    for (auto it = db.postlist_begin(every); it != end; ++it) {
        uint32_t docid = *it;
        if (docid < entry->first_docid || docid > entry->last_docid) {
            complain.tell_one_of_many(&n_bad, "document " +
                                                  std::to_string(docid) +
                                                  " is not in its range");
            continue;
        }
        n_living += !dead_has(dead, docid);
        try {
            check_lengths(db, docid, sums, &n_bad, complain);
            check_record(db, docid, &arena, &n_bad, complain);
        } catch (const Xapian::Error &error) {
            complain.tell_one_of_many(&n_bad, "document " +
                                                  std::to_string(docid) + ": " +
                                                  error.get_msg());
        }
    }
    arena_release(&arena);
    complain.tell_rest(n_bad, "documents like these");
    if (n_living != entry->n_articles)
        complain.tell("it has " + std::to_string(n_living) +
                      " living articles, not " +
                      std::to_string(entry->n_articles));
}

/* The columns, against what the tables would make of them. */
void check_columns(const Xapian::Database &db, const std::string &path,
                   const struct segment_entry *entry,
                   const complaints &complain)
{
    std::string made;
    std::string foot;
    struct error err = ERROR_INIT;
    struct str file = STR_INIT;
    const std::unique_ptr<struct str, void (*)(struct str *)> holder(
        &file, str_release);
    if (access(path.c_str(), F_OK) != 0)
        return; /* that a file is missing has been told */
    enum status status = file_read(path.c_str(), STR_MAX_BYTES, &file, &err);
    for (int i = 0; status == STATUS_OK && i < COLUMN_KINDS; i++) {
        std::string column;
        status = columns_encode(db, static_cast<enum column_kind>(i),
                                entry->first_docid, entry->last_docid, &column,
                                &foot, &err);
        made += column;
    }
    if (status != STATUS_OK) {
        complain.tell(err.message);
        return;
    }
    columns_end_foot(entry->first_docid, entry->last_docid, &foot);
    made += foot;
    if (made != string_of(str_view(&file)))
        complain.tell("its columns do not have the values of its tables");
}

} // namespace

extern "C" enum status verify_segment(const char *path,
                                      const struct segment_entry *entry,
                                      const struct dead_set *dead,
                                      verify_say say, void *context,
                                      struct error *err)
{
    return guard(err, [&] {
        complaints complain(say, context);
        check_tables(path, complain);
        Xapian::Database db(path, Xapian::DB_BACKEND_GLASS);
        if (db.get_doccount() != entry->n_documents)
            complain.tell("it has " + std::to_string(db.get_doccount()) +
                          " documents, not " +
                          std::to_string(entry->n_documents));
        size_t n =
            static_cast<size_t>(entry->last_docid) - entry->first_docid + 1;
        struct sums sums = {entry->first_docid, std::vector<uint64_t>(n),
                            std::vector<uint32_t>(n)};
        lexicon_reader lexicon(std::string(path) + "/" LEXICON_FILE, complain);
        sum_postings(db, &sums, &lexicon, complain);
        check_documents(db, sums, dead, entry, complain);
        try {
            check_columns(db, std::string(path) + "/" COLUMNS_FILE, entry,
                          complain);
        } catch (const std::out_of_range &) {
            complain.tell("it has values of documents that it has not");
        }
        return STATUS_OK;
    });
}
