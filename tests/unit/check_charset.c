/*
 * Which charset is believed, and what comes of it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "collector.h"

#include "text/charset.h"

static const struct row {
    struct str_span bytes;
    const char *declared;
    bool is_sure;
    const char *text;
    enum charset_how how;
    size_t n_repaired;
} rows[] = {
    {{"abc", 3}, "", false, "abc", CHARSET_IS_UTF8, 0},
    {{"", 0}, "", false, "", CHARSET_IS_UTF8, 0},
    /* a mark comes before all */
    {{"\xef\xbb\xbf\xc3\xa4", 5}, "koi8-r", true, "ä", CHARSET_BY_MARK, 0},
    {{"\xff\xfe\xe4\0", 4}, "utf-8", true, "ä", CHARSET_BY_MARK, 0},
    {{"\xfe\xff\0\xe4", 4}, "", false, "ä", CHARSET_BY_MARK, 0},
    {{"\xff\xfe\0\0\xe4\0\0\0", 8}, "", false, "ä", CHARSET_BY_MARK, 0},
    {{"\xff\xfe\xe4", 3}, "", false, "\xef\xbf\xbd", CHARSET_BY_MARK, 1},
    /* then what was declared, by any name that it has on the web */
    {{"\x93x\x94", 3}, "ISO-8859-1", false, "“x”", CHARSET_DECLARED, 0},
    {{"\x93x\x94", 3}, " 'Latin1' ", false, "“x”", CHARSET_DECLARED, 0},
    {{"\xb1\xe0", 2}, "gb2312", false, "编", CHARSET_DECLARED, 0},
    {{"\xce\xc5\xd4", 3}, "KOI8-R", false, "нет", CHARSET_DECLARED, 0},
    {{"\x1b$B$\"\x1b(B", 8}, "iso-2022-jp", false, "あ", CHARSET_DECLARED, 0},
    {{"\xe0\xa1x", 3}, "tis-620", false, "เกx", CHARSET_DECLARED, 0},
    /* what can't be converted, and NUL */
    {{"a\xff"
      "z",
      3},
     "euc-jp",
     false,
     "a\xef\xbf\xbdz",
     CHARSET_DECLARED,
     1},
    {{"a\0z", 3}, "koi8-r", false, "a\xef\xbf\xbdz", CHARSET_DECLARED, 1},
    /* unless the bytes give it the lie */
    {{"\xc3\xa4", 2}, "iso-8859-1", false, "ä", CHARSET_OVERRULED, 0},
    {{"\xc3\xa4", 2}, "iso-8859-1", true, "Ã¤", CHARSET_DECLARED, 0},
    {{"abc", 3}, "utf-16", false, "abc", CHARSET_OVERRULED, 0},
    /* names that are none, or none of ours */
    {{"\xc3\xa4", 2}, "klingon", false, "ä", CHARSET_IS_UTF8, 0},
    {{"\xc3\xa4", 2}, "utf-7", false, "ä", CHARSET_IS_UTF8, 0},
    {{"\xc3\xa4", 2}, "../../etc/passwd", false, "ä", CHARSET_IS_UTF8, 0},
    {{"\xc3\xa4", 2}, "ibm-1047,swaplfnl", false, "ä", CHARSET_IS_UTF8, 0},
    /* UTF-8 with a slip, and what only says that it is */
    {{"ä ö ü ß ä ö ü ß \xff", 25},
     "",
     false,
     "ä ö ü ß ä ö ü ß \xef\xbf\xbd",
     CHARSET_IS_UTF8,
     1},
    {{"Stra\xdf"
      "e caf\xe9",
      11},
     "utf-8",
     false,
     "Straße café",
     CHARSET_GUESSED,
     0},
    /* guesses */
    {{"\xd0\xf3\xf1\xf1\xea\xe8\xe9 \xf2\xe5\xea\xf1\xf2", 13},
     "",
     false,
     "Русский текст",
     CHARSET_GUESSED,
     0},
    {{"x\0y\0z\0 \0a\0b\0c\0d\0", 16},
     "",
     false,
     "xyz abcd",
     CHARSET_GUESSED,
     0},
    {{"\x1b$B$\"\x1b(B", 8}, "", false, "あ", CHARSET_GUESSED, 0},
};

START_TEST(bytes_are_read_as_they_are_meant)
{
    const struct row *row = &rows[_i];
    CLEANUP(str_release) struct str out = STR_INIT;
    struct charset_reading reading;

    str_add_text(&out, "");
    ck_assert_int_eq(charset_decode(row->bytes, str_span_of(row->declared),
                                    row->is_sure, &out, &reading, NULL),
                     STATUS_OK);
    ck_assert_str_eq(out.bytes, row->text);
    ck_assert_msg(reading.how == row->how, "row %d: %d, %s", _i, reading.how,
                  reading.name);
    ck_assert_uint_eq(reading.n_repaired, row->n_repaired);
}

END_TEST

START_TEST(nothing_in_any_charset_is_nothing)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    struct charset_reading reading;

    ck_assert_int_eq(charset_decode(str_span(NULL, 0), SPAN("gb18030"), true,
                                    &out, &reading, NULL),
                     STATUS_OK);
    ck_assert_uint_eq(out.n_bytes, 0);
    ck_assert_uint_eq(reading.n_repaired, 0);
}

END_TEST

/* Longer than any buffer between, and cut at each place in a character. */
START_TEST(long_texts_come_whole)
{
    CLEANUP(str_release) struct str in = STR_INIT;
    CLEANUP(str_release) struct str wanted = STR_INIT;
    CLEANUP(str_release) struct str out = STR_INIT;
    struct charset_reading reading;

    for (int i = 0; i < _i; i++)
        str_add_char(&in, 'x');
    str_add_span(&wanted, str_view(&in));
    for (int i = 0; i < 20000; i++) {
        str_add_text(&in, "\x82\xa0");
        str_add_text(&wanted, "あ");
    }
    ck_assert_int_eq(charset_decode(str_view(&in), SPAN("shift_jis"), false,
                                    &out, &reading, NULL),
                     STATUS_OK);
    ck_assert(str_span_equal(str_view(&out), str_view(&wanted)));
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("charset");
    TCase *texts = tcase_create("texts");

    tcase_add_loop_test(texts, bytes_are_read_as_they_are_meant, 0,
                        sizeof(rows) / sizeof(rows[0]));
    tcase_add_test(texts, nothing_in_any_charset_is_nothing);
    tcase_add_loop_test(texts, long_texts_come_whole, 0, 4);
    suite_add_tcase(suite, texts);
    return run_suite(suite);
}
