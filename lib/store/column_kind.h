/*
 * Which columns there are.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_COLUMN_KIND_H
#define LEDE_STORE_COLUMN_KIND_H

/* In the order of the file. */
enum column_kind {
    COLUMN_DATE, /* first and last day, 16 digits: "1906010119061231" */
    COLUMN_SOURCE,
    COLUMN_SECTION,
    COLUMN_LANGUAGE,
    COLUMN_AUTHORS, /* a value_list.h */
    COLUMN_TAGS,    /* a value_list.h */
    COLUMN_TEXT,    /* "1" of what has at least one paragraph */
};

#define COLUMN_KINDS 7

#endif
