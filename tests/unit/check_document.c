/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/document.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static void add(struct document *document, const char *prefix,
                struct str_span term, uint32_t position, uint32_t wdf)
{
    ck_assert_int_eq(
        document_add_term(document, prefix, term, position, wdf, NULL),
        STATUS_OK);
}

START_TEST(terms_are_copied_with_their_prefix)
{
    CLEANUP(document_release) struct document document;
    char word[] = "tax";
    document_init(&document);
    add(&document, "S", str_span(word, 3), 5, 3);
    add(&document, "", str_span(word, 3), POSITION_NONE, 0);
    memset(word, 'x', 3);
    ck_assert_uint_eq(document.n_postings, 2);
    ck_assert(str_span_equal(document_term(&document, 0), SPAN("Stax")));
    ck_assert_uint_eq(document.postings[0].position, 5);
    ck_assert_uint_eq(document.postings[0].wdf, 3);
    ck_assert(str_span_equal(document_term(&document, 1), SPAN("tax")));
    ck_assert_uint_eq(document.postings[1].position, POSITION_NONE);
}

END_TEST

START_TEST(a_term_that_comes_again_is_known)
{
    CLEANUP(document_release) struct document document;
    document_init(&document);
    add(&document, "", SPAN("tax"), 1, 1);
    add(&document, "Z", SPAN("tax"), POSITION_NONE, 1);
    ck_assert_int_eq(document_add_again(&document, 0, 7, 2, NULL), STATUS_OK);
    ck_assert_uint_eq(document.n_terms, 2);
    ck_assert_uint_eq(document.n_postings, 3);
    ck_assert(str_span_equal(document_term(&document, 2), SPAN("tax")));
    ck_assert_uint_eq(document.postings[2].position, 7);
    ck_assert_uint_eq(document.postings[2].wdf, 2);
}

END_TEST

START_TEST(terms_stay_for_the_next_document_but_not_after_a_reset)
{
    CLEANUP(document_release) struct document document;
    document_init(&document);
    add(&document, "", SPAN("tax"), 1, 1);
    document_next(&document);
    ck_assert_uint_eq(document.n_postings, 0);
    ck_assert_uint_eq(document.n_terms, 1);
    ck_assert_int_eq(document_add_again(&document, 0, 4, 1, NULL), STATUS_OK);
    ck_assert(str_span_equal(document_term(&document, 0), SPAN("tax")));
    document_reset(&document);
    ck_assert_uint_eq(document.n_terms, 0);
}

END_TEST

START_TEST(a_copy_stands_on_its_own)
{
    CLEANUP(document_release) struct document copy;
    struct document document;
    document_init(&document);
    document_init(&copy);
    add(&document, "S", SPAN("tax"), 1, 3);
    ck_assert_int_eq(document_add_again(&document, 0, 2, 3, NULL), STATUS_OK);
    ck_assert_int_eq(document_add_value(&document, 3, SPAN("1906"), NULL),
                     STATUS_OK);
    document.id_term = SPAN("Qa");
    document.record = SPAN("record");
    document.n_length = 6;
    ck_assert_int_eq(document_copy(&copy, &document, NULL), STATUS_OK);
    document_release(&document);
    ck_assert_uint_eq(copy.n_postings, 2);
    for (size_t i = 0; i < 2; i++)
        ck_assert(str_span_equal(document_term(&copy, i), SPAN("Stax")));
    ck_assert_uint_eq(copy.postings[1].position, 2);
    ck_assert(str_span_equal(copy.values[0].value, SPAN("1906")));
    ck_assert(str_span_equal(copy.id_term, SPAN("Qa")));
    ck_assert(str_span_equal(copy.record, SPAN("record")));
    ck_assert_uint_eq(copy.n_length, 6);
}

END_TEST

/* 16 / (0.25 + 0.75 * max(0.5, length / mean)) */
static const struct {
    uint64_t n_length;
    double mean;
    double scale;
} scale_rows[] = {
    {100, 100, 16}, {50, 100, 25.6}, {1, 100, 25.6},
    {0, 100, 25.6}, {300, 100, 6.4}, {100, 0, 0},
};

START_TEST(frequencies_are_scaled_by_length)
{
    struct document document;
    document_init(&document);
    document.n_length = scale_rows[_i].n_length;
    document_set_scale(&document, scale_rows[_i].mean);
    ck_assert_double_eq_tol(document.scale, scale_rows[_i].scale, 1e-9);
}

END_TEST

START_TEST(values_are_copied)
{
    CLEANUP(document_release) struct document document;
    char value[] = "19060314";
    document_init(&document);
    ck_assert_int_eq(document_add_value(&document, 3, str_span(value, 8), NULL),
                     STATUS_OK);
    ck_assert_int_eq(document_add_value(&document, 4, SPAN(""), NULL),
                     STATUS_OK);
    memset(value, 'x', 8);
    ck_assert_uint_eq(document.values[0].slot, 3);
    ck_assert(str_span_equal(document.values[0].value, SPAN("19060314")));
    ck_assert_uint_eq(document.values[1].value.n_bytes, 0);
}

END_TEST

START_TEST(a_reset_document_is_empty_and_keeps_its_memory)
{
    CLEANUP(document_release) struct document document;
    document_init(&document);
    for (uint32_t i = 0; i < 1000; i++)
        add(&document, "", SPAN("word"), i, 1);
    document.id_term = SPAN("Qa");
    document.record = SPAN("r");
    size_t n_room = document.n_postings_room;
    document_reset(&document);
    ck_assert_uint_eq(document.n_postings, 0);
    ck_assert_uint_eq(document.n_values, 0);
    ck_assert_uint_eq(document.id_term.n_bytes, 0);
    ck_assert_uint_eq(document.record.n_bytes, 0);
    ck_assert_uint_eq(document.n_postings_room, n_room);
}

END_TEST

static char long_bytes[300];

static const struct {
    struct str_span term;
    enum status status;
} term_rows[] = {
    {{"a", 1}, STATUS_OK},
    {{long_bytes, 245}, STATUS_OK},
    {{long_bytes, 246}, STATUS_TOO_BIG},
    {{"", 0}, STATUS_BAD_TEXT},
    {{"a\0b", 3}, STATUS_BAD_TEXT},
};

START_TEST(a_document_that_xapian_refuses_is_found_before)
{
    CLEANUP(document_release) struct document document;
    memset(long_bytes, 'x', sizeof long_bytes);
    document_init(&document);
    document.id_term = SPAN("Qa");
    add(&document, "", term_rows[_i].term, 0, 1);
    ck_assert_int_eq(document_check(&document, NULL), term_rows[_i].status);
    document.id_term = term_rows[_i].term;
    document.n_postings = 0;
    ck_assert_int_eq(document_check(&document, NULL), term_rows[_i].status);
}

END_TEST

START_TEST(ceilings_are_named)
{
    CLEANUP(document_release) struct document document;
    struct error err = ERROR_INIT;
    document_init(&document);
    memset(long_bytes, 'x', sizeof long_bytes);
    document.id_term = str_span(long_bytes, 300);
    ck_assert_int_eq(document_check(&document, &err), STATUS_TOO_BIG);
    ck_assert_str_eq(err.message, "the id has 299 bytes, 244 are the most");
    document.id_term = SPAN("Qa");
    document.record = str_span("", DOCUMENT_MAX_RECORD_BYTES + 1);
    ck_assert_int_eq(document_check(&document, &err), STATUS_TOO_BIG);
    ck_assert_str_eq(err.message,
                     "the record has 68157441 bytes, 68157440 are the most");
    document.record = SPAN("");
    add(&document, "", SPAN("a"), 0, UINT32_MAX);
    ck_assert_int_eq(document_check(&document, &err), STATUS_OK);
    add(&document, "", SPAN("b"), 0, 1);
    ck_assert_int_eq(document_check(&document, &err), STATUS_TOO_BIG);
}

END_TEST

START_TEST(values_have_ceilings_too)
{
    CLEANUP(document_release) struct document document;
    char *big = calloc(1, DOCUMENT_MAX_VALUE_BYTES + 1);
    ck_assert_ptr_nonnull(big);
    document_init(&document);
    document.id_term = SPAN("Qa");
    ck_assert_int_eq(document_add_value(&document, 0,
                                        str_span(big, DOCUMENT_MAX_VALUE_BYTES),
                                        NULL),
                     STATUS_OK);
    ck_assert_int_eq(document_check(&document, NULL), STATUS_OK);
    ck_assert_int_eq(
        document_add_value(&document, 1,
                           str_span(big, DOCUMENT_MAX_VALUE_BYTES + 1), NULL),
        STATUS_OK);
    ck_assert_int_eq(document_check(&document, NULL), STATUS_TOO_BIG);
    document.n_values = 1;
    ck_assert_int_eq(document_add_value(&document, UINT32_MAX, SPAN("x"), NULL),
                     STATUS_OK);
    ck_assert_int_eq(document_check(&document, NULL), STATUS_BAD_TEXT);
    free(big);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("document");
    TCase *filling = tcase_create("filling");
    tcase_add_test(filling, terms_are_copied_with_their_prefix);
    tcase_add_test(filling, a_term_that_comes_again_is_known);
    tcase_add_test(filling,
                   terms_stay_for_the_next_document_but_not_after_a_reset);
    tcase_add_test(filling, a_copy_stands_on_its_own);
    tcase_add_loop_test(filling, frequencies_are_scaled_by_length, 0,
                        sizeof scale_rows / sizeof scale_rows[0]);
    tcase_add_test(filling, values_are_copied);
    tcase_add_test(filling, a_reset_document_is_empty_and_keeps_its_memory);
    suite_add_tcase(suite, filling);
    TCase *checks = tcase_create("checks");
    tcase_add_loop_test(checks, a_document_that_xapian_refuses_is_found_before,
                        0, (int)(sizeof(term_rows) / sizeof(term_rows[0])));
    tcase_add_test(checks, ceilings_are_named);
    tcase_add_test(checks, values_have_ceilings_too);
    suite_add_tcase(suite, checks);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
