/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/version.h"

#include "glass/deflate.h"
#include "glass/pack.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

/* The format's date, which is its version: 2016-03-14, and since 1.4.0. */
#define FORMAT_YEAR  2016
#define FORMAT_MONTH 3
#define FORMAT_DAY   14

static const char magic[14] = "\x0f\x0dXapian Glass";

enum status version_make_uuid(char *ret_uuid, struct error *err)
{
    ssize_t n = getrandom(ret_uuid, VERSION_UUID_BYTES, 0);
    if (n != VERSION_UUID_BYTES)
        return error_set_errno(err, STATUS_IO, errno,
                               "cannot get random bytes");
    ret_uuid[6] = (char)((ret_uuid[6] & 0x0f) | 0x40);
    ret_uuid[8] = (char)((ret_uuid[8] & 0x3f) | 0x80);
    return STATUS_OK;
}

static void add_uint(struct str *str, uint64_t number)
{
    char bytes[PACK_UINT_BYTES];
    str_add(str, bytes, (size_t)(pack_uint(bytes, number) - bytes));
}

/* Tags of this kind of table are deflated when the database is changed
   later, if they are longer than this; 0 is never. */
static unsigned min_deflate_bytes(enum table_kind kind)
{
    bool is_plain = kind == TABLE_POSTLIST || kind == TABLE_POSITION;
    return is_plain ? 0 : DEFLATE_MIN_BYTES;
}

static void add_root(struct str *str, const struct version *version,
                     enum table_kind kind)
{
    const struct table_root *root = &version->roots[kind];
    bool is_fake = !root->is_made;
    bool is_sequential = true;
    add_uint(str, root->block);
    add_uint(str, root->level << 2 | is_sequential << 1 | is_fake);
    add_uint(str, root->n_entries);
    add_uint(str, version->n_block_bytes >> 11);
    add_uint(str, min_deflate_bytes(kind));
    if (is_fake) {
        add_uint(str, 0);
        return;
    }
    /* The list of free blocks, as a string: of which revision, how many
       blocks the file has, and where reading and writing the list go on. */
    char list[6 * PACK_UINT_BYTES];
    char *to = pack_uint(list, TABLE_REVISION);
    to = pack_uint(to, root->n_blocks);
    memset(to, 0, 4);
    to += 4;
    add_uint(str, (size_t)(to - list));
    str_add(str, list, (size_t)(to - list));
}

static void add_statistics(struct str *str, const struct version *version)
{
    const struct collection_statistics *statistics = &version->statistics;
    /* An empty database has no last docid. */
    bool is_empty = statistics->n_documents == 0;
    add_uint(str, statistics->n_documents);
    /* last docid - number of documents */
    add_uint(str, is_empty ? 0 : version->n_docids_before);
    add_uint(str, statistics->min_length);
    add_uint(str, statistics->max_wdf);
    add_uint(str, statistics->max_length - statistics->max_wdf);
    add_uint(str, 0); /* oldest changeset */
    add_uint(str, statistics->n_length);
    add_uint(str, 0); /* largest frequency of a spelling */
}

void version_encode(const struct version *version, struct str *str)
{
    char format[2];
    pack_u16(format,
             (FORMAT_YEAR - 2014) << 9 | FORMAT_MONTH << 5 | FORMAT_DAY);
    str_add(str, magic, sizeof magic);
    str_add(str, format, sizeof format);
    str_add(str, version->uuid, VERSION_UUID_BYTES);
    add_uint(str, TABLE_REVISION);
    for (int kind = 0; kind < N_TABLE_KINDS; kind++)
        add_root(str, version, (enum table_kind)kind);
    add_statistics(str, version);
}

/* ---- reading */

/* The numbers of a root. */
enum {
    ROOT_BLOCK,
    ROOT_LEVEL, /* with two flags below it */
    ROOT_ENTRIES,
    ROOT_SIZE, /* of blocks, in 2 KiB */
    ROOT_DEFLATE,
    ROOT_LIST, /* bytes of the list of free blocks, which follows */
    N_ROOT_NUMBERS,
};

/* Behind one root; NULL when the bytes end before it does. */
static const char *read_root(const char *from, const char *end,
                             uint64_t *ret_numbers)
{
    for (size_t i = 0; from && i < N_ROOT_NUMBERS; i++)
        from = unpack_uint(from, end, &ret_numbers[i]);
    if (!from || ret_numbers[ROOT_LIST] > (uint64_t)(end - from))
        return NULL;
    return from + ret_numbers[ROOT_LIST];
}

static enum status read_roots(struct str_span bytes,
                              uint64_t (*ret_roots)[N_ROOT_NUMBERS],
                              struct error *err)
{
    char format[2];
    size_t n_fixed = sizeof magic + sizeof format + VERSION_UUID_BYTES;
    pack_u16(format,
             (FORMAT_YEAR - 2014) << 9 | FORMAT_MONTH << 5 | FORMAT_DAY);
    if (bytes.n_bytes < n_fixed ||
        memcmp(bytes.bytes, magic, sizeof magic) != 0)
        return error_set(err, STATUS_CORRUPT, "not the version file of glass");
    if (memcmp(bytes.bytes + sizeof magic, format, sizeof format) != 0)
        return error_set(err, STATUS_OUTDATED,
                         "a version of glass that is not known");
    const char *end = bytes.bytes + bytes.n_bytes;
    uint64_t revision;
    const char *from = unpack_uint(bytes.bytes + n_fixed, end, &revision);
    for (int kind = 0; from && kind < N_TABLE_KINDS; kind++)
        from = read_root(from, end, ret_roots[kind]);
    if (!from)
        return error_set(err, STATUS_CORRUPT,
                         "the version file of glass is cut short");
    return STATUS_OK;
}

enum status version_read_entries(struct str_span bytes, uint64_t *ret_n_entries,
                                 struct error *err)
{
    uint64_t roots[N_TABLE_KINDS][N_ROOT_NUMBERS];
    enum status status = read_roots(bytes, roots, err);
    for (int kind = 0; status == STATUS_OK && kind < N_TABLE_KINDS; kind++)
        ret_n_entries[kind] = roots[kind][ROOT_ENTRIES];
    return status;
}

enum status version_read_root(struct str_span bytes, enum table_kind kind,
                              struct version_root *ret_root, struct error *err)
{
    uint64_t roots[N_TABLE_KINDS][N_ROOT_NUMBERS];
    enum status status = read_roots(bytes, roots, err);
    if (status != STATUS_OK)
        return status;
    const uint64_t *root = roots[kind];
    uint64_t n_block_bytes = root[ROOT_SIZE] << 11;
    ret_root->is_made = (root[ROOT_LEVEL] & 1) == 0;
    ret_root->is_sequential = (root[ROOT_LEVEL] & 2) != 0;
    ret_root->block =
        root[ROOT_BLOCK] < UINT32_MAX ? (uint32_t)root[ROOT_BLOCK] : UINT32_MAX;
    ret_root->n_levels =
        root[ROOT_LEVEL] < 1024 ? (unsigned)root[ROOT_LEVEL] >> 2 : 256;
    ret_root->n_block_bytes =
        n_block_bytes < UINT32_MAX ? (uint32_t)n_block_bytes : UINT32_MAX;
    return STATUS_OK;
}
