/*
 * Columns, counted beside the values that were given to the writer.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/file.h"
#include "scratch_index.h"
#include "store/columns.h"
#include "store/index_tally.h"
#include "store/value_list.h"

#define N_ARTICLES 700

/* What an article was given; index N_ARTICLES is none. */
struct given {
    char source[32];
    uint32_t day; /* 0: none */
    bool is_empty;
    bool is_dead;
    bool has_word; /* "tax" */
};

static struct given given[N_ARTICLES];

static void add_digits(struct document *document, enum slot slot, int n_digits,
                       uint32_t number)
{
    char digits[16];
    int n = snprintf(digits, sizeof digits, "%0*u", n_digits, number);
    ck_assert_int_eq(
        document_add_value(document, slot, str_span(digits, (size_t)n), NULL),
        STATUS_OK);
}

static void add_article(struct writer *writer, size_t i)
{
    struct document document;
    char id[16];

    (void)snprintf(id, sizeof id, "%zu", i);
    document_init(&document);
    scratch_article(&document, id, given[i].has_word ? "the tax" : "the");
    if (given[i].source[0])
        ck_assert_int_eq(document_add_value(&document, SLOT_SOURCE,
                                            str_span_of(given[i].source), NULL),
                         STATUS_OK);
    if (given[i].day > 0) {
        add_digits(&document, SLOT_DATE_MIN, 8, given[i].day);
        add_digits(&document, SLOT_DATE_MAX, 8, given[i].day);
    }
    add_digits(&document, SLOT_PARAGRAPHS, 10, !given[i].is_empty);
    ck_assert_int_eq(writer_add(writer, &document, NULL), STATUS_OK);
    document_release(&document);
}

/* n_sources: how many there are; the more, the wider the numbers. */
static void make_given(unsigned seed, int n_sources)
{
    srand(seed);
    memset(given, 0, sizeof given);
    for (size_t i = 0; i < N_ARTICLES; i++) {
        if (rand() % 5 > 0)
            (void)snprintf(given[i].source, sizeof given[i].source, "Paper %d",
                           rand() % n_sources);
        if (rand() % 4 > 0)
            given[i].day = 19060000 + (uint32_t)(rand() % 12 + 1) * 100 +
                           (uint32_t)(rand() % 28 + 1);
        given[i].is_empty = rand() % 3 == 0;
        given[i].has_word = rand() % 2 == 0;
    }
}

static void delete_some(struct writer *writer)
{
    for (size_t i = 0; i < N_ARTICLES; i += 3) {
        char term[16];
        int n = snprintf(term, sizeof term, "Q%zu", i);
        ck_assert_int_eq(writer_delete(writer, str_span(term, (size_t)n), NULL),
                         STATUS_OK);
        given[i].is_dead = true;
    }
}

/* Three runs, so three segments; then a third of the articles dies. */
static void write_index(enum fold how, bool is_folded)
{
    for (size_t i = 0; i < 3; i++) {
        struct writer *writer = scratch_open("x");
        for (size_t k = i; k < N_ARTICLES; k += 3)
            add_article(writer, k);
        ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
        writer_free(writer);
    }
    struct writer *writer = scratch_open("x");
    delete_some(writer);
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
    if (is_folded)
        ck_assert_int_eq(writer_fold(writer, how, NULL, NULL), STATUS_OK);
    writer_free(writer);
}

static struct tally_row *find_row(struct tally *tally, const char *value)
{
    static struct tally_row none;

    for (size_t i = 0; i < tally->n_rows; i++)
        if (str_span_equal(tally->rows[i].value, str_span_of(value)))
            return &tally->rows[i];
    none = (struct tally_row){{NULL, 0}, 0, 0, 0};
    return &none;
}

static void name_of(size_t i, enum column_kind kind, char ret_name[32])
{
    ret_name[0] = '\0';
    if (kind == COLUMN_SOURCE)
        (void)snprintf(ret_name, 32, "%.31s", given[i].source);
    else if (given[i].day > 0)
        (void)snprintf(ret_name, 32, "%08u%08u", given[i].day, given[i].day);
}

/* Each row is what the articles of its value say, and no article is in none. */
static void expect_rows(struct tally *tally, bool has_articles)
{
    uint64_t n_matches = 0;
    uint64_t n_all = 0;

    for (size_t i = 0; i < N_ARTICLES; i++) {
        char name[32];
        uint64_t wanted[3] = {0, 0, 0};
        name_of(i, tally->kind, name);
        for (size_t k = 0; k < N_ARTICLES; k++) {
            char other[32];
            name_of(k, tally->kind, other);
            if (given[k].is_dead || strcmp(name, other) != 0)
                continue;
            wanted[0] += given[k].has_word;
            wanted[1] += has_articles;
            wanted[2] += has_articles && given[k].is_empty;
        }
        const struct tally_row *row = find_row(tally, name);
        ck_assert_uint_eq(row->n_matches, wanted[0]);
        ck_assert_uint_eq(row->n_articles, wanted[1]);
        ck_assert_uint_eq(row->n_empty, wanted[2]);
        n_matches += !given[i].is_dead && given[i].has_word;
        n_all += !given[i].is_dead && has_articles;
    }
    for (size_t i = 0; i < tally->n_rows; i++) {
        n_matches -= tally->rows[i].n_matches;
        n_all -= tally->rows[i].n_articles;
        if (i > 0)
            ck_assert_int_lt(str_span_compare(tally->rows[i - 1].value,
                                              tally->rows[i].value),
                             0);
    }
    ck_assert_uint_eq(n_matches, 0);
    ck_assert_uint_eq(n_all, 0);
}

static void expect_counts(void)
{
    struct index *index = NULL;
    struct arena arena;
    struct tally tallies[2] = {{.kind = COLUMN_SOURCE},
                               {.kind = COLUMN_DATE, .has_articles = true}};
    struct all_matches matches = {NULL, 0, 1, true};
    uint64_t n_wanted = 0;

    arena_init(&arena);
    ck_assert_int_eq(index_open("x", &index, NULL), STATUS_OK);
    struct expr *tax = expr_term(&arena, SPAN("tax"));
    ck_assert_ptr_nonnull(tax);
    ck_assert_int_eq(
        index_matches(index, tax, SIZE_MAX, &arena, &matches, NULL), STATUS_OK);
    ck_assert_int_eq(index_tally(index, &matches, tallies, 2, &arena, NULL),
                     STATUS_OK);
    for (size_t i = 0; i < N_ARTICLES; i++)
        n_wanted += !given[i].is_dead && given[i].has_word;
    ck_assert_uint_eq(matches.n_docids, n_wanted);
    struct all_matches some;
    ck_assert_uint_gt(n_wanted, 2);
    ck_assert_int_eq(index_matches(index, tax, 2, &arena, &some, NULL),
                     STATUS_OK);
    ck_assert_uint_eq(some.n_docids, 2);
    for (size_t i = 1; i < matches.n_docids; i++)
        ck_assert_uint_lt(matches.docids[i - 1], matches.docids[i]);
    ck_assert(!matches.is_late);
    ck_assert_uint_eq(matches.n_cut, 0);
    expect_rows(&tallies[0], false);
    expect_rows(&tallies[1], true);
    index_free(index);
    arena_release(&arena);
}

static const struct {
    int n_sources; /* 1, 2 bytes a number */
    bool is_folded;
    enum fold how;
} states[] = {
    {3, false, FOLD_ALL},  {400, false, FOLD_ALL}, {3, true, FOLD_ALL},
    {400, true, FOLD_ALL}, {3, true, FOLD_SMALL},
};

START_TEST(counts_are_those_of_the_living)
{
    make_given((unsigned)_i, states[_i].n_sources);
    write_index(states[_i].how, states[_i].is_folded);
    expect_counts();
}

END_TEST

START_TEST(an_index_of_nothing_counts_nothing)
{
    struct index *index = NULL;
    struct arena arena;
    struct tally tally = {.kind = COLUMN_TAGS, .has_articles = true};
    struct all_matches matches = {NULL, 1, 1, true};

    struct writer *writer = scratch_open("x");
    scratch_add(writer, "a", "the");
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
    writer_free(writer);
    writer = scratch_open("x");
    ck_assert_int_eq(writer_delete(writer, SPAN("Qa"), NULL), STATUS_OK);
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
    writer_free(writer);
    arena_init(&arena);
    ck_assert_int_eq(index_open("x", &index, NULL), STATUS_OK);
    ck_assert_int_eq(index_matches(index, expr_leaf(&arena, EXPR_ALL), SIZE_MAX,
                                   &arena, &matches, NULL),
                     STATUS_OK);
    ck_assert_uint_eq(matches.n_docids, 0);
    ck_assert_uint_eq(matches.n_cut, 0);
    ck_assert_int_eq(index_tally(index, NULL, &tally, 1, &arena, NULL),
                     STATUS_OK);
    ck_assert_uint_eq(tally.n_rows, 0);
    index_free(index);
    arena_release(&arena);
}

END_TEST

/* ---- the file */

static enum status read_all(uint32_t first, uint32_t last)
{
    struct columns *columns = NULL;
    struct error err = ERROR_INIT;
    enum status status =
        columns_open("x/seg-000001/columns", first, last, &columns, &err);

    for (int i = 0; i < COLUMN_KINDS && status == STATUS_OK; i++) {
        struct column column;
        status = columns_get(columns, (enum column_kind)i, &column, &err);
    }
    columns_free(columns);
    if (status == STATUS_CORRUPT)
        ck_assert_ptr_nonnull(strstr(err.message, "x/seg-000001/columns"));
    return status;
}

static void write_bytes(const char *bytes, size_t n_bytes)
{
    FILE *file = fopen("x/seg-000001/columns", "we");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, n_bytes, file), n_bytes);
    ck_assert_int_eq(fclose(file), 0);
}

START_TEST(every_damage_is_told)
{
    CLEANUP(str_release) struct str bytes = STR_INIT;
    const char *const texts[] = {"a", "b", "c"};

    scratch_index("x", texts, 3);
    ck_assert_int_eq(read_all(1, 3), STATUS_OK);
    ck_assert_int_eq(read_all(2, 4), STATUS_CORRUPT);
    ck_assert_int_eq(read_all(1, 4), STATUS_CORRUPT);
    ck_assert_int_eq(file_read("x/seg-000001/columns", 1 << 20, &bytes, NULL),
                     STATUS_OK);
    for (size_t i = 0; i < bytes.n_bytes; i++) {
        bytes.bytes[i] = (char)(bytes.bytes[i] ^ 1 << (i % 8));
        write_bytes(bytes.bytes, bytes.n_bytes);
        ck_assert_msg(read_all(1, 3) == STATUS_CORRUPT, "byte %zu", i);
        bytes.bytes[i] = (char)(bytes.bytes[i] ^ 1 << (i % 8));
    }
    for (size_t n = 0; n < bytes.n_bytes; n++) {
        write_bytes(bytes.bytes, n);
        ck_assert_msg(read_all(1, 3) == STATUS_CORRUPT, "%zu bytes", n);
    }
    write_bytes(bytes.bytes, bytes.n_bytes);
    ck_assert_int_eq(read_all(1, 3), STATUS_OK);
    ck_assert_int_eq(unlink("x/seg-000001/columns"), 0);
    ck_assert_int_eq(read_all(1, 3), STATUS_NOT_FOUND);
}

END_TEST

/* ---- lists */

START_TEST(a_list_gives_back_its_texts)
{
    CLEANUP(str_release) struct str list = STR_INIT;
    const char nul[] = {'a', '\0', 'b'};

    ck_assert(value_list_add(&list, SPAN("Ann")));
    ck_assert(value_list_add(&list, str_span(nul, sizeof nul)));
    ck_assert(value_list_add(&list, SPAN("Ann")));
    ck_assert(value_list_add(&list, SPAN("An")));

    struct str_span rest = str_view(&list);
    struct str_span text;
    bool is_cut = false;
    ck_assert(value_list_next(&rest, &text, &is_cut));
    ck_assert(str_span_equal(text, SPAN("Ann")));
    ck_assert(value_list_next(&rest, &text, &is_cut));
    ck_assert(str_span_equal(text, str_span(nul, sizeof nul)));
    ck_assert(value_list_next(&rest, &text, &is_cut));
    ck_assert(str_span_equal(text, SPAN("An")));
    ck_assert(!value_list_next(&rest, &text, &is_cut));
    ck_assert(!is_cut);
}

END_TEST

static size_t count_texts(const struct str *list, bool *ret_is_cut)
{
    struct str_span rest = str_view(list);
    struct str_span text;
    size_t n = 0;

    *ret_is_cut = false;
    while (value_list_next(&rest, &text, ret_is_cut))
        n++;
    return n;
}

START_TEST(a_list_that_is_full_says_so)
{
    CLEANUP(str_release) struct str list = STR_INIT;
    CLEANUP(str_release) struct str odd = STR_INIT;
    char text[VALUE_LIST_MAX_TEXT_BYTES + 1];
    size_t n = 0;
    bool is_cut;

    memset(text, 'x', sizeof text);
    ck_assert(value_list_add(&odd, SPAN("a")));
    ck_assert(!value_list_add(&odd, str_span(text, sizeof text)));
    ck_assert_uint_eq(count_texts(&odd, &is_cut), 1);
    ck_assert(is_cut);
    for (;;) {
        (void)snprintf(text, sizeof text, "%zu", n);
        text[strlen(text)] = 'x';
        if (!value_list_add(&list, str_span(text, sizeof text - 1)))
            break;
        n++;
    }
    ck_assert_uint_eq(n, VALUE_LIST_MAX_BYTES / (sizeof text + 1));
    ck_assert_uint_le(list.n_bytes, VALUE_LIST_MAX_BYTES);
    ck_assert_uint_eq(count_texts(&list, &is_cut), n);
    ck_assert(is_cut);
}

END_TEST

START_TEST(what_is_no_list_ends)
{
    static const char *const texts[] = {"", "x", "\x05\x01xy", "\x02",
                                        "\x7f\x7fxxx"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct str_span rest = str_span_of(texts[i]);
        struct str_span text;
        bool is_cut = false;
        ck_assert(!value_list_next(&rest, &text, &is_cut));
        ck_assert(!is_cut);
    }
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("columns");
    TCase *tcase = tcase_create("counts");
    tcase_add_checked_fixture(tcase, scratch_enter, scratch_leave);
    tcase_add_loop_test(tcase, counts_are_those_of_the_living, 0,
                        (int)(sizeof states / sizeof *states));
    tcase_add_test(tcase, an_index_of_nothing_counts_nothing);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("file");
    tcase_add_checked_fixture(tcase, scratch_enter, scratch_leave);
    tcase_add_test(tcase, every_damage_is_told);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("lists");
    tcase_add_test(tcase, a_list_gives_back_its_texts);
    tcase_add_test(tcase, a_list_that_is_full_says_so);
    tcase_add_test(tcase, what_is_no_list_ends);
    suite_add_tcase(suite, tcase);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
