/*
 * The words that dates are written with in en de fr es it pt nl ru. Given and
 * compared folded (text/fold.h): "fevrier", "marz", "мая".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_DATEWORD_H
#define LEDE_TEXT_DATEWORD_H

#include "base/str.h"

/* 1..12, or 0 if it is no month. Full names, their genitives, and the usual
   abbreviations without the full stop. */
unsigned dateword_month(struct str_span word);

/* Days of the week, articles and prepositions: left aside. */
bool dateword_is_filler(struct str_span word);

/* st nd rd th er e o ..: behind the number of a day. */
bool dateword_is_ordinal(struct str_span word);

/* am, pm, Uhr, Z, GMT, CEST ..: behind a time. */
bool dateword_is_of_time(struct str_span word);

#endif
