/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/fold.h"
#include "text/latin.h"

#include <check.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#define N_ROWS(rows) ((int)(sizeof(rows) / sizeof((rows)[0])))

static const struct {
    const char *text;
    const char *cased;
    const char *folded;
} rows[] = {
    {"", "", ""},
    {"Tax Act @[`{ 1906", "tax act @[`{ 1906", "tax act @[`{ 1906"},
    {"Éléphant", "éléphant", "elephant"},
    {"E\xCC\x81le\xCC\x81phant", "éléphant", "elephant"},
    {"Straße STRASSE ẞ", "strasse strasse ss", "strasse strasse ss"},
    {"Ångström Ω Å", "ångström ω å", "angstrom ω a"},
    {"ﬁn ﬃx ſoft", "fin ffix soft", "fin ffix soft"},
    {"Ｆｕｌｌ　Ⅳ", "full iv", "full iv"},
    {"exam\xC2\xADple", "example", "example"},
    {"Ærøskøbing Łódź Đà Nẵng", "ærøskøbing łódź đà nẵng",
     "aeroskobing lodz da nang"},
    {"Œuvre þing ðe", "œuvre þing ðe", "oeuvre thing de"},
    {"İstanbul ISPARTA ısı", "istanbul isparta ısı", "istanbul isparta isi"},
    {"Hawaiʻi", "hawaiʻi", "hawaii"},
    {"col·lecció paraŀlel", "col·lecció paral·lel", "colleccio parallel"},
    /* Greek, Cyrillic, Hebrew, Arabic */
    {"Ἀθήνας ΣΟΦΟΣ", "ἀθήνασ σοφοσ", "αθηνασ σοφοσ"},
    {"Ёлка ёж Київ Їжак й ў", "ёлка ёж київ їжак й ў", "елка еж київ їжак й ў"},
    {"за\xCC\x81мок ѓ ќ ѝ", "за\xCC\x81мок ѓ ќ ѝ", "замок ѓ ќ и"},
    {"שָׁלוֹם", "שָׁלוֹם", "שלום"},
    {"مُحَمَّد أحمد", "مُحَمَّد أحمد", "محمد احمد"},
    {"كـتـاب", "كـتـاب", "كتاب"},
    /* marks that are sounds */
    {"हिन्दी", "हिन्दी", "हिन्दी"},
    {"ภาษาไทย", "ภาษาไทย", "ภาษาไทย"},
    {"がぎ ﾊﾟ", "がぎ パ", "がぎ パ"},
    {"한국어", "한국어", "한국어"},
    {"١٩٠٦ १९०६", "١٩٠٦ १९०६", "1906 1906"},
};

START_TEST(spellings_of_one_word_meet)
{
    struct fold *fold = NULL;
    CLEANUP(str_release) struct str cased = STR_INIT;
    CLEANUP(str_release) struct str folded = STR_INIT;
    ck_assert_int_eq(fold_new(&fold, NULL), STATUS_OK);
    struct str_span text = str_span_of(rows[_i].text);
    str_add_text(&cased, "x"); /* all of them append */
    str_add_text(&folded, "x");
    ck_assert_int_eq(fold_case(fold, text, &cased, NULL), STATUS_OK);
    ck_assert_str_eq(cased.bytes + 1, rows[_i].cased);
    ck_assert_int_eq(fold_text(fold, text, &folded, NULL), STATUS_OK);
    ck_assert_str_eq(folded.bytes + 1, rows[_i].folded);
    str_reset(&folded);
    ck_assert_int_eq(fold_accents(fold, str_view(&cased), &folded, NULL),
                     STATUS_OK);
    ck_assert_str_eq(folded.bytes + 1, rows[_i].folded);
    fold_free(fold);
    fold_free(NULL);
}

END_TEST

static bool is_same(const UChar *a, int32_t n_a, const UChar *b, int32_t n_b)
{
    return n_a == n_b && u_memcmp(a, b, n_a) == 0;
}

/* A Latin letter in lower case that does not decompose. */
static bool is_simple_latin(UChar32 c)
{
    UErrorCode code = U_ZERO_ERROR;
    UChar units[2];
    UChar made[40];
    int32_t n_units = 0;
    if (uscript_getScript(c, &code) != USCRIPT_LATIN ||
        (U_GET_GC_MASK(c) & U_GC_L_MASK) == 0)
        return false;
    U16_APPEND_UNSAFE(units, n_units, c);
    int32_t n_made = unorm2_normalize(unorm2_getNFKCCasefoldInstance(&code),
                                      units, n_units, made, 40, &code);
    if (!is_same(units, n_units, made, n_made))
        return false;
    n_made = unorm2_normalize(unorm2_getNFDInstance(&code), units, n_units,
                              made, 40, &code);
    return is_same(units, n_units, made, n_made);
}

START_TEST(the_latin_table_is_the_one_of_cldr)
{
    UErrorCode code = U_ZERO_ERROR;
    UTransliterator *latin =
        utrans_openU(u"Latin-ASCII", -1, UTRANS_FORWARD, NULL, 0, NULL, &code);
    ck_assert(U_SUCCESS(code));
    int n_letters = 0;
    for (UChar32 c = 0x80; c < 0x110000; c++) {
        if (!is_simple_latin(c))
            continue;
        UChar units[40];
        char ascii[40];
        int32_t n_units = 0;
        int32_t limit;
        U16_APPEND_UNSAFE(units, n_units, c);
        limit = n_units;
        utrans_transUChars(latin, units, &n_units, 40, 0, &limit, &code);
        ck_assert(U_SUCCESS(code));
        const char *row = latin_to_ascii((uint32_t)c);
        if (units[0] >= 0x80) {
            ck_assert_msg(row == NULL, "U+%04X", (unsigned)c);
            continue;
        }
        for (int32_t i = 0; i < n_units; i++)
            units[i] = (UChar)u_tolower(units[i]);
        u_UCharsToChars(units, ascii, n_units);
        ascii[n_units] = '\0';
        ck_assert_msg(row != NULL && strcmp(row, ascii) == 0, "U+%04X: %s, %s",
                      (unsigned)c, row == NULL ? "none" : row, ascii);
        n_letters++;
    }
    ck_assert_int_gt(n_letters, 150);
    utrans_close(latin);
}

END_TEST

START_TEST(folding_twice_changes_nothing)
{
    struct fold *fold = NULL;
    CLEANUP(str_release) struct str once = STR_INIT;
    CLEANUP(str_release) struct str twice = STR_INIT;
    ck_assert_int_eq(fold_new(&fold, NULL), STATUS_OK);
    for (uint32_t c = 1; c < 0x30000; c++) {
        if (c >= 0xD800 && c < 0xE000)
            continue;
        char text[4];
        int32_t n_bytes = 0;
        U8_APPEND_UNSAFE(text, n_bytes, c);
        str_reset(&once);
        str_reset(&twice);
        if (fold_text(fold, str_span(text, (size_t)n_bytes), &once, NULL) !=
                STATUS_OK ||
            fold_text(fold, str_view(&once), &twice, NULL) != STATUS_OK ||
            !str_span_equal(str_view(&once), str_view(&twice)))
            ck_abort_msg("U+%04X: '%s', '%s'", (unsigned)c, once.bytes,
                         twice.bytes);
    }
    fold_free(fold);
}

END_TEST

START_TEST(what_is_too_long_is_refused)
{
    struct fold *fold = NULL;
    struct error err = ERROR_INIT;
    CLEANUP(str_release) struct str out = STR_INIT;
    CLEANUP(str_release) struct str text = STR_INIT;
    ck_assert_int_eq(fold_new(&fold, NULL), STATUS_OK);
    ck_assert(str_reserve(&text, ((size_t)64 << 20) + 2));
    while (text.n_bytes <= ((size_t)64 << 20))
        str_add_text(&text, "éé");
    ck_assert_int_eq(fold_case(fold, str_view(&text), &out, &err),
                     STATUS_TOO_BIG);
    ck_assert_str_eq(err.message, "text to fold is over 67108864 bytes");
    fold_free(fold);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("fold");
    TCase *spelling = tcase_create("spelling");
    tcase_add_loop_test(spelling, spellings_of_one_word_meet, 0, N_ROWS(rows));
    tcase_add_test(spelling, the_latin_table_is_the_one_of_cldr);
    tcase_add_test(spelling, folding_twice_changes_nothing);
    tcase_add_test(spelling, what_is_too_long_is_refused);
    suite_add_tcase(suite, spelling);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
