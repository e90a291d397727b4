/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/stem.h"

#include <errno.h>
#include <libstemmer.h>
#include <string.h>

void stem_set_release(struct stem_set *set)
{
    for (size_t i = 0; i < set->n_opened; i++)
        sb_stemmer_delete(set->stemmers[i]);
    set->n_opened = 0;
}

enum status stem_set_open(struct stem_set *set, const struct language *language,
                          size_t *ret_i_stemmer, struct error *err)
{
    *ret_i_stemmer = 0;
    if (language == NULL || language->snowball == NULL)
        return STATUS_OK;
    for (size_t i = 0; i < set->n_opened; i++) {
        if (strcmp(set->names[i], language->snowball) == 0) {
            *ret_i_stemmer = i + 1;
            return STATUS_OK;
        }
    }
    if (set->n_opened == STEM_MAX_ALGORITHMS)
        return error_set(err, STATUS_TOO_BIG, "over %d stemmers at once",
                         STEM_MAX_ALGORITHMS);
    errno = 0;
    struct sb_stemmer *stemmer = sb_stemmer_new(language->snowball, NULL);
    if (stemmer == NULL && errno == ENOMEM)
        return error_no_memory(err);
    if (stemmer == NULL)
        return error_set(err, STATUS_NOT_FOUND,
                         "libstemmer has no stemmer '%s'", language->snowball);
    set->names[set->n_opened] = language->snowball;
    set->stemmers[set->n_opened] = stemmer;
    set->n_opened++;
    *ret_i_stemmer = set->n_opened;
    return STATUS_OK;
}

enum status stem_word(struct stem_set *set, size_t i_stemmer,
                      struct str_span word, struct str_span *ret_stem,
                      struct error *err)
{
    struct sb_stemmer *stemmer = set->stemmers[i_stemmer - 1];
    const sb_symbol *stem = sb_stemmer_stem(
        stemmer, (const sb_symbol *)word.bytes, (int)word.n_bytes);
    if (stem == NULL)
        return error_no_memory(err);
    *ret_stem =
        str_span((const char *)stem, (size_t)sb_stemmer_length(stemmer));
    return STATUS_OK;
}
