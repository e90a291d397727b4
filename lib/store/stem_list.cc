/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/stem_list.hh"

#include <new>

namespace
{

/* NULL: it can't be opened. */
struct tag_reader *reader_of(const shard &in)
{
    struct tag_reader *reader = nullptr;
    if (!in.terms && tag_reader_open(in.path.c_str(), TAG_OF_TERMS, &reader,
                                     nullptr) == STATUS_OK)
        in.terms = {reader, tag_reader_free};
    return in.terms.get();
}

/* Those of fields have a capital behind the Z. */
bool is_of_text(struct str_span term)
{
    return term.n_bytes > 1 && (term.bytes[1] < 'A' || term.bytes[1] > 'Z');
}

} // namespace

/* False: no stem comes behind this term, or none that is wanted. */
bool stem_list::take(struct str_span term, uint32_t wdf, size_t n_most)
{
    if (term.n_bytes == 0 || term.bytes[0] < 'Z')
        return true;
    if (term.bytes[0] > 'Z' || n_looked_at == n_most)
        return false;
    n_looked_at++;
    if (is_of_text(term)) {
        bytes.append(term.bytes, term.n_bytes);
        stems.push_back({{nullptr, term.n_bytes}, wdf});
    }
    return true;
}

/* False: Xapian is to be asked, which may name what is damaged. */
bool stem_list::read_tag(const shard &in, Xapian::docid docid, size_t n_most)
{
    struct tag_reader *reader = reader_of(in);
    struct termlist_reader terms;
    struct str_span tag;
    if (!reader || tag_reader_find(reader, docid, &tag, nullptr) != STATUS_OK ||
        termlist_read(&terms, tag, nullptr) != STATUS_OK)
        return false;
    enum status status = STATUS_OK;
    do
        status = termlist_next(&terms, nullptr);
    while (status == STATUS_OK && take(terms.term, terms.wdf, n_most));
    return status == STATUS_OK || status == STATUS_DONE;
}

void stem_list::read_by_xapian(const shard &in, Xapian::docid docid,
                               size_t n_most)
{
    auto end = in.db.termlist_end(docid);
    auto it = in.db.termlist_begin(docid);
    for (it.skip_to("Z"); it != end; ++it) {
        const std::string term = *it;
        if (!take({term.data(), term.size()}, it.get_wdf(), n_most))
            break;
    }
}

const std::vector<stem> &stem_list::read(const shard &in, Xapian::docid docid,
                                         size_t n_most)
{
    for (bool by_xapian : {false, true}) {
        bytes.clear();
        stems.clear();
        n_looked_at = 0;
        if (by_xapian)
            read_by_xapian(in, docid, n_most);
        else if (read_tag(in, docid, n_most))
            break;
    }
    /* The bytes stay where they are from here on. */
    const char *at = bytes.data();
    for (stem &one : stems) {
        one.term.bytes = at;
        at += one.term.n_bytes;
    }
    return stems;
}
