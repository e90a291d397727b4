/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass_oracle.hh"

#include <xapian.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <random>
#include <sstream>
#include <stdexcept>

namespace
{

struct str_span span(const std::string &text)
{
    return {text.data(), text.size()};
}

void must(enum status result, const struct error &err)
{
    if (result != STATUS_OK)
        throw std::runtime_error(std::string(status_name(result)) + ": " +
                                 err.message);
}

Xapian::Document to_xapian(const test_document &document)
{
    Xapian::Document made;
    std::map<std::string, uint32_t> sums;
    for (const auto &posting : document.postings) {
        sums[posting.term] += posting.wdf;
        if (posting.position != GLASS_POSITION_NONE)
            made.add_posting(posting.term, posting.position, 0);
    }
    for (const auto &[term, sum] : sums)
        made.add_term(term, glass_wdf(sum, document.scale));
    for (const auto &value : document.values)
        made.add_value(value.first, value.second);
    made.set_data(document.data);
    return made;
}

/* The arrays that a struct glass_document points to. */
struct glass_arrays {
    std::vector<struct str_span> terms;
    std::vector<glass_posting> postings;
    std::vector<glass_value> values;
    glass_document document{};

    explicit glass_arrays(const test_document &from)
    {
        /* Every other posting of a term has the first one's entry. */
        std::map<std::string, uint32_t> known;
        for (size_t i = 0; i < from.postings.size(); i++) {
            const auto &posting = from.postings[i];
            auto before = known.find(posting.term);
            bool is_known = i % 2 != 0 && before != known.end();
            auto i_term = is_known ? before->second : uint32_t(terms.size());
            if (!is_known)
                terms.push_back(span(posting.term));
            postings.push_back({i_term, posting.position, posting.wdf});
            known[posting.term] = i_term;
        }
        for (const auto &value : from.values)
            values.push_back({value.first, span(value.second)});
        document.terms = terms.data();
        document.n_terms = terms.size();
        document.postings = postings.data();
        document.n_postings = postings.size();
        document.values = values.data();
        document.n_values = values.size();
        document.data = span(from.data);
        document.scale = from.scale;
    }

    const glass_document *get() const
    {
        return &document;
    }
};

using builder_owner = std::unique_ptr<builder, decltype(&builder_free)>;
using run_owner = std::unique_ptr<run, decltype(&run_free)>;

void add_by_runs(builder *to, const test_collection &collection,
                 size_t run_documents)
{
    struct error err = ERROR_INIT;
    run *made = nullptr;
    must(builder_new_run(to, &made, &err), err);
    run_owner owner(made, run_free);
    for (const auto &document : collection.documents) {
        must(run_add(made, glass_arrays(document).get(), &err), err);
        if (run_n_documents(made) >= run_documents)
            must(builder_append(to, made, &err), err);
    }
    must(builder_append(to, made, &err), err);
}

/* Visible characters as they are, others by number; of a long text a hash. */
std::string readable(const std::string &text)
{
    std::ostringstream out;
    if (text.size() > 300) {
        out << '#' << std::hash<std::string>()(text);
        return out.str();
    }
    for (unsigned char c : text) {
        if (c > ' ' && c < 127)
            out << c;
        else
            out << '\\' << unsigned(c) << '.';
    }
    return out.str();
}

void dump_terms(const Xapian::Database &database, std::ostream &out)
{
    for (auto term = database.allterms_begin(); term != database.allterms_end();
         ++term) {
        out << "term " << readable(*term) << ' ' << term.get_termfreq() << ' '
            << database.get_collection_freq(*term) << ' '
            << database.get_wdf_upper_bound(*term) << '\n';
        for (auto posting = database.postlist_begin(*term);
             posting != database.postlist_end(*term); ++posting) {
            out << ' ' << *posting << ':' << posting.get_wdf() << '/'
                << posting.get_doclength();
            for (auto position = posting.positionlist_begin();
                 position != posting.positionlist_end(); ++position)
                out << ',' << *position;
        }
        out << '\n';
    }
}

void dump_documents(const Xapian::Database &database, std::ostream &out)
{
    for (auto docid = database.postlist_begin("");
         docid != database.postlist_end(""); ++docid) {
        Xapian::Document document = database.get_document(*docid);
        out << "document " << *docid << ' ' << database.get_doclength(*docid)
            << ' ' << document.termlist_count() << ' '
            << database.get_unique_terms(*docid) << ' '
            << readable(document.get_data()) << '\n';
        for (auto term = document.termlist_begin();
             term != document.termlist_end(); ++term)
            out << ' ' << readable(*term) << ':' << term.get_wdf() << '/'
                << term.positionlist_count();
        for (auto value = document.values_begin();
             value != document.values_end(); ++value)
            out << " value " << value.get_valueno() << '=' << readable(*value);
        out << '\n';
    }
}

void dump_values(const Xapian::Database &database,
                 const std::vector<uint32_t> &slots, std::ostream &out)
{
    for (auto slot : slots) {
        out << "slot " << slot << ' ' << database.get_value_freq(slot) << ' '
            << readable(database.get_value_lower_bound(slot)) << ' '
            << readable(database.get_value_upper_bound(slot)) << '\n';
        for (auto value = database.valuestream_begin(slot);
             value != database.valuestream_end(slot); ++value)
            out << ' ' << value.get_docid() << '=' << readable(*value);
        out << '\n';
    }
}

void dump_metadata(const Xapian::Database &database, std::ostream &out)
{
    for (auto key = database.metadata_keys_begin();
         key != database.metadata_keys_end(); ++key)
        out << "metadata " << readable(*key) << ' '
            << readable(database.get_metadata(*key)) << '\n';
}

Xapian::Query random_query(const std::vector<std::string> &terms,
                           std::mt19937 &random)
{
    static const Xapian::Query::op operators[] = {
        Xapian::Query::OP_OR, Xapian::Query::OP_AND, Xapian::Query::OP_PHRASE,
        Xapian::Query::OP_NEAR, Xapian::Query::OP_AND_MAYBE};
    std::vector<std::string> chosen;
    for (size_t n = 1 + random() % 5; n > 0; n--)
        chosen.push_back(terms[random() % terms.size()]);
    return {operators[random() % std::size(operators)], chosen.begin(),
            chosen.end()};
}

void dump_matches(const Xapian::Database &database, uint32_t seed,
                  std::ostream &out)
{
    std::mt19937 random(seed);
    std::vector<std::string> terms(database.allterms_begin(),
                                   database.allterms_end());
    if (terms.empty())
        return;
    Xapian::Enquire enquire(database);
    for (int i = 0; i < 40; i++) {
        Xapian::Query query = random_query(terms, random);
        enquire.set_query(query);
        Xapian::MSet matches = enquire.get_mset(0, 10, i % 2 ? 1000000 : 0);
        out << "match " << readable(query.get_description()) << ' '
            << matches.get_matches_lower_bound() << ' '
            << matches.get_matches_estimated() << ' '
            << matches.get_matches_upper_bound() << ' ' << std::hexfloat
            << matches.get_max_possible() << ' ' << matches.get_max_attained();
        for (auto match = matches.begin(); match != matches.end(); ++match)
            out << ' ' << *match << ':' << match.get_weight();
        out << std::defaultfloat << '\n';
    }
}

std::vector<uint32_t> slots_of(const Xapian::Database &database)
{
    std::vector<uint32_t> slots{0, 1, 7, 4000000000};
    for (auto docid = database.postlist_begin("");
         docid != database.postlist_end(""); ++docid) {
        Xapian::Document document = database.get_document(*docid);
        for (auto value = document.values_begin();
             value != document.values_end(); ++value)
            slots.push_back(value.get_valueno());
    }
    std::sort(slots.begin(), slots.end());
    slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
    return slots;
}

std::string bytes_of(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return "(no such file)";
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

void build_with_xapian(const std::string &path,
                       const test_collection &collection,
                       uint32_t n_block_bytes, size_t flush_every)
{
    Xapian::WritableDatabase database(
        path, Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC,
        int(n_block_bytes));
    size_t n_added = 0;
    for (const auto &document : collection.documents) {
        database.add_document(to_xapian(document));
        if (flush_every && ++n_added % flush_every == 0)
            database.commit();
    }
    for (const auto &entry : collection.metadata)
        database.set_metadata(entry.first, entry.second);
    database.commit();
}

void build_with_glass(const std::string &path,
                      const test_collection &collection, const build_way &way)
{
    struct error err = ERROR_INIT;
    builder *made = nullptr;
    must(builder_new(path.c_str(), &way.settings, &made, &err), err);
    builder_owner owner(made, builder_free);
    for (const auto &entry : collection.metadata)
        must(builder_set_metadata(made, span(entry.first), span(entry.second),
                                  &err),
             err);
    if (way.run_documents) {
        add_by_runs(made, collection, way.run_documents);
    } else {
        for (const auto &document : collection.documents)
            must(builder_add(made, glass_arrays(document).get(), &err), err);
    }
    must(builder_finish(made, &err), err);
}

void build_many_with_glass(const std::string &path,
                           const test_collection &collection,
                           uint32_t n_documents, const build_way &way)
{
    struct error err = ERROR_INIT;
    builder *made = nullptr;
    must(builder_new(path.c_str(), &way.settings, &made, &err), err);
    builder_owner owner(made, builder_free);
    size_t n_cycle = collection.documents.size();
    for (uint32_t i = 0; i < n_documents; i++)
        must(builder_add(made,
                         glass_arrays(collection.documents[i % n_cycle]).get(),
                         &err),
             err);
    must(builder_finish(made, &err), err);
}

std::string dump(const std::string &path, uint32_t query_seed)
{
    std::ostringstream out;
    Xapian::Database database(path);
    out << "counts " << database.get_doccount() << ' '
        << database.get_lastdocid() << ' ' << std::hexfloat
        << database.get_avlength() << std::defaultfloat << ' '
        << database.get_total_length() << ' '
        << database.get_doclength_lower_bound() << ' '
        << database.get_doclength_upper_bound() << ' '
        << database.has_positions() << '\n';
    dump_metadata(database, out);
    dump_values(database, slots_of(database), out);
    dump_terms(database, out);
    dump_documents(database, out);
    dump_matches(database, query_seed, out);
    return out.str();
}

void change(const std::string &path, uint32_t seed)
{
    std::mt19937 random(seed);
    Xapian::WritableDatabase database(path,
                                      Xapian::DB_OPEN | Xapian::DB_NO_SYNC);
    uint32_t n_last = database.get_lastdocid();
    for (uint32_t docid = 1; docid <= n_last; docid++) {
        unsigned chance = random() % 16;
        if (chance == 0) {
            database.delete_document(docid);
        } else if (chance == 1) {
            Xapian::Document document = database.get_document(docid);
            document.add_posting("changed", docid, 2);
            document.add_value(3, "new value");
            document.set_data(document.get_data() + " changed");
            database.replace_document(docid, document);
        }
    }
    for (int i = 0; i < 20; i++) {
        Xapian::Document document;
        document.set_data("added");
        for (uint32_t j = 1; j < 50; j++)
            document.add_posting("w" + std::to_string(random() % 500), j);
        database.add_document(document);
    }
    database.commit();
}

std::string complaints(const std::string &path)
{
    std::ostringstream out;
    size_t n_errors =
        Xapian::Database::check(path, Xapian::DBCHECK_SHOW_STATS, &out);
    return n_errors ? out.str() : "";
}

size_t unreadable(const std::string &path, const test_collection &collection)
{
    Xapian::Database database(path);
    size_t n_unreadable = 0;
    for (size_t i = 0; i < collection.documents.size(); i++) {
        std::string data;
        try {
            data = database.get_document(Xapian::docid(i + 1)).get_data();
        } catch (const Xapian::DatabaseError &) {
            n_unreadable++;
            continue;
        }
        n_unreadable += data != collection.documents[i].data;
    }
    return n_unreadable;
}

void compact(const std::string &from, const std::string &to)
{
    Xapian::Database(from).compact(to);
}

std::string difference(const std::string &a, const std::string &b)
{
    std::istringstream left(a);
    std::istringstream right(b);
    std::string left_line;
    std::string right_line;
    for (;;) {
        bool has_left = bool(std::getline(left, left_line));
        bool has_right = bool(std::getline(right, right_line));
        if (!has_left && !has_right)
            return "";
        if (!has_left || !has_right || left_line != right_line)
            return left_line.substr(0, 200) + " | " + right_line.substr(0, 200);
    }
}

std::string file_difference(const std::string &a, const std::string &b,
                            const std::vector<std::string> &names)
{
    for (const auto &name : names) {
        std::string left = bytes_of(a + '/' + name);
        std::string right = bytes_of(b + '/' + name);
        /* Bytes 16 to 31 of the version file are the uuid. */
        if (name == "iamglass" && left.size() > 32 && right.size() > 32) {
            left.erase(16, 16);
            right.erase(16, 16);
        }
        if (left != right) {
            auto at = std::mismatch(left.begin(), left.end(), right.begin(),
                                    right.end());
            return name + " differs at byte " +
                   std::to_string(at.first - left.begin()) + " of " +
                   std::to_string(left.size()) + " and " +
                   std::to_string(right.size());
        }
    }
    return "";
}
