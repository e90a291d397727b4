/*
 * One column as it is written, for who makes the file and for who verifies it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_COLUMNS_ENCODE_HH
#define LEDE_STORE_COLUMNS_ENCODE_HH

#include "store/c_headers.hh"

#include <xapian.h>

#include <string>

/*
 * Appends the bytes of a column of the documents first to last, and its row of
 * the foot. Throws what Xapian throws, and std::out_of_range for a document
 * outside of these.
 */
enum status columns_encode(const Xapian::Database &db, enum column_kind kind,
                           uint32_t first, uint32_t last, std::string *bytes,
                           std::string *foot, struct error *err);

/* Appends what stands behind the rows of the foot. */
void columns_end_foot(uint32_t first, uint32_t last, std::string *foot);

#endif
