/*
 * The pure encoders of lib/glass against bytes worked out by hand from the
 * format, and against decoders written from its description.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/deflate.h"
#include "glass/pack.h"
#include "glass/position.h"
#include "glass/term_sort.h"
#include "glass/termlist.h"
#include "glass/value.h"
#include "glass/version.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

static void check_bytes(const char *bytes, const char *end,
                        struct str_span expected)
{
    ck_assert_uint_eq((size_t)(end - bytes), expected.n_bytes);
    ck_assert_mem_eq(bytes, expected.bytes, expected.n_bytes);
}

/* ---- numbers and strings */

START_TEST(a_uint_is_base_128_little_end_first)
{
    char to[PACK_UINT_BYTES];
    check_bytes(to, pack_uint(to, 0), SPAN("\0"));
    check_bytes(to, pack_uint(to, 127), SPAN("\x7f"));
    check_bytes(to, pack_uint(to, 128), SPAN("\x80\x01"));
    check_bytes(to, pack_uint(to, 300), SPAN("\xac\x02"));
    check_bytes(to, pack_uint(to, UINT64_MAX),
                SPAN("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"));
}

END_TEST

START_TEST(a_uint_is_read_back_and_its_size_known)
{
    for (unsigned shift = 0; shift < 64; shift++) {
        for (int64_t delta = -1; delta <= 1; delta++) {
            uint64_t number = ((uint64_t)1 << shift) + (uint64_t)delta;
            uint64_t read = ~number;
            char to[PACK_UINT_BYTES];
            char *end = pack_uint(to, number);
            ck_assert_uint_eq((size_t)(end - to), pack_uint_bytes(number));
            ck_assert_ptr_eq(unpack_uint(to, end, &read), end);
            ck_assert_uint_eq(read, number);
            ck_assert_ptr_null(unpack_uint(to, end - 1, &read));
        }
    }
}

END_TEST

START_TEST(a_last_uint_has_no_zero_on_top)
{
    char to[8];
    check_bytes(to, pack_uint_last(to, 0), SPAN(""));
    check_bytes(to, pack_uint_last(to, 255), SPAN("\xff"));
    check_bytes(to, pack_uint_last(to, 256), SPAN("\0\x01"));
}

END_TEST

static const struct docid_row {
    uint32_t docid;
    struct str_span bytes;
} docid_rows[] = {
    {1, {"\x00\x01", 2}},
    {0x7fff, {"\x7f\xff", 2}},
    {0x8000, {"\x80\x80\x00", 3}},
    {0x3fffff, {"\xbf\xff\xff", 3}},
    {0x400000, {"\xc0\x40\x00\x00", 4}},
    {0x1fffffff, {"\xdf\xff\xff\xff", 4}},
    {0x20000000, {"\xe0\x20\x00\x00\x00", 5}},
    {0xffffffff, {"\xe0\xff\xff\xff\xff", 5}},
};

START_TEST(a_docid_sorts_as_its_number)
{
    char to[PACK_DOCID_BYTES];
    const struct docid_row *row = &docid_rows[_i];
    check_bytes(to, pack_docid(to, row->docid), row->bytes);
    if (_i > 0)
        ck_assert_int_lt(str_span_compare(row[-1].bytes, row->bytes), 0);
}

END_TEST

START_TEST(a_nul_in_a_term_takes_two_bytes)
{
    char to[16];
    check_bytes(to, pack_term(to, SPAN("a\0b\0")),
                SPAN("a\0\xff"
                     "b\0\xff"));
    check_bytes(to, pack_term(to, SPAN("plain")), SPAN("plain"));
    ck_assert_uint_eq(pack_term_bytes(SPAN("a\0b\0")), 6);
}

END_TEST

/* ---- positions: a decoder from doc/glass.md */

struct bit_reader {
    const char *bytes;
    size_t n_bits;
    size_t i_bit;
};

static uint64_t read_bits(struct bit_reader *reader, unsigned n)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < n; i++, reader->i_bit++) {
        ck_assert_uint_lt(reader->i_bit, reader->n_bits);
        unsigned byte = (unsigned char)reader->bytes[reader->i_bit / 8];
        value |= (uint64_t)(byte >> reader->i_bit % 8 & 1) << i;
    }
    return value;
}

static uint64_t read_value(struct bit_reader *reader, uint64_t n_values)
{
    unsigned n_bits = 0;
    while (n_bits < 33 && ((uint64_t)1 << n_bits) < n_values)
        n_bits++;
    uint64_t n_spare = ((uint64_t)1 << n_bits) - n_values;
    if (n_spare == 0)
        return read_bits(reader, n_bits);
    uint64_t middle = (n_values - n_spare) / 2;
    uint64_t value = read_bits(reader, n_bits - 1);
    if (value < middle && read_bits(reader, 1))
        value += middle + n_spare;
    return value;
}

/* NOLINTNEXTLINE(misc-no-recursion) */
static void read_between(struct bit_reader *reader, uint32_t *positions,
                         size_t i, size_t j)
{
    if (i + 1 >= j)
        return;
    size_t middle = i + (j - i) / 2;
    uint64_t n_values = (uint64_t)positions[j] - positions[i] + i - j + 1;
    positions[middle] =
        (uint32_t)(positions[i] + (middle - i) + read_value(reader, n_values));
    read_between(reader, positions, i, middle);
    read_between(reader, positions, middle, j);
}

static void check_positions(const uint32_t *positions, size_t n)
{
    char *tag = malloc(position_max_bytes(n));
    uint32_t *read = calloc(n, sizeof *read);
    ck_assert(tag && read);
    char *end = position_encode(tag, positions, n);
    ck_assert_uint_le((size_t)(end - tag), position_max_bytes(n));
    uint64_t last = 0;
    const char *stream = unpack_uint(tag, end, &last);
    ck_assert_uint_eq(last, positions[n - 1]);
    if (n > 1) {
        struct bit_reader reader = {stream, 8 * (size_t)(end - stream), 0};
        read[n - 1] = (uint32_t)last;
        read[0] = (uint32_t)read_value(&reader, last);
        ck_assert_uint_eq(read_value(&reader, last - read[0]), n - 2);
        read_between(&reader, read, 0, n - 1);
        ck_assert_mem_eq(read, positions, n * sizeof *read);
        /* What is left is padding: less than a byte, of zeros. */
        size_t n_padding = reader.n_bits - reader.i_bit;
        ck_assert_uint_lt(n_padding, 8);
        ck_assert_uint_eq(read_bits(&reader, (unsigned)n_padding), 0);
    } else {
        ck_assert_ptr_eq(stream, end);
    }
    free(read);
    free(tag);
}

static const struct positions_row {
    uint32_t positions[6];
    size_t n;
} positions_rows[] = {
    {{0}, 1},
    {{4294967294U}, 1},
    {{0, 1}, 2},
    {{0, 4294967294U}, 2},
    {{4294967293U, 4294967294U}, 2},
    {{0, 1, 2, 3, 4, 5}, 6},
    {{7, 4096, 8192, 8193, 1000000, 4294967294U}, 6},
    {{5, 6, 100}, 3},
};

START_TEST(positions_at_the_edges_are_read_back)
{
    check_positions(positions_rows[_i].positions, positions_rows[_i].n);
}

END_TEST

START_TEST(positions_of_any_density_are_read_back)
{
    uint32_t positions[700];
    uint32_t state = 1;
    for (uint32_t spread = 1; spread < 5000000; spread *= 3) {
        for (size_t n = 1; n <= 700; n = n * 2 + 1) {
            uint32_t at = 0;
            for (size_t i = 0; i < n; i++) {
                state = state * 1664525 + 1013904223;
                at += 1 + (state >> 8) % spread;
                positions[i] = at;
            }
            check_positions(positions, n);
        }
    }
}

END_TEST

/* ---- termlists */

START_TEST(a_termlist_folds_small_frequencies_into_lengths)
{
    static const struct termlist_term terms[] = {
        {{"ab", 2}, 1}, {{"abc", 3}, 1}, {{"abd", 3}, 200}, {{"b", 1}, 0}};
    char to[200];
    /* Length 202, 4 terms; then: "abc" shares 2 of 2 bytes: 2*3+2 = 8;
       "abd" has too high a frequency; "b" shares none: 1*4+0 = 4. */
    check_bytes(to, termlist_encode(to, 202, terms, 4),
                SPAN("\xca\x01\x04"
                     "\x02"
                     "ab\x01"
                     "\x08\x01"
                     "c"
                     "\x02\x01"
                     "d\xc8\x01"
                     "\x04\x01"
                     "b"));
    ck_assert_ptr_eq(termlist_encode(to, 0, NULL, 0), to);
}

END_TEST

#define N_LISTED 300

/* Terms in order, of any bytes, of which many begin alike. */
static size_t make_terms(struct termlist_term *terms, char (*room)[245])
{
    size_t n = (size_t)rand() % N_LISTED;
    size_t n_before = 0;
    for (size_t i = 0; i < n; i++) {
        size_t n_shared = n_before > 0 ? (size_t)rand() % n_before : 0;
        size_t n_bytes = n_shared + 1 + (size_t)rand() % (245 - n_shared);
        if (i > 0)
            memcpy(room[i], room[i - 1], n_shared);
        for (size_t k = n_shared; k < n_bytes; k++)
            room[i][k] = (char)rand();
        if (i > 0 && (unsigned char)room[i - 1][n_shared] == 255)
            return i;
        if (i > 0)
            room[i][n_shared] =
                (char)((unsigned char)room[i - 1][n_shared] + 1);
        terms[i] = (struct termlist_term){
            str_span(room[i], n_bytes),
            (uint32_t)(rand() % 2 == 0 ? rand() % 200 : rand())};
        n_before = n_bytes;
    }
    return n;
}

START_TEST(a_termlist_is_read_back_and_damage_is_told)
{
    static char room[N_LISTED][245];
    static char tag[N_LISTED * 300];
    struct termlist_term terms[N_LISTED];
    struct termlist_reader reader;
    srand((unsigned)_i);
    size_t n_terms = make_terms(terms, room);
    size_t n_tag = (size_t)(termlist_encode(tag, 9, terms, n_terms) - tag);
    ck_assert_int_eq(termlist_read(&reader, str_span(tag, n_tag), NULL),
                     STATUS_OK);
    for (size_t i = 0; i < n_terms; i++) {
        ck_assert_int_eq(termlist_next(&reader, NULL), STATUS_OK);
        ck_assert(str_span_equal(reader.term, terms[i].term));
        ck_assert_uint_eq(reader.wdf, terms[i].wdf);
    }
    ck_assert_int_eq(termlist_next(&reader, NULL), STATUS_DONE);
    /* In room of its own size, so that a byte read behind it is seen. */
    for (int round = 0; round < 200 && n_tag > 0; round++) {
        size_t n = (size_t)rand() % n_tag + 1;
        char *copy = malloc(n);
        ck_assert_ptr_nonnull(copy);
        memcpy(copy, tag, n);
        copy[(size_t)rand() % n] = (char)rand();
        enum status status = termlist_read(&reader, str_span(copy, n), NULL);
        while (status == STATUS_OK)
            status = termlist_next(&reader, NULL);
        ck_assert(status == STATUS_DONE || status == STATUS_CORRUPT);
        free(copy);
    }
}

END_TEST

START_TEST(slots_are_told_by_their_gaps)
{
    static const uint32_t slots[] = {0, 1, 7, 400};
    char to[40];
    check_bytes(to, termlist_encode_slots(to, slots, 4),
                SPAN("\x00\x00\x05\x88\x03"));
}

END_TEST

START_TEST(keys_of_values_hold_the_slot_little_end_first)
{
    char to[VALUE_KEY_BYTES];
    ck_assert(
        str_span_equal(value_statistics_key(to, 258), SPAN("\0\xd0\x02\x01")));
    ck_assert(str_span_equal(value_statistics_key(to, 0), SPAN("\0\xd0")));
    ck_assert(
        str_span_equal(value_stream_key(to, 258), SPAN("\0\xd8\x82\x02")));
}

END_TEST

/* ---- order of terms */

static int compare_spans(const void *a, const void *b)
{
    return str_span_compare(*(const struct str_span *)a,
                            *(const struct str_span *)b);
}

static void check_sort(struct str_span *terms, size_t n)
{
    struct sort_item *items = calloc(2 * n, sizeof *items);
    struct str_span *expected = calloc(n, sizeof *expected);
    ck_assert(items && expected);
    for (size_t i = 0; i < n; i++) {
        items[i].index = (uint32_t)i;
        expected[i] = terms[i];
    }
    term_sort(items, items + n, n, terms);
    qsort(expected, n, sizeof *expected, compare_spans);
    for (size_t i = 0; i < n; i++)
        ck_assert(str_span_equal(terms[items[i].index], expected[i]));
    free(items);
    free(expected);
}

START_TEST(terms_that_differ_in_nuls_at_the_end_are_ordered_by_length)
{
    static const char nuls[64] = "a";
    struct str_span terms[64];
    for (size_t i = 0; i < 63; i++)
        terms[i] = str_span(nuls, 63 - i);
    terms[63] = SPAN("a\0\0\0\0\0\0\0\0b");
    check_sort(terms, 64);
}

END_TEST

START_TEST(terms_with_long_common_starts_are_ordered)
{
    /* Numbers with and without a start of 20 bytes: both ways of sorting. */
    static char bytes[2000][32];
    struct str_span terms[2000];
    for (size_t n = 3; n <= 2000; n = n * 3 + 1) {
        for (size_t i = 0; i < n; i++) {
            int n_bytes =
                snprintf(bytes[i], sizeof bytes[i], "%s%zu",
                         i % 3 ? "the-same-start-of-20" : "", i * 7919 % n);
            terms[i] = str_span(bytes[i], (size_t)n_bytes);
        }
        check_sort(terms, n);
    }
}

END_TEST

START_TEST(a_word_holds_up_to_eight_bytes_in_order)
{
    for (size_t n = 0; n <= 9; n++) {
        uint64_t expected = 0;
        for (size_t i = 0; i < 8; i++)
            expected = expected << 8 | (i < n ? "\xf1\x02\x83\x04\xa5\x06"
                                                "\xc7\x08\xe9"[i] &
                                                    0xff
                                              : 0);
        /* On the heap, so that a read behind the end is caught. */
        char *copy = malloc(n + 1);
        ck_assert_ptr_nonnull(copy);
        memcpy(copy, "\xf1\x02\x83\x04\xa5\x06\xc7\x08\xe9", n);
        char *exact = realloc(copy, n > 0 ? n : 1);
        ck_assert_ptr_nonnull(exact);
        ck_assert_uint_eq(sort_word(exact, n), expected);
        free(exact);
    }
}

END_TEST

/* ---- deflated tags */

static struct str_span inflated(struct str_span tag, char *to, size_t n_room)
{
    z_stream zlib = {0};
    ck_assert_int_eq(inflateInit2(&zlib, -15), Z_OK);
    zlib.next_in = (z_const Bytef *)tag.bytes;
    zlib.avail_in = (uInt)tag.n_bytes;
    zlib.next_out = (Bytef *)to;
    zlib.avail_out = (uInt)n_room;
    ck_assert_int_eq(inflate(&zlib, Z_FINISH), Z_STREAM_END);
    ck_assert_uint_eq(zlib.avail_in, 0);
    size_t n_bytes = zlib.total_out;
    inflateEnd(&zlib);
    return str_span(to, n_bytes);
}

static const enum compression compressions[] = {COMPRESSION_FAST,
                                                COMPRESSION_ZLIB};

START_TEST(a_tag_is_deflated_only_if_that_is_shorter)
{
    struct deflater *deflater = NULL;
    struct str_span out = {NULL, 0};
    enum tag_form form = TAG_DEFLATED;
    char plain[10000];
    char back[10000];
    memset(plain, 'x', sizeof plain);
    ck_assert_int_eq(deflater_new(compressions[_i], &deflater, NULL), 0);
    struct str_span tag = str_span(plain, DEFLATE_MIN_BYTES);
    ck_assert_int_eq(
        deflater_squeeze(deflater, TAG_OF_DATA, tag, &out, &form, NULL), 0);
    ck_assert_int_eq(form, TAG_PLAIN);
    ck_assert_ptr_eq(out.bytes, plain);
    tag.n_bytes = DEFLATE_LONG_BYTES - 1;
    ck_assert_int_eq(
        deflater_squeeze(deflater, TAG_OF_DATA, tag, &out, &form, NULL), 0);
    ck_assert_int_eq(form, TAG_DEFLATED);
    ck_assert_uint_lt(out.n_bytes, tag.n_bytes);
    ck_assert(str_span_equal(inflated(out, back, sizeof back), tag));
    tag.n_bytes = DEFLATE_LONG_BYTES;
    ck_assert_int_eq(
        deflater_squeeze(deflater, TAG_OF_DATA, tag, &out, &form, NULL), 0);
    ck_assert_int_eq(form, TAG_DEFLATED_LONG);
    tag = SPAN("jQ8#zP0!kL2$vM5%xR7&");
    ck_assert_int_eq(
        deflater_squeeze(deflater, TAG_OF_DATA, tag, &out, &form, NULL), 0);
    ck_assert_int_eq(form, TAG_PLAIN);
    deflater_free(deflater);
}

END_TEST

/* ---- the version file */

START_TEST(the_version_file_of_an_empty_database_is_this)
{
    struct version version = {.n_block_bytes = 8192};
    struct str str = STR_INIT;
    memset(version.uuid, 'u', sizeof version.uuid);
    version.roots[TABLE_POSTLIST] =
        (struct table_root){.is_made = true, .n_blocks = 1};
    version_encode(&version, &str);
    ck_assert(str_span_equal(str_view(&str),
                             SPAN("\x0f\x0dXapian Glass\x04\x6e"
                                  "uuuuuuuuuuuuuuuu\x01"
                                  "\x00\x02\x00\x04\x00\x06\x01\x01\0\0\0\0"
                                  "\x00\x03\x00\x04\x12\x00"
                                  "\x00\x03\x00\x04\x12\x00"
                                  "\x00\x03\x00\x04\x00\x00"
                                  "\x00\x03\x00\x04\x12\x00"
                                  "\x00\x03\x00\x04\x12\x00"
                                  "\0\0\0\0\0\0\0\0")));
    str_release(&str);
}

END_TEST

START_TEST(the_entries_of_a_version_file_are_read_again)
{
    struct version version = {.n_block_bytes = 8192};
    struct str str = STR_INIT;
    uint64_t n_entries[N_TABLE_KINDS];
    for (int kind = 0; kind < TABLE_SPELLING; kind++)
        version.roots[kind] = (struct table_root){
            .is_made = true, .n_blocks = 7, .n_entries = 1000u * (kind + 1)};
    version_encode(&version, &str);
    ck_assert_int_eq(version_read_entries(str_view(&str), n_entries, NULL),
                     STATUS_OK);
    for (unsigned kind = 0; kind < N_TABLE_KINDS; kind++)
        ck_assert_uint_eq(n_entries[kind],
                          kind < TABLE_SPELLING ? 1000u * (kind + 1) : 0);
    /* The statistics behind the roots are not read; all before is needed. */
    size_t n_statistics = 8;
    for (size_t n = 0; n < str.n_bytes - n_statistics; n++)
        ck_assert_int_eq(
            version_read_entries(str_span(str.bytes, n), n_entries, NULL),
            STATUS_CORRUPT);
    str.bytes[14] ^= 1;
    ck_assert_int_eq(version_read_entries(str_view(&str), n_entries, NULL),
                     STATUS_OUTDATED);
    str_release(&str);
}

END_TEST

static TCase *add_case(Suite *suite, const char *name)
{
    TCase *tcase = tcase_create(name);
    suite_add_tcase(suite, tcase);
    return tcase;
}

int main(void)
{
    Suite *suite = suite_create("glass_encode");
    TCase *numbers = add_case(suite, "numbers");
    tcase_add_test(numbers, a_uint_is_base_128_little_end_first);
    tcase_add_test(numbers, a_uint_is_read_back_and_its_size_known);
    tcase_add_test(numbers, a_last_uint_has_no_zero_on_top);
    tcase_add_loop_test(numbers, a_docid_sorts_as_its_number, 0,
                        (int)(sizeof docid_rows / sizeof docid_rows[0]));
    tcase_add_test(numbers, a_nul_in_a_term_takes_two_bytes);
    TCase *positions = add_case(suite, "positions");
    tcase_add_loop_test(
        positions, positions_at_the_edges_are_read_back, 0,
        (int)(sizeof positions_rows / sizeof positions_rows[0]));
    tcase_add_test(positions, positions_of_any_density_are_read_back);
    TCase *termlists = add_case(suite, "termlists");
    tcase_add_test(termlists, a_termlist_folds_small_frequencies_into_lengths);
    tcase_add_loop_test(termlists, a_termlist_is_read_back_and_damage_is_told,
                        0, 50);
    tcase_add_test(termlists, slots_are_told_by_their_gaps);
    tcase_add_test(termlists, keys_of_values_hold_the_slot_little_end_first);
    TCase *order = add_case(suite, "order");
    tcase_add_test(order, a_word_holds_up_to_eight_bytes_in_order);
    tcase_add_test(order,
                   terms_that_differ_in_nuls_at_the_end_are_ordered_by_length);
    tcase_add_test(order, terms_with_long_common_starts_are_ordered);
    TCase *tags = add_case(suite, "tags");
    tcase_add_loop_test(tags, a_tag_is_deflated_only_if_that_is_shorter, 0, 2);
    tcase_add_test(tags, the_version_file_of_an_empty_database_is_this);
    tcase_add_test(tags, the_entries_of_a_version_file_are_read_again);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
