/*
 * Whatever the loader takes is what jansson makes of the same text; what it
 * leaves is either no JSON to jansson or of the kinds that its header names.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "json/json_loader.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define N_ROWS(rows) ((int)(sizeof(rows) / sizeof((rows)[0])))
#define N_RANDOM     200000

static json_t *load_long_way(struct str_span text)
{
    json_error_t problem;

    return json_loadb(text.bytes, text.n_bytes,
                      JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &problem);
}

/* The text in memory that ends where its padding does. */
static enum status load(struct json_loader *loader, struct str_span text,
                        json_t **ret_value)
{
    char *bytes = malloc(text.n_bytes + JSON_LOADER_PADDING);

    ck_assert_ptr_nonnull(bytes);
    if (text.n_bytes > 0)
        memcpy(bytes, text.bytes, text.n_bytes);
    memset(bytes + text.n_bytes, '"', JSON_LOADER_PADDING);
    *ret_value = NULL;

    enum status status = json_loader_load(loader, str_span(bytes, text.n_bytes),
                                          ret_value, NULL);

    free(bytes);
    ck_assert(status == STATUS_OK || status == STATUS_BAD_TEXT);
    ck_assert_int_eq(status == STATUS_OK, *ret_value != NULL);
    return status;
}

/* Also the order of keys and every digit, which json_equal() overlooks. */
static void check_equal(json_t *a, json_t *b, struct str_span text)
{
    const size_t flags = JSON_COMPACT | JSON_REAL_PRECISION(17);
    char *text_a = json_dumps(a, flags);
    char *text_b = b != NULL ? json_dumps(b, flags) : NULL;

    ck_assert_msg(b != NULL, "taken, but refused by jansson: %.*s",
                  (int)text.n_bytes, text.bytes);
    ck_assert_str_eq(text_a, text_b);
    ck_assert_msg(json_equal(a, b) == 1, "differs: %s", text_a);
    free(text_a);
    free(text_b);
}

static bool is_taken(struct json_loader *loader, struct str_span text)
{
    json_t *value = NULL;
    enum status status = load(loader, text, &value);

    if (status == STATUS_OK) {
        json_t *other = load_long_way(text);

        check_equal(value, other, text);
        json_decref(other);
        json_decref(value);
    }
    return status == STATUS_OK;
}

static const struct {
    struct str_span text;
    bool is_taken;
} rows[] = {
    {{"", 0}, false},
    {SPAN("{}"), true},
    {SPAN("{\"a\":\"b\",\"c\":[1,-2.5e3,true,false,null,{}],\"b\":{\"a\":[]}}"),
     true},
    {SPAN("{\"z\":1,\"a\":2,\"m\":3}  "), true},
    {SPAN("{\"a\":9223372036854775807,\"b\":-9223372036854775808,\"c\":-0,"
          "\"d\":-0.0,\"e\":1e-400,\"f\":0.1,\"g\":123456789012345678.0}"),
     true},
    {SPAN("{\"a\":\"\\u00e9\\ud83d\\ude00\\/\\b\\f\\n\\r\\t\\\\\\\"\\u0000\"}"),
     true},
    {SPAN("{\"a\":\"\xef\xbf\xbe\xf4\x8f\xbf\xbf\x7f\",\"\xc3\xa9\":\"\"}"),
     true},
    /* JSON, but there is something to say of it */
    {SPAN("[1]"), false},
    {SPAN("\"a\""), false},
    {SPAN(" {}"), false},
    {SPAN("{\"a\":1,\"a\":2}"), false},
    {SPAN("{\"b\":[{\"a\":1,\"\\u0061\":2}]}"), false},
    {SPAN("{\"\\u0000\":1}"), false},
    {SPAN("{\"a\":9223372036854775808}"), false},
    {SPAN("{\"a\":18446744073709551616}"), false},
    {SPAN("{\"a\":-9223372036854775809}"), false},
    {SPAN("{\"a\":1e400}"), false},
    {SPAN("{\"a\":\"\\ud800\"}"), false},
    {SPAN("{\"a\":\"\\udc00\"}"), false},
    {SPAN("{\"a\":\"\\ud800\\ud800\"}"), false},
    {SPAN("{\"a\":\"\\ud800\\u0041\"}"), false},
    /* no JSON, or no text */
    {SPAN("{\"a\":1}x"), false},
    {SPAN("{\"a\":1}{}"), false},
    {SPAN("{\"a\":01}"), false},
    {SPAN("{\"a\":\"\t\"}"), false},
    {SPAN("{\"a\":\"\0\"}"), false},
    {SPAN("{\"a\":1}\0"), false},
    {SPAN("{\"a\":\"\xed\xa0\x80\"}"), false},
    {SPAN("{\"a\":\"\xe9\"}"), false},
    {SPAN("{\"a\":\"b"), false},
    {SPAN("\xef\xbb\xbf{}"), false},
};

START_TEST(a_text_is_taken_or_left)
{
    struct json_loader *loader = NULL;

    ck_assert_int_eq(json_loader_new(&loader, NULL), STATUS_OK);
    ck_assert_int_eq(is_taken(loader, rows[_i].text), rows[_i].is_taken);
    ck_assert_msg(is_taken(loader, SPAN("{\"a\":\"b\"}")),
                  "it is not as good as new afterwards");
    json_loader_free(loader);
}

END_TEST

/* "{"a":[[...]]}" */
static bool is_depth_taken(struct json_loader *loader, int n_deep)
{
    CLEANUP(str_release) struct str text = STR_INIT;

    str_add_text(&text, "{\"a\":");
    for (int i = 0; i < n_deep; i++)
        str_add_char(&text, '[');
    for (int i = 0; i < n_deep; i++)
        str_add_char(&text, ']');
    str_add_char(&text, '}');
    return is_taken(loader, str_view(&text));
}

/* "{"a":"xxx..."}" */
static bool is_length_taken(struct json_loader *loader, size_t n_bytes)
{
    CLEANUP(str_release) struct str text = STR_INIT;

    str_add_text(&text, "{\"a\":\"");
    while (text.n_bytes < n_bytes - 2)
        str_add_char(&text, 'x');
    str_add_text(&text, "\"}");
    return is_taken(loader, str_view(&text));
}

START_TEST(what_is_huge_is_left)
{
    struct json_loader *loader = NULL;

    ck_assert_int_eq(json_loader_new(&loader, NULL), STATUS_OK);
    ck_assert(is_depth_taken(loader, 1000));
    ck_assert(!is_depth_taken(loader, 2000));
    ck_assert(!is_depth_taken(loader, 100000));
    ck_assert(is_length_taken(loader, 100));
    ck_assert(is_length_taken(loader, JSON_LOADER_MAX_BYTES));
    ck_assert(!is_length_taken(loader, JSON_LOADER_MAX_BYTES + 1));
    ck_assert(is_length_taken(loader, 200));
    json_loader_free(loader);
}

END_TEST

/* xorshift: the same texts on each machine. */
static uint32_t next_random(uint64_t *seed, uint32_t below)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (uint32_t)((*seed >> 32) % below);
}

static void add_random(struct str *text, uint64_t *seed)
{
    static const char *const pieces[] = {
        "{",        "}",           "[",
        "]",        ":",           ",",
        "\"a\"",    "\"b\":",      "\"a\":",
        "\"\"",     "1",           "-0",
        "1.5",      "1e5",         "1E-7",
        "0.1",      "01",          "true",
        "false",    "null",        " ",
        "\t",       "\"",          "\\",
        "\\u00",    "\"\\u00e9\"", "\\ud83d",
        "\\ude00",  "\"\\n\"",     "\xc3\xa9",
        "\xe2\x82", "\"x y\"",     "99999999999999999999",
        "-",        ".",           "e",
    };

    str_add_text(text, pieces[next_random(seed, N_ROWS(pieces))]);
}

/* Something good, with a few pieces put in or bytes taken out. */
static void make_random(struct str *text, uint64_t *seed)
{
    static const struct str_span good =
        SPAN("{\"c\":\"d\\u0041\",\"e\":[1,2.25,{\"f\":null}],\"g\":\"h\"}");
    size_t n = next_random(seed, 4);

    str_reset(text);
    for (size_t i = 0; i < good.n_bytes; i++) {
        if (next_random(seed, 40) < n)
            add_random(text, seed);
        if (next_random(seed, 40) >= n)
            str_add_char(text, good.bytes[i]);
    }
}

START_TEST(random_texts_are_read_alike)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    struct json_loader *loader = NULL;
    uint64_t seed = 20260728;
    int n_taken = 0;

    ck_assert_int_eq(json_loader_new(&loader, NULL), STATUS_OK);
    for (int i = 0; i < N_RANDOM; i++) {
        make_random(&text, &seed);

        bool is_good = is_taken(loader, str_view(&text));
        json_t *other = load_long_way(str_view(&text));

        n_taken += is_good;
        ck_assert_msg(is_good || other == NULL || text.bytes[0] != '{',
                      "left without need: %s", text.bytes);
        json_decref(other);
    }
    ck_assert_int_gt(n_taken, N_RANDOM / 100);
    ck_assert_int_lt(n_taken, N_RANDOM / 2);
    json_loader_free(loader);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("json_loader");
    TCase *loading = tcase_create("loading");

    tcase_add_loop_test(loading, a_text_is_taken_or_left, 0, N_ROWS(rows));
    tcase_add_test(loading, what_is_huge_is_left);
    /* 200,000 texts take a second, and more beside other tests. */
    tcase_set_timeout(loading, 60);
    tcase_add_test(loading, random_texts_are_read_alike);
    suite_add_tcase(suite, loading);

    SRunner *runner = srunner_create(suite);

    srunner_run_all(runner, CK_ENV);

    int n_failed = srunner_ntests_failed(runner);

    srunner_free(runner);
    return n_failed == 0 ? 0 : 1;
}
