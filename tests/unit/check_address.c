/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/address.h"
#include "searcher/percent.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PAIRS 64

static struct arena arena;
static struct address address;
static struct str_span unknown[4];
static size_t n_unknown;
static struct error err;

static void set_up(void)
{
    arena_init(&arena);
}

static void tear_down(void)
{
    arena_release(&arena);
}

/* "q=tax f=source:herald": pairs divided by blanks; `_` stands for one. */
static enum status read_pairs(const char *text)
{
    struct address_pair pairs[MAX_PAIRS];
    size_t n_pairs = 0;

    err = (struct error)ERROR_INIT;
    while (*text) {
        size_t n_bytes = strcspn(text, " ");
        char *copy = arena_alloc(&arena, n_bytes + 1);
        ck_assert_ptr_nonnull(copy);
        memcpy(copy, text, n_bytes);
        for (size_t i = 0; i < n_bytes; i++)
            copy[i] = copy[i] == '_' ? ' ' : copy[i];
        char *sign = memchr(copy, '=', n_bytes);
        ck_assert_ptr_nonnull(sign);
        ck_assert_uint_lt(n_pairs, MAX_PAIRS);
        pairs[n_pairs].name = str_span(copy, (size_t)(sign - copy));
        pairs[n_pairs].value =
            str_span(sign + 1, n_bytes - (size_t)(sign + 1 - copy));
        n_pairs++;
        text += n_bytes;
        text += strspn(text, " ");
    }
    return address_read(pairs, n_pairs, &address_bounds_page, &address, unknown,
                        4, &n_unknown, &err);
}

static void expect(const struct str *out, const char *wanted)
{
    ck_assert_int_eq(str_status(out, NULL), STATUS_OK);
    ck_assert_str_eq(str_view(out).bytes, wanted);
}

static const struct {
    const char *pairs;
    const char *canonical;
} addresses[] = {
    {"", ""},
    {"q=tax_sugar", "q=tax+sugar"},
    {"n=10 q=tax page=1 sort=relevance snippets=3", "q=tax"},
    {"page=3 q=tax", "q=tax&page=3"},
    {"page=3 n=20 q=tax", "q=tax&n=20&page=3"},
    {"offset=40 n=20 q=tax", "q=tax&n=20&page=3"},
    {"offset=41 n=20 q=tax", "q=tax&n=20&offset=41"},
    {"q=a&b=c%d+e/f:g", "q=a%26b%3Dc%25d%2Be/f:g"},
    {"f=tag:b f=source:Evening_Star f=tag:a f=tag:b nf=lang:en q=x",
     "q=x&f=source:Evening+Star&f=tag:a&f=tag:b&nf=lang:en"},
    {"f=language:en f=year:1906", "f=date:1906&f=lang:en"},
    {"title=_sugar_tax_ author= q=", "title=sugar+tax"},
    {"facet=lang:5 facet=source", "facet=language:5&facet=source"},
    {"timeline=auto", "timeline=auto"},
    {"reprints=show", "collapse=show"},
    {"collapse=fold unit=article", ""},
    {"unit=paragraph strict=1 any=1 q=x", "q=x&any=1&strict=1&unit=paragraph"},
    {"strict=0 v=1", ""},
    {"since=2026-11-22 q=x", "q=x&since=2026-11-22"},
    {"anycase=1 q=x strict=1", "q=x&strict=1&anycase=1"},
    {"recent=1 sort=relevance,-date q=x",
     "q=x&sort=relevance%2C-date&recent=1"},
    {"expand=1 recent=1 q=x", "q=x&recent=1&expand=1"},
    {"expand=0 q=x", "q=x"},
    {"recent=0 sort=relevance q=x", "q=x"},
    {"cursor=abc format=csv q=x", "q=x"},
};

START_TEST(equal_requests_have_one_address)
{
    CLEANUP(str_release) struct str out = STR_INIT;

    ck_assert_int_eq(read_pairs(addresses[_i].pairs), STATUS_OK);
    ck_assert_uint_eq(n_unknown, 0);
    address_print(&address, &out);
    expect(&out, addresses[_i].canonical);
}

END_TEST

static const struct {
    const char *pairs;
    const char *message; /* begins it */
} refused[] = {
    {"n=ten", "'n=ten' is no such number"},
    {"n=101", "'n=101' is no such number"},
    {"n=-1", "'n=-1' is no such number"},
    {"n=99999999999999999999", "'n=99999999999999999999' is no such number"},
    {"page=0", "'page=0' is no such number"},
    {"page=5001 n=100", "page 5001 is too far behind"},
    {"page=2 offset=3", "'page' and 'offset'"},
    {"q=a q=b", "'q=b' is given more than once"},
    {"collapse=show reprints=show", "'reprints=show' is given more than once"},
    {"f=source", "'source:' has no value"},
    {"f=source:", "'source:' has no value"},
    {"f=autor:smith", "'autor:smith' asks for a field that there is not"},
    {"facet=words", "'facet:words' is no facet"},
    {"facet=source:0", "'facet:source:0' is no facet"},
    {"facet=source facet=source:3", "'facet:source:3' is asked for twice"},
    {"timeline=week", "'timeline:week' is no unit"},
    {"unit=word", "'unit=word' is no such word"},
    {"v=2", "'v=2' is no such number"},
    {"strict=yes", "'strict=yes' is no such number"},
};

START_TEST(what_a_parameter_cannot_be_is_refused)
{
    ck_assert_int_eq(read_pairs(refused[_i].pairs), STATUS_BAD_USAGE);
    ck_assert_msg(strncmp(err.message, refused[_i].message,
                          strlen(refused[_i].message)) == 0,
                  "'%s' instead of '%s'", err.message, refused[_i].message);
}

END_TEST

START_TEST(unknown_names_are_told_up_to_the_room)
{
    ck_assert_int_eq(read_pairs("q=x utm_source=y a= b=1 c=1 d=1"), STATUS_OK);
    ck_assert_uint_eq(n_unknown, 4);
    ck_assert(str_span_equal(unknown[0], SPAN("utm source")));
    ck_assert(str_span_equal(unknown[1], SPAN("a")));
    ck_assert(str_span_equal(address.q, SPAN("x")));
}

END_TEST

START_TEST(a_query_has_a_longest_length)
{
    CLEANUP(str_release) struct str long_query = STR_INIT;

    for (size_t i = 0; i <= address_bounds_page.max_query_bytes; i++)
        str_add_char(&long_query, 'x');
    struct address_pair pair = {SPAN("q"), str_view(&long_query)};
    ck_assert_int_eq(address_read(&pair, 1, &address_bounds_page, &address,
                                  unknown, 4, &n_unknown, &err),
                     STATUS_BAD_USAGE);
    pair.value.n_bytes--;
    ck_assert_int_eq(address_read(&pair, 1, &address_bounds_page, &address,
                                  unknown, 4, &n_unknown, &err),
                     STATUS_OK);
}

END_TEST

START_TEST(filters_have_a_ceiling)
{
    char text[32];

    address_init(&address);
    for (int i = 0; i < ADDRESS_MAX_FILTERS; i++) {
        int n = snprintf(text, sizeof text, "tag:%d", i);
        struct str_span copy = arena_copy(&arena, str_span(text, (size_t)n));
        ck_assert_int_eq(address_add_filter(&address, copy, false, &err),
                         STATUS_OK);
    }
    ck_assert_int_eq(address_add_filter(&address, SPAN("tag:7"), false, &err),
                     STATUS_OK);
    ck_assert_int_eq(address_add_filter(&address, SPAN("tag:x"), false, &err),
                     STATUS_BAD_USAGE);
    ck_assert_str_eq(err.message, "more than 32 filters");
}

END_TEST

static const struct {
    const char *pairs;
    const char *clauses;
} clauses[] = {
    {"q=tax", ""},
    {"f=source:Evening_Star", "source:\"Evening Star\""},
    {"f=source:Star", "source:\"Star\""},
    {"nf=tag:a\"b", "NOT tag:\"a\\\"b\""},
    {"f=tag:a*b\\c", "tag:\"a*b\\\\c\""},
    {"f=author:a*b", "author:\"a\\*b\""},
    {"f=title:(sugar_tax)", "title:(sugar AND tax)"},
    {"f=title:()", "title:\"()\""},
    {"title=sugar_OR_tax", "title:(sugar AND \\OR AND tax)"},
    {"title=\"sugar_tax\"", "title:\"sugar tax\""},
    {"author=smith_tag:x", "author:(smith AND tag\\:x)"},
    {"f=date:1906..1910", "date:1906..1910"},
    {"after=1906-05 before=1910", "date:1906-05.. date:..1910"},
    {"f=words:>500", "words:501.."},
    {"f=is:undated nf=has:author", "is:undated NOT has:author"},
    {"f=id:a_b", "id:\"a b\""},
    {"f=like:1906-1", "like:1906-1"},
    {"lang=en f=path:1906/", "lang:\"en\" path:\"1906/\""},
};

START_TEST(filters_are_clauses)
{
    CLEANUP(str_release) struct str out = STR_INIT;

    ck_assert_int_eq(read_pairs(clauses[_i].pairs), STATUS_OK);
    ck_assert_int_eq(address_clauses(&address, &arena, &out, &err), STATUS_OK);
    expect(&out, clauses[_i].clauses);
}

END_TEST

static const char *const unreadable[] = {
    "f=date:1906_OR_tax", "f=date:banana", "after=)",
    "f=words:many",       "f=has:money",   "before=1906_x",
};

START_TEST(a_date_that_is_none_is_refused)
{
    CLEANUP(str_release) struct str out = STR_INIT;

    ck_assert_int_eq(read_pairs(unreadable[_i]), STATUS_OK);
    ck_assert_int_eq(address_clauses(&address, &arena, &out, &err),
                     STATUS_BAD_USAGE);
    ck_assert_uint_eq(out.n_bytes, 0);
}

END_TEST

/* Whatever stands in a filter stays inside its clause. */
START_TEST(no_value_gets_out_of_its_clause)
{
    static const char signs[] = "\"\\()*?:~^/=+-!|&<>[]{}.a \xe2\x80\x9c";

    srand((unsigned)_i);
    char value[12] = "x";
    for (size_t i = 1; i < sizeof value; i++)
        value[i] = signs[(size_t)rand() % (sizeof signs - 1)];
    /* a whole quotation mark or none of it */
    for (size_t i = 1; i < sizeof value; i++)
        if ((unsigned char)value[i] >= 0x80)
            value[i] = '"';
    CLEANUP(str_release) struct str text = STR_INIT;
    CLEANUP(str_release) struct str out = STR_INIT;
    str_add_text(&text, _i % 2 ? "tag:" : "source:");
    str_add(&text, value, sizeof value);
    address_init(&address);
    ck_assert_int_eq(address_add_filter(&address, str_view(&text), false, &err),
                     STATUS_OK);
    ck_assert_int_eq(address_clauses(&address, &arena, &out, &err), STATUS_OK);

    struct diagnostic_list list;
    struct ast_node *root = NULL;
    diagnostic_list_init(&list, &arena);
    ck_assert_int_eq(query_parse(str_view(&out), QUERY_ALL_WORDS, &arena, &root,
                                 &list, &err),
                     STATUS_OK);
    ck_assert_msg(root->kind == AST_FIELD && root->n_children == 1 &&
                      root->children[0]->kind == AST_PHRASE,
                  "seed %d: %s", _i, str_view(&out).bytes);
    diagnostic_list_release(&list);
}

END_TEST

static const struct {
    const char *pairs;
    const char *command;
} commands[] = {
    {"", "lede-search --lenient '*'"},
    {"q=tax strict=1", "lede-search tax"},
    {"q=it's_so strict=1", "lede-search 'it'\\''s so'"},
    {"q=-tax strict=1", "lede-search -- -tax"},
    {"q=tax any=1", "lede-search --any tax"},
    {"q=tax strict=1 anycase=1", "lede-search --any-case tax"},
    {"q=tax any=1 strict=1", "lede-search --any --strict tax"},
    {"strict=1 f=source:Evening_Star nf=tag:x",
     "lede-search '--filter=source:Evening Star' --filter=-tag:x"},
    {"q=tax strict=1 recent=1 sort=-date,title",
     "lede-search --sort=-date,title --recent tax"},
    {"q=tax strict=1 expand=1", "lede-search --expand tax"},
    {"strict=1 q=x title=a_b", "lede-search '--filter=title:(a b)' x"},
    {"strict=1 q=x sort=-date n=20 page=2 snippets=1 unit=paragraph",
     "lede-search --sort=-date --limit=20 --offset=20 --snippets=1 "
     "--unit=paragraph x"},
    {"strict=1 q=x facet=source facet=tag:3 timeline=month collapse=only",
     "lede-search --facet=source --facet=tag:3 --timeline=month "
     "--reprints=only x"},
};

START_TEST(a_request_has_a_command_line)
{
    CLEANUP(str_release) struct str out = STR_INIT;

    ck_assert_int_eq(read_pairs(commands[_i].pairs), STATUS_OK);
    address_command(&address, &out);
    expect(&out, commands[_i].command);
}

END_TEST

static const struct {
    const char *text;
    enum percent_set set;
    const char *encoded;
} encodings[] = {
    {"a b/c:d", PERCENT_FORM, "a+b/c:d"},
    {"a b/c:d", PERCENT_SEGMENT, "a%20b%2Fc%3Ad"},
    {"1906-03-14~x_y.z", PERCENT_SEGMENT, "1906-03-14~x_y.z"},
    {"well-known, to & fro", PERCENT_FRAGMENT,
     "well%2Dknown%2C%20to%20%26%20fro"},
    {"\xc3\xa9?#[]", PERCENT_SEGMENT, "%C3%A9%3F%23%5B%5D"},
    {"", PERCENT_FORM, ""},
};

START_TEST(what_is_encoded_is_decoded)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    CLEANUP(str_release) struct str back = STR_INIT;

    percent_encode(str_span_of(encodings[_i].text), encodings[_i].set, &out);
    expect(&out, encodings[_i].encoded);
    ck_assert(percent_decode(str_view(&out), encodings[_i].set == PERCENT_FORM,
                             &back));
    expect(&back, encodings[_i].text);
}

END_TEST

static const char *const halves[] = {"%", "%4", "a%zz", "%4g", "%%41", "x%-1"};

START_TEST(half_an_escape_is_none)
{
    CLEANUP(str_release) struct str out = STR_INIT;

    ck_assert(!percent_decode(str_span_of(halves[_i]), true, &out));
}

END_TEST

#define COUNT_OF(array) ((int)(sizeof(array) / sizeof(*(array))))

int main(void)
{
    Suite *suite = suite_create("address");
    TCase *tcase = tcase_create("parameters");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, equal_requests_have_one_address, 0,
                        COUNT_OF(addresses));
    tcase_add_loop_test(tcase, what_a_parameter_cannot_be_is_refused, 0,
                        COUNT_OF(refused));
    tcase_add_test(tcase, unknown_names_are_told_up_to_the_room);
    tcase_add_test(tcase, a_query_has_a_longest_length);
    tcase_add_test(tcase, filters_have_a_ceiling);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("clauses");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, filters_are_clauses, 0, COUNT_OF(clauses));
    tcase_add_loop_test(tcase, a_date_that_is_none_is_refused, 0,
                        COUNT_OF(unreadable));
    tcase_add_loop_test(tcase, no_value_gets_out_of_its_clause, 0, 300);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("commands");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, a_request_has_a_command_line, 0,
                        COUNT_OF(commands));
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("percent");
    tcase_add_loop_test(tcase, what_is_encoded_is_decoded, 0,
                        COUNT_OF(encodings));
    tcase_add_loop_test(tcase, half_an_escape_is_none, 0, COUNT_OF(halves));
    suite_add_tcase(suite, tcase);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
