/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/dead.h"

#include <check.h>
#include <stdlib.h>

START_TEST(at_first_all_are_alive)
{
    struct dead_set set;
    dead_init(&set, 5, 9);
    ck_assert(!dead_has(&set, 5));
    ck_assert(dead_has(&set, 4)); /* of another segment */
    ck_assert(dead_has(&set, 10));
    ck_assert_uint_eq(dead_next(&set, 5), 0);
    ck_assert_uint_eq(dead_next_live(&set, 0), 5);
    ck_assert_uint_eq(dead_next_live(&set, 9), 9);
    ck_assert_uint_eq(dead_next_live(&set, 10), 0);
    ck_assert_ptr_null(set.words);
    dead_release(&set);
    ck_assert_uint_eq(dead_next_live(&set, 1), 0);
}

END_TEST

START_TEST(the_dead_are_counted_once_and_walked_in_order)
{
    struct dead_set set;
    dead_init(&set, 100, 400);
    ck_assert_int_eq(dead_add(&set, 400, 400, NULL), STATUS_OK);
    ck_assert_int_eq(dead_add(&set, 100, 100, NULL), STATUS_OK);
    ck_assert_int_eq(dead_add(&set, 150, 300, NULL), STATUS_OK);
    ck_assert_int_eq(dead_add(&set, 300, 300, NULL), STATUS_OK);
    ck_assert_int_eq(dead_add(&set, 99, 100, NULL), STATUS_INTERNAL);
    ck_assert_uint_eq(set.n_dead, 153);
    ck_assert_uint_eq(dead_next(&set, 0), 100);
    ck_assert_uint_eq(dead_next(&set, 101), 150);
    ck_assert_uint_eq(dead_next(&set, 151), 151);
    ck_assert_uint_eq(dead_next(&set, 301), 400);
    ck_assert_uint_eq(dead_next_live(&set, 100), 101);
    ck_assert_uint_eq(dead_next_live(&set, 150), 301);
    ck_assert_uint_eq(dead_next_live(&set, 400), 0);
    dead_release(&set);
}

END_TEST

/* The example of doc/index-format.md, without its checksum. */
START_TEST(the_file_is_what_the_document_says)
{
    struct str out = STR_INIT;
    struct dead_set set;
    dead_init(&set, 1, 1000);
    ck_assert_int_eq(dead_add(&set, 3, 3, NULL), STATUS_OK);
    ck_assert_int_eq(dead_add(&set, 10, 209, NULL), STATUS_OK);
    dead_encode(&set, &out);
    ck_assert_uint_eq(out.n_bytes, 6 + 8);
    ck_assert_mem_eq(out.bytes, "\x01\x03\x01\x07\xc8\x01", 6);
    str_release(&out);
    dead_release(&set);
}

END_TEST

/* Random sets come back as they were; a changed bit never does. */
START_TEST(what_was_written_is_read_again)
{
    struct str out = STR_INIT;
    struct dead_set set;
    struct dead_set copy;
    srand((unsigned)_i);
    uint32_t first = 1 + (uint32_t)rand() % 1000;
    uint32_t last = first + (uint32_t)rand() % 2000;
    uint32_t every = 1 + (uint32_t)rand() % 20;
    dead_init(&set, first, last);
    dead_init(&copy, first, last);
    for (uint32_t docid = first; docid <= last; docid++)
        if ((uint32_t)rand() % every == 0)
            ck_assert_int_eq(dead_add(&set, docid, docid, NULL), STATUS_OK);
    dead_encode(&set, &out);
    ck_assert_int_eq(dead_decode(str_view(&out), &copy, NULL), STATUS_OK);
    ck_assert_uint_eq(copy.n_dead, set.n_dead);
    for (uint32_t docid = first; docid <= last; docid++)
        ck_assert_int_eq(dead_has(&copy, docid), dead_has(&set, docid));
    for (int i = 0; i < 100; i++) {
        size_t i_bit = (size_t)rand() % (out.n_bytes * 8);
        out.bytes[i_bit / 8] ^= (char)(1 << (i_bit % 8));
        ck_assert_int_eq(dead_decode(str_view(&out), &copy, NULL),
                         STATUS_CORRUPT);
        out.bytes[i_bit / 8] ^= (char)(1 << (i_bit % 8));
    }
    ck_assert_int_eq(
        dead_decode(str_span(out.bytes, out.n_bytes - 1), &copy, NULL),
        STATUS_CORRUPT);
    dead_release(&copy);
    dead_init(&copy, first + 5000, last + 5000); /* of another segment */
    if (set.n_dead > 0)
        ck_assert_int_eq(dead_decode(str_view(&out), &copy, NULL),
                         STATUS_CORRUPT);
    dead_release(&copy);
    dead_release(&set);
    str_release(&out);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("dead");
    TCase *set = tcase_create("set");
    tcase_add_test(set, at_first_all_are_alive);
    tcase_add_test(set, the_dead_are_counted_once_and_walked_in_order);
    suite_add_tcase(suite, set);
    TCase *form = tcase_create("form");
    tcase_add_test(form, the_file_is_what_the_document_says);
    tcase_add_loop_test(form, what_was_written_is_read_again, 0, 20);
    suite_add_tcase(suite, form);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
