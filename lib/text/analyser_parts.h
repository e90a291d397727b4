/*
 * What an analyser is, for the files that make it up; not for others.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_ANALYSER_PARTS_H
#define LEDE_TEXT_ANALYSER_PARTS_H

#include "text/analyser.h"
#include "text/form.h"
#include "text/unspaced.h"

/* What comes next for the segment at i_segment. */
enum step {
    STEP_WORD,
    STEP_EXTRA, /* its possessive, symbol or letter */
    STEP_JOINED,
};

struct analyser {
    struct segmenter *segmenter;
    struct form_maker *maker;
    const struct language *language; /* the current one */
    const struct language *languages[ANALYSER_MAX_LANGUAGES];
    size_t n_languages;
    const struct language *hint;
    bool is_fast;
    struct str_span text;
    struct segment *segments; /* the segmenter's, or units' */
    struct unspaced_list units;
    struct form_key *keys; /* of each */
    size_t n_keys_room;
    size_t n_segments;
    size_t i_segment;
    size_t i_head_end; /* segments before this belong to a compound whose
                          joined form is out already */
    uint32_t i_word;
    enum step step;
    struct str parts; /* a compound written together */
    struct str term;  /* a term made of a form and something behind it */
};

#endif
