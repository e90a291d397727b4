/*
 * What the files of address.h share.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_ADDRESS_PARTS_H
#define LEDE_SEARCHER_ADDRESS_PARTS_H

#include "searcher/address.h"

/* "title"; static. */
const char *address_box_name(enum address_box box);
/* The field of the filter that it stands for; static. */
const char *address_box_field(enum address_box box);

/* Appends the value of the filter that a box stands for; false for an empty
   box: `sugar tax` in a box of words is `(sugar tax)`, `"sugar tax"` is the
   phrase. */
bool address_box_filter(const struct address *address, enum address_box box,
                        struct str *out);

/* Whether the value of a filter for names is words instead of a phrase:
   (sugar tax), with a word in it. */
bool address_is_words(struct str_span value);

/* STATUS_BAD_USAGE, "'NAME:VALUE' WHAT"; sign stands between the two: `:` as in
   a query, or `=` as in an address. */
enum status address_refuse(struct str_span name, char sign,
                           struct str_span value, const char *what,
                           struct error *err);

/* Digits and nothing else, from min to max. */
bool address_read_number(struct str_span text, uint64_t min, uint64_t max,
                         uint64_t *ret_number);

#endif
