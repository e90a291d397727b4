/*
 * What an article is called: the id by which a later one replaces it and by
 * which links find it. It must be the same each time the archive is read.
 *
 *   field (default)  the article's own id; for a line of JSON Lines without
 *                    one its url; else as path
 *   path             the path below the directory given on the command line
 *                    (so an archive may move), or a file's path as given,
 *                    without "./" in front and with one "/" for "//" and
 *                    "/./"; "/" and its name there behind it for what has a
 *                    name in an archive; "#12" behind it for what begins at
 *                    line 12 of a file that holds many; "stdin" for "-"
 *   url              the url; else as path
 *   hash             XXH3-64 of title and text, 16 hexadecimal digits: equal
 *                    articles are one
 *
 * A path that is not UTF-8 gets "~" and a checksum of its bytes behind the
 * repaired form, so that two such paths stay two.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_IDENTITY_H
#define LEDE_INDEXER_IDENTITY_H

#include "base/checksum.h"
#include "indexer/reader.h"

enum id_from {
    ID_FROM_FIELD,
    ID_FROM_PATH,
    ID_FROM_URL,
    ID_FROM_HASH,
};

/* "field", "path", "url", "hash"; static. */
const char *const *identity_words(size_t *ret_n_words);

/* Appends the id to out; relative as in struct walk_file. */
void identity_add(enum id_from from, const char *relative,
                  const struct article *article,
                  const struct reader_facts *facts, struct str *out);

/* Appends the path as an id from it is made, without a line. */
void identity_path(const char *relative, struct str *out);

/* Gives the article its id, in arena. One of its own choosing stays readable
   for dump when another is used. */
MUST_CHECK enum status identity_name(enum id_from from, const char *relative,
                                     const struct reader_facts *facts,
                                     struct arena *arena,
                                     struct article *article,
                                     struct error *err);

/* A checksum of all that the article says: equal when it came in the same. */
uint64_t identity_sum(const struct article *article, struct checksum_sum *sum);

/* The ids of one run, by 64-bit checksums: at ten million articles the odds
   of one false alarm are below one in 300,000. */
struct identity_set {
    uint64_t *slots; /* private */
    size_t n_slots;
    size_t n_items;
};

void identity_set_release(struct identity_set *set);
bool identity_set_has(const struct identity_set *set, struct str_span id);
/* Puts id in; *ret_is_new tells whether it was not there. */
MUST_CHECK enum status identity_set_put(struct identity_set *set,
                                        struct str_span id, bool *ret_is_new,
                                        struct error *err);

#endif
