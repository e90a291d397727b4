/*
 * doc/glass.md has the format.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/position_reader.h"

#include "base/file.h"
#include "base/vec.h"
#include "glass/block.h"
#include "glass/pack.h"
#include "glass/position.h"
#include "glass/version.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Levels of branches, in any table. */
#define MAX_LEVELS 10
/* Of the two bytes in front of an item: */
#define ITEM_COMPRESSED 0x8000U
#define ITEM_LAST       0x4000U
#define ITEM_FIRST      0x2000U
#define ITEM_SIZE_MASK  0x1fffU
#define ITEM_EXTRA      3U

struct position_reader {
    const unsigned char *bytes; /* mapped */
    size_t n_bytes;
    uint32_t n_block_bytes;
    uint32_t root;
    unsigned n_levels;
    struct str tag; /* of several pieces */
};

/* An item of a block. */
struct item {
    struct str_span key;
    unsigned i_piece;
    struct str_span tag; /* of a leaf: this piece of it */
    bool is_last;
    uint32_t child; /* of a branch: the block that it leads to */
};

/* What is looked for. */
struct wanted {
    struct str_span key;
    unsigned i_piece;
};

/* ---- opening */

static enum status map_file(struct position_reader *reader, const char *path,
                            struct error *err)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(err,
                               errno == ENOENT ? STATUS_NOT_FOUND : STATUS_IO,
                               errno, "cannot open '%s'", path);
    enum status status = STATUS_OK;
    void *bytes = MAP_FAILED;
    if (fstat(fd, &st) == 0 && st.st_size > 0)
        bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
    if (bytes == MAP_FAILED) {
        status =
            error_set_errno(err, STATUS_IO, errno, "cannot map '%s'", path);
    } else {
        reader->bytes = (const unsigned char *)bytes;
        reader->n_bytes = (size_t)st.st_size;
    }
    close(fd);
    return status;
}

static enum status read_root(struct position_reader *reader, const char *path,
                             struct error *err)
{
    CLEANUP(str_release) struct str bytes = STR_INIT;
    struct version_root root;
    enum status status = file_read(path, VERSION_MAX_BYTES + 1, &bytes, err);
    if (status == STATUS_OK)
        status =
            version_read_root(str_view(&bytes), TABLE_POSITION, &root, err);
    if (status != STATUS_OK)
        return status;
    if (!root.is_made)
        return error_set(err, STATUS_NOT_FOUND, "'%s' has no positions", path);
    if (root.n_levels > MAX_LEVELS ||
        root.n_block_bytes < TABLE_MIN_BLOCK_BYTES ||
        root.n_block_bytes > TABLE_MAX_BLOCK_BYTES)
        return error_set(err, STATUS_CORRUPT, "'%s' is damaged", path);
    reader->n_block_bytes = root.n_block_bytes;
    reader->root = root.block;
    reader->n_levels = root.n_levels;
    return STATUS_OK;
}

enum status position_reader_open(const char *folder,
                                 struct position_reader **ret_reader,
                                 struct error *err)
{
    CLEANUP(str_release) struct str path = STR_INIT;
    struct position_reader *reader = calloc(1, sizeof *reader);
    if (!reader)
        return error_no_memory(err);
    str_add_format(&path, "%s/" VERSION_FILE_NAME, folder);
    enum status status = str_status(&path, err);
    if (status == STATUS_OK)
        status = read_root(reader, str_view(&path).bytes, err);
    str_reset(&path);
    str_add_format(&path, "%s/position.glass", folder);
    if (status == STATUS_OK)
        status = str_status(&path, err);
    if (status == STATUS_OK)
        status = map_file(reader, str_view(&path).bytes, err);
    if (status != STATUS_OK) {
        position_reader_free(reader);
        return status;
    }
    *ret_reader = reader;
    return STATUS_OK;
}

void position_reader_free(struct position_reader *reader)
{
    if (!reader)
        return;
    if (reader->bytes)
        (void)munmap((void *)reader->bytes, reader->n_bytes);
    str_release(&reader->tag);
    free(reader);
}

void position_list_release(struct position_list *list)
{
    free(list->positions);
    *list = (struct position_list){NULL, 0, 0};
}

/* ---- blocks and items */

static enum status say_damaged(struct error *err)
{
    return error_set(err, STATUS_CORRUPT, "the table of positions is damaged");
}

static unsigned read_u16(const unsigned char *from)
{
    return (unsigned)from[0] << 8 | from[1];
}

static uint32_t read_u32(const unsigned char *from)
{
    return (uint32_t)read_u16(from) << 16 | read_u16(from + 2);
}

/* The block; NULL if it is none of that level. */
static const unsigned char *block_at(const struct position_reader *reader,
                                     uint32_t i_block, unsigned level)
{
    uint64_t start = (uint64_t)i_block * reader->n_block_bytes;
    if (start + reader->n_block_bytes > reader->n_bytes)
        return NULL;
    const unsigned char *block = reader->bytes + start;
    unsigned end = read_u16(block + 9);
    return block[4] == level && end > BLOCK_HEADER_BYTES &&
                   end <= reader->n_block_bytes &&
                   (end - BLOCK_HEADER_BYTES) % BLOCK_DIRECTORY_BYTES == 0
               ? block
               : NULL;
}

static uint32_t n_items_of(const unsigned char *block)
{
    return (read_u16(block + 9) - BLOCK_HEADER_BYTES) / BLOCK_DIRECTORY_BYTES;
}

static uint32_t item_start(const unsigned char *block, uint32_t i_item)
{
    size_t at = BLOCK_HEADER_BYTES + (size_t)i_item * BLOCK_DIRECTORY_BYTES;
    return read_u16(block + at);
}

static bool read_leaf(const struct position_reader *reader,
                      const unsigned char *block, uint32_t i_item,
                      struct item *ret_item)
{
    uint32_t start = item_start(block, i_item);
    if (start + ITEM_EXTRA > reader->n_block_bytes)
        return false;
    const unsigned char *at = block + start;
    unsigned head = read_u16(at);
    uint32_t n_bytes = (head & ITEM_SIZE_MASK) + ITEM_EXTRA;
    bool is_first = (head & ITEM_FIRST) != 0;
    uint32_t n_before = ITEM_EXTRA + at[2] + (is_first ? 0 : 2U);
    if (start + n_bytes > reader->n_block_bytes || n_before > n_bytes ||
        (head & ITEM_COMPRESSED) != 0)
        return false;
    ret_item->key = str_span((const char *)at + ITEM_EXTRA, at[2]);
    ret_item->i_piece = is_first ? 1 : read_u16(at + ITEM_EXTRA + at[2]);
    ret_item->is_last = (head & ITEM_LAST) != 0;
    ret_item->tag = str_span((const char *)at + n_before, n_bytes - n_before);
    return true;
}

static bool read_branch(const struct position_reader *reader,
                        const unsigned char *block, uint32_t i_item,
                        struct item *ret_item)
{
    uint32_t start = item_start(block, i_item);
    if (start + 5 > reader->n_block_bytes ||
        start + 5 + block[start + 4] + 2 > reader->n_block_bytes)
        return false;
    const unsigned char *at = block + start;
    ret_item->child = read_u32(at);
    ret_item->key = str_span((const char *)at + 5, at[4]);
    ret_item->i_piece = read_u16(at + 5 + at[4]);
    return true;
}

static bool read_item(const struct position_reader *reader,
                      const unsigned char *block, unsigned level,
                      uint32_t i_item, struct item *ret_item)
{
    return level == 0 ? read_leaf(reader, block, i_item, ret_item)
                      : read_branch(reader, block, i_item, ret_item);
}

static int compare(const struct item *item, const struct wanted *wanted)
{
    int order = str_span_compare(item->key, wanted->key);
    if (order != 0)
        return order;
    return (item->i_piece > wanted->i_piece) -
           (item->i_piece < wanted->i_piece);
}

/* The last item below high, from *io_low on, that is not behind what is wanted.
 */
static bool find_below(const struct position_reader *reader,
                       const unsigned char *block, const struct wanted *wanted,
                       uint32_t high, uint32_t *io_low, struct item *ret_item)
{
    uint32_t low = *io_low;
    unsigned level = block[4];
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (!read_item(reader, block, level, middle, ret_item))
            return false;
        if (compare(ret_item, wanted) <= 0)
            low = middle;
        else
            high = middle;
    }
    *io_low = low;
    return read_item(reader, block, level, low, ret_item);
}

/* STATUS_DONE: there is no such item. */
static enum status walk_down(const struct position_reader *reader,
                             struct position_cursor *cursor,
                             const struct wanted *wanted, struct item *ret_item,
                             struct error *err)
{
    uint32_t i_block = reader->root;
    *ret_item = (struct item){.is_last = true};
    for (unsigned level = reader->n_levels;; level--) {
        const unsigned char *block = block_at(reader, i_block, level);
        uint32_t i_item = 0;
        /* The first item is that of all smaller keys, too. */
        if (!block || !find_below(reader, block, wanted, n_items_of(block),
                                  &i_item, ret_item))
            return say_damaged(err);
        i_block = ret_item->child;
        if (level > 0)
            continue;
        *cursor = (struct position_cursor){block, i_item};
        return compare(ret_item, wanted) == 0 ? STATUS_OK : STATUS_DONE;
    }
}

/* Looks on from the item that was found last, further and further, in the same
   block; false: it has to be looked for from the root. */
static bool is_near(const struct position_reader *reader,
                    struct position_cursor *cursor, const struct wanted *wanted,
                    struct item *ret_item)
{
    const unsigned char *leaf = cursor->leaf;
    uint32_t n_items = leaf ? n_items_of(leaf) : 0;
    uint32_t low = cursor->i_item;
    for (uint32_t step = 1; low + step < n_items; step *= 2) {
        if (!read_leaf(reader, leaf, low + step, ret_item))
            return false;
        int order = compare(ret_item, wanted);
        if (order < 0) {
            low += step;
            continue;
        }
        uint32_t i_item = low + step;
        if (order > 0) {
            i_item = low;
            if (!find_below(reader, leaf, wanted, low + step, &i_item,
                            ret_item) ||
                compare(ret_item, wanted) != 0)
                return false;
        }
        cursor->i_item = i_item;
        return true;
    }
    return false;
}

static enum status find_item(const struct position_reader *reader,
                             struct position_cursor *cursor,
                             const struct wanted *wanted, struct item *ret_item,
                             struct error *err)
{
    return is_near(reader, cursor, wanted, ret_item)
               ? STATUS_OK
               : walk_down(reader, cursor, wanted, ret_item, err);
}

/* The whole tag, in `pieces` if it is of several. STATUS_DONE: no such entry.
 */
static enum status find_tag(const struct position_reader *reader,
                            struct position_cursor *cursor, struct str_span key,
                            struct str *pieces, struct str_span *ret_tag,
                            struct error *err)
{
    struct wanted wanted = {key, 1};
    struct item item = {.is_last = true};
    enum status status = find_item(reader, cursor, &wanted, &item, err);
    if (status != STATUS_OK || item.is_last) {
        *ret_tag = item.tag;
        return status;
    }
    str_reset(pieces);
    str_add_span(pieces, item.tag);
    while (!item.is_last) {
        wanted.i_piece++;
        status = find_item(reader, cursor, &wanted, &item, err);
        if (status != STATUS_OK)
            return status == STATUS_DONE ? say_damaged(err) : status;
        str_add_span(pieces, item.tag);
    }
    *ret_tag = str_view(pieces);
    return str_status(pieces, err);
}

/* ---- */

#define MAX_KEY_BYTES (2 * TABLE_MAX_KEY_BYTES + 1 + PACK_DOCID_BYTES)

/* Empty: no table has such a key. */
static struct str_span pack_key(char *key, struct str_span term, uint32_t docid)
{
    if (term.n_bytes > TABLE_MAX_KEY_BYTES)
        return str_span(key, 0);
    char *end = pack_term(key, term);
    *end++ = '\0';
    end = pack_docid(end, docid);
    return str_span(key, (size_t)(end - key));
}

enum status position_reader_find(struct position_reader *reader,
                                 struct position_cursor *cursor,
                                 struct str_span term, uint32_t docid,
                                 struct position_list *list, struct error *err)
{
    char bytes[MAX_KEY_BYTES];
    struct str_span key = pack_key(bytes, term, docid);
    struct str_span tag = {NULL, 0};
    list->n_positions = 0;
    if (key.n_bytes == 0)
        return STATUS_OK;
    enum status status = find_tag(reader, cursor, key, &reader->tag, &tag, err);
    if (status != STATUS_OK)
        return status == STATUS_DONE ? STATUS_OK : status;
    size_t n = position_count(tag);
    if (n == 0)
        return say_damaged(err);
    status = VEC_RESERVE(&list->positions, &list->n_room, 0, n, err);
    if (status != STATUS_OK)
        return status;
    if (!position_decode(tag, list->positions, n))
        return say_damaged(err);
    list->n_positions = n;
    return STATUS_OK;
}

/* NOLINTNEXTLINE(readability-function-size): a stream needs all of them */
enum status position_reader_stream(struct position_reader *reader,
                                   struct position_cursor *cursor,
                                   struct str_span term, uint32_t docid,
                                   struct str *pieces,
                                   struct position_stream *stream,
                                   struct error *err)
{
    char bytes[MAX_KEY_BYTES];
    struct str_span key = pack_key(bytes, term, docid);
    struct str_span tag = {NULL, 0};
    if (key.n_bytes == 0)
        return STATUS_NOT_FOUND;
    enum status status = find_tag(reader, cursor, key, pieces, &tag, err);
    if (status != STATUS_OK)
        return status == STATUS_DONE ? STATUS_NOT_FOUND : status;
    return position_stream_open(stream, tag) ? STATUS_OK : say_damaged(err);
}
