/*
 * The form of a lexicon file, for its writer and its reader. See
 * doc/index-format.md, "The lexicon".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_LEXICON_FORM_H
#define LEDE_STORE_LEXICON_FORM_H

#include "store/lexicon.h"

/* A block ends behind the entry that makes it so long: a page, of which a
   search by halves reads one for each step. */
#define LEXICON_BLOCK_BYTES    ((size_t)4000)
#define LEXICON_VARINT_BYTES   10
#define LEXICON_CHECKSUM_BYTES ((size_t)8)
/* Its name and version. */
#define LEXICON_MAGIC       "lexicon\1"
#define LEXICON_MAGIC_BYTES ((size_t)8)
/* Number of terms, of blocks, magic, checksum. */
#define LEXICON_FOOT_BYTES ((size_t)32)

#endif
