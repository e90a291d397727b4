/*
 * Each charset that could be meant is tried on a sample, and what comes out is
 * judged as text: letters stand beside letters of their script, capitals begin
 * words, signs stand between words. ICU's detection, which knows the frequent
 * letters of languages, is heard as one voice more; alone it fails on pages
 * that are mostly English, and for Thai, which it does not know.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/charset_guess.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/uscript.h>

/* More tells no more. */
#define SAMPLE_BYTES ((size_t)8 << 10)
#define DETECT_BYTES ((size_t)64 << 10)

enum family {
    FAMILY_LATIN,
    FAMILY_ALPHABET, /* another one */
    FAMILY_THAI,
    FAMILY_CHINESE,
    FAMILY_JAPANESE,
    FAMILY_KOREAN,
};

/* In the order in which they are preferred. */
static const struct candidate {
    const char *charset;
    const char *detected; /* ICU's detector calls it so */
    enum family family;
    double handicap; /* of what is rare beside one that is much like it */
} candidates[] = {
    {"windows-1252", "ISO-8859-1", FAMILY_LATIN, 0},
    {"windows-1250", "ISO-8859-2", FAMILY_LATIN, 0.3},
    {"iso-8859-2", "ISO-8859-2", FAMILY_LATIN, 0.35},
    {"windows-1254", "ISO-8859-9", FAMILY_LATIN, 0.1},
    {"iso-8859-15", "ISO-8859-1", FAMILY_LATIN, 0.3},
    {"windows-1251", "windows-1251", FAMILY_ALPHABET, 0},
    {"koi8-r", "KOI8-R", FAMILY_ALPHABET, 0},
    {"iso-8859-5", "ISO-8859-5", FAMILY_ALPHABET, 0},
    {"windows-1253", "ISO-8859-7", FAMILY_ALPHABET, 0},
    {"iso-8859-7", "ISO-8859-7", FAMILY_ALPHABET, 0},
    {"windows-1256", "windows-1256", FAMILY_ALPHABET, 0},
    {"iso-8859-6", "ISO-8859-6", FAMILY_ALPHABET, 0},
    {"windows-1255", "ISO-8859-8", FAMILY_ALPHABET, 0},
    {"windows-874-2000", "", FAMILY_THAI, 0},
    {"gb18030", "GB18030", FAMILY_CHINESE, 0},
    {"windows-950-2000", "Big5", FAMILY_CHINESE, 0},
    {"euc-jp", "EUC-JP", FAMILY_JAPANESE, 0},
    {"ibm-943_P15A-2003", "Shift_JIS", FAMILY_JAPANESE, 0},
    {"windows-949-2000", "EUC-KR", FAMILY_KOREAN, 0},
};

#define N_CANDIDATES (sizeof(candidates) / sizeof(candidates[0]))

/* ---- what a character is */

enum kind {
    KIND_OTHER, /* white space, digits, ASCII punctuation */
    KIND_ASCII,
    KIND_LATIN,
    KIND_ALPHABET,
    KIND_THAI,
    KIND_KANA,
    KIND_HANGUL,
    KIND_HAN,
    KIND_SIGN,
    KIND_BAD,
};

static enum kind kind_of_letter(UChar32 c)
{
    UErrorCode failure = U_ZERO_ERROR;

    if (c >= 0xff61 && c <= 0xff9f)
        return KIND_SIGN; /* what is taken for Shift_JIS becomes these */
    switch (uscript_getScript(c, &failure)) {
    case USCRIPT_LATIN:
        return KIND_LATIN;
    case USCRIPT_THAI:
        return KIND_THAI;
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
        return KIND_KANA;
    case USCRIPT_HANGUL:
        return KIND_HANGUL;
    case USCRIPT_HAN:
        return KIND_HAN;
    case USCRIPT_CYRILLIC:
    case USCRIPT_GREEK:
    case USCRIPT_ARABIC:
    case USCRIPT_HEBREW:
        return KIND_ALPHABET;
    default:
        return KIND_SIGN;
    }
}

static enum kind kind_of(UChar32 c)
{
    if (c < 0x80)
        return u_isalpha(c) ? KIND_ASCII : KIND_OTHER;
    if (c < 0xa0 || c == 0xfffd || (c >= 0xe000 && c <= 0xf8ff) ||
        !u_isdefined(c))
        return KIND_BAD;
    if (c == 0xaa || c == 0xba || c == 0xb5) /* signs made like letters */
        return KIND_SIGN;
    if (u_isalpha(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0)
        return kind_of_letter(c);
    return c == 0xa0 || c == 0x3000 ? KIND_OTHER : KIND_SIGN;
}

/* ---- how good a text is */

/* Letters of Icelandic, which in other languages stand for Turkish ones. */
static bool is_icelandic(UChar32 c)
{
    return c == 0xd0 || c == 0xdd || c == 0xde || c == 0xf0 || c == 0xfd ||
           c == 0xfe;
}

/* Letters that Turkish has alone, and Icelandic in their place. */
static bool is_turkish(UChar32 c)
{
    return c == 0x11e || c == 0x11f || c == 0x130 || c == 0x131 || c == 0x15e ||
           c == 0x15f;
}

static bool is_letter(enum kind kind)
{
    return kind >= KIND_ASCII && kind <= KIND_HAN;
}

static double score_latin(UChar32 c, UChar32 before, enum kind left,
                          enum kind right)
{
    double score = 0;

    if (u_isupper(c) && u_islower(before))
        score -= 2;
    if (is_turkish(c) &&
        (left == KIND_LATIN || left == KIND_ASCII || right == KIND_ASCII))
        return score + 0.75;
    if (left == KIND_LATIN)
        score -= 1.5;
    else if (left == KIND_ASCII || right == KIND_ASCII)
        score += 1;
    else
        score -= 0.5;
    return is_icelandic(c) ? score - 1 : score;
}

static double score_letter(enum kind kind, UChar32 c, UChar32 before,
                           enum kind left, enum kind right)
{
    double score = 0;

    if (u_isupper(c) && u_islower(before))
        score -= 2;
    if (left == kind || right == kind)
        score += 1;
    if (left == KIND_ASCII || right == KIND_ASCII || left == KIND_LATIN ||
        right == KIND_LATIN)
        score -= 1;
    return score;
}

static double score_wide(enum family family, enum kind kind, enum kind left,
                         enum kind right)
{
    if (left == KIND_ASCII || right == KIND_ASCII)
        return -1;
    switch (kind) {
    case KIND_KANA:
        return family == FAMILY_JAPANESE ? 3 : 1;
    case KIND_HANGUL:
        return left == KIND_HAN ? -2 : 2;
    default: /* Han */
        return left == KIND_HANGUL ? -2 : 1;
    }
}

static double score_sign(UChar32 c, enum kind left, enum kind right)
{
    if (is_letter(left) && is_letter(right))
        return c == 0x2019 || c == 0xb7 || c == 0x2013 ? 0 : -1;
    /* A quotation that ends does not begin a word. */
    if (is_letter(right) && (c == 0x2019 || c == 0xb6 || c == 0xa2))
        return -1;
    return is_letter(left) || is_letter(right) ? -0.25 : 0;
}

static double score_char(enum family family, UChar32 before, UChar32 c,
                         UChar32 after)
{
    enum kind kind = kind_of(c);
    enum kind left = kind_of(before);
    enum kind right = kind_of(after);

    switch (kind) {
    case KIND_OTHER:
    case KIND_ASCII:
        return 0;
    case KIND_LATIN:
        return score_latin(c, before, left, right);
    case KIND_ALPHABET:
    case KIND_THAI:
        return score_letter(kind, c, before, left, right);
    case KIND_KANA:
    case KIND_HANGUL:
    case KIND_HAN:
        return 2 * score_wide(family, kind, left, right);
    case KIND_SIGN:
        return score_sign(c, left, right);
    case KIND_BAD:
        break;
    }
    return -10;
}

static UChar32 next_of(const UChar *text, int32_t n, int32_t *i)
{
    UChar32 c = ' ';

    if (*i < n)
        U16_NEXT(text, *i, n, c);
    return c;
}

static double score_text(enum family family, const UChar *text, int32_t n)
{
    double score = 0;
    UChar32 before = ' ';
    int32_t i = 0;

    while (i < n) {
        UChar32 c = next_of(text, n, &i);
        int32_t i_after = i;

        if (c >= 0x80)
            score += score_char(family, before, c, next_of(text, n, &i_after));
        before = c;
    }
    return score;
}

/* In windows-874 the vowels above and below and the tones (0xd1, 0xd4 to 0xda,
   0xe7 to 0xee) follow a consonant (0xa1 to 0xce) or another such sign, and
   two letters (0xa3, 0xa5) have long been given up. */
static bool is_thai(struct str_span text)
{
    size_t n_high = 0;
    size_t n_thai = 0;
    size_t n_signs = 0;
    size_t n_placed = 0;
    size_t n_gone = 0;

    for (size_t i = 0; i < text.n_bytes; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        unsigned char before = i > 0 ? (unsigned char)text.bytes[i - 1] : 0;
        bool is_sign =
            c == 0xd1 || (c >= 0xd4 && c <= 0xda) || (c >= 0xe7 && c <= 0xee);

        n_high += c >= 0x80;
        n_thai += (c >= 0xa1 && c <= 0xda) || (c >= 0xdf && c <= 0xfb);
        n_gone += c == 0xa3 || c == 0xa5;
        n_signs += is_sign;
        n_placed +=
            is_sign && ((before >= 0xa1 && before <= 0xce) || before == 0xd1 ||
                        (before >= 0xd4 && before <= 0xda) ||
                        (before >= 0xe7 && before <= 0xee));
    }
    return n_thai >= 8 && n_thai * 100 >= n_high * 97 &&
           n_gone * 200 <= n_thai && n_signs * 10 >= n_thai &&
           n_placed * 100 >= n_signs * 97;
}

/* ---- the sample */

static bool has_high(struct str_span line)
{
    for (size_t i = 0; i < line.n_bytes; i++)
        if ((unsigned char)line.bytes[i] >= 0x80)
            return true;
    return false;
}

/* The first lines that are not ASCII alone. */
static void take_sample(struct str_span text, struct str *out)
{
    while (text.n_bytes > 0 && out->n_bytes < SAMPLE_BYTES) {
        const char *end = memchr(text.bytes, '\n', text.n_bytes);
        size_t n = end != NULL ? (size_t)(end + 1 - text.bytes) : text.n_bytes;
        size_t n_taken = n < SAMPLE_BYTES ? n : SAMPLE_BYTES;

        if (has_high(str_span(text.bytes, n_taken)))
            str_add(out, text.bytes, n_taken);
        text = str_span(text.bytes + n, text.n_bytes - n);
    }
}

/* ---- the choice */

struct voices {
    UCharsetDetector *detector;
    const UCharsetMatch **matches;
    int32_t n_matches;
};

static void ask_icu(struct voices *voices, struct str_span text)
{
    UErrorCode failure = U_ZERO_ERROR;

    memset(voices, 0, sizeof(*voices));
    voices->detector = ucsdet_open(&failure);
    if (U_FAILURE(failure))
        return;
    if (text.n_bytes > DETECT_BYTES)
        text.n_bytes = DETECT_BYTES;
    ucsdet_setText(voices->detector, text.bytes, (int32_t)text.n_bytes,
                   &failure);
    voices->matches =
        ucsdet_detectAll(voices->detector, &voices->n_matches, &failure);
    if (U_FAILURE(failure))
        voices->n_matches = 0;
}

/* 0 to 1. */
static double voice_for(const struct voices *voices, const char *detected)
{
    for (int32_t i = 0; i < voices->n_matches; i++) {
        UErrorCode failure = U_ZERO_ERROR;
        const char *name = ucsdet_getName(voices->matches[i], &failure);

        if (U_SUCCESS(failure) && strcmp(name, detected) == 0)
            return ucsdet_getConfidence(voices->matches[i], &failure) / 100.0;
    }
    return 0;
}

static size_t count_high(struct str_span text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.n_bytes; i++)
        n += (unsigned char)text.bytes[i] >= 0x80;
    return n;
}

/* The score of a candidate for each byte beyond ASCII. */
static double try_candidate(const struct candidate *candidate,
                            struct str_span sample, const struct voices *voices,
                            UChar *room, int32_t n_room)
{
    UErrorCode failure = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(candidate->charset, &failure);
    int32_t n = ucnv_toUChars(converter, room, n_room, sample.bytes,
                              (int32_t)sample.n_bytes, &failure);
    size_t n_high = count_high(sample);

    ucnv_close(converter);
    if (U_FAILURE(failure) || n_high == 0)
        return -100;
    if (candidate->family == FAMILY_THAI && !is_thai(sample))
        return -100;
    return score_text(candidate->family, room, n) / (double)n_high +
           voice_for(voices, candidate->detected) / 2 +
           (candidate->family == FAMILY_THAI ? 1 : 0) - candidate->handicap;
}

/* UTF-16 and UTF-32 without a mark: every second byte is hardly ever a NUL in
   anything else. */
static const char *guess_wide(struct str_span text)
{
    size_t n_even = 0;
    size_t n_odd = 0;
    size_t n_units;
    size_t n_wanted;

    if (text.n_bytes > DETECT_BYTES)
        text.n_bytes = DETECT_BYTES;
    n_units = text.n_bytes / 2;
    for (size_t i = 0; i + 1 < text.n_bytes; i += 2) {
        n_even += text.bytes[i] == '\0';
        n_odd += text.bytes[i + 1] == '\0';
    }
    /* Spaces and line ends alone are a tenth of any text. */
    n_wanted = n_units / (n_units < 64 ? 2 : 12) + 1;
    if (n_odd >= n_wanted && n_even * 20 < n_odd)
        return "UTF-16LE";
    if (n_even >= n_wanted && n_odd * 20 < n_even)
        return "UTF-16BE";
    return NULL;
}

const char *charset_guess_escapes(struct str_span text)
{
    static const char *const escapes[] = {"\x1b$B", "\x1b$@", "\x1b(J"};

    if (text.n_bytes == 0 || memchr(text.bytes, 0x1b, text.n_bytes) == NULL)
        return NULL;
    for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++)
        if (memmem(text.bytes, text.n_bytes, escapes[i], 3) != NULL)
            return "ISO-2022-JP";
    return memmem(text.bytes, text.n_bytes, "\x1b$)C", 4) != NULL
               ? "ISO-2022-KR"
               : NULL;
}

static const char *best_of(struct str_span sample, const struct voices *voices)
{
    int32_t n_room = (int32_t)sample.n_bytes * 2 + 16;
    UChar *room = malloc((size_t)n_room * sizeof(*room));
    const char *best = NULL;
    double best_score = -100;

    for (size_t i = 0; room != NULL && i < N_CANDIDATES; i++) {
        double score =
            try_candidate(&candidates[i], sample, voices, room, n_room);

        if (score > best_score) {
            best_score = score;
            best = candidates[i].charset;
        }
    }
    free(room);
    return best;
}

const char *charset_guess(struct str_span text)
{
    CLEANUP(str_release) struct str sample = STR_INIT;
    struct voices voices;
    const char *best = guess_wide(text);

    if (best != NULL)
        return best;
    take_sample(text, &sample);
    if (sample.n_bytes == 0)
        return NULL;
    ask_icu(&voices, text);
    best = best_of(str_view(&sample), &voices);
    ucsdet_close(voices.detector);
    return best;
}
