/*
 * The lexicon of a segment that Xapian wrote, from its own list of terms.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/c_headers.hh"

#include "store/fence.hh"

#include <xapian.h>

#include <memory>
#include <string>
#include <unistd.h>

namespace
{

enum status copy_terms(const Xapian::Database &db,
                       struct lexicon_writer *writer, struct error *err)
{
    struct kept_file file = {}; /* the caller measures all files */
    enum status status = STATUS_OK;
    auto end = db.allterms_end();
    for (auto it = db.allterms_begin(); status == STATUS_OK && it != end;
         ++it) {
        const std::string term = *it;
        const struct str_span span = {term.data(), term.size()};
        /* The number of its articles is read only when it is wanted. */
        if (lexicon_takes(span))
            status = lexicon_writer_add(writer, span, it.get_termfreq(), err);
    }
    return status == STATUS_OK
               ? lexicon_writer_finish(writer, false, &file, err)
               : status;
}

} // namespace

extern "C" enum status lexicon_make(const char *segment_path, struct error *err)
{
    return guard(err, [&] {
        const std::string path = std::string(segment_path) + "/" LEXICON_FILE;
        if (access(path.c_str(), F_OK) == 0)
            return STATUS_OK;
        struct lexicon_writer *made = nullptr;
        enum status status = lexicon_writer_new(path.c_str(), &made, err);
        if (status != STATUS_OK)
            return status;
        const std::unique_ptr<struct lexicon_writer,
                              void (*)(struct lexicon_writer *)>
            writer(made, lexicon_writer_free);
        return copy_terms(
            Xapian::Database(segment_path, Xapian::DB_BACKEND_GLASS),
            writer.get(), err);
    });
}
