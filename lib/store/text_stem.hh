/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_TEXT_STEM_HH
#define LEDE_STORE_TEXT_STEM_HH

#include <string>

/* Whether a term is a stem of the text: those of fields have a capital behind
   the Z. */
inline bool is_text_stem(const std::string &term)
{
    return term.size() > 1 && term[0] == 'Z' &&
           (term[1] < 'A' || term[1] > 'Z');
}

#endif
