/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/charset.h"

#include "text/charset_guess.h"
#include "text/utf8.h"

#include <stdio.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>

/* UTF-16 on its way from one charset to the other. */
#define PIVOT_UNITS 2048

static const struct alias {
    const char *name;
    const char *charset; /* as ICU calls it; "": no charset of ours */
} aliases[] = {
    {"ascii", "windows-1252"},
    {"us-ascii", "windows-1252"},
    {"ansi_x3.4-1968", "windows-1252"},
    {"iso-8859-1", "windows-1252"},
    {"iso8859-1", "windows-1252"},
    {"iso_8859-1", "windows-1252"},
    {"latin1", "windows-1252"},
    {"latin-1", "windows-1252"},
    {"l1", "windows-1252"},
    {"iso-8859-9", "windows-1254"},
    {"iso8859-9", "windows-1254"},
    {"latin5", "windows-1254"},
    {"iso-8859-11", "windows-874-2000"},
    {"tis-620", "windows-874-2000"},
    {"tis620", "windows-874-2000"},
    {"windows-874", "windows-874-2000"},
    {"cp874", "windows-874-2000"},
    {"gb2312", "gb18030"},
    {"gb_2312-80", "gb18030"},
    {"gbk", "gb18030"},
    {"x-gbk", "gb18030"},
    {"cp936", "gb18030"},
    {"windows-936", "gb18030"},
    {"euc-cn", "gb18030"},
    {"shift_jis", "ibm-943_P15A-2003"},
    {"shift-jis", "ibm-943_P15A-2003"},
    {"sjis", "ibm-943_P15A-2003"},
    {"x-sjis", "ibm-943_P15A-2003"},
    {"cp932", "ibm-943_P15A-2003"},
    {"ms932", "ibm-943_P15A-2003"},
    {"windows-31j", "ibm-943_P15A-2003"},
    {"euc-kr", "windows-949-2000"},
    {"euckr", "windows-949-2000"},
    {"ks_c_5601-1987", "windows-949-2000"},
    {"ksc5601", "windows-949-2000"},
    {"cp949", "windows-949-2000"},
    {"uhc", "windows-949-2000"},
    {"big5", "windows-950-2000"},
    {"big5-hkscs", "Big5-HKSCS"},
    {"utf8", "UTF-8"},
    {"unicode-1-1-utf-8", "UTF-8"},
    {"utf-7", ""},
    {"unicode-1-1-utf-7", ""},
    {"x-user-defined", ""},
    {"unicode", "UTF-16LE"},
    {"utf-16", "UTF-16LE"},
    {"ucs-2", "UTF-16LE"},
    {"macintosh", "macos-0_2-10.2"},
    {"x-mac-roman", "macos-0_2-10.2"},
};

/* What people call what ICU calls so. */
static const struct {
    const char *name;
    const char *usual;
} usual_names[] = {
    {"windows-874-2000", "windows-874"}, {"windows-949-2000", "windows-949"},
    {"windows-950-2000", "big5"},        {"ibm-943_P15A-2003", "shift_jis"},
    {"macos-0_2-10.2", "macintosh"},
};

static const char *usual_name(const char *name)
{
    for (size_t i = 0; i < sizeof(usual_names) / sizeof(usual_names[0]); i++)
        if (strcmp(usual_names[i].name, name) == 0)
            return usual_names[i].usual;
    return name;
}

/* What ICU is to open for name; false: nothing. */
static bool resolve(struct str_span name, char *ret_charset)
{
    UErrorCode failure = U_ZERO_ERROR;

    name = str_span_trim(name);
    if (name.n_bytes > 1 && (name.bytes[0] == '"' || name.bytes[0] == '\''))
        name = str_span_trim(str_span(name.bytes + 1, name.n_bytes - 2));
    if (name.n_bytes == 0 || name.n_bytes >= CHARSET_NAME_BYTES)
        return false;
    (void)snprintf(ret_charset, CHARSET_NAME_BYTES, "%.*s", (int)name.n_bytes,
                   name.bytes);
    for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++) {
        if (str_span_equal_nocase(name, str_span_of(aliases[i].name))) {
            (void)snprintf(ret_charset, CHARSET_NAME_BYTES, "%s",
                           aliases[i].charset);
            return aliases[i].charset[0] != '\0';
        }
    }

    /* Names with a path or an option in them are not for strangers. */
    if (strpbrk(ret_charset, "/\\,=.") != NULL)
        return false;

    UConverter *converter = ucnv_open(ret_charset, &failure);

    if (U_FAILURE(failure))
        return false;

    const char *own = ucnv_getName(converter, &failure);

    if (U_SUCCESS(failure))
        (void)snprintf(ret_charset, CHARSET_NAME_BYTES, "%s", own);
    ucnv_close(converter);
    return U_SUCCESS(failure) && strcmp(ret_charset, "UTF-7") != 0;
}

bool charset_is_known(struct str_span name)
{
    char charset[CHARSET_NAME_BYTES];

    return resolve(name, charset);
}

/* ---- conversion */

/* ICU's context is const, what it points to is ours. */
struct count {
    size_t *n_bad;
};

static void U_CALLCONV substitute(const void *context,
                                  UConverterToUnicodeArgs *args,
                                  const char *bytes, int32_t n_bytes,
                                  UConverterCallbackReason reason,
                                  UErrorCode *failure)
{
    const struct count *count = context;
    const UChar replacement = 0xfffd;

    (void)bytes;
    (void)n_bytes;
    if (reason > UCNV_IRREGULAR)
        return;
    *failure = U_ZERO_ERROR;
    ++*count->n_bad;
    /* ICU's own substitute may be U+001A. */
    ucnv_cbToUWriteUChars(args, &replacement, 1, 0, failure);
}

/* All of text, through both converters. */
static enum status pump(UConverter *from, UConverter *to, struct str_span text,
                        struct str *out)
{
    UChar pivot[PIVOT_UNITS];
    UChar *pivot_source = pivot;
    UChar *pivot_target = pivot;
    const char *source = text.bytes;
    char target[4096];
    UBool is_reset = true;

    for (;;) {
        UErrorCode failure = U_ZERO_ERROR;
        char *end = target;

        ucnv_convertEx(to, from, &end, target + sizeof(target), &source,
                       text.bytes + text.n_bytes, pivot, &pivot_source,
                       &pivot_target, pivot + PIVOT_UNITS, is_reset, true,
                       &failure);
        is_reset = false;
        str_add(out, target, (size_t)(end - target));
        if (failure == U_BUFFER_OVERFLOW_ERROR)
            continue;
        return U_FAILURE(failure) ? STATUS_BAD_TEXT : str_status(out, NULL);
    }
}

static enum status convert(const char *charset, struct str_span text,
                           struct str *out, size_t *ret_n_repaired)
{
    CLEANUP(str_release) struct str wide = STR_INIT;
    size_t n_bad = 0;
    const struct count count = {&n_bad};
    UErrorCode failure = U_ZERO_ERROR;

    *ret_n_repaired = 0;
    if (text.n_bytes == 0)
        return STATUS_OK; /* there may be no bytes to point into */
    UConverter *from = ucnv_open(charset, &failure);
    UConverter *to = ucnv_open("UTF-8", &failure);
    enum status status = STATUS_BAD_TEXT;
    size_t n_repaired = 0;

    ucnv_setToUCallBack(from, substitute, &count, NULL, NULL, &failure);
    if (U_SUCCESS(failure))
        status = pump(from, to, text, &wide);
    ucnv_close(from);
    ucnv_close(to);
    if (status == STATUS_OK)
        utf8_repair(str_view(&wide), out, &n_repaired); /* its NULs */
    *ret_n_repaired = n_bad + n_repaired;
    return status;
}

/* ---- what to believe */

static const struct mark {
    struct str_span bytes;
    const char *charset;
} marks[] = {
    {{"\xef\xbb\xbf", 3}, "UTF-8"},
    {{"\xff\xfe\x00\x00", 4}, "UTF-32LE"},
    {{"\x00\x00\xfe\xff", 4}, "UTF-32BE"},
    {{"\xff\xfe", 2}, "UTF-16LE"},
    {{"\xfe\xff", 2}, "UTF-16BE"},
};

static const struct mark *find_mark(struct str_span text)
{
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        if (str_span_starts(text, marks[i].bytes))
            return &marks[i];
    return NULL;
}

static bool has_nul(struct str_span text)
{
    return text.n_bytes > 0 && memchr(text.bytes, '\0', text.n_bytes) != NULL;
}

static bool is_utf8_name(const char *charset)
{
    return strcmp(charset, "UTF-8") == 0;
}

/* Sequences of more than one byte that are well formed. */
static size_t count_wide(struct str_span text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.n_bytes; i++)
        n += ((unsigned char)text.bytes[i] & 0xc0) == 0xc0;
    return n;
}

struct decision {
    struct str_span text;
    bool is_clean; /* UTF-8 */
    bool is_wide;  /* beyond ASCII */
};

/* Whether the bytes give the lie to a charset that was declared. */
static bool is_lie(const struct decision *decision, const char *charset)
{
    if (strncmp(charset, "UTF-16", 6) == 0 ||
        strncmp(charset, "UTF-32", 6) == 0)
        return !has_nul(decision->text);
    return !is_utf8_name(charset) && decision->is_clean && decision->is_wide;
}

static bool is_nearly_utf8(const struct decision *decision)
{
    CLEANUP(str_release) struct str repaired = STR_INIT;
    size_t n_repaired = 0;

    utf8_repair(decision->text, &repaired, &n_repaired);
    /* U+FFFD is wide as well */
    return count_wide(str_view(&repaired)) - n_repaired > 4 * n_repaired;
}

static void choose(const struct decision *decision, struct str_span declared,
                   bool is_sure, struct charset_reading *reading)
{
    char charset[CHARSET_NAME_BYTES];
    bool is_known = resolve(declared, charset);
    bool is_lying = is_known && !is_sure && is_lie(decision, charset);

    if (is_known && !is_lying && (!is_utf8_name(charset) || is_sure)) {
        reading->how = CHARSET_DECLARED;
        memcpy(reading->name, charset, sizeof(charset));
        return;
    }
    reading->how = is_lying ? CHARSET_OVERRULED : CHARSET_IS_UTF8;
    (void)snprintf(reading->name, sizeof(reading->name), "UTF-8");

    const char *guess = NULL;

    if (decision->is_clean && !decision->is_wide)
        guess = charset_guess_escapes(decision->text);
    else if (!decision->is_clean && !is_nearly_utf8(decision))
        guess = charset_guess(decision->text);
    if (guess == NULL)
        return;
    reading->how = CHARSET_GUESSED;
    (void)snprintf(reading->name, sizeof(reading->name), "%s", guess);
}

enum status charset_decode(struct str_span text, struct str_span declared,
                           bool is_sure, struct str *out,
                           struct charset_reading *ret_reading,
                           struct error *err)
{
    const struct mark *mark = find_mark(text);
    struct decision decision = {.text = text, .is_clean = utf8_is_clean(text)};
    enum status status = STATUS_OK;

    memset(ret_reading, 0, sizeof(*ret_reading));
    if (mark != NULL) {
        ret_reading->how = CHARSET_BY_MARK;
        (void)snprintf(ret_reading->name, sizeof(ret_reading->name), "%s",
                       mark->charset);
        text = str_span(text.bytes + mark->bytes.n_bytes,
                        text.n_bytes - mark->bytes.n_bytes);
    } else {
        decision.is_wide = decision.is_clean && count_wide(text) > 0;
        choose(&decision, declared, is_sure, ret_reading);
    }
    if (is_utf8_name(ret_reading->name))
        utf8_repair(text, out, &ret_reading->n_repaired);
    else
        status =
            convert(ret_reading->name, text, out, &ret_reading->n_repaired);
    if (status == STATUS_BAD_TEXT) /* ICU has it not after all */
        utf8_repair(text, out, &ret_reading->n_repaired);
    return str_status(out, err);
}

void charset_note(const struct charset_reading *reading,
                  struct str_span declared, struct str *note)
{
    const char *mark = note->n_bytes > 0 ? "; " : "";

    switch (reading->how) {
    case CHARSET_GUESSED:
        str_add_format(note, "%sread as %s, which is a guess", mark,
                       usual_name(reading->name));
        break;
    case CHARSET_OVERRULED:
        str_add_format(note, "%sit declares %.*s, but is %s", mark,
                       (int)(declared.n_bytes < 40 ? declared.n_bytes : 40),
                       declared.bytes, usual_name(reading->name));
        break;
    case CHARSET_IS_UTF8:
    case CHARSET_BY_MARK:
    case CHARSET_DECLARED:
        break;
    }
}
