/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/wildcard.h"

#include <string.h>

/* ---- making */

/* The letters from *at on, without backslashes, up to the next wildcard. */
static void read_letters(struct str_span text, size_t *at, struct str *out)
{
    while (*at < text.n_bytes && text.bytes[*at] != '*' &&
           text.bytes[*at] != '?') {
        if (text.bytes[*at] == '\\' && *at + 1 < text.n_bytes)
            ++*at;
        str_add_char(out, text.bytes[(*at)++]);
    }
}

static enum status add_letters(struct wildcard *wildcard,
                               struct str_span letters,
                               struct analyser *analyser, struct arena *arena,
                               struct error *err)
{
    CLEANUP(str_release) struct str folded = STR_INIT;
    enum status status = analyser_fold(analyser, letters, &folded, err);
    if (status == STATUS_OK)
        status = str_status(&folded, err);
    if (status != STATUS_OK || folded.n_bytes == 0)
        return status;
    struct str_span copy = arena_copy(arena, str_view(&folded));
    if (!copy.bytes)
        return error_no_memory(err);
    wildcard->parts[wildcard->n_parts++] =
        (struct wildcard_part){WILDCARD_LETTERS, copy};
    return STATUS_OK;
}

/* The wildcards side by side from *at on: all `?` before one `*`, which is the
   same in whatever order they stand. */
static void add_signs(struct wildcard *wildcard, struct str_span text,
                      size_t *at)
{
    bool has_any = false;
    for (; *at < text.n_bytes &&
           (text.bytes[*at] == '*' || text.bytes[*at] == '?');
         ++*at) {
        if (text.bytes[*at] == '*')
            has_any = true;
        else
            wildcard->parts[wildcard->n_parts++].kind = WILDCARD_ONE;
    }
    if (has_any)
        wildcard->parts[wildcard->n_parts++].kind = WILDCARD_ANY;
}

enum status wildcard_make(struct str_span text, struct analyser *analyser,
                          struct arena *arena, struct wildcard *ret_wildcard,
                          struct error *err)
{
    CLEANUP(str_release) struct str letters = STR_INIT;
    struct wildcard wildcard = {NULL, 0, {"", 0}};
    wildcard.parts =
        arena_alloc_array(arena, text.n_bytes + 1, sizeof *wildcard.parts);
    if (!wildcard.parts)
        return error_no_memory(err);
    for (size_t at = 0; at < text.n_bytes;) {
        str_reset(&letters);
        read_letters(text, &at, &letters);
        enum status status = str_status(&letters, err);
        if (status == STATUS_OK && letters.n_bytes > 0)
            status = add_letters(&wildcard, str_view(&letters), analyser, arena,
                                 err);
        if (status != STATUS_OK)
            return status;
        add_signs(&wildcard, text, &at);
    }
    if (wildcard.n_parts > 0 && wildcard.parts[0].kind == WILDCARD_LETTERS)
        wildcard.beginning = wildcard.parts[0].letters;
    *ret_wildcard = wildcard;
    return STATUS_OK;
}

/* ---- matching */

static size_t skip_one(struct str_span term, size_t at)
{
    at++;
    while (at < term.n_bytes && ((unsigned char)term.bytes[at] & 0xC0) == 0x80)
        at++;
    return at;
}

/* Whether the part is at *at of the term, which moves behind it. */
static bool take_part(const struct wildcard_part *part, struct str_span term,
                      size_t *at)
{
    size_t n = part->letters.n_bytes;
    if (part->kind == WILDCARD_ONE) {
        if (*at == term.n_bytes)
            return false;
        *at = skip_one(term, *at);
        return true;
    }
    if (n > term.n_bytes - *at ||
        memcmp(term.bytes + *at, part->letters.bytes, n) != 0)
        return false;
    *at += n;
    return true;
}

/* Whether the term ends as the pattern does: most do not. */
static bool has_ending(const struct wildcard *wildcard, struct str_span term)
{
    const struct wildcard_part *last = &wildcard->parts[wildcard->n_parts - 1];
    size_t n = last->letters.n_bytes;
    return last->kind != WILDCARD_LETTERS ||
           (n <= term.n_bytes &&
            memcmp(term.bytes + term.n_bytes - n, last->letters.bytes, n) == 0);
}

bool wildcard_matches(const struct wildcard *wildcard, struct str_span term)
{
    size_t n = wildcard->n_parts;
    size_t i = 0;
    size_t at = 0;
    /* What follows the last `*`, and from where it is tried next: only that
       one need ever take more. */
    size_t i_behind = n + 1;
    size_t again = 0;
    if (n == 0)
        return term.n_bytes == 0;
    if (!has_ending(wildcard, term))
        return false;
    while (i < n || at < term.n_bytes) {
        if (i < n && wildcard->parts[i].kind == WILDCARD_ANY) {
            i_behind = ++i;
            again = at;
            if (i == n)
                return true;
        } else if (i < n && take_part(&wildcard->parts[i], term, &at)) {
            i++;
        } else {
            if (i_behind > n || again == term.n_bytes)
                return false;
            again = at = skip_one(term, again);
            i = i_behind;
        }
    }
    return true;
}
