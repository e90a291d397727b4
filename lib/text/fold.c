/*
 * ICU normalizes UTF-16, so all but ASCII is widened, worked on and narrowed
 * again, in buffers that are kept.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/fold.h"
#include "base/vec.h"
#include "text/latin.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

/* ICU counts in int32_t, and NFKC makes at most 18 units of one; no name, id
   or sort key comes near this. */
#define FOLD_MAX_BYTES ((size_t)64 << 20)

struct wide {
    UChar *units;
    size_t n_room;
    int32_t n_units;
};

struct fold {
    const UNormalizer2 *nfkc_casefold;
    const UNormalizer2 *nfd;
    const UNormalizer2 *nfc;
    struct wide a; /* take turns as source and target */
    struct wide b;
    char *bytes; /* the result, narrowed */
    size_t n_bytes_room;
};

static enum status set_icu_error(struct error *err, UErrorCode code)
{
    if (code == U_MEMORY_ALLOCATION_ERROR)
        return error_no_memory(err);
    return error_set(err, STATUS_INTERNAL, "cannot fold text: ICU says %s",
                     u_errorName(code));
}

enum status fold_new(struct fold **ret_fold, struct error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    struct fold *fold = (struct fold *)calloc(1, sizeof(*fold));
    if (fold == NULL)
        return error_no_memory(err);
    fold->nfkc_casefold = unorm2_getNFKCCasefoldInstance(&code);
    fold->nfd = unorm2_getNFDInstance(&code);
    fold->nfc = unorm2_getNFCInstance(&code);
    if (U_FAILURE(code)) {
        fold_free(fold);
        return set_icu_error(err, code);
    }
    *ret_fold = fold;
    return STATUS_OK;
}

void fold_free(struct fold *fold)
{
    if (fold == NULL)
        return;
    free(fold->a.units);
    free(fold->b.units);
    free(fold->bytes);
    free(fold);
}

static enum status reserve(struct wide *wide, size_t n_units, struct error *err)
{
    return VEC_RESERVE(&wide->units, &wide->n_room, 0, n_units + 1, err);
}

static enum status widen(struct str_span text, struct wide *to,
                         struct error *err)
{
    if (text.n_bytes > FOLD_MAX_BYTES)
        return error_set(err, STATUS_TOO_BIG, "text to fold is over %zu bytes",
                         FOLD_MAX_BYTES);
    enum status status = reserve(to, text.n_bytes, err);
    if (status != STATUS_OK)
        return status;
    UErrorCode code = U_ZERO_ERROR;
    u_strFromUTF8WithSub(to->units, (int32_t)to->n_room, &to->n_units,
                         text.bytes, (int32_t)text.n_bytes, 0xFFFD, NULL,
                         &code);
    return U_FAILURE(code) ? set_icu_error(err, code) : STATUS_OK;
}

static enum status narrow(struct fold *fold, const struct wide *from,
                          struct str *out, struct error *err)
{
    size_t max_bytes = (size_t)from->n_units * 3;
    enum status status =
        VEC_RESERVE(&fold->bytes, &fold->n_bytes_room, 0, max_bytes + 1, err);
    if (status != STATUS_OK)
        return status;
    UErrorCode code = U_ZERO_ERROR;
    int32_t n_bytes = 0;
    u_strToUTF8(fold->bytes, (int32_t)fold->n_bytes_room, &n_bytes, from->units,
                from->n_units, &code);
    if (U_FAILURE(code))
        return set_icu_error(err, code);
    str_add(out, fold->bytes, (size_t)n_bytes);
    return str_status(out, err);
}

static enum status normalize(const UNormalizer2 *normalizer,
                             const struct wide *from, struct wide *to,
                             struct error *err)
{
    size_t n_wanted = (size_t)from->n_units * 2;
    for (;;) {
        enum status status = reserve(to, n_wanted, err);
        if (status != STATUS_OK)
            return status;
        UErrorCode code = U_ZERO_ERROR;
        int32_t n_units =
            unorm2_normalize(normalizer, from->units, from->n_units, to->units,
                             (int32_t)to->n_room, &code);
        if (code == U_BUFFER_OVERFLOW_ERROR) {
            n_wanted = (size_t)n_units;
            continue;
        }
        to->n_units = n_units;
        return U_FAILURE(code) ? set_icu_error(err, code) : STATUS_OK;
    }
}

static bool is_ascii(struct str_span text)
{
    unsigned char all = 0;
    for (size_t i = 0; i < text.n_bytes; i++)
        all |= (unsigned char)text.bytes[i];
    return all < 0x80;
}

static void add_ascii_lower(struct str_span text, struct str *out)
{
    size_t start = out->n_bytes;
    str_add_span(out, text);
    for (size_t i = start; i < out->n_bytes; i++) {
        bool is_upper = out->bytes[i] >= 'A' && out->bytes[i] <= 'Z';
        out->bytes[i] = (char)(out->bytes[i] | (is_upper ? 0x20 : 0));
    }
}

/* Yeh and kaf are written in several ways, of which stemmers know one. */
static void join_arabic_letters(struct wide *wide)
{
    for (int32_t i = 0; i < wide->n_units; i++) {
        if (wide->units[i] == 0x0649 || wide->units[i] == 0x06CC)
            wide->units[i] = 0x064A;
        else if (wide->units[i] == 0x06A9)
            wide->units[i] = 0x0643;
    }
}

/* İ case-folds to i and U+0307, which no stemmer knows what to do with. */
static void drop_dots_over_i(struct wide *wide)
{
    int32_t n = 0;
    for (int32_t i = 0; i < wide->n_units; i++) {
        bool is_dot =
            wide->units[i] == 0x0307 && n > 0 && wide->units[n - 1] == 'i';
        if (!is_dot)
            wide->units[n++] = wide->units[i];
    }
    wide->n_units = n;
}

enum status fold_case(struct fold *fold, struct str_span text, struct str *out,
                      struct error *err)
{
    if (is_ascii(text)) {
        add_ascii_lower(text, out);
        return str_status(out, err);
    }
    enum status status = widen(text, &fold->a, err);
    if (status == STATUS_OK)
        status = normalize(fold->nfkc_casefold, &fold->a, &fold->b, err);
    if (status != STATUS_OK)
        return status;
    drop_dots_over_i(&fold->b);
    join_arabic_letters(&fold->b);
    return narrow(fold, &fold->b, out, err);
}

bool fold_drops(uint32_t c)
{
    return c == 0x00B7 ||                  /* left by ŀ */
           (c >= 0x02B9 && c <= 0x02BD) || /* primes, turned commas */
           c == 0x0374 ||                  /* NFKC makes U+02B9 of it */
           c == 0x0640 ||                  /* tatweel */
           c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0;
}

/* The letter that the marks which follow stand on. */
struct base {
    UChar32 letter;
    UScriptCode script;
};

static bool is_accent(const struct base *base, UChar32 mark)
{
    if (base->script == USCRIPT_LATIN || base->script == USCRIPT_GREEK ||
        base->script == USCRIPT_ARABIC || base->script == USCRIPT_HEBREW)
        return true;
    if (base->script == USCRIPT_DEVANAGARI)
        return mark == 0x093C; /* nukta: a letter of a word taken over */
    if (base->script != USCRIPT_CYRILLIC)
        return false;
    if (mark == 0x0308)
        return base->letter == 0x0435; /* ё, but not ї, ӓ, ӧ, ... */
    /* ѓ and ќ are letters of their own; stress marks stand on vowels */
    return (mark == 0x0300 || mark == 0x0301) && base->letter != 0x0433 &&
           base->letter != 0x043A;
}

/*
 * Letters that are written one for the other: what the normalizers of Lucene
 * (org.apache.lucene.analysis.ar, fa, hi) hold for the same, as far as marks do
 * not make the difference and fold_case() left them. Long and short vowels of
 * Hindi stay apart.
 */
static const struct variant {
    UChar from;
    UChar to;
} variants[] = {
    {0x0629, 0x0647},                   /* teh marbuta: heh */
    {0x0671, 0x0627},                   /* alef wasla: alef */
    {0x06C0, 0x0647},                   /* heh with yeh above */
    {0x06C1, 0x0647},                   /* heh goal */
    {0x06D2, 0x064A},                   /* yeh barree */
    {0x0901, 0x0902},                   /* candrabindu: anusvara */
    {0x090D, 0x090F},                   /* candra E, short E: E */
    {0x090E, 0x090F}, {0x0911, 0x0913}, /* candra O, short O: O */
    {0x0912, 0x0913}, {0x0945, 0x0947}, /* the same as signs */
    {0x0946, 0x0947}, {0x0949, 0x094B},
    {0x094A, 0x094B}, {0x0972, 0x0905}, /* candra A: A */
};

static UChar32 without_variant(UChar32 c)
{
    if (c < 0x0629 || c > 0x0972)
        return c;
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++)
        if (variants[i].from == c)
            return variants[i].to;
    return c;
}

/* One character of decomposed text; base is what the last letter was. */
static void strip(struct wide *to, struct base *base, UChar32 c)
{
    UErrorCode code = U_ZERO_ERROR;
    uint32_t category = U_GET_GC_MASK(c);
    if ((category & U_GC_ME_MASK) != 0 || fold_drops((uint32_t)c))
        return; /* circles and keycaps go from everything */
    if ((category & U_GC_MN_MASK) != 0) {
        if (is_accent(base, c))
            return;
    } else {
        base->letter = c;
        base->script = uscript_getScript(c, &code);
    }
    if (base->script == USCRIPT_LATIN && c >= 0x80) {
        for (const char *ascii = latin_to_ascii((uint32_t)c);
             ascii != NULL && *ascii != '\0'; ascii++) {
            to->units[to->n_units++] = (UChar)*ascii;
            c = U_SENTINEL;
        }
        if (c == U_SENTINEL)
            return;
    } else if ((category & U_GC_ND_MASK) != 0) {
        c = '0' + u_charDigitValue(c);
    } else {
        c = without_variant(c);
    }
    U16_APPEND_UNSAFE(to->units, to->n_units, c);
}

static UChar32 next_of(const struct wide *wide, int32_t *i)
{
    UChar32 c;
    U16_NEXT(wide->units, *i, wide->n_units, c);
    return c;
}

static void strip_all(const struct wide *from, struct wide *to)
{
    struct base base = {0, USCRIPT_COMMON};
    to->n_units = 0;
    for (int32_t i = 0; i < from->n_units;)
        strip(to, &base, next_of(from, &i));
}

enum status fold_accents(struct fold *fold, struct str_span text,
                         struct str *out, struct error *err)
{
    if (is_ascii(text)) {
        str_add_span(out, text);
        return str_status(out, err);
    }
    enum status status = widen(text, &fold->a, err);
    if (status == STATUS_OK)
        status = normalize(fold->nfd, &fold->a, &fold->b, err);
    /* one unit becomes at most two letters */
    if (status == STATUS_OK)
        status = reserve(&fold->a, (size_t)fold->b.n_units * 2, err);
    if (status != STATUS_OK)
        return status;
    strip_all(&fold->b, &fold->a);
    /* kana and Hangul were only taken apart to get here */
    status = normalize(fold->nfc, &fold->a, &fold->b, err);
    return status == STATUS_OK ? narrow(fold, &fold->b, out, err) : status;
}

enum status fold_text(struct fold *fold, struct str_span text, struct str *out,
                      struct error *err)
{
    if (is_ascii(text))
        return fold_case(fold, text, out, err);
    CLEANUP(str_release) struct str folded = STR_INIT;
    enum status status = fold_case(fold, text, &folded, err);
    if (status != STATUS_OK)
        return status;
    return fold_accents(fold, str_view(&folded), out, err);
}
