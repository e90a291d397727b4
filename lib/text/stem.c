/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/stem.h"

#include "text/utf8.h"

#include <errno.h>
#include <libstemmer.h>
#include <limits.h>
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

/* ---- what stays */

#define NOTHING UINT_MAX

/* What of a stem may be another letter in its words, from its end. */
struct change {
    const char *snowball;
    unsigned n_letters; /* NOTHING: all of them */
    unsigned n_least;   /* but not these, at its beginning */
    unsigned (*count)(struct str_span stem); /* tells the letters; or NULL */
};

static bool ends_in(struct str_span stem, struct str_span end)
{
    return stem.n_bytes >= end.n_bytes &&
           memcmp(stem.bytes + (stem.n_bytes - end.n_bytes), end.bytes,
                  end.n_bytes) == 0;
}

/* skies: sky, happiness: happi, hoping: hope, stability: stabl, lying: lie. Of
   300,000 words of an archive and two million made ones, no other. */
static unsigned count_english(struct str_span stem)
{
    if (ends_in(stem, SPAN("ie")))
        return 2;
    return ends_in(stem, SPAN("e")) || ends_in(stem, SPAN("i")) ||
           ends_in(stem, SPAN("y")) || ends_in(stem, SPAN("bl"));
}

static const struct change changes[] = {
    {"english", 0, 1, count_english},
    {"porter", 0, 1, count_english},
    {"french", 2, 1, NULL},
    {"dutch", 1, 1, NULL},
    {"german", 1, 1, NULL},
    {"hindi", 1, 1, NULL},
    {"hungarian", 1, 1, NULL},
    {"italian", 1, 1, NULL},
    {"portuguese", 1, 1, NULL},
    {"russian", 1, 1, NULL},
    {"spanish", 1, 1, NULL},
    {"swedish", 1, 1, NULL},
    /* The last consonant loses its voice: bunu/p. */
    {"turkish", 1, 0, NULL},
    /* These take off articles, prefixes and mutations, or change the script. */
    {"arabic", NOTHING, 0, NULL},
    {"indonesian", NOTHING, 0, NULL},
    {"irish", NOTHING, 0, NULL},
    {"serbian", NOTHING, 0, NULL},
    {"tamil", NOTHING, 0, NULL},
    {"yiddish", NOTHING, 0, NULL},
};

/* Of a stemmer that was not looked at: its first letter. */
static const struct change any_other = {NULL, NOTHING, 1, NULL};

static const struct change *find_change(const char *snowball)
{
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        if (strcmp(changes[i].snowball, snowball) == 0)
            return &changes[i];
    return &any_other;
}

size_t stem_kept_bytes(const struct language *language, struct str_span stem)
{
    size_t n_kept = 0;
    if (language == NULL || language->snowball == NULL)
        return stem.n_bytes;
    const struct change *change = find_change(language->snowball);
    size_t n_letters = utf8_count(stem);
    size_t n_changed =
        change->count == NULL ? change->n_letters : change->count(stem);
    size_t n = n_letters > n_changed ? n_letters - n_changed : 0;
    if (n < change->n_least)
        n = change->n_least;
    for (; n > 0 && n_kept < stem.n_bytes; n--)
        (void)utf8_next(stem, &n_kept);
    return n_kept;
}
