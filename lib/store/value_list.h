/*
 * Several texts in one value slot: the authors of an article, its tags. Each
 * is two bytes, how long it is (the low one first), and the text; two bytes
 * ff ff at the end say that not all had room.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_VALUE_LIST_H
#define LEDE_STORE_VALUE_LIST_H

#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Of one text, and of all of a list with their lengths: far above any that
   people can read in a list of facets. */
#define VALUE_LIST_MAX_TEXT_BYTES ((size_t)1024)
#define VALUE_LIST_MAX_BYTES      ((size_t)16 << 10)

/* Appends a text that is not empty; one that the list, out from its first
   byte, has already is left out. False: there was no room, and the list says
   so; nothing is to be added then. */
bool value_list_add(struct str *out, struct str_span text);

/* Takes the next text off list; false at the end. *ret_is_cut is set when not
   all had room, and else left as it is. What is no list ends. */
bool value_list_next(struct str_span *list, struct str_span *ret_text,
                     bool *ret_is_cut);

#ifdef __cplusplus
}
#endif

#endif
