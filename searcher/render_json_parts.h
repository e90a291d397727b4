/*
 * What the files of the JSON form share.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_RENDER_JSON_PARTS_H
#define LEDE_SEARCHER_RENDER_JSON_PARTS_H

#include "searcher/permalink.h"
#include "searcher/render.h"

/* Appends base, page and the canonical query string of address. */
void render_add_link(const struct render *render, const char *page,
                     const struct address *address, struct str *out);

/* qid only where no object around the hit has it. */
void render_json_hit(struct json_writer *writer, const struct hit *hit,
                     struct str_span qid, struct str_span base);

/* Writes the keys "facets" and "timeline" into the open object. */
void render_json_survey(struct json_writer *writer,
                        const struct render *render);

#endif
