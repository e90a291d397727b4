/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/utf8.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define N_ROWS(rows) ((int)(sizeof(rows) / sizeof((rows)[0])))
#define R            "\xEF\xBF\xBD"

static const struct {
    struct str_span text;
    const char *repaired;
    size_t n_repaired;
} repairs[] = {
    {{NULL, 0}, "", 0},
    {{"", 0}, "", 0},
    {{"plain text", 10}, "plain text", 0},
    {{"caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80", 14},
     "caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80",
     0},
    {{"\xEF\xBB\xBFx", 4}, "x", 0},
    {{"x\xEF\xBB\xBF", 4}, "x\xEF\xBB\xBF", 0},
    {{"a\0b", 3}, "a" R "b", 1},
    /* tables 3-8 to 3-11 of the Unicode Standard */
    {{"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", 9}, R R R R R R R R "A", 8},
    {{"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", 9}, R R R R R R R R "A", 8},
    {{"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", 9}, R R R R R "A" R R "B", 7},
    {{"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", 9}, R R R R "A", 4},
    /* 3.9, "Substitution of Maximal Subparts" */
    {{"\x41\xC0\xAF\x41\xF4\x80\x80\x41", 8}, "A" R R "A" R "A", 3},
    {{"\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64", 13},
     "a" R R R "b" R "c" R R "d",
     6},
    /* cut off at the end */
    {{"x\xE2\x82", 3}, "x" R, 1},
    {{"x\xF0\x9F\x98", 4}, "x" R, 1},
    {{"x\xC3", 2}, "x" R, 1},
    /* Latin-1 and the odd byte behind eight good ones */
    {{"d\xE9j\xE0 vu", 7}, "d" R "j" R " vu", 2},
    {{"12345678\xFF", 9}, "12345678" R, 1},
    {{"\xF5\xFE\xC1", 3}, R R R, 3},
};

START_TEST(ill_formed_sequences_become_one_replacement_each)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    size_t n_repaired = 99;
    utf8_repair(repairs[_i].text, &out, &n_repaired);
    ck_assert_msg(
        str_span_equal(str_view(&out), str_span_of(repairs[_i].repaired)),
        "row %d: %s", _i, str_view(&out).bytes);
    ck_assert_uint_eq(n_repaired, repairs[_i].n_repaired);
    ck_assert_int_eq(utf8_is_clean(repairs[_i].text), n_repaired == 0);
    ck_assert(utf8_is_clean(str_view(&out)));
}

END_TEST

/* Written another way than utf8.c: decodes by shifting and then looks at the
   value, instead of at the bytes. */
static bool is_clean_by_value(struct str_span text)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    static const uint32_t least[] = {1, 0x80, 0x800, 0x10000};
    size_t i = 0;
    while (i < text.n_bytes) {
        uint32_t c = bytes[i];
        size_t n = c < 0x80 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
        if ((c >= 0x80 && c < 0xC0) || c >= 0xF8 || text.n_bytes - i <= n)
            return false;
        c &= n == 0 ? 0x7F : 0x3F >> n;
        for (size_t k = 1; k <= n; k++) {
            if (bytes[i + k] >> 6 != 2)
                return false;
            c = c << 6 | (bytes[i + k] & 0x3F);
        }
        if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
            return false;
        i += n + 1;
    }
    return true;
}

/* Bytes that often make almost good sequences. */
static struct str_span random_bytes(unsigned *seed, char *buffer, size_t room)
{
    static const unsigned char likely[] = {
        0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1,
        0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF};
    size_t n_bytes = (size_t)rand_r(seed) % room;
    for (size_t i = 0; i < n_bytes; i++)
        buffer[i] = (char)(rand_r(seed) % 2 == 0
                               ? likely[(size_t)rand_r(seed) % sizeof(likely)]
                               : (unsigned char)(rand_r(seed) >> 4));
    return str_span(buffer, n_bytes);
}

START_TEST(random_bytes_are_always_repaired)
{
    char buffer[24];
    CLEANUP(str_release) struct str out = STR_INIT;
    unsigned seed = 1906;
    for (int i = 0; i < 200000; i++) {
        struct str_span text = random_bytes(&seed, buffer, sizeof(buffer));
        size_t n_repaired;
        str_reset(&out);
        utf8_repair(text, &out, &n_repaired);
        bool is_clean = is_clean_by_value(text);
        if (!is_clean_by_value(str_view(&out)) ||
            utf8_is_clean(text) != is_clean || (n_repaired == 0) != is_clean)
            ck_abort_msg("try %d, %zu bytes", i, text.n_bytes);
    }
}

END_TEST

START_TEST(code_points_are_counted_and_read)
{
    struct str_span text = SPAN("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
    static const uint32_t expected[] = {'a', 0xE9, 0x20AC, 0x1F600};
    ck_assert_uint_eq(utf8_count(text), 4);
    size_t i = 0;
    for (int k = 0; k < 4; k++)
        ck_assert_uint_eq(utf8_next(text, &i), expected[k]);
    ck_assert_uint_eq(i, text.n_bytes);
}

END_TEST

START_TEST(text_is_cut_between_characters)
{
    struct str_span text = SPAN("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
    static const size_t floors[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
    for (size_t n = 0; n < 12; n++)
        ck_assert_uint_eq(utf8_floor(text, n), floors[n]);
}

END_TEST

static const struct {
    const char *text;
    size_t n_columns;
} widths[] = {
    {"", 0},
    {"word", 4},
    {"caf\xC3\xA9", 4},
    {"cafe\xCC\x81", 4},
    {"日本語", 6},
    {"ｆｕｌｌ", 8},
    {"ﾃｷｽﾄ", 4},
    {"한국", 4},
    {"\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", 2}, /* the same, in jamo */
    {"क्ष", 2},
    {"😀", 2},
    {"a\xE2\x80\x8B\xE2\x80\x8F"
     "b",
     2},
};

START_TEST(wide_characters_take_two_columns_and_marks_none)
{
    ck_assert_msg(utf8_columns(str_span_of(widths[_i].text)) ==
                      widths[_i].n_columns,
                  "'%s': %zu", widths[_i].text,
                  utf8_columns(str_span_of(widths[_i].text)));
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("utf8");
    TCase *repair = tcase_create("repair");
    tcase_add_loop_test(repair,
                        ill_formed_sequences_become_one_replacement_each, 0,
                        N_ROWS(repairs));
    tcase_add_test(repair, random_bytes_are_always_repaired);
    suite_add_tcase(suite, repair);
    TCase *characters = tcase_create("characters");
    tcase_add_test(characters, code_points_are_counted_and_read);
    tcase_add_test(characters, text_is_cut_between_characters);
    tcase_add_loop_test(characters,
                        wide_characters_take_two_columns_and_marks_none, 0,
                        N_ROWS(widths));
    suite_add_tcase(suite, characters);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
