/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/columns.h"

#include "base/checksum.h"
#include "store/columns_form.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct columns {
    char *path;
    void *map;
    const char *bytes; /* the same */
    size_t n_bytes;
    uint32_t n_documents;
    bool is_checked[COLUMN_KINDS];
};

static uint64_t read_number(const char *bytes, size_t n_bytes)
{
    uint64_t number = 0;

    for (size_t i = n_bytes; i-- > 0;)
        number = number << 8 | (unsigned char)bytes[i];
    return number;
}

static enum status say_damaged(const struct columns *columns, const char *what,
                               struct error *err)
{
    error_set(err, STATUS_CORRUPT, "the index is damaged: '%s' %s",
              columns->path, what);
    error_hint(err, "make the index anew from the articles");
    return STATUS_CORRUPT;
}

static enum status map(struct columns *columns, int fd, struct error *err)
{
    struct stat st;

    if (fstat(fd, &st) != 0)
        return error_set_errno(err, STATUS_IO, errno, "cannot read '%s'",
                               columns->path);
    if (!S_ISREG(st.st_mode) || st.st_size < (off_t)COLUMNS_FOOT_BYTES)
        return say_damaged(columns, "is too short", err);
    void *bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
    if (bytes == MAP_FAILED)
        return error_set_errno(err, STATUS_IO, errno, "cannot map '%s'",
                               columns->path);
    columns->map = bytes;
    columns->bytes = bytes;
    columns->n_bytes = (size_t)st.st_size;
    return STATUS_OK;
}

static const char *foot_of(const struct columns *columns)
{
    return columns->bytes + columns->n_bytes - COLUMNS_FOOT_BYTES;
}

static enum status read_foot(struct columns *columns, uint32_t first,
                             uint32_t last, struct error *err)
{
    const char *foot = foot_of(columns);
    const char *behind_rows = foot + COLUMN_KINDS * COLUMNS_ROW_BYTES;
    uint64_t n_left = columns->n_bytes - COLUMNS_FOOT_BYTES;

    if (memcmp(behind_rows + 8, COLUMNS_MAGIC, COLUMNS_MAGIC_BYTES) != 0)
        return say_damaged(columns, "has no columns of this version", err);
    if (checksum_of(str_span(foot, COLUMNS_FOOT_BYTES - 8)) !=
        read_number(foot + COLUMNS_FOOT_BYTES - 8, 8))
        return say_damaged(columns, "has another checksum", err);
    columns->n_documents = (uint32_t)read_number(behind_rows + 4, 4);
    if (read_number(behind_rows, 4) != first ||
        columns->n_documents != last - first + 1)
        return say_damaged(columns, "is of other articles", err);
    for (size_t i = 0; i < COLUMN_KINDS; i++) {
        uint64_t n_bytes = read_number(foot + i * COLUMNS_ROW_BYTES, 8);
        if (n_bytes > n_left)
            return say_damaged(columns, "is too short", err);
        n_left -= n_bytes;
    }
    return n_left == 0 ? STATUS_OK : say_damaged(columns, "is too long", err);
}

enum status columns_open(const char *path, uint32_t first, uint32_t last,
                         struct columns **ret_columns, struct error *err)
{
    struct columns *columns = calloc(1, sizeof *columns);

    if (!columns)
        return error_no_memory(err);
    columns->path = strdup(path);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    enum status status = STATUS_OK;
    if (!columns->path)
        status = error_no_memory(err);
    else if (fd < 0)
        status =
            error_set_errno(err, errno == ENOENT ? STATUS_NOT_FOUND : STATUS_IO,
                            errno, "cannot open '%s'", path);
    else
        status = map(columns, fd, err);
    if (fd >= 0)
        close(fd);
    if (status == STATUS_OK && columns->map)
        status = read_foot(columns, first, last, err);
    if (status == STATUS_OK)
        *ret_columns = columns;
    else
        columns_free(columns);
    return status;
}

void columns_free(struct columns *columns)
{
    if (!columns)
        return;
    if (columns->map)
        munmap(columns->map, columns->n_bytes);
    free(columns->path);
    free(columns);
}

enum status columns_get(struct columns *columns, enum column_kind kind,
                        struct column *ret_column, struct error *err)
{
    const char *foot = foot_of(columns);
    const char *row = foot + (size_t)kind * COLUMNS_ROW_BYTES;
    const char *bytes = columns->bytes;

    for (size_t i = 0; i < (size_t)kind; i++)
        bytes += read_number(foot + i * COLUMNS_ROW_BYTES, 8);
    uint64_t n_bytes = read_number(row, 8);
    uint64_t n_values = read_number(row + 8, 4);
    uint64_t width = read_number(row + 12, 4);
    uint64_t n_before = width * columns->n_documents + 4 * n_values;
    if ((width != 1 && width != 2 && width != 4) || n_before > n_bytes)
        return say_damaged(columns, "has columns of no length", err);
    if (!columns->is_checked[kind] &&
        checksum_of(str_span(bytes, (size_t)n_bytes)) !=
            read_number(row + 16, 8))
        return say_damaged(columns, "has another checksum", err);
    columns->is_checked[kind] = true;
    *ret_column = (struct column){
        .n_values = (uint32_t)n_values,
        .numbers = (const unsigned char *)bytes,
        .n_number_bytes = (unsigned)width,
        .ends = (const unsigned char *)bytes + width * columns->n_documents,
        .values = bytes + n_before,
        .n_values_bytes = (size_t)(n_bytes - n_before),
    };
    return STATUS_OK;
}

struct str_span column_value(const struct column *column, uint32_t number)
{
    const char *ends = (const char *)column->ends;
    uint64_t from =
        number > 1 ? read_number(ends + 4 * ((size_t)number - 2), 4) : 0;
    uint64_t end = read_number(ends + 4 * ((size_t)number - 1), 4);

    if (from > end || end > column->n_values_bytes)
        return str_span("", 0);
    return str_span(column->values + from, (size_t)(end - from));
}
