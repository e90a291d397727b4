/*
 * The C headers that the C++ of this room stands on. C gives a function the
 * name of a struct without a second thought (str_span, index_stats); C++
 * allows it and warns, so that warning is off for them and for nothing else.
 * Included before any other header of ours.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_C_HEADERS_HH
#define LEDE_STORE_C_HEADERS_HH

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#include "base/file.h"
#include "glass/position_reader.h"
#include "glass/tag_reader.h"
#include "glass/termlist.h"
#include "glass/vocabulary.h"
#include "store/article.h"
#include "store/columns_form.h"
#include "store/directory.h"
#include "store/groups.h"
#include "store/index.h"
#include "store/index_groups.h"
#include "store/index_languages.h"
#include "store/index_like.h"
#include "store/index_spans.h"
#include "store/index_terms.h"
#include "store/lexicon.h"
#include "store/schema.h"
#include "store/segment.h"
#include "store/segment_entries.h"
#include "store/segment_files.h"
#include "store/segment_reader.h"
#include "store/verify_segment.h"
#pragma GCC diagnostic pop

#include <string>

inline std::string string_of(struct str_span span)
{
    return span.n_bytes > 0 ? std::string(span.bytes, span.n_bytes)
                            : std::string();
}

#endif
