/*
 * Databases built from the same documents by Xapian's API and by lib/glass,
 * and ways to find a difference between two of them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TESTS_GLASS_ORACLE_HH
#define LEDE_TESTS_GLASS_ORACLE_HH

/* C's function str_span hides the type of that name, which C++ sees as a
   shadowed constructor. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#include "glass/builder.h"
#pragma GCC diagnostic pop

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

struct test_posting {
    std::string term;
    uint32_t position;
    uint32_t wdf;
};

struct test_document {
    std::vector<test_posting> postings;
    std::vector<std::pair<uint32_t, std::string>> values;
    std::string data;
    double scale = 0;
};

struct test_collection {
    std::vector<test_document> documents;
    std::map<std::string, std::string> metadata;
};

/* How lib/glass is to build it. */
struct build_way {
    builder_settings settings{};
    size_t run_documents = 0; /* so many to a run, appended; 0: one by one */
};

/* Throw std::runtime_error or Xapian::Error when they fail. */
void build_with_xapian(const std::string &path,
                       const test_collection &collection,
                       uint32_t n_block_bytes, size_t flush_every);
void build_with_glass(const std::string &path,
                      const test_collection &collection, const build_way &way);

/* The documents of the collection again and again, n_documents in all. */
void build_many_with_glass(const std::string &path,
                           const test_collection &collection,
                           uint32_t n_documents, const build_way &way);

/* All that the public API tells of the database, as lines of text. */
std::string dump(const std::string &path, uint32_t query_seed);

/* The same changes to any database: adds, replaces, deletes. */
void change(const std::string &path, uint32_t seed);

/* What xapian-check would complain of; empty if nothing. */
std::string complaints(const std::string &path);

/* How many documents' data is not read back as it was. */
size_t unreadable(const std::string &path, const test_collection &collection);

void compact(const std::string &from, const std::string &to);

/* The first difference: of two dumps, or of the files of two databases (but
   for the uuid). Empty if there is none. names: the tables to look at. */
std::string difference(const std::string &a, const std::string &b);
std::string file_difference(const std::string &a, const std::string &b,
                            const std::vector<std::string> &names);

#endif
