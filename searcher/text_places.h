/*
 * What only the text of an article can say about the positions of its words:
 * where its sentences and its paragraphs end. For the checks of expressions
 * (store/expr.h), which ask while articles are matched.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_TEXT_PLACES_H
#define LEDE_SEARCHER_TEXT_PLACES_H

#include "store/expr.h"
#include "text/analyser.h"

/* Remembers the article and the paragraph that were asked about last. */
struct text_places;

/* Costs nothing until a text is looked at. NULL when memory is out. owned by
   the caller; release with text_places_free() */
struct text_places *text_places_new(void);
void text_places_free(struct text_places *places);

/* Before another state of the index is asked. */
void text_places_reset(struct text_places *places);

/* Those of a field: the context of text_places_read(). */
struct text_places_of {
    struct text_places *places;
    struct analyser *analyser; /* used while an index is searched */
    enum field field;
};

/* The sentence of a position of one text, whose words begin at 0. */
MUST_CHECK enum status text_places_look(struct text_places *places,
                                        struct analyser *analyser,
                                        struct str_span text, uint32_t position,
                                        struct span_range *ret_range,
                                        struct error *err);

/* As expr_check.read. Costs reading the article for each new one, and the
   analysis of the paragraph for each new one of these. */
MUST_CHECK enum status text_places_read(void *context,
                                        const struct expr_question *question,
                                        struct span_range *ret_range,
                                        struct error *err);

#endif
