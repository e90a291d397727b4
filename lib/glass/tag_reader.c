/*
 * Every number of a block is checked before it is followed, so that a damaged
 * file is an error and nothing else.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/tag_reader.h"

#include "glass/block.h"
#include "glass/inflate_fast.h"
#include "glass/version.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Xapian's limit, too. */
#define MAX_LEVELS 10

/* Bits of a leaf item's head. */
#define ITEM_DEFLATED   0x8000U
#define ITEM_LAST       0x4000U
#define ITEM_FIRST      0x2000U
#define ITEM_SIZE       0x1fffU
#define ITEM_HEAD_BYTES 3U
#define CHILD_BYTES     4U
#define PIECE_BYTES     2U
#define FIRST_PIECE     1U
#define PATH_MOST_BYTES 4096U
#define VERSION_TRIED   256U

struct tag_reader {
    int fd;
    uint32_t n_block_bytes;
    uint32_t root;
    unsigned level;
    char *block; /* at hand */
    uint32_t n_items;
    struct str packed; /* the pieces, joined */
    struct str tag;
    struct fast_inflater *inflater;
};

/* An item of the block at hand. */
struct item {
    struct str_span key;
    unsigned i_piece;
    uint32_t child;      /* of a branch */
    struct str_span tag; /* of a leaf */
    bool is_deflated;
    bool is_last;
};

static const struct {
    enum table_kind table;
    const char *file;
} tables[] = {
    [TAG_OF_DATA] = {TABLE_DOCDATA, "docdata.glass"},
    [TAG_OF_TERMS] = {TABLE_TERMLIST, "termlist.glass"},
};

static enum status say_corrupt(struct error *err)
{
    return error_set(err, STATUS_CORRUPT,
                     "what is kept of a document does not read as it was "
                     "written");
}

/* ---- opening */

static enum status read_version(const char *folder, enum table_kind table,
                                struct version_root *root, struct error *err)
{
    char path[PATH_MOST_BYTES];
    char bytes[VERSION_TRIED];
    int n = snprintf(path, sizeof path, "%s/" VERSION_FILE_NAME, folder);
    if (n < 0 || (size_t)n >= sizeof path)
        return STATUS_NOT_FOUND;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n_read = fd < 0 ? -1 : read(fd, bytes, sizeof bytes);
    if (fd >= 0)
        (void)close(fd);
    if (n_read < 0)
        return STATUS_NOT_FOUND;
    return version_read_root(str_span(bytes, (size_t)n_read), table, root, err);
}

static bool is_readable(const struct version_root *root)
{
    uint32_t n = root->n_block_bytes;
    return root->is_made && root->is_sequential && n >= TABLE_MIN_BLOCK_BYTES &&
           n <= TABLE_MAX_BLOCK_BYTES && (n & (n - 1)) == 0 &&
           root->n_levels < MAX_LEVELS;
}

enum status tag_reader_open(const char *folder, enum tag_kind kind,
                            struct tag_reader **ret_reader, struct error *err)
{
    struct version_root root;
    char path[PATH_MOST_BYTES];
    enum status status = read_version(folder, tables[kind].table, &root, err);
    if (status != STATUS_OK || !is_readable(&root))
        return STATUS_NOT_FOUND;
    struct tag_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL)
        return error_no_memory(err);
    reader->n_block_bytes = root.n_block_bytes;
    reader->root = root.block;
    reader->level = root.n_levels;
    str_init(&reader->packed, TAG_READER_MAX_BYTES);
    str_init(&reader->tag, TAG_READER_MAX_BYTES);
    int n = snprintf(path, sizeof path, "%s/%s", folder, tables[kind].file);
    reader->fd = n < 0 || (size_t)n >= sizeof path
                     ? -1
                     : open(path, O_RDONLY | O_CLOEXEC);
    reader->block = malloc(reader->n_block_bytes);
    status = fast_inflater_new(&reader->inflater, err);
    if (status == STATUS_OK && reader->fd >= 0 && reader->block != NULL) {
        *ret_reader = reader;
        return STATUS_OK;
    }
    tag_reader_free(reader);
    return STATUS_NOT_FOUND;
}

void tag_reader_free(struct tag_reader *reader)
{
    if (reader == NULL)
        return;
    if (reader->fd >= 0)
        (void)close(reader->fd);
    free(reader->block);
    fast_inflater_free(reader->inflater);
    str_release(&reader->packed);
    str_release(&reader->tag);
    free(reader);
}

/* ---- blocks */

static unsigned read_u16(const char *from)
{
    return (unsigned)(unsigned char)from[0] << 8 | (unsigned char)from[1];
}

static uint32_t read_u32(const char *from)
{
    return (uint32_t)read_u16(from) << 16 | read_u16(from + 2);
}

static unsigned level_of(const struct tag_reader *reader)
{
    return (unsigned char)reader->block[4];
}

static enum status read_block(struct tag_reader *reader, uint32_t block,
                              struct error *err)
{
    size_t n_done = 0;
    off_t offset = (off_t)((uint64_t)block * reader->n_block_bytes);
    while (n_done < reader->n_block_bytes) {
        ssize_t n =
            pread(reader->fd, reader->block + n_done,
                  reader->n_block_bytes - n_done, offset + (off_t)n_done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return say_corrupt(err);
        n_done += (size_t)n;
    }
    unsigned end = read_u16(reader->block + 9);
    if (end < BLOCK_HEADER_BYTES || end > reader->n_block_bytes)
        return say_corrupt(err);
    reader->n_items = (end - BLOCK_HEADER_BYTES) / BLOCK_DIRECTORY_BYTES;
    return STATUS_OK;
}

/* ---- items */

static bool read_branch(const char *from, size_t n_left, struct item *item)
{
    if (n_left < CHILD_BYTES + 1)
        return false;
    size_t n_key = (unsigned char)from[CHILD_BYTES];
    if (n_left < CHILD_BYTES + 1 + n_key + PIECE_BYTES)
        return false;
    item->child = read_u32(from);
    item->key = str_span(from + CHILD_BYTES + 1, n_key);
    item->i_piece = read_u16(from + CHILD_BYTES + 1 + n_key);
    return true;
}

static bool read_leaf(const char *from, size_t n_left, struct item *item)
{
    if (n_left < ITEM_HEAD_BYTES)
        return false;
    unsigned head = read_u16(from);
    size_t n_item = (head & ITEM_SIZE) + ITEM_HEAD_BYTES;
    size_t n_key = (unsigned char)from[2];
    size_t n_piece = head & ITEM_FIRST ? 0 : PIECE_BYTES;
    size_t n_front = ITEM_HEAD_BYTES + n_key + n_piece;
    if (n_item > n_left || n_front > n_item)
        return false;
    item->key = str_span(from + ITEM_HEAD_BYTES, n_key);
    item->i_piece =
        n_piece == 0 ? FIRST_PIECE : read_u16(from + ITEM_HEAD_BYTES + n_key);
    item->tag = str_span(from + n_front, n_item - n_front);
    item->is_deflated = (head & ITEM_DEFLATED) != 0;
    item->is_last = (head & ITEM_LAST) != 0;
    return true;
}

static bool read_item(const struct tag_reader *reader, uint32_t i,
                      struct item *item)
{
    const char *slot =
        reader->block + BLOCK_HEADER_BYTES + (size_t)i * BLOCK_DIRECTORY_BYTES;
    unsigned at = read_u16(slot);
    if (at >= reader->n_block_bytes)
        return false;
    const char *from = reader->block + at;
    size_t n_left = reader->n_block_bytes - at;
    return level_of(reader) > 0 ? read_branch(from, n_left, item)
                                : read_leaf(from, n_left, item);
}

/* By the bytes that both have, then by their number, then by pieces. */
static int compare(const struct item *item, struct str_span key)
{
    size_t n =
        item->key.n_bytes < key.n_bytes ? item->key.n_bytes : key.n_bytes;
    int order = n > 0 ? memcmp(item->key.bytes, key.bytes, n) : 0;
    if (order != 0)
        return order;
    if (item->key.n_bytes != key.n_bytes)
        return item->key.n_bytes < key.n_bytes ? -1 : 1;
    return item->i_piece > FIRST_PIECE;
}

/* The last item that is not behind the key's first piece; n_items if there is
   none. The first one of a branch is in front of all. */
static enum status find_item(const struct tag_reader *reader,
                             struct str_span key, uint32_t *ret_i,
                             struct item *item, struct error *err)
{
    uint32_t low = level_of(reader) > 0;
    uint32_t high = reader->n_items;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (!read_item(reader, middle, item))
            return say_corrupt(err);
        if (compare(item, key) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0 || low > reader->n_items || !read_item(reader, low - 1, item))
        return say_corrupt(err);
    *ret_i = low - 1;
    return STATUS_OK;
}

/* ---- documents */

/* The next leaf behind a block. */
static enum status next_leaf(struct tag_reader *reader, uint32_t *block,
                             struct error *err)
{
    enum status status;
    do
        status = read_block(reader, ++*block, err);
    while (status == STATUS_OK && level_of(reader) != 0);
    return status;
}

/* The pieces of the tag that begins with item i of the block. */
static enum status join_pieces(struct tag_reader *reader, uint32_t block,
                               uint32_t i, struct item *item, struct error *err)
{
    CLEANUP(str_release) struct str key = STR_INIT;
    enum status status = STATUS_OK;
    str_reset(&reader->packed);
    str_add_span(&reader->packed, item->tag);
    str_add_span(&key, item->key);
    for (unsigned i_piece = FIRST_PIECE + 1;
         !item->is_last && status == STATUS_OK; i_piece++) {
        bool is_deflated = item->is_deflated;
        if (++i == reader->n_items) {
            status = next_leaf(reader, &block, err);
            i = 0;
        }
        if (status != STATUS_OK)
            return status;
        if (reader->n_items == 0 || !read_item(reader, i, item) ||
            item->i_piece != i_piece || item->is_deflated != is_deflated ||
            !str_span_equal(item->key, str_view(&key)))
            return say_corrupt(err);
        str_add_span(&reader->packed, item->tag);
        status = str_status(&reader->packed, err);
    }
    return status == STATUS_OK ? str_status(&reader->packed, err) : status;
}

enum status tag_reader_find(struct tag_reader *reader, uint32_t docid,
                            struct str_span *ret_tag, struct error *err)
{
    char key_bytes[PACK_DOCID_BYTES];
    struct str_span key =
        str_span(key_bytes, (size_t)(pack_docid(key_bytes, docid) - key_bytes));
    uint32_t block = reader->root;
    uint32_t i = 0;
    struct item item = {.child = 0};
    enum status status = read_block(reader, block, err);
    for (unsigned level = reader->level; status == STATUS_OK; level--) {
        if (level_of(reader) != level)
            return say_corrupt(err);
        status = find_item(reader, key, &i, &item, err);
        if (level == 0 || status != STATUS_OK)
            break;
        block = item.child;
        status = read_block(reader, block, err);
    }
    if (status != STATUS_OK)
        return status;
    if (compare(&item, key) != 0)
        return STATUS_NOT_FOUND;
    status = join_pieces(reader, block, i, &item, err);
    if (status == STATUS_OK && item.is_deflated) {
        str_reset(&reader->tag);
        status = fast_inflate(reader->inflater, str_view(&reader->packed),
                              &reader->tag, err);
    }
    if (status == STATUS_OK)
        *ret_tag = str_view(item.is_deflated ? &reader->tag : &reader->packed);
    return status;
}
