/*
 * Facets and timeline on a page: lists of links with counts, and bars that are
 * links, with the same numbers in a table.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_SURVEY_H
#define LEDE_SEARCHER_WEB_SURVEY_H

#include "searcher/web_question.h"

/* Appends them; nothing without any. */
void web_survey_add(const struct web_question *question, struct str *out);

/* Appends "1,234". */
void web_survey_number(uint64_t n, struct str *out);

#endif
