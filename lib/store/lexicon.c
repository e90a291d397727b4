/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/lexicon.h"

#include "base/checksum.h"
#include "store/lexicon_form.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct lexicon {
    char *path;
    void *map;
    const char *bytes; /* the same */
    size_t n_bytes;
    const char *ends; /* 8 bytes for each block */
    uint64_t n_blocks;
    uint64_t n_terms;
};

static uint64_t read_u64(const char *bytes)
{
    uint64_t number = 0;
    for (size_t i = 8; i-- > 0;)
        number = number << 8 | (unsigned char)bytes[i];
    return number;
}

static enum status say_damaged(const struct lexicon *lexicon, const char *what,
                               struct error *err)
{
    error_set(err, STATUS_CORRUPT, "the index is damaged: '%s' %s",
              lexicon->path, what);
    error_hint(err, "make the index anew from the articles");
    return STATUS_CORRUPT;
}

/* ---- the file */

static enum status map(struct lexicon *lexicon, int fd, struct error *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return error_set_errno(err, STATUS_IO, errno, "cannot read '%s'",
                               lexicon->path);
    if (!S_ISREG(st.st_mode) || st.st_size < (off_t)LEXICON_FOOT_BYTES)
        return say_damaged(lexicon, "is too short", err);
    void *bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
    if (bytes == MAP_FAILED)
        return error_set_errno(err, STATUS_IO, errno, "cannot map '%s'",
                               lexicon->path);
    lexicon->map = bytes;
    lexicon->bytes = bytes;
    lexicon->n_bytes = (size_t)st.st_size;
    return STATUS_OK;
}

static enum status read_foot(struct lexicon *lexicon, struct error *err)
{
    const char *foot = lexicon->bytes + lexicon->n_bytes - LEXICON_FOOT_BYTES;
    size_t n_before = lexicon->n_bytes - LEXICON_FOOT_BYTES;
    if (memcmp(foot + 16, LEXICON_MAGIC, LEXICON_MAGIC_BYTES) != 0)
        return say_damaged(lexicon, "is no lexicon of this version", err);
    lexicon->n_terms = read_u64(foot);
    lexicon->n_blocks = read_u64(foot + 8);
    if (lexicon->n_blocks > n_before / 8)
        return say_damaged(lexicon, "is too short", err);
    lexicon->ends = foot - 8 * lexicon->n_blocks;
    struct str_span summed =
        str_span(lexicon->ends, 8 * lexicon->n_blocks + LEXICON_FOOT_BYTES - 8);
    if (checksum_of(summed) != read_u64(foot + 24))
        return say_damaged(lexicon, "has another checksum", err);
    return STATUS_OK;
}

enum status lexicon_open(const char *path, struct lexicon **ret_lexicon,
                         struct error *err)
{
    struct lexicon *lexicon = calloc(1, sizeof *lexicon);
    if (!lexicon)
        return error_no_memory(err);
    lexicon->path = strdup(path);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    enum status status = STATUS_OK;
    if (!lexicon->path)
        status = error_no_memory(err);
    else if (fd < 0)
        status =
            error_set_errno(err, errno == ENOENT ? STATUS_NOT_FOUND : STATUS_IO,
                            errno, "cannot open '%s'", path);
    else
        status = map(lexicon, fd, err);
    if (fd >= 0)
        close(fd);
    if (status == STATUS_OK && lexicon->map)
        status = read_foot(lexicon, err);
    if (status == STATUS_OK)
        *ret_lexicon = lexicon;
    else
        lexicon_free(lexicon);
    return status;
}

void lexicon_free(struct lexicon *lexicon)
{
    if (!lexicon)
        return;
    if (lexicon->map)
        munmap(lexicon->map, lexicon->n_bytes);
    free(lexicon->path);
    free(lexicon);
}

uint64_t lexicon_n_terms(const struct lexicon *lexicon)
{
    return lexicon->n_terms;
}

/* ---- blocks */

static uint64_t end_of_block(const struct lexicon *lexicon, uint64_t i_block)
{
    return read_u64(lexicon->ends + 8 * i_block);
}

/* The entries of a block, once its checksum is seen to be right. */
static enum status read_block(const struct lexicon *lexicon, uint64_t i_block,
                              struct str_span *ret_entries, struct error *err)
{
    uint64_t from = i_block == 0 ? 0 : end_of_block(lexicon, i_block - 1);
    uint64_t end = end_of_block(lexicon, i_block);
    uint64_t last = (uint64_t)(lexicon->ends - lexicon->bytes);
    if (end > last || from > end || end - from <= LEXICON_CHECKSUM_BYTES)
        return say_damaged(lexicon, "has blocks of no length", err);
    *ret_entries = str_span(lexicon->bytes + from,
                            (size_t)(end - from) - LEXICON_CHECKSUM_BYTES);
    if (checksum_of(*ret_entries) !=
        read_u64(ret_entries->bytes + ret_entries->n_bytes))
        return say_damaged(lexicon, "has another checksum", err);
    return STATUS_OK;
}

static enum status enter_block(struct lexicon_walk *walk, uint64_t i_block,
                               struct error *err)
{
    struct str_span entries;
    enum status status = read_block(walk->lexicon, i_block, &entries, err);
    if (status != STATUS_OK)
        return status;
    walk->at = entries.bytes;
    walk->end = entries.bytes + entries.n_bytes;
    walk->i_block = i_block + 1;
    walk->term = str_span(walk->bytes, 0);
    return STATUS_OK;
}

/* ---- entries */

/* Numbers are below 128 as a rule. NULL: it does not end. */
static const char *read_number(const char *at, const char *end,
                               uint64_t *ret_number)
{
    uint64_t number = 0;
    for (unsigned shift = 0; at < end && shift < 64; shift += 7) {
        unsigned char byte = (unsigned char)*at++;
        number |= (uint64_t)(byte & 127) << shift;
        if (byte < 128) {
            *ret_number = number;
            return at;
        }
    }
    return NULL;
}

static enum status read_entry(struct lexicon_walk *walk, struct error *err)
{
    uint64_t n_shared = 0;
    uint64_t n_tail = 0;
    const char *at = read_number(walk->at, walk->end, &n_shared);
    if (at)
        at = read_number(at, walk->end, &n_tail);
    if (!at || n_shared > walk->term.n_bytes || n_tail == 0 ||
        n_tail > sizeof walk->bytes - n_shared ||
        n_tail > (uint64_t)(walk->end - at) ||
        (n_shared < walk->term.n_bytes &&
         (unsigned char)*at <= (unsigned char)walk->bytes[n_shared]))
        return say_damaged(walk->lexicon, "has a term that is none", err);
    memcpy(walk->bytes + n_shared, at, n_tail);
    walk->term = str_span(walk->bytes, n_shared + n_tail);
    walk->n_same = n_shared;
    walk->at = read_number(at + n_tail, walk->end, &walk->n_articles);
    if (!walk->at || walk->n_articles == 0)
        return say_damaged(walk->lexicon, "has a count that is none", err);
    return STATUS_OK;
}

enum status lexicon_walk_next(struct lexicon_walk *walk, struct error *err)
{
    if (walk->is_held) {
        walk->is_held = false;
        walk->n_same = 0;
        return STATUS_OK;
    }
    if (walk->at == walk->end) {
        if (walk->i_block == walk->lexicon->n_blocks)
            return STATUS_DONE;
        enum status status = enter_block(walk, walk->i_block, err);
        if (status != STATUS_OK)
            return status;
    }
    return read_entry(walk, err);
}

/* Reads the first term of a block. */
static enum status look_at(struct lexicon_walk *walk, uint64_t i_block,
                           struct error *err)
{
    enum status status = enter_block(walk, i_block, err);
    return status == STATUS_OK ? read_entry(walk, err) : status;
}

/* The next step tells the first term from `from` on. */
static enum status step_up_to(struct lexicon_walk *walk, struct str_span from,
                              struct error *err)
{
    enum status status;
    do
        status = lexicon_walk_next(walk, err);
    while (status == STATUS_OK && str_span_compare(walk->term, from) < 0);
    walk->is_held = status == STATUS_OK;
    return status == STATUS_DONE ? STATUS_OK : status;
}

enum status lexicon_walk_start(struct lexicon_walk *walk,
                               const struct lexicon *lexicon,
                               struct str_span from, struct error *err)
{
    /* Blocks before low begin at or before it, those from high on behind. */
    uint64_t low = 0;
    uint64_t high = lexicon->n_blocks;
    enum status status = STATUS_OK;
    memset(walk, 0, offsetof(struct lexicon_walk, bytes));
    walk->lexicon = lexicon;
    while (from.n_bytes > 0 && low < high) {
        uint64_t middle = low + (high - low) / 2;
        status = look_at(walk, middle, err);
        if (status != STATUS_OK)
            return status;
        if (str_span_compare(walk->term, from) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    walk->i_block = low > 0 ? low - 1 : 0;
    walk->at = walk->end = NULL;
    return step_up_to(walk, from, err);
}

/* Whether there is such a block, and it begins at or before the term. */
static enum status begins_before(const struct lexicon *lexicon,
                                 uint64_t i_block, struct str_span term,
                                 bool *ret_is_before, struct error *err)
{
    struct lexicon_walk look = {.lexicon = lexicon};
    *ret_is_before = false;
    if (i_block >= lexicon->n_blocks)
        return STATUS_OK;
    enum status status = look_at(&look, i_block, err);
    if (status == STATUS_OK)
        *ret_is_before = str_span_compare(look.term, term) <= 0;
    return status;
}

enum status lexicon_walk_skip(struct lexicon_walk *walk, struct str_span from,
                              struct error *err)
{
    /* Blocks before low begin at or before it; by steps that double, then
       halve (Bentley, Yao, IPL 5, 1976). */
    uint64_t low = walk->i_block;
    uint64_t step = 1;
    bool is_growing = true;
    while (step > 0) {
        bool is_before;
        enum status status =
            begins_before(walk->lexicon, low + step - 1, from, &is_before, err);
        if (status != STATUS_OK)
            return status;
        if (is_before)
            low += step;
        else
            is_growing = false;
        step = is_growing ? step * 2 : step / 2;
    }
    if (low > walk->i_block) {
        walk->i_block = low - 1;
        walk->at = walk->end = NULL;
        walk->is_held = false;
    }
    return step_up_to(walk, from, err);
}
