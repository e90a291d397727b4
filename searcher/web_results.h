/*
 * An answer as a page.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_RESULTS_H
#define LEDE_SEARCHER_WEB_RESULTS_H

#include "searcher/web_question.h"

/* The whole page; of a question of nothing the search box alone. */
void web_results_page(struct web_question *question, bool is_home);

/* Why nothing was found: what each clause finds, what the others would find
   without it. */
void web_results_nothing(const struct web_question *question, struct str *out);

/* The form beside the search box: fields and dates, and the filters that are
   on. */
void web_results_form(const struct web_question *question, struct str *out);

#endif
