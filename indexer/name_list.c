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

enum status name_list_load(struct name_list *list, const char *path,
                           bool is_null_ended, struct error *err)
{
    struct str *names = &list->names;
    size_t i_first = names->n_bytes;
    enum status status;

    if (strcmp(path, "-") == 0)
        status = file_read_all(STDIN_FILENO, "standard input", STR_MAX_BYTES,
                               names, err);
    else
        status = file_read(path, STR_MAX_BYTES, names, err);
    str_add_char(names, '\0');
    if (status == STATUS_OK)
        status = str_status(names, err);
    if (status != STATUS_OK || is_null_ended)
        return status;
    for (size_t i = i_first; i < names->n_bytes; i++)
        if (names->bytes[i] == '\n')
            names->bytes[i] = '\0';
    return STATUS_OK;
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
