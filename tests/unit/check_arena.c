/*
 * Arena and vec: the two ways in which memory grows.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/arena.h"
#include "base/vec.h"

#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

START_TEST(pieces_are_aligned_and_do_not_overlap)
{
    struct arena arena = ARENA_INIT;
    unsigned char *pieces[200];
    for (size_t i = 0; i < 200; i++) {
        pieces[i] = arena_alloc(&arena, i * 7);
        ck_assert_ptr_nonnull(pieces[i]);
        ck_assert_uint_eq((uintptr_t)pieces[i] % sizeof(long double), 0);
        memset(pieces[i], (int)i, i * 7);
    }
    for (size_t i = 0; i < 200; i++) {
        for (size_t j = 0; j < i * 7; j++)
            ck_assert_uint_eq(pieces[i][j], (unsigned char)i);
    }
    arena_release(&arena);
}

END_TEST

START_TEST(a_reset_arena_keeps_one_block_for_the_next_round)
{
    struct arena arena = ARENA_INIT;
    ck_assert_ptr_nonnull(arena_alloc(&arena, 100));
    void *large = arena_alloc(&arena, 1 << 20);
    ck_assert_ptr_nonnull(large);
    arena_reset(&arena);
    ck_assert_uint_eq(arena.n_used_bytes, 0);
    ck_assert_ptr_eq(arena_alloc(&arena, 1 << 20), large);
    arena_release(&arena);
    arena_reset(&arena);
    arena_release(&arena);
}

END_TEST

START_TEST(arrays_are_cleared_and_overflow_is_refused)
{
    struct arena arena = ARENA_INIT;
    ck_assert_ptr_nonnull(arena_alloc(&arena, 64));
    int *numbers = arena_alloc_array(&arena, 10, sizeof(int));
    ck_assert_ptr_nonnull(numbers);
    for (size_t i = 0; i < 10; i++)
        ck_assert_int_eq(numbers[i], 0);
    ck_assert_ptr_null(arena_alloc_array(&arena, SIZE_MAX / 2, 3));
    ck_assert_ptr_null(arena_alloc(&arena, SIZE_MAX));
    arena_release(&arena);
}

END_TEST

START_TEST(a_copy_is_ended_by_a_nul)
{
    struct arena arena = ARENA_INIT;
    struct str_span copy = arena_copy(&arena, SPAN("tax"));
    ck_assert_str_eq(copy.bytes, "tax");
    copy = arena_copy(&arena, str_span(NULL, 0));
    ck_assert_ptr_nonnull(copy.bytes);
    ck_assert_uint_eq(copy.n_bytes, 0);
    arena_release(&arena);
}

END_TEST

START_TEST(a_vec_grows_and_keeps_its_items)
{
    int *items = NULL;
    size_t n_items = 0;
    size_t n_room = 0;
    for (int i = 0; i < 1000; i++) {
        ck_assert_int_eq(VEC_RESERVE(&items, &n_room, n_items, 1, NULL),
                         STATUS_OK);
        items[n_items++] = i;
    }
    for (int i = 0; i < 1000; i++)
        ck_assert_int_eq(items[i], i);
    int *before = items;
    ck_assert_int_eq(VEC_RESERVE(&items, &n_room, n_items, SIZE_MAX - 1, NULL),
                     STATUS_NO_MEMORY);
    ck_assert_int_eq(VEC_RESERVE(&items, &n_room, n_items, SIZE_MAX / 4, NULL),
                     STATUS_NO_MEMORY);
    ck_assert_ptr_eq(items, before);
    free(items);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("arena");
    TCase *memory = tcase_create("memory");
    tcase_add_test(memory, pieces_are_aligned_and_do_not_overlap);
    tcase_add_test(memory, a_reset_arena_keeps_one_block_for_the_next_round);
    tcase_add_test(memory, arrays_are_cleared_and_overflow_is_refused);
    tcase_add_test(memory, a_copy_is_ended_by_a_nul);
    tcase_add_test(memory, a_vec_grows_and_keeps_its_items);
    suite_add_tcase(suite, memory);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
