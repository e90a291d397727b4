/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/tongue.h"

#include <check.h>
#include <stdlib.h>

struct row {
    const char *prior;
    const char *text;
    const char *code;
};

static const struct row rows[] = {
    {"en", "The duty on sugar was raised again in the spring of that year.",
     "en"},
    {"en", "Die Erhöhung der Zölle auf Zucker ist für die Händler nicht neu.",
     "de"},
    {"en",
     "La préfecture a annoncé que les droits sur le sucre seront relevés "
     "dès cette année.",
     "fr"},
    {"en", "Пошлины на сахар были снова повышены, и это всё.", "ru"},
    {"en", "Мито на цукор підвищено.", "uk"},
    {"en", "Οι δασμοί στη ζάχαρη αυξήθηκαν.", "el"},
    {"en", "ارتفعت الرسوم على السكر", "ar"},
    {"en", "عوارض شکر افزایش یافت", "fa"},
    {"en", "चीनी पर शुल्क बढ़ाया गया", "hi"},
    {"en", "砂糖の関税が再び引き上げられた。 sugar duty", "en"},
    {"ru", "Пошлины на сахар", "ru"},
    {"bg", "Митата върху захарта бяха повишени", "bg"},
    /* the other way round */
    {"de", "The duty on sugar was raised again in the spring of that year.",
     "en"},
    {"de", "Zollamt Hamburg, Zollamt Bremen", "de"},
    {"ru", "The duty on sugar was raised again in the spring of that year.",
     "en"},
    /* names, lists and the odd foreign word tell nothing */
    {"en", "", "en"},
    {"en", "José Muñoz, Šárka Nováková, Łukasz Górski, Jürgen Müller", "en"},
    {"en", "à à à à à à à à la la la la la la", "en"},
    {"en",
     "The café on the Rue de la Paix was the place to be, and for years it "
     "was naïve to say that it is not.",
     "en"},
    /* languages that are much alike */
    {"no", "Det er ikke så mye å si om avgiften på sukker, men den er høy.",
     "no"},
    {"da",
     "Det er ikke så meget at sige om afgiften på sukker, men den er høj.",
     "da"},
};

START_TEST(the_language_is_told)
{
    const struct row *row = &rows[_i];
    const struct language *told = tongue_of(
        str_span_of(row->text), language_find(str_span_of(row->prior)));
    ck_assert_msg(told != NULL, "%s: NULL", row->text);
    ck_assert_msg(
        str_span_equal(str_span_of(told->code), str_span_of(row->code)),
        "%s: %s, not %s", row->text, told->code, row->code);
}

END_TEST

START_TEST(without_a_language_none_is_assumed)
{
    ck_assert_ptr_null(tongue_of(SPAN("sugar duty"), NULL));
    ck_assert_ptr_null(tongue_of(SPAN(""), NULL));
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("tongue");
    TCase *told = tcase_create("told");
    tcase_add_loop_test(told, the_language_is_told, 0,
                        (int)(sizeof rows / sizeof *rows));
    tcase_add_test(told, without_a_language_none_is_assumed);
    suite_add_tcase(suite, told);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
