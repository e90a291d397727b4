/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/c_headers.hh"

#include "store/child.h"
#include "store/fence.hh"
#include "store/probe.h"

#include <xapian.h>

#include <cstdlib>
#include <cstring>
#include <sstream>

namespace
{

constexpr int n_documents = 3;
/* Beyond one chunk of postings or one byte of a number somewhere. */
constexpr uint32_t n_words = 300;

/* One word in many places, many words in one, a long one, bytes above ASCII,
   values of two slots, and in each document something else. */
enum status fill(struct document *document, int i, struct error *err)
{
    enum status status = STATUS_OK;
    for (uint32_t n = 0; status == STATUS_OK && n < n_words; n++) {
        std::string word = "w" + std::to_string(n % (100 + i));
        struct str_span span = {word.data(), word.size()};
        status = document_add_term(document, "", span, n * n + 1, 1, err);
        if (status == STATUS_OK)
            status =
                document_add_term(document, "Z", span, POSITION_NONE, 1, err);
    }
    const std::string last(DOCUMENT_MAX_TERM_BYTES, '\xc3');
    const std::string value = "2012050" + std::to_string(i);
    if (status == STATUS_OK)
        status = document_add_term(document, "", {last.data(), last.size()},
                                   POSITION_NONE, 0, err);
    for (uint32_t slot = 0; status == STATUS_OK && slot < 2; slot++)
        status = document_add_value(document, slot * 7,
                                    {value.data(), value.size()}, err);
    return status;
}

enum status write_documents(const struct segment_writer &segment,
                            struct error *err)
{
    const char *mode = std::getenv("LEDE_PROBE");
    bool is_to_differ =
        mode && std::strcmp(mode, "differ") == 0 && !segment.verbs->is_api;
    struct document document;
    document_init(&document);
    enum status status = STATUS_OK;
    for (int i = 0; status == STATUS_OK && i < n_documents; i++) {
        const std::string id = "Q" + std::to_string(i);
        const std::string record(size_t(i) * 1000, i == 1 ? 'a' : 'b');
        document_reset(&document);
        status = fill(&document, is_to_differ ? i + 1 : i, err);
        document.id_term = {id.data(), id.size()};
        document.record = {record.data(), record.size()};
        document.n_length = 500 + i;
        document_set_scale(&document, 501);
        if (status == STATUS_OK)
            status = segment.verbs->add(segment.state, &document, err);
    }
    document_release(&document);
    return status == STATUS_OK ? segment.verbs->finish(segment.state, err)
                               : status;
}

/* ---- all that can be asked */

void ask_documents(const Xapian::Database &db, std::ostream &out)
{
    for (auto id = db.postlist_begin(""); id != db.postlist_end(""); ++id) {
        const Xapian::Document document = db.get_document(*id);
        out << "document " << *id << ' ' << db.get_doclength(*id) << ' '
            << db.get_unique_terms(*id) << ' ' << document.get_data() << '\n';
        for (auto term = document.termlist_begin();
             term != document.termlist_end(); ++term)
            out << *term << ' ' << term.get_wdf() << '\n';
        for (auto value = document.values_begin();
             value != document.values_end(); ++value)
            out << value.get_valueno() << ' ' << *value << '\n';
    }
}

void ask_terms(const Xapian::Database &db, std::ostream &out)
{
    for (auto term = db.allterms_begin(); term != db.allterms_end(); ++term) {
        out << "term " << *term << ' ' << term.get_termfreq() << ' '
            << db.get_collection_freq(*term) << '\n';
        for (auto id = db.postlist_begin(*term); id != db.postlist_end(*term);
             ++id) {
            out << *id << ' ' << id.get_wdf() << ' ' << id.get_doclength();
            for (auto position = id.positionlist_begin();
                 position != id.positionlist_end(); ++position)
                out << ' ' << *position;
            out << '\n';
        }
    }
}

std::string ask(const std::string &path)
{
    const Xapian::Database db(path);
    std::ostringstream out;
    out << db.get_doccount() << ' ' << db.get_lastdocid() << ' '
        << db.get_avlength() << ' ' << db.get_doclength_lower_bound() << ' '
        << db.get_doclength_upper_bound() << ' ' << db.has_positions() << '\n';
    for (Xapian::valueno slot = 0; slot < 9; slot++)
        out << db.get_value_freq(slot) << ' ' << db.get_value_lower_bound(slot)
            << ' ' << db.get_value_upper_bound(slot) << '\n';
    ask_documents(db, out);
    ask_terms(db, out);
    return out.str();
}

/* ---- both ways */

/* Names of segments that no index has, for those begin at 1: so a sweep takes
   away what a killed run left of them. */
constexpr char glass_name[] = "seg-000000";
constexpr char xapian_name[] = "seg-0000000";

enum status write_by_xapian(void *context, struct error *err)
{
    const auto *path = static_cast<const std::string *>(context);
    struct segment_writer segment = {nullptr, nullptr};
    enum status status = segment_open_xapian(path->c_str(), 1, &segment, err);
    if (status != STATUS_OK)
        return status;
    status = write_documents(segment, err);
    segment.verbs->free(segment.state);
    return status;
}

/* Xapian's own way in a child: without memory at its end it ends the process
   that writes (decision 0044). */
enum status write_both(const std::string &folder, struct error *err)
{
    struct segment_writer segment = {nullptr, nullptr};
    const std::string glass = folder + "/" + glass_name;
    std::string xapian = folder + "/" + xapian_name;
    enum status status =
        segment_open_glass(glass.c_str(), 1, 0, 1, &segment, err);
    if (status == STATUS_OK) {
        status = write_documents(segment, err);
        segment.verbs->free(segment.state);
    }
    return status == STATUS_OK
               ? child_try(write_by_xapian, &xapian, xapian.c_str(), err)
               : status;
}

enum status compare(const std::string &folder, struct error *err)
{
    enum status status = guard(err, [&] {
        return ask(folder + "/" + glass_name) == ask(folder + "/" + xapian_name)
                   ? STATUS_OK
                   : error_set(err, STATUS_OUTDATED,
                               "this Xapian writes other databases");
    });
    return status;
}

} // namespace

extern "C" enum status probe_glass(const char *index_path, struct error *err)
{
    return guard(err, [&] {
        enum status status = write_both(index_path, err);
        if (status == STATUS_OK)
            status = compare(index_path, err);
        for (const char *name : {glass_name, xapian_name}) {
            enum status removed =
                directory_remove_segment(index_path, name, nullptr);
            (void)removed; /* or the next sweep does it */
        }
        return status;
    });
}
