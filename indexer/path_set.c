/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/path_set.h"

#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

void path_set_release(struct path_set *set)
{
    free(set->paths);
    arena_release(&set->arena);
    *set = (struct path_set)PATH_SET_INIT;
}

enum status path_set_add(struct path_set *set, struct str_span path,
                         struct error *err)
{
    struct str_span copy = arena_copy(&set->arena, path);

    if (copy.bytes == NULL)
        return error_no_memory(err);

    enum status status =
        VEC_RESERVE(&set->paths, &set->n_room, set->n_paths, 1, err);

    if (status != STATUS_OK)
        return status;
    set->paths[set->n_paths++] = copy;
    set->is_sorted = false;
    return STATUS_OK;
}

static int compare(const void *a, const void *b)
{
    return str_span_compare(*(const struct str_span *)a,
                            *(const struct str_span *)b);
}

bool path_set_covers(struct path_set *set, struct str_span path)
{
    if (set->n_paths == 0)
        return false;
    if (!set->is_sorted)
        qsort(set->paths, set->n_paths, sizeof(*set->paths), compare);
    set->is_sorted = true;
    while (path.n_bytes > 0) {
        if (bsearch(&path, set->paths, set->n_paths, sizeof(*set->paths),
                    compare) != NULL)
            return true;
        /* The directory above; "/" itself is above all. */
        while (path.n_bytes > 0 && path.bytes[path.n_bytes - 1] != '/')
            path.n_bytes--;
        if (path.n_bytes > 1)
            path.n_bytes--;
        else if (path.n_bytes == 1)
            return bsearch(&path, set->paths, set->n_paths, sizeof(*set->paths),
                           compare) != NULL;
    }
    return false;
}

static enum status add_real_path(const char *path, struct str *out,
                                 struct error *err)
{
    char *real = realpath(path, NULL);

    if (real == NULL)
        return error_set(err, STATUS_NOT_FOUND, "%s", "");
    str_add_text(out, real);
    free(real);
    return str_status(out, err);
}

enum status path_resolve(const char *operand, bool is_directory,
                         struct str *out, struct error *err)
{
    CLEANUP(str_release) struct str above = STR_INIT;
    size_t n_bytes = strlen(operand);
    size_t i_name;

    if (is_directory)
        return add_real_path(operand, out, err);
    while (n_bytes > 1 && operand[n_bytes - 1] == '/')
        n_bytes--;
    for (i_name = n_bytes; i_name > 0 && operand[i_name - 1] != '/';)
        i_name--;
    str_add(&above, operand, i_name);
    if (i_name == 0)
        str_add_char(&above, '.');

    enum status status = str_status(&above, err);

    if (status == STATUS_OK)
        status = add_real_path(above.bytes, out, err);
    if (status != STATUS_OK)
        return status;
    if (out->bytes[out->n_bytes - 1] != '/')
        str_add_char(out, '/');
    str_add(out, operand + i_name, n_bytes - i_name);
    return str_status(out, err);
}
