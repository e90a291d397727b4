/*
 * The parts that do the work are segment.c (where words begin and end),
 * compound.c (what punctuation ties together) and form.c (terms and stems).
 * Here they are put in order and given their positions.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/analyser_parts.h"

#include "base/vec.h"
#include "text/compound.h"
#include "text/segment.h"
#include "text/term.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uvernum.h>
#include <unicode/uversion.h>

enum status analyser_new(const struct language *language,
                         struct analyser **ret_analyser, struct error *err)
{
    struct analyser *analyser = (struct analyser *)calloc(1, sizeof(*analyser));
    if (analyser == NULL)
        return error_no_memory(err);
    analyser->is_fast = true;
    enum status status = segmenter_new(&analyser->segmenter, err);
    if (status == STATUS_OK)
        status = form_maker_new(&analyser->maker, err);
    if (status == STATUS_OK)
        status = analyser_set_language(analyser, language, err);
    analyser->languages[analyser->n_languages++] = language;
    if (status != STATUS_OK) {
        analyser_free(analyser);
        return status;
    }
    *ret_analyser = analyser;
    return STATUS_OK;
}

void analyser_free(struct analyser *analyser)
{
    if (analyser == NULL)
        return;
    segmenter_free(analyser->segmenter);
    form_maker_free(analyser->maker);
    unspaced_list_release(&analyser->units);
    str_release(&analyser->parts);
    str_release(&analyser->term);
    free(analyser->keys);
    free(analyser);
}

void analyser_forget(struct analyser *analyser)
{
    form_maker_forget(analyser->maker);
}

void analyser_set_fast(struct analyser *analyser, bool is_fast)
{
    analyser->is_fast = is_fast;
    segmenter_set_fast(analyser->segmenter, is_fast);
    form_maker_set_fast(analyser->maker, is_fast);
}

enum status analyser_start(struct analyser *analyser, struct str_span text,
                           struct error *err)
{
    (void)err; /* a text is cut as it is read: nothing can fail yet */
    segmenter_start(analyser->segmenter, text);
    analyser->text = text;
    analyser->n_segments = 0;
    analyser->i_segment = 0;
    analyser->i_head_end = 0;
    analyser->i_word = 0;
    analyser->step = STEP_WORD;
    return STATUS_OK;
}

/* ---- the kinds of tokens */

/* Of the segment at i_segment. */
static enum status make_form(struct analyser *analyser,
                             const struct form_place *place, struct error *err)
{
    const struct segment *segment = &analyser->segments[analyser->i_segment];
    return form_make(
        analyser->maker,
        str_span(analyser->text.bytes + segment->off_bytes, segment->n_bytes),
        (segment->flags & SEGMENT_NOT_ASCII) == 0,
        &analyser->keys[analyser->i_segment], place, err);
}

/* Of a word that is no segment. */
static enum status make_other_form(struct analyser *analyser,
                                   struct str_span word, bool is_ascii,
                                   const struct form_place *place,
                                   struct error *err)
{
    struct form_key key = {0};
    if (word.n_bytes > 0)
        form_key_make(word, is_ascii, word.n_bytes, &key);
    return form_make(analyser->maker, word, is_ascii, &key, place, err);
}

/* Without its forms. */
static void set_token(const struct analyser *analyser, enum token_kind kind,
                      size_t n_bytes, struct token *ret_token)
{
    *ret_token = (struct token){
        .kind = kind,
        .i_word = analyser->i_word,
        .n_words = 1,
        .off_bytes = analyser->segments[analyser->i_segment].off_bytes,
        .n_bytes = n_bytes,
        .stem = {"", 0},
        .memo = NULL,
    };
}

static struct form_place place_in(struct token *token)
{
    return (struct form_place){&token->term, &token->stem, &token->is_odd,
                               &token->memo};
}

/* A word without a letter has none. */
static void take_stem(struct token *token)
{
    token->stem = str_span("", 0);
    token->is_odd = false;
}

/* So many words before one is made, its place in the table is fetched. */
#define WORDS_AHEAD 10

static void expect_word(const struct analyser *analyser)
{
    size_t i = analyser->i_segment + WORDS_AHEAD;
    if (i < analyser->n_segments)
        form_expect(analyser->maker, &analyser->keys[i]);
}

static enum status make_word(struct analyser *analyser, struct token *ret_token,
                             struct error *err)
{
    const struct segment *segment = &analyser->segments[analyser->i_segment];
    const struct form_place place = place_in(ret_token);
    expect_word(analyser);
    set_token(analyser, TOKEN_WORD, segment->n_span_bytes, ret_token);
    enum status status = make_form(analyser, &place, err);
    if ((segment->flags & SEGMENT_HAS_LETTER) == 0)
        take_stem(ret_token);
    return status;
}

/* The form of the segment with more behind it. */
static enum status make_longer(struct analyser *analyser, enum token_kind kind,
                               struct str_span more, struct token *ret_token,
                               struct error *err)
{
    const struct segment *segment = &analyser->segments[analyser->i_segment];
    struct token word;
    const struct form_place place = place_in(&word);
    enum status status = make_form(analyser, &place, err);
    if (status != STATUS_OK)
        return status;
    str_reset(&analyser->parts);
    str_add_span(&analyser->parts, word.term);
    str_add_span(&analyser->parts, more);
    str_reset(&analyser->term);
    term_add(str_view(&analyser->parts), &analyser->term);
    size_t n_bytes = kind == TOKEN_SYMBOL ? segment->n_bytes + more.n_bytes
                                          : segment->n_span_bytes;
    set_token(analyser, kind, n_bytes, ret_token);
    ret_token->term = str_view(&analyser->term);
    return str_status(&analyser->term, err);
}

static enum status make_joined(struct analyser *analyser, size_t n_parts,
                               struct token *ret_token, struct error *err)
{
    const struct segment *parts = &analyser->segments[analyser->i_segment];
    const struct form_place place = place_in(ret_token);
    uint8_t flags = 0;
    for (size_t i = 0; i < n_parts; i++)
        flags |= parts[i].flags;
    str_reset(&analyser->parts);
    compound_join(analyser->text, parts, n_parts, &analyser->parts);
    enum status status = str_status(&analyser->parts, err);
    set_token(analyser, TOKEN_JOINED,
              compound_span(analyser->text, parts, n_parts), ret_token);
    ret_token->n_words = (uint32_t)n_parts;
    if (status == STATUS_OK)
        status = make_other_form(analyser, str_view(&analyser->parts),
                                 (flags & SEGMENT_NOT_ASCII) == 0, &place, err);
    if ((flags & SEGMENT_HAS_LETTER) == 0)
        take_stem(ret_token);
    return status;
}

/* Ends what is made of the segment at i_segment. */
static void go_on(struct analyser *analyser)
{
    analyser->i_segment++;
    analyser->i_word++;
    analyser->step = STEP_WORD;
}

/* ---- of scripts written without spaces */

/* n_units characters from i_segment on, as one term. */
static enum status make_units(struct analyser *analyser, enum token_kind kind,
                              size_t n_units, struct token *ret_token,
                              struct error *err)
{
    const struct segment *units = &analyser->segments[analyser->i_segment];
    const struct segment *last = &units[n_units - 1];
    size_t n_bytes = last->off_bytes + last->n_bytes - units->off_bytes;
    const struct form_place place = place_in(ret_token);
    set_token(analyser, kind, n_bytes, ret_token);
    enum status status = make_other_form(
        analyser, str_span(analyser->text.bytes + units->off_bytes, n_bytes),
        false, &place, err);
    take_stem(ret_token);
    return status;
}

static bool is_pair(const struct analyser *analyser, size_t i_segment)
{
    return unspaced_is_pair(analyser->segments, i_segment,
                            analyser->n_segments);
}

static enum status next_unit(struct analyser *analyser, struct token *ret_token,
                             struct error *err)
{
    size_t i = analyser->i_segment;
    size_t n_units = analyser->segments[i].n_units;
    enum step step = analyser->step;
    if (step == STEP_WORD) {
        bool has_pair = is_pair(analyser, i);
        enum status status =
            make_units(analyser, TOKEN_WORD, has_pair ? 2 : 1, ret_token, err);
        ret_token->is_pair = has_pair;
        ret_token->is_tail = !has_pair && i > 0 && is_pair(analyser, i - 1);
        ret_token->is_inner = n_units == 0;
        analyser->step = STEP_EXTRA;
        if (!has_pair)
            go_on(analyser);
        return status;
    }
    if (step == STEP_EXTRA && n_units > 2 && n_units <= UNSPACED_MAX_WORD) {
        analyser->step = STEP_JOINED;
        return make_units(analyser, TOKEN_LETTER, 1, ret_token, err);
    }
    enum token_kind kind = step == STEP_EXTRA ? TOKEN_LETTER : TOKEN_JOINED;
    size_t n = step == STEP_EXTRA ? 1 : n_units;
    enum status status = make_units(analyser, kind, n, ret_token, err);
    ret_token->n_words = (uint32_t)n;
    go_on(analyser);
    return status;
}

/* ---- which of them there are */

/* The "++", "#" or "+" that makes a symbol of the segment; empty if none. */
static struct str_span symbol_behind(struct str_span text,
                                     const struct segment *segment)
{
    struct str_span none = {"", 0};
    size_t end = segment->off_bytes + segment->n_bytes;
    size_t i = end;
    while (i < text.n_bytes && (text.bytes[i] == '+' || text.bytes[i] == '#'))
        i++;
    struct str_span signs = str_span(text.bytes + end, i - end);
    if (i == end ||
        !(str_span_equal(signs, SPAN("+")) ||
          str_span_equal(signs, SPAN("++")) ||
          str_span_equal(signs, SPAN("#"))) ||
        segment->flags &
            (SEGMENT_HAS_DIGIT | SEGMENT_POSSESSIVE | SEGMENT_UNSPACED) ||
        utf8_count(
            str_span(text.bytes + segment->off_bytes, segment->n_bytes)) > 2)
        return none;
    if (i < text.n_bytes && u_isalnum((UChar32)utf8_next(text, &i)))
        return none;
    return signs;
}

/* The joined form that begins here: its number of parts, or 0. */
static size_t joined_here(struct analyser *analyser)
{
    if (analyser->i_segment < analyser->i_head_end)
        return 0;
    size_t n_parts = compound_count(&analyser->segments[analyser->i_segment]);
    analyser->i_head_end = analyser->i_segment + n_parts;
    return n_parts > 1 && n_parts <= COMPOUND_MAX_PARTS ? n_parts : 0;
}

/* Whether no token but the word itself stands for the segment at i_segment:
   as it mostly is. */
static bool is_all_there_is(const struct analyser *analyser)
{
    const struct segment *segment = &analyser->segments[analyser->i_segment];
    size_t end = segment->off_bytes + segment->n_bytes;
    if (segment->joiner != '\0' ||
        (segment->flags & (SEGMENT_POSSESSIVE | SEGMENT_UNSPACED)) != 0)
        return false;
    return end == analyser->text.n_bytes || (analyser->text.bytes[end] != '+' &&
                                             analyser->text.bytes[end] != '#');
}

static enum status make_keys(struct analyser *analyser, struct error *err)
{
    enum status status = VEC_RESERVE(&analyser->keys, &analyser->n_keys_room, 0,
                                     analyser->n_segments, err);
    for (size_t i = 0; status == STATUS_OK && i < analyser->n_segments; i++) {
        const struct segment *segment = &analyser->segments[i];
        form_key_make(str_span(analyser->text.bytes + segment->off_bytes,
                               segment->n_bytes),
                      (segment->flags & SEGMENT_NOT_ASCII) == 0,
                      analyser->text.n_bytes - segment->off_bytes,
                      &analyser->keys[i]);
    }
    return status;
}

static enum status next_stretch(struct analyser *analyser, struct error *err)
{
    enum status status = segmenter_next(
        analyser->segmenter, &analyser->segments, &analyser->n_segments, err);
    if (status != STATUS_OK)
        return status;
    compound_link(analyser->text, analyser->segments, &analyser->n_segments);
    if (segmenter_is_unspaced(analyser->segmenter)) {
        status = unspaced_divide(analyser->text, analyser->segments,
                                 analyser->n_segments, &analyser->units, err);
        if (status != STATUS_OK)
            return status;
        analyser->segments = analyser->units.segments;
        analyser->n_segments = analyser->units.n_segments;
    }
    analyser->i_segment = 0;
    analyser->i_head_end = 0;
    return make_keys(analyser, err);
}

enum status analyser_next(struct analyser *analyser, struct token *ret_token,
                          struct error *err)
{
    if (analyser->step != STEP_WORD &&
        (analyser->segments[analyser->i_segment].flags & SEGMENT_UNSPACED) != 0)
        return next_unit(analyser, ret_token, err);
    if (analyser->step == STEP_EXTRA) {
        analyser->step = STEP_JOINED;
        const struct segment *segment =
            &analyser->segments[analyser->i_segment];
        if (segment->flags & SEGMENT_POSSESSIVE)
            return make_longer(analyser, TOKEN_POSSESSIVE, SPAN("'s"),
                               ret_token, err);
        struct str_span signs = symbol_behind(analyser->text, segment);
        if (signs.n_bytes > 0)
            return make_longer(analyser, TOKEN_SYMBOL, signs, ret_token, err);
    }
    if (analyser->step == STEP_JOINED) {
        size_t n_parts = joined_here(analyser);
        enum status status = STATUS_DONE;
        if (n_parts > 0)
            status = make_joined(analyser, n_parts, ret_token, err);
        go_on(analyser);
        if (status != STATUS_DONE)
            return status;
    }
    while (analyser->i_segment == analyser->n_segments) {
        enum status status = next_stretch(analyser, err);
        if (status != STATUS_OK)
            return status;
    }
    if ((analyser->segments[analyser->i_segment].flags & SEGMENT_UNSPACED) != 0)
        return next_unit(analyser, ret_token, err);
    enum status status = make_word(analyser, ret_token, err);
    if (is_all_there_is(analyser))
        go_on(analyser);
    else
        analyser->step = STEP_EXTRA;
    return status;
}

size_t analyser_take_known(struct analyser *analyser, struct known_word *words,
                           size_t n_room)
{
    size_t n = 0;
    if (analyser->step != STEP_WORD)
        return 0;
    while (n < n_room && analyser->i_segment < analyser->n_segments &&
           is_all_there_is(analyser)) {
        const struct segment *segment =
            &analyser->segments[analyser->i_segment];
        struct known_word *word = &words[n];
        expect_word(analyser);
        word->memo =
            form_memo(analyser->maker,
                      str_span(analyser->text.bytes + segment->off_bytes,
                               segment->n_bytes),
                      (segment->flags & SEGMENT_NOT_ASCII) == 0,
                      &analyser->keys[analyser->i_segment], &word->is_odd);
        if (word->memo == 0)
            break;
        word->i_word = analyser->i_word;
        word->has_stem = (segment->flags & SEGMENT_HAS_LETTER) != 0;
        if (!word->has_stem)
            word->is_odd = false;
        go_on(analyser);
        n++;
    }
    return n;
}

enum status analyser_fold(struct analyser *analyser, struct str_span text,
                          struct str *out, struct error *err)
{
    return fold_text(form_maker_fold(analyser->maker), text, out, err);
}

enum status analyser_stem(struct analyser *analyser, struct str_span word,
                          struct str_span *ret_stem, struct error *err)
{
    struct token token;
    const struct form_place place = place_in(&token);
    enum status status = STATUS_OK;
    bool is_ascii = true;
    if (analyser->language != analyser->languages[0])
        status = analyser_set_language(analyser, analyser->languages[0], err);
    for (size_t i = 0; i < word.n_bytes && is_ascii; i++)
        is_ascii = (signed char)word.bytes[i] > 0;
    if (status == STATUS_OK)
        status = make_other_form(analyser, word, is_ascii, &place, err);
    if (status == STATUS_OK)
        *ret_stem = token.stem;
    return status;
}

const char *analyser_versions(void)
{
    /* libstemmer does not say its version; 2.2 is what we build with */
    return "icu " U_ICU_VERSION ", unicode " U_UNICODE_VERSION
           ", snowball 2.2.0";
}
