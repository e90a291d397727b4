/*
 * Builds random collections both ways, by Xapian's API and by lib/glass, and
 * looks for any difference: through the public API, byte by byte after
 * compaction, and once more after both were changed by the API.
 *
 * Seeds are printed. COMPARE_GLASS_SEED starts with another one,
 * COMPARE_GLASS_ROUNDS repeats the random part with the seeds that follow,
 * COMPARE_GLASS_ONLY runs the tests with this in their names and leaves the
 * databases of the last one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass_oracle.hh"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <unistd.h>
#include <xapian.h>

namespace
{

const std::vector<std::string> all_tables = {
    "postlist.glass", "position.glass", "termlist.glass", "docdata.glass",
    "iamglass",       "spelling.glass", "synonym.glass"};
/* Those that have no deflated tags. */
const std::vector<std::string> plain_tables = {"postlist.glass",
                                               "position.glass"};

using random_engine = std::mt19937;

/* What a random collection is like. */
struct profile {
    size_t n_documents = 30;
    size_t n_words = 200; /* the most a document has */
    size_t n_vocabulary = 300;
    size_t n_values = 3;
    bool is_binary = false; /* any bytes, any length, any number */
};

std::string random_bytes(random_engine &random, size_t n_bytes)
{
    std::string bytes;
    while (bytes.size() < n_bytes)
        bytes += char(random() % 4 ? random() : 0);
    return bytes;
}

/* Common words are short and frequent. */
std::string random_word(random_engine &random, const profile &like)
{
    size_t rank = random() % like.n_vocabulary;
    if (random() % 2)
        rank = random() % (rank + 1);
    std::string word = random() % 4 ? "" : "Z";
    for (rank++; rank > 0; rank /= 7)
        word += char('a' + rank % 7 + rank % 3);
    if (!like.is_binary || random() % 3)
        return word + (random() % 9 ? "" : "ation");
    word = random_bytes(random, 1 + random() % 12);
    /* Up to the limit, where each NUL counts for two. */
    if (random() % 4 == 0)
        word +=
            random() % 2 ? std::string(245, 'x') : random_bytes(random, 245);
    size_t n_counted = 0;
    size_t n_kept = 0;
    while (n_kept < word.size()) {
        n_counted += word[n_kept] ? 1 : 2;
        if (n_counted > GLASS_MAX_TERM_BYTES)
            break;
        n_kept++;
    }
    return word.substr(0, n_kept);
}

test_document random_document(random_engine &random, const profile &like)
{
    test_document document;
    size_t n_words = random() % 8 ? random() % (like.n_words + 1) : 0;
    uint32_t position = random() % 3;
    for (size_t i = 0; i < n_words; i++) {
        bool has_position = random() % 3 > 0;
        uint32_t wdf = random() % 16 ? 1 : random() % 300;
        /* xapian-check wants a length of what has positions. */
        if (i == 0)
            wdf++;
        if (like.is_binary && random() % 4 == 0)
            position = random() % 0xfffffffeU;
        document.postings.push_back(
            {random_word(random, like),
             has_position ? position : GLASS_POSITION_NONE, wdf});
        position += random() % 40 ? 1 : 4096 - position % 4096;
        if (position == GLASS_POSITION_NONE)
            position = 0;
    }
    for (size_t i = 0; i < like.n_values; i++) {
        uint32_t slot = like.is_binary && random() % 2
                            ? random() % 0xfffffffeU
                            : uint32_t(random() % 300);
        if (random() % 3)
            slot = uint32_t(i);
        document.values.emplace_back(slot, random_bytes(random, random() % 20));
    }
    if (random() % 2)
        document.scale = 4 + double(random() % 2200) / 100;
    /* Not so long and even that Xapian can't read it: see test_long_runs. */
    if (random() % 5)
        document.data = random() % 2 ? random_bytes(random, random() % 60)
                                     : std::string(random() % 8000, 'd') +
                                           random_word(random, like);
    return document;
}

test_collection random_collection(uint32_t seed, const profile &like)
{
    random_engine random(seed);
    test_collection collection;
    for (size_t i = 0; i < like.n_documents; i++)
        collection.documents.push_back(random_document(random, like));
    for (size_t i = random() % 4; i > 0; i--)
        collection.metadata["key" + std::to_string(random() % 100)] =
            random_bytes(random, 1 + random() % 4000);
    return collection;
}

/* ---- one test: a name, and the first difference found */

class harness
{
  public:
    harness(std::string scratch, const char *only)
        : scratch_(std::move(scratch)), only_(only ? only : "")
    {
    }

    void run(const std::string &name,
             const std::function<std::string(const std::string &)> &body)
    {
        std::string found;
        if (name.find(only_) == std::string::npos)
            return;
        std::filesystem::remove_all(scratch_);
        std::filesystem::create_directories(scratch_);
        try {
            found = body(scratch_ + '/');
        } catch (const Xapian::Error &thrown) {
            found = thrown.get_description();
        } catch (const std::exception &thrown) {
            found = thrown.what();
        }
        n_run_++;
        n_failed_ += !found.empty();
        std::printf("%sok %u - %s\n", found.empty() ? "" : "not ", n_run_,
                    name.c_str());
        if (!found.empty())
            std::printf("# %s\n", found.c_str());
        std::fflush(stdout);
    }

    int finish()
    {
        if (only_.empty())
            std::filesystem::remove_all(scratch_);
        else
            std::printf("# left in %s\n", scratch_.c_str());
        std::printf("1..%u\n", n_run_);
        return n_failed_ != 0;
    }

  private:
    std::string scratch_;
    std::string only_;
    unsigned n_run_ = 0;
    unsigned n_failed_ = 0;
};

/* How thoroughly to look. */
struct comparison {
    build_way way;
    size_t flush_every = 0; /* the API commits after so many */
    bool is_changed = true; /* and compared again */
};

const std::vector<std::string> &comparable_tables(const build_way &way)
{
    return way.settings.compression == COMPRESSION_FAST ? plain_tables
                                                        : all_tables;
}

std::string compare_now(const std::string &in, const std::string &stage,
                        const comparison &how, uint32_t seed)
{
    std::string found = complaints(in + "glass");
    if (!found.empty())
        return stage + ": xapian-check: " + found;
    found = difference(dump(in + "xapian", seed), dump(in + "glass", seed));
    if (!found.empty())
        return stage + ": API: " + found;
    compact(in + "xapian", in + stage + "-xapian");
    compact(in + "glass", in + stage + "-glass");
    found = file_difference(in + stage + "-xapian", in + stage + "-glass",
                            comparable_tables(how.way));
    return found.empty() ? "" : stage + ": compacted: " + found;
}

std::string compare(const std::string &in, const test_collection &collection,
                    const comparison &how, uint32_t seed)
{
    uint32_t n_block = how.way.settings.n_block_bytes;
    build_with_xapian(in + "xapian", collection, n_block ? n_block : 8192,
                      how.flush_every);
    build_with_glass(in + "glass", collection, how.way);
    std::string found = compare_now(in, "built", how, seed);
    if (!found.empty() || !how.is_changed)
        return found;
    change(in + "xapian", seed);
    change(in + "glass", seed);
    return compare_now(in, "changed", how, seed);
}

/* ---- the tests */

comparison exactly(size_t memory_bytes = 0, uint32_t n_block_bytes = 0)
{
    comparison how;
    how.way.settings.compression = COMPRESSION_ZLIB;
    how.way.settings.memory_bytes = memory_bytes;
    how.way.settings.n_block_bytes = n_block_bytes;
    return how;
}

void test_edges(harness &tests)
{
    tests.run("a database without documents", [](const std::string &in) {
        return compare(in, {}, exactly(), 1);
    });
    tests.run("metadata and no documents", [](const std::string &in) {
        test_collection collection;
        collection.metadata = {{"a", "b"}, {std::string(253, 'k'), "v"}};
        return compare(in, collection, exactly(), 1);
    });
    tests.run("one empty document", [](const std::string &in) {
        test_collection collection;
        collection.documents.resize(1);
        return compare(in, collection, exactly(), 1);
    });
    tests.run("documents without terms, and one with", [](const auto &in) {
        test_collection collection;
        collection.documents.resize(2000);
        collection.documents[1234].postings = {{"only", 5, 1}};
        return compare(in, collection, exactly(), 1);
    });
    tests.run("a term at 245 bytes, NULs counting twice", [](const auto &in) {
        test_collection collection;
        test_document document;
        document.postings = {
            {std::string(245, 'a'), 1, 1},
            {std::string(244, 'a'), 2, 1},
            {std::string(122, '\0'), 3, 1},
            {std::string(122, '\0') + "b", 4, 1},
            {std::string(1, '\0'), 4, 1},
            {std::string(2, '\0'), 5, 1},
            {std::string("a\0", 2), 5, 1},
            {std::string("a\0b", 3), 6, 1},
            {"a", 4294967294U, 1},
            {std::string("\0\xd8", 2), 7, 1},
            {std::string("\0\xe0", 2), 8, 1},
            {std::string("\xff\xff", 2), 9, 1},
        };
        /* So many that lists go over several chunks, with docids in keys. */
        collection.documents.assign(1200, document);
        return compare(in, collection, exactly(), 1);
    });
}

void test_sizes(harness &tests, uint32_t seed)
{
    tests.run("thousands of short documents", [=](const std::string &in) {
        profile like{6000, 12, 3000, 2, false};
        return compare(in, random_collection(seed, like), exactly(), seed);
    });
    tests.run("documents of megabytes", [=](const std::string &in) {
        random_engine random(seed);
        profile like{3, 30000, 20000, 1, false};
        test_collection collection = random_collection(seed, like);
        collection.documents[1].data = random_bytes(random, 5 << 20);
        while (collection.documents[2].data.size() < 5 << 20)
            collection.documents[2].data += random_word(random, like) + ' ';
        return compare(in, collection, exactly(), seed);
    });
    tests.run("a vocabulary without bounds", [=](const std::string &in) {
        test_collection collection;
        collection.documents.resize(100);
        uint32_t n = seed;
        for (auto &document : collection.documents) {
            for (uint32_t i = 0; i < 300; i++)
                document.postings.push_back(
                    {"prefix" + std::to_string(n++ * 2654435761U), i, 1});
        }
        return compare(in, collection, exactly(1), seed);
    });
    tests.run("an API that commits again and again", [=](const auto &in) {
        profile like{1000, 20, 100, 3, false};
        comparison how = exactly();
        how.flush_every = 90;
        return compare(in, random_collection(seed, like), how, seed);
    });
}

void test_ways(harness &tests, uint32_t seed)
{
    profile like{1500, 40, 3000, 3, false};
    test_collection collection = random_collection(seed, like);
    for (uint32_t n_block : {2048U, 4096U, 65536U}) {
        tests.run("blocks of " + std::to_string(n_block) + " bytes",
                  [&](const std::string &in) {
                      return compare(in, collection, exactly(0, n_block), seed);
                  });
    }
    tests.run("hardly any memory: runs spilled and folded",
              [&](const std::string &in) {
                  return compare(in, collection, exactly(1), seed);
              });
    tests.run("no compression", [&](const std::string &in) {
        comparison how = exactly();
        how.way.settings.compression = COMPRESSION_NONE;
        return compare(in, collection, how, seed);
    });
    tests.run("fast compression", [&](const std::string &in) {
        comparison how = exactly();
        how.way.settings.compression = COMPRESSION_FAST;
        return compare(in, collection, how, seed);
    });
    tests.run("runs dealt, memory and threads change nothing",
              [&](const std::string &in) {
                  build_way way = exactly().way;
                  build_with_glass(in + "one", collection, way);
                  way.settings.n_jobs = 2;
                  way.run_documents = 333;
                  build_with_glass(in + "two", collection, way);
                  way.settings.memory_bytes = 1;
                  way.run_documents = 7;
                  build_with_glass(in + "three", collection, way);
                  std::string found =
                      file_difference(in + "one", in + "two", all_tables);
                  return !found.empty()
                             ? found
                             : file_difference(in + "one", in + "three",
                                               all_tables);
              });
}

void test_random(harness &tests, uint32_t seed)
{
    random_engine random(seed);
    profile like;
    like.n_documents = random() % 4 ? random() % 60 : random() % 400;
    like.n_words = 1 + random() % 300;
    like.n_vocabulary = 1 + random() % 4000;
    like.n_values = random() % 6;
    like.is_binary = random() % 2;
    comparison how = exactly(random() % 2 ? 1 : 1 << 20);
    how.way.run_documents = random() % 2 ? 0 : 1 + random() % 40;
    how.flush_every = random() % 3 ? 0 : 1 + random() % 50;
    tests.run("random collection, seed " + std::to_string(seed),
              [=](const std::string &in) {
                  return compare(in, random_collection(seed, like), how, seed);
              });
}

/*
 * Data whose deflated end yields so much that Xapian's reader misses it (see
 * table.c, MAX_TAIL_BYTES): what the API writes it can't read; what lib/glass
 * writes it can.
 */
std::string read_long_runs(const std::string &in)
{
    test_collection collection;
    for (size_t i = 0; i < 400; i++) {
        collection.documents.emplace_back();
        collection.documents.back().data =
            std::string(8000 + 3 * i, 'd') + std::to_string(i % 7);
    }
    build_with_xapian(in + "xapian", collection, 8192, 0);
    for (compression kind : {COMPRESSION_ZLIB, COMPRESSION_FAST}) {
        build_way way;
        way.settings.compression = kind;
        std::string path = in + "glass" + std::to_string(kind);
        build_with_glass(path, collection, way);
        std::string found = complaints(path);
        size_t n_unread = unreadable(path, collection);
        if (!found.empty() || n_unread)
            return std::to_string(n_unread) + " unreadable; " + found;
    }
    std::printf("# of what the API wrote %zu are unreadable\n",
                unreadable(in + "xapian", collection));
    return "";
}

/* Where a list of postings must be chunked, and docids take three and four
   bytes: the k-th word stands in every 2^k-th document. */
std::string count_many(const std::string &in, uint32_t n_documents)
{
    test_collection collection;
    for (uint32_t i = 0; i < 64; i++) {
        collection.documents.emplace_back();
        test_document &document = collection.documents.back();
        for (uint32_t k = 0; k < 6 && i % (1U << k) == 0; k++)
            document.postings.push_back({"w" + std::to_string(k), k + 1, 1});
        document.values.emplace_back(0, std::to_string(i));
        if (i % 16 == 0)
            document.data = "document";
    }
    build_many_with_glass(in + "many", collection, n_documents, build_way());
    std::string found = complaints(in + "many");
    if (!found.empty())
        return found;
    Xapian::Database database(in + "many");
    if (database.get_doccount() != n_documents)
        return std::to_string(database.get_doccount()) + " documents";
    for (uint32_t k = 0; k < 6; k++) {
        const std::string word = "w" + std::to_string(k);
        uint32_t docid = 1;
        for (auto it = database.postlist_begin(word);
             it != database.postlist_end(word); ++it, docid += 1U << k)
            if (*it != docid || it.get_wdf() != 1)
                return word + " stands in " + std::to_string(*it) +
                       " and not in " + std::to_string(docid);
        uint32_t n = (n_documents + (1U << k) - 1) >> k;
        if (database.get_termfreq(word) != n || (docid - 1) >> k != n)
            return word + " has " + std::to_string(database.get_termfreq(word));
    }
    return "";
}

void test_many(harness &tests)
{
    uint32_t n_documents = std::getenv("LEDE_FULL") ? 10000000 : 200000;
    tests.run(
        std::to_string(n_documents) + " documents",
        [=](const std::string &in) { return count_many(in, n_documents); });
}

uint32_t number_from(const char *name, uint32_t otherwise)
{
    const char *text = std::getenv(name);
    return text ? uint32_t(std::strtoul(text, nullptr, 10)) : otherwise;
}

/* Seeds of collections that once came out differently: tests/unit/glass.seeds,
   a number a line. */
std::vector<uint32_t> kept_seeds()
{
    std::vector<uint32_t> seeds;
    const char *srcdir = std::getenv("srcdir");
    std::ifstream lines(std::string(srcdir ? srcdir : ".") +
                        "/tests/unit/glass.seeds");
    for (std::string line; std::getline(lines, line);)
        if (!line.empty() && line[0] != '#')
            seeds.push_back(uint32_t(std::stoul(line)));
    return seeds;
}

} // namespace

int main()
{
    uint32_t seed = number_from("COMPARE_GLASS_SEED", 20160314);
    uint32_t n_rounds = number_from("COMPARE_GLASS_ROUNDS", 12);
    std::string scratch = (std::filesystem::temp_directory_path() /
                           ("lede-compare-glass-" + std::to_string(getpid())))
                              .string();
    harness tests(scratch, std::getenv("COMPARE_GLASS_ONLY"));
    std::printf("# seed %u\n", seed);
    test_edges(tests);
    test_sizes(tests, seed);
    test_ways(tests, seed);
    tests.run("data that deflates too well for Xapian's reader",
              read_long_runs);
    test_many(tests);
    for (uint32_t kept : kept_seeds())
        test_random(tests, kept);
    for (uint32_t i = 0; i < n_rounds; i++)
        test_random(tests, seed + i);
    /* And one that nobody has tried: if it fails, its name says the seed, and
       it belongs into tests/unit/glass.seeds. */
    test_random(tests, std::random_device()());
    return tests.finish();
}
