/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/name_list.h"

#include "base/file.h"

#include <string.h>
#include <unistd.h>

void name_list_release(struct name_list *list)
{
    str_release(&list->names);
}

/* What came from i_first on is whole. */
static enum status end_names(struct str *names, size_t i_first,
                             bool is_null_ended, struct error *err)
{
    str_add_char(names, '\0');
    enum status status = str_status(names, err);
    if (status != STATUS_OK || is_null_ended)
        return status;
    for (size_t i = i_first; i < names->n_bytes; i++)
        if (names->bytes[i] == '\n')
            names->bytes[i] = '\0';
    return STATUS_OK;
}

enum status name_list_read(struct name_list *list, int fd, const char *name,
                           bool is_null_ended, struct error *err)
{
    size_t i_first = list->names.n_bytes;
    enum status status =
        file_read_all(fd, name, STR_MAX_BYTES, &list->names, err);

    return status == STATUS_OK
               ? end_names(&list->names, i_first, is_null_ended, err)
               : status;
}

enum status name_list_load(struct name_list *list, const char *path,
                           bool is_null_ended, struct error *err)
{
    size_t i_first = list->names.n_bytes;

    if (strcmp(path, "-") == 0)
        return name_list_read(list, STDIN_FILENO, "standard input",
                              is_null_ended, err);
    enum status status = file_read(path, STR_MAX_BYTES, &list->names, err);
    return status == STATUS_OK
               ? end_names(&list->names, i_first, is_null_ended, err)
               : status;
}

enum status name_list_append(struct name_list *list,
                             const struct name_list *more, struct error *err)
{
    str_add(&list->names, more->names.bytes, more->names.n_bytes);
    return str_status(&list->names, err);
}

const char *name_list_next(const struct name_list *list, const char *name)
{
    struct str_span all = str_view(&list->names);
    const char *end = all.bytes + all.n_bytes;

    name = name == NULL ? all.bytes : name + strlen(name) + 1;
    while (name < end && *name == '\0')
        name++;
    return name < end ? name : NULL;
}
