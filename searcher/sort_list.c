/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/sort_list.h"

static const char *const names[] = {
    [SORT_RELEVANCE] = "relevance", [SORT_DATE] = "date",
    [SORT_DATE_DOWN] = "-date",     [SORT_TITLE] = "title",
    [SORT_INDEXED] = "indexed",     [SORT_INDEXED_DOWN] = "-indexed",
};

#define N_NAMES (sizeof names / sizeof *names)

const char *sort_name(enum search_sort sort)
{
    return names[sort];
}

static enum status refuse(struct error *err, const char *what,
                          struct str_span word)
{
    error_set(err, STATUS_BAD_USAGE, "cannot sort by '%.*s'%s",
              word.n_bytes < 100 ? (int)word.n_bytes : 100, word.bytes, what);
    error_hint(err, "write relevance, date, -date, title, indexed or -indexed; "
                    "or several of them with commas between");
    return STATUS_BAD_USAGE;
}

/* date and -date are one key. */
static enum search_sort key_of(enum search_sort sort)
{
    if (sort == SORT_DATE_DOWN)
        return SORT_DATE;
    return sort == SORT_INDEXED_DOWN ? SORT_INDEXED : sort;
}

static enum status add_sort(struct sort_list *list, struct str_span word,
                            struct error *err)
{
    size_t i = 0;
    while (i < N_NAMES && !str_span_equal(word, str_span_of(names[i])))
        i++;
    if (i == N_NAMES)
        return refuse(err, "", word);
    for (size_t k = 0; k < list->n_sorts; k++)
        if (key_of(list->sorts[k]) == key_of((enum search_sort)i))
            return refuse(err, " twice", word);
    /* No two keys are the same, so there are never too many. */
    list->sorts[list->n_sorts++] = (enum search_sort)i;
    return STATUS_OK;
}

enum status sort_list_read(struct str_span text, struct sort_list *ret_list,
                           struct error *err)
{
    enum status status = STATUS_OK;
    size_t start = 0;
    ret_list->n_sorts = 0;
    for (size_t i = 0; i <= text.n_bytes && status == STATUS_OK; i++) {
        if (i < text.n_bytes && text.bytes[i] != ',')
            continue;
        status =
            add_sort(ret_list, str_span(text.bytes + start, i - start), err);
        start = i + 1;
    }
    if (status == STATUS_OK && ret_list->n_sorts > 2 &&
        ret_list->sorts[1] == SORT_RELEVANCE)
        return refuse(err, " between other keys, only first or last",
                      SPAN("relevance"));
    return status;
}
