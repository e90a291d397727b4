/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/groups.h"

#include "base/checksum.h"
#include "base/varint.h"
#include "base/vec.h"
#include "store/directory.h"
#include "store/segment_files.h"

#include <stdlib.h>
#include <string.h>

#define FILE_VERSION   1
#define CHECKSUM_BYTES 8
/* Of a hundred million reprints, at five bytes each. */
#define FILE_MAX_BYTES ((size_t)512 << 20)

#define DIGIT_BITS 11
#define N_DIGITS   ((size_t)1 << DIGIT_BITS)

void group_table_release(struct group_table *table)
{
    free(table->docids);
    free(table->ends);
    free(table->places);
    memset(table, 0, sizeof *table);
}

enum status group_table_add(struct group_table *table, const uint32_t *docids,
                            size_t n_docids, struct error *err)
{
    if (n_docids < 2)
        return STATUS_OK;
    enum status status = VEC_RESERVE(&table->docids, &table->n_docids_room,
                                     table->n_docids, n_docids, err);
    if (status == STATUS_OK)
        status = VEC_RESERVE(&table->ends, &table->n_ends_room, table->n_groups,
                             1, err);
    if (status != STATUS_OK)
        return status;
    memcpy(table->docids + table->n_docids, docids, n_docids * sizeof *docids);
    table->n_docids += n_docids;
    table->ends[table->n_groups++] = (uint32_t)table->n_docids;
    return STATUS_OK;
}

void group_table_keep(struct group_table *table,
                      bool (*is_living)(const void *context, uint32_t docid),
                      const void *context)
{
    size_t n_docids = 0;
    size_t n_groups = 0;
    size_t start = 0;
    for (size_t i = 0; i < table->n_groups; i++) {
        size_t end = table->ends[i];
        size_t first = n_docids;
        for (size_t k = start; k < end; k++)
            if (is_living(context, table->docids[k]))
                table->docids[n_docids++] = table->docids[k];
        start = end;
        if (n_docids - first < 2)
            n_docids = first;
        else
            table->ends[n_groups++] = (uint32_t)n_docids;
    }
    table->n_docids = n_docids;
    table->n_groups = n_groups;
}

/* ---- finding */

static int compare_places(const void *a, const void *b)
{
    const struct group_place *first = (const struct group_place *)a;
    const struct group_place *second = (const struct group_place *)b;
    return (first->docid > second->docid) - (first->docid < second->docid);
}

/* One pass of a radix sort. */
static void sort_digit(const struct group_place *from, struct group_place *to,
                       size_t n, unsigned shift)
{
    uint32_t starts[N_DIGITS] = {0};
    uint32_t before = 0;
    for (size_t i = 0; i < n; i++)
        starts[from[i].docid >> shift & (N_DIGITS - 1)]++;
    for (size_t i = 0; i < N_DIGITS; i++) {
        uint32_t n_here = starts[i];
        starts[i] = before;
        before += n_here;
    }
    for (size_t i = 0; i < n; i++)
        to[starts[from[i].docid >> shift & (N_DIGITS - 1)]++] = from[i];
}

/* By docid. Whoever opens an index waits for this: qsort() took ten times as
   long. */
static enum status sort_places(struct group_table *table, uint32_t last_docid,
                               struct error *err)
{
    struct group_place *spare =
        (struct group_place *)calloc(table->n_docids, sizeof *spare);
    if (spare == NULL)
        return error_no_memory(err);
    for (unsigned shift = 0; shift < 32 && last_docid >> shift > 0;
         shift += DIGIT_BITS) {
        struct group_place *from = table->places;
        sort_digit(from, spare, table->n_docids, shift);
        table->places = spare;
        spare = from;
    }
    free(spare);
    return STATUS_OK;
}

enum status group_table_settle(struct group_table *table, struct error *err)
{
    size_t k = 0;
    uint32_t last_docid = 0;
    free(table->places);
    table->places = NULL;
    if (table->n_docids == 0)
        return STATUS_OK;
    table->places =
        (struct group_place *)calloc(table->n_docids, sizeof *table->places);
    if (table->places == NULL)
        return error_no_memory(err);
    for (size_t i = 0; i < table->n_groups; i++)
        for (; k < table->ends[i]; k++) {
            uint32_t docid = table->docids[k];
            table->places[k] = (struct group_place){docid, (uint32_t)i};
            last_docid = docid > last_docid ? docid : last_docid;
        }
    enum status status = sort_places(table, last_docid, err);
    if (status != STATUS_OK)
        return status;
    for (k = 1; k < table->n_docids; k++)
        if (table->places[k].docid == table->places[k - 1].docid)
            return error_set(err, STATUS_CORRUPT,
                             "an article is in two groups of reprints");
    return STATUS_OK;
}

size_t group_find(const struct group_table *table, uint32_t docid)
{
    const struct group_place wanted = {docid, 0};
    const struct group_place *found = NULL;
    if (table->n_docids > 0)
        found = (const struct group_place *)bsearch(
            &wanted, table->places, table->n_docids, sizeof *table->places,
            compare_places);
    return found == NULL ? table->n_groups : found->i_group;
}

size_t group_list(const struct group_table *table, bool is_all,
                  uint32_t *docids)
{
    size_t n = 0;
    for (size_t k = 0; k < table->n_docids; k++) {
        size_t n_members;
        const uint32_t *members =
            group_members(table, table->places[k].i_group, &n_members);
        if (is_all || members[0] != table->places[k].docid)
            docids[n++] = table->places[k].docid;
    }
    return n;
}

/* ---- the file: version, then how many each group has, and their docids; then
   XXH3-64 */

void group_table_encode(const struct group_table *table, struct str *out)
{
    size_t n_before = out->n_bytes;
    str_add_char(out, FILE_VERSION);
    for (size_t i = 0; i < table->n_groups; i++) {
        size_t n;
        const uint32_t *docids = group_members(table, i, &n);
        varint_add(out, (uint32_t)n);
        for (size_t k = 0; k < n; k++)
            varint_add(out, docids[k]);
    }
    struct str_span view = str_view(out);
    uint64_t checksum =
        checksum_of(str_span(view.bytes + n_before, view.n_bytes - n_before));
    for (int i = 0; i < CHECKSUM_BYTES; i++)
        str_add_char(out, (char)(checksum >> 8 * i));
}

static enum status say_corrupt(struct error *err)
{
    return error_set(err, STATUS_CORRUPT, "its list of reprints is damaged");
}

static enum status read_group(struct str_span *rest, struct group_table *table,
                              struct error *err)
{
    uint32_t n;
    /* Each takes a byte or more: nothing is asked for that is not there. */
    if (!varint_read(rest, &n) || n < 2 || n > rest->n_bytes)
        return say_corrupt(err);
    enum status status = VEC_RESERVE(&table->docids, &table->n_docids_room,
                                     table->n_docids, n, err);
    if (status == STATUS_OK)
        status = VEC_RESERVE(&table->ends, &table->n_ends_room, table->n_groups,
                             1, err);
    for (uint32_t i = 0; status == STATUS_OK && i < n; i++) {
        uint32_t *docid = &table->docids[table->n_docids++];
        if (!varint_read(rest, docid) || *docid == 0)
            status = say_corrupt(err);
    }
    if (status == STATUS_OK)
        table->ends[table->n_groups++] = (uint32_t)table->n_docids;
    return status;
}

enum status group_table_decode(struct str_span bytes, struct group_table *table,
                               struct error *err)
{
    if (bytes.n_bytes < 1 + CHECKSUM_BYTES)
        return say_corrupt(err);
    struct str_span rest =
        str_span(bytes.bytes, bytes.n_bytes - CHECKSUM_BYTES);
    uint64_t checksum = 0;
    for (int i = CHECKSUM_BYTES - 1; i >= 0; i--)
        checksum =
            checksum << 8 | (unsigned char)rest.bytes[rest.n_bytes + (size_t)i];
    if (checksum != checksum_of(rest))
        return say_corrupt(err);
    if (*rest.bytes != FILE_VERSION)
        return error_set(err, STATUS_OUTDATED,
                         "its list of reprints has version %d, this lede "
                         "knows %d",
                         *rest.bytes, FILE_VERSION);
    rest = str_span(rest.bytes + 1, rest.n_bytes - 1);
    enum status status = STATUS_OK;
    while (status == STATUS_OK && rest.n_bytes > 0)
        status = read_group(&rest, table, err);
    return status == STATUS_OK ? group_table_settle(table, err) : status;
}

enum status group_table_read(const char *index_path,
                             const struct kept_file *file,
                             struct group_table *table, struct error *err)
{
    struct str bytes = STR_INIT;
    if (!*file->name)
        return STATUS_OK;
    enum status status =
        kept_file_read(index_path, file, FILE_MAX_BYTES, &bytes, err);
    if (status == STATUS_OK)
        status = group_table_decode(str_view(&bytes), table, err);
    str_release(&bytes);
    return status;
}

enum status group_table_write(const char *index_path, uint64_t revision,
                              const struct group_table *table,
                              struct kept_file *ret_file, struct error *err)
{
    struct str bytes = STR_INIT;
    memset(ret_file, 0, sizeof *ret_file);
    if (table->n_groups == 0)
        return STATUS_OK;
    str_init(&bytes, FILE_MAX_BYTES);
    group_table_encode(table, &bytes);
    enum status status = str_status(&bytes, err);
    if (status == STATUS_OK)
        status = kept_file_write(index_path, DIRECTORY_REPRINTS, revision,
                                 str_view(&bytes), ret_file, err);
    str_release(&bytes);
    return status;
}
