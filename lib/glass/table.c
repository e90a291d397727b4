/*
 * How the tree grows: one block is under construction at each level. When a
 * leaf is full it gets the next number and is done; its number and dividing
 * key become an item of the block above, which may thereby be full, get its
 * number, and so on. The root is finished last.
 *
 * A leaf is built where it will lie in the output buffer, for until it is
 * done no other block can be; blocks of higher levels are copied there.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/table.h"

#include "glass/block.h"

#include <stdlib.h>

/* Readers keep one cursor a level, in an array of this size. */
#define MAX_LEVELS 10

/* Leaf item: 2 bytes size and flags, 1 byte key length, key, [2 bytes piece
   number unless it is the first piece], tag. */
#define ITEM_BYTES       3U
#define PIECE_BYTES      2U
#define ITEM_DEFLATED    0x8000U
#define ITEM_LAST_PIECE  0x4000U
#define ITEM_FIRST_PIECE 0x2000U
#define MAX_PIECES       65535U
/*
 * A long deflated tag ends with a piece no longer than this. Xapian's reader
 * (1.4 to 2.1, CompressionStream::decompress_chunk) inflates each piece into
 * a buffer of 8192 bytes, again and again until it has used the piece's
 * bytes, and takes that for the end of what they yield. When they were all
 * read in but their output just filled the buffer, the rest is lost and the
 * tag "corrupt". So the last piece must not yield 8192 bytes: of 48 bits and
 * at most 7 left from before, at least two make a match of at most 258
 * bytes, which is 6966, and 258 of a match that was under way.
 */
#define MAX_TAIL_BYTES 6U
/* 13 bits hold an item's size - 3. */
#define MAX_ITEM_BYTES 8194U
/* Writers that change the table later rely on this many fitting a block. */
#define ITEMS_A_BLOCK 4U

/* Branch item: 4 bytes block, 1 byte key length, key, 2 bytes piece number. */
#define BRANCH_ITEM_BYTES 7U

/* What parts a block from the one before it; no key at the first one. */
struct divider {
    unsigned n_key;
    unsigned i_piece;
    char key[TABLE_MAX_KEY_BYTES];
};

struct level {
    struct block block;
    struct divider divider; /* of the block under construction */
};

struct table {
    struct output output;
    uint32_t n_block_bytes;
    uint32_t n_max_item;
    uint32_t n_blocks; /* finished ones */
    uint64_t n_entries;
    unsigned n_levels; /* 0 before the first entry */
    struct level levels[MAX_LEVELS];
};

/* One piece of a tag, and the key that goes with it. */
struct piece {
    struct str_span key;
    struct str_span tag;
    unsigned i_piece; /* from 1 */
    unsigned flags;
};

static uint32_t max_item_bytes(uint32_t n_block_bytes)
{
    uint32_t n_bytes = (n_block_bytes - BLOCK_HEADER_BYTES -
                        ITEMS_A_BLOCK * BLOCK_DIRECTORY_BYTES) /
                       ITEMS_A_BLOCK;
    return n_bytes < MAX_ITEM_BYTES ? n_bytes : MAX_ITEM_BYTES;
}

size_t table_max_tag_bytes(uint32_t n_block_bytes, size_t n_key_bytes)
{
    return (max_item_bytes(n_block_bytes) -
            (n_key_bytes + ITEM_BYTES + PIECE_BYTES)) *
           (MAX_PIECES - 2);
}

enum status table_new(const char *path, uint32_t n_block_bytes,
                      struct table **ret_table, struct error *err)
{
    struct table *table = calloc(1, sizeof *table);
    if (!table)
        return error_no_memory(err);
    table->n_block_bytes = n_block_bytes;
    table->n_max_item = max_item_bytes(n_block_bytes);
    enum status status = output_init(&table->output, path, err);
    if (status != STATUS_OK) {
        table_free(table);
        return status;
    }
    *ret_table = table;
    return STATUS_OK;
}

void table_free(struct table *table)
{
    if (!table)
        return;
    output_release(&table->output);
    for (unsigned i = 1; i < MAX_LEVELS; i++)
        free(table->levels[i].block.bytes);
    free(table);
}

/* Begins a leaf behind the finished blocks; there is always room for one. */
static void begin_leaf(struct table *table)
{
    block_init(&table->levels[0].block, output_place(&table->output),
               table->n_block_bytes);
}

/* Gives the block of a level the next number. */
static enum status finish_block(struct table *table, unsigned i_level,
                                uint32_t *ret_number, struct error *err)
{
    struct block *block = &table->levels[i_level].block;
    block_finish(block, TABLE_REVISION, i_level);
    char *place = output_place(&table->output);
    if (block->bytes != place)
        memcpy(place, block->bytes, block->n_bytes);
    if (table->n_blocks == UINT32_MAX)
        return error_set(err, STATUS_TOO_BIG, "'%s' has too many blocks",
                         table->output.path);
    *ret_number = table->n_blocks++;
    return output_advance(&table->output, block->n_bytes, err);
}

static void add_branch_item(struct block *block, const struct divider *divider,
                            uint32_t number)
{
    char *to = block_add_item(block, BRANCH_ITEM_BYTES + divider->n_key);
    to = pack_u32(to, number);
    *to++ = (char)divider->n_key;
    memcpy(to, divider->key, divider->n_key);
    pack_u16(to + divider->n_key, divider->i_piece);
}

/* A block's first item goes without its key; what it was is the divider of
   the block from the one before it. */
static enum status begin_branch(struct table *table, unsigned i_level,
                                const struct divider *first, uint32_t number,
                                struct error *err)
{
    static const struct divider none;
    if (i_level == MAX_LEVELS)
        return error_set(err, STATUS_TOO_BIG, "'%s' has too many levels",
                         table->output.path);
    struct level *level = &table->levels[i_level];
    if (!level->block.bytes) {
        char *bytes = malloc(table->n_block_bytes);
        if (!bytes)
            return error_no_memory(err);
        level->block.bytes = bytes;
        table->n_levels = i_level + 1;
    }
    block_init(&level->block, level->block.bytes, table->n_block_bytes);
    level->divider = *first;
    add_branch_item(&level->block, &none, number);
    return STATUS_OK;
}

/*
 * The block of a level is full: finishes it and tells the level above,
 * which may be full by that, and so on up.
 */
static enum status finish_and_climb(struct table *table, unsigned i_level,
                                    struct error *err)
{
    struct divider divider = table->levels[i_level].divider;
    uint32_t number = 0;
    enum status status = finish_block(table, i_level, &number, err);
    while (status == STATUS_OK) {
        struct level *above = &table->levels[++i_level];
        if (i_level >= table->n_levels)
            return begin_branch(table, i_level, &divider, number, err);
        if (block_has_room(&above->block, BRANCH_ITEM_BYTES + divider.n_key)) {
            add_branch_item(&above->block, &divider, number);
            return STATUS_OK;
        }
        struct divider risen = above->divider;
        uint32_t finished = 0;
        status = finish_block(table, i_level, &finished, err);
        if (status == STATUS_OK)
            status = begin_branch(table, i_level, &divider, number, err);
        divider = risen;
        number = finished;
    }
    return status;
}

/* The key of the last item in the leaf: the first byte behind its size. */
static struct str_span last_key(const struct block *leaf)
{
    const char *item = leaf->bytes + leaf->items_start;
    return str_span(item + ITEM_BYTES, (unsigned char)item[2]);
}

/* Just enough of the next key to tell it from the last one before it. */
static void divide(struct divider *divider, struct str_span before,
                   const struct piece *next)
{
    size_t n = 0;
    while (n < before.n_bytes && n < next->key.n_bytes &&
           before.bytes[n] == next->key.bytes[n])
        n++;
    if (n < next->key.n_bytes)
        n++;
    memcpy(divider->key, next->key.bytes, n);
    divider->n_key = (unsigned)n;
    divider->i_piece = next->i_piece;
}

static enum status next_leaf(struct table *table, const struct piece *first,
                             struct error *err)
{
    /* Both blocks matter: the key in the old one parts them. */
    struct divider divider;
    divide(&divider, last_key(&table->levels[0].block), first);
    enum status status = finish_and_climb(table, 0, err);
    table->levels[0].divider = divider;
    begin_leaf(table);
    return status;
}

static enum status add_piece(struct table *table, const struct piece *piece,
                             struct error *err)
{
    size_t n_number = piece->flags & ITEM_FIRST_PIECE ? 0 : PIECE_BYTES;
    size_t n_key = piece->key.n_bytes;
    size_t n_item = ITEM_BYTES + n_key + n_number + piece->tag.n_bytes;
    struct block *leaf = &table->levels[0].block;
    if (!block_has_room(leaf, n_item)) {
        enum status status = next_leaf(table, piece, err);
        if (status != STATUS_OK)
            return status;
    }
    char *to = block_add_item(leaf, n_item);
    to = pack_u16(to, piece->flags | (unsigned)(n_item - ITEM_BYTES));
    *to++ = (char)n_key;
    copy_bytes(to, piece->key.bytes, n_key);
    to += n_key;
    if (n_number > 0)
        to = pack_u16(to, piece->i_piece);
    copy_bytes(to, piece->tag.bytes, piece->tag.n_bytes);
    return STATUS_OK;
}

/* How much of a tag that takes several pieces goes into the first: so much
   that it fills the block, if that saves a piece or is not too little. (As
   Xapian's compaction does it; any cut would be valid.) */
static size_t first_cut(const struct table *table, size_t n_key, size_t n_tag)
{
    size_t n_around = n_key + ITEM_BYTES + PIECE_BYTES;
    size_t n_most = table->n_max_item - n_around;
    size_t n_free = block_free_bytes(&table->levels[0].block) %
                    (table->n_max_item + BLOCK_DIRECTORY_BYTES);
    if (n_free > BLOCK_DIRECTORY_BYTES + n_around) {
        n_free -= BLOCK_DIRECTORY_BYTES + n_around;
        if (n_free >= (n_tag - PIECE_BYTES) % n_most || n_free >= n_key + 34)
            return n_free + PIECE_BYTES;
    }
    return n_most + PIECE_BYTES;
}

/* n_tail: the last piece has at most so many bytes; 0 is any number. */
static enum status add_pieces(struct table *table, struct piece piece,
                              size_t n_tail, struct error *err)
{
    struct str_span rest = piece.tag;
    size_t n_most =
        table->n_max_item - (piece.key.n_bytes + ITEM_BYTES + PIECE_BYTES);
    size_t n_now = n_most + PIECE_BYTES;
    if (n_now < rest.n_bytes)
        n_now = first_cut(table, piece.key.n_bytes, rest.n_bytes);
    unsigned flags = piece.flags | ITEM_FIRST_PIECE;
    for (piece.i_piece = 1;; piece.i_piece++) {
        bool is_last = n_now >= rest.n_bytes;
        if (is_last && n_tail > 0 && rest.n_bytes > n_tail) {
            n_now = rest.n_bytes - n_tail;
            is_last = false;
        }
        piece.tag = str_span(rest.bytes, is_last ? rest.n_bytes : n_now);
        piece.flags = flags | (is_last ? ITEM_LAST_PIECE : 0);
        enum status status = add_piece(table, &piece, err);
        if (status != STATUS_OK || is_last)
            return status;
        rest.bytes += n_now;
        rest.n_bytes -= n_now;
        n_now = n_most;
        flags &= ~ITEM_FIRST_PIECE;
    }
}

enum status table_start(struct table *table, struct error *err)
{
    if (table->n_levels > 0)
        return STATUS_OK;
    enum status status = output_open(&table->output, err);
    if (status != STATUS_OK)
        return status;
    table->n_levels = 1;
    begin_leaf(table);
    /* Every table starts with an entry of no key and no tag. */
    const struct piece null_item = {
        {"", 0}, {"", 0}, 1, ITEM_FIRST_PIECE | ITEM_LAST_PIECE};
    return add_piece(table, &null_item, err);
}

enum status table_add(struct table *table, struct str_span key,
                      struct str_span tag, enum tag_form form,
                      struct error *err)
{
    if (table->n_levels == 0) {
        enum status status = table_start(table, err);
        if (status != STATUS_OK)
            return status;
    }
    struct piece piece = {key, tag, 1, form == TAG_PLAIN ? 0 : ITEM_DEFLATED};
    table->n_entries++;
    bool is_long = form == TAG_DEFLATED_LONG;
    if (!is_long &&
        ITEM_BYTES + key.n_bytes + tag.n_bytes <= table->n_max_item) {
        piece.flags |= ITEM_FIRST_PIECE | ITEM_LAST_PIECE;
        return add_piece(table, &piece, err);
    }
    size_t n_max = table_max_tag_bytes(table->n_block_bytes, key.n_bytes);
    if (tag.n_bytes > n_max)
        return error_set(err, STATUS_TOO_BIG,
                         "an entry of '%s' has %zu bytes, %zu are the most",
                         table->output.path, tag.n_bytes, n_max);
    return add_pieces(table, piece, is_long ? MAX_TAIL_BYTES : 0, err);
}

/* Finishes all blocks under construction, the lowest first. */
static enum status finish_tree(struct table *table, uint32_t *ret_root,
                               struct error *err)
{
    for (unsigned i = 0; i + 1 < table->n_levels; i++) {
        enum status status = finish_and_climb(table, i, err);
        if (status != STATUS_OK)
            return status;
    }
    return finish_block(table, table->n_levels - 1, ret_root, err);
}

enum status table_finish(struct table *table, struct table_root *ret_root,
                         struct error *err)
{
    *ret_root = (struct table_root){.is_made = table->n_levels > 0};
    if (!ret_root->is_made)
        return STATUS_OK;
    enum status status = finish_tree(table, &ret_root->block, err);
    if (status == STATUS_OK)
        status = output_finish(&table->output, &ret_root->file, err);
    ret_root->level = table->n_levels - 1;
    ret_root->n_entries = table->n_entries;
    ret_root->n_blocks = table->n_blocks;
    return status;
}
