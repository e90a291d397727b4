/*
 * The life of an answer.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/search.h"
#include "searcher/text_places.h"

#include <string.h>

void answer_init(struct answer *answer)
{
    memset(answer, 0, sizeof(*answer));
    arena_init(&answer->arena);
    diagnostic_list_init(&answer->diagnostics, &answer->arena);
}

void answer_release(struct answer *answer)
{
    if (!answer)
        return;
    diagnostic_list_release(&answer->diagnostics);
    arena_release(&answer->arena);
    text_places_free(answer->places);
    answer->places = NULL;
}

void answer_reset(struct answer *answer)
{
    struct arena arena = answer->arena;
    struct text_places *places = answer->places;

    arena_reset(&arena);
    diagnostic_list_release(&answer->diagnostics);
    memset(answer, 0, sizeof(*answer));
    answer->arena = arena;
    answer->places = places;
    diagnostic_list_init(&answer->diagnostics, &answer->arena);
}
