/*
 * How often each symbol of deflate occurs in the tags of real segments:
 * prints lib/glass/deflate_counts.h, from which its fixed codes are made.
 *
 * Usage: bench/deflate_counts SEGMENT... >lib/glass/deflate_counts.h
 *
 * The numbers there come from an index of English documentation, interviews
 * and news wires, with a tenth of German, French, Finnish and Turkish, so that
 * the letters of most Latin scripts have codes of a fair length. Of each
 * segment every document counts, so choose them of the sizes that they shall
 * weigh.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <xapian.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <isa-l/igzip_lib.h>
#include <string>
#include <vector>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
extern "C" {
#include "glass/termlist.h"
}
#pragma GCC diagnostic pop

namespace
{

void count(const std::string &tag, isal_huff_histogram &counts)
{
    std::vector<unsigned char> bytes(tag.begin(), tag.end());
    isal_update_histogram(bytes.data(), static_cast<int>(bytes.size()),
                          &counts);
}

std::string termlist_of(const Xapian::Database &db, Xapian::docid docid)
{
    std::vector<std::string> names;
    std::vector<termlist_term> terms;
    size_t n_bytes = 0;
    for (auto i = db.termlist_begin(docid); i != db.termlist_end(docid); ++i) {
        names.push_back(*i);
        terms.push_back({{nullptr, 0}, i.get_wdf()});
        n_bytes += names.back().size();
    }
    for (size_t i = 0; i < names.size(); i++)
        terms[i].term = {names[i].data(), names[i].size()};
    std::string tag(termlist_max_bytes(terms.size(), n_bytes), '\0');
    char *end = termlist_encode(&tag[0], db.get_doclength(docid), terms.data(),
                                terms.size());
    tag.resize(static_cast<size_t>(end - tag.data()));
    return tag;
}

/* Scaled into 16 bits; none is 0, so that every symbol has a code. */
void print(const uint64_t *counts, size_t n)
{
    uint64_t most = 1;
    for (size_t i = 0; i < n; i++)
        most = counts[i] > most ? counts[i] : most;
    std::printf("    {");
    for (size_t i = 0; i < n; i++) {
        uint64_t scaled = counts[i] * 65535 / most;
        std::printf("%s%llu,", i % 10 == 0 ? "\n        " : " ",
                    static_cast<unsigned long long>(scaled > 0 ? scaled : 1));
    }
    std::printf("\n    },\n");
}

void run(int n_paths, char **paths)
{
    std::vector<isal_huff_histogram> counts(2);
    for (int i = 0; i < n_paths; i++) {
        Xapian::Database db(paths[i]);
        for (auto p = db.postlist_begin(""); p != db.postlist_end(""); ++p) {
            count(termlist_of(db, *p), counts[0]);
            count(db.get_document(*p).get_data(), counts[1]);
        }
    }
    std::printf("/*\n"
                " * Made by bench/deflate_counts: how often each symbol of "
                "deflate occurs in the\n"
                " * tags of real segments, by enum tag_kind.\n"
                " *\n"
                " * SPDX-License-Identifier: GPL-2.0-or-later\n"
                " */\n"
                "#ifndef LEDE_GLASS_DEFLATE_COUNTS_H\n"
                "#define LEDE_GLASS_DEFLATE_COUNTS_H\n\n"
                "#include <stdint.h>\n\n"
                "#define N_DEFLATE_LETTERS   %d\n"
                "#define N_DEFLATE_DISTANCES %d\n\n",
                ISAL_DEF_LIT_LEN_SYMBOLS, ISAL_DEF_DIST_SYMBOLS);
    std::printf("/* clang-format off */\n");
    std::printf("static const uint16_t deflate_letter_counts[2]"
                "[N_DEFLATE_LETTERS] = {\n");
    for (const auto &of_kind : counts)
        print(of_kind.lit_len_histogram, ISAL_DEF_LIT_LEN_SYMBOLS);
    std::printf("};\n\nstatic const uint16_t deflate_distance_counts[2]"
                "[N_DEFLATE_DISTANCES] = {\n");
    for (const auto &of_kind : counts)
        print(of_kind.dist_histogram, ISAL_DEF_DIST_SYMBOLS);
    std::printf("};\n/* clang-format on */\n\n#endif\n");
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: deflate_counts SEGMENT...\n");
        return 2;
    }
    try {
        run(argc - 1, argv + 1);
    } catch (const Xapian::Error &error) {
        std::fprintf(stderr, "deflate_counts: %s\n", error.get_msg().c_str());
        return 1;
    } catch (const std::exception &error) {
        std::fprintf(stderr, "deflate_counts: %s\n", error.what());
        return 1;
    }
    return 0;
}
