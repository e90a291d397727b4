/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/required_phrases.hh"

#include <algorithm>

void required_phrases::add(const std::vector<std::string> &terms)
{
    phrases.push_back(std::make_unique<phrase_check>(index, terms));
}

required_phrases::check_list &required_phrases::open(size_t i_shard) const
{
    opened.resize(index->shards.size());
    check_list &list = opened[i_shard];
    for (size_t i = list.size(); i < phrases.size(); i++) {
        list.push_back(phrases[i]->again());
        list.back()->open(index->shards[i_shard].db);
    }
    return list;
}

/* Xapian tells the docid in the segment, of which there is one only. */
bool required_phrases::operator()(const Xapian::Document &document) const
{
    const Xapian::docid docid = document.get_docid();
    const auto in =
        std::find_if(index->shards.begin(), index->shards.end(),
                     [&](const shard &one) { return one.last >= docid; });
    if (in == index->shards.end())
        return false;
    check_list &list = open(static_cast<size_t>(in - index->shards.begin()));
    return std::all_of(list.begin(), list.end(),
                       [&](const std::unique_ptr<phrase_check> &one) {
                           return one->exists(docid);
                       });
}
