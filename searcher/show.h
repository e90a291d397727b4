/*
 * One article, or one paragraph of it and its neighbours, as it was given.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_SHOW_H
#define LEDE_SEARCHER_SHOW_H

#include "searcher/render.h"

struct show {
    struct article article; /* borrowed from the index until its next record */
    size_t i_paragraph;     /* from 1; 0: all of them */
};

/*
 * Finds target, "ID" or "ID#pN"; an id that ends like that itself comes
 * first. Arrays go into arena. STATUS_NOT_FOUND when there is no such article
 * or it has fewer paragraphs.
 */
MUST_CHECK enum status show_find(struct index *index, struct str_span target,
                                 struct arena *arena, struct show *ret_show,
                                 struct error *err);

/*
 * Finds an article by its id and nothing else: a "#pN" is part of the id. Spans
 * are borrowed from the index until its next record. STATUS_NOT_FOUND.
 */
MUST_CHECK enum status show_article(struct index *index, struct str_span id,
                                    struct arena *arena,
                                    struct article *ret_article,
                                    struct error *err);

/*
 * Appends it in FORM_TEXT (a paragraph with its number, wrapped), FORM_LINES
 * (as a text file that lede-index reads: header lines, then paragraphs) or
 * FORM_JSON; n_context: how many paragraphs before and after the one.
 */
void show_render(const struct show *show, const struct render_style *style,
                 size_t n_context, struct str *out);

#endif
