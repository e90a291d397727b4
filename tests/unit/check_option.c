/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/option.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEY_COLOR = 256,
    KEY_TIMELINE,
};

static const struct option_row rows[] = {
    {'n', "limit", OPTION_REQUIRED, "N", "What", "show at most N articles"},
    {'q', "quiet", OPTION_FLAG, NULL, NULL, "print nothing"},
    {KEY_COLOR, "color", OPTION_REQUIRED, "WHEN", "Form",
     "colour the marks: auto, always or never, where auto means that standard "
     "output is a terminal"},
    {KEY_TIMELINE, "timeline", OPTION_OPTIONAL, "UNIT", NULL, "count by year"},
};

static const struct option_table table = {
    "demo", "demo [OPTION]... QUERY...\ndemo --help", "Answers a question.",
    rows,   sizeof(rows) / sizeof(rows[0]),           "See demo(1).",
};

/* What the handler saw, as "n=5 q color=never". */
static enum status note(void *context, int key, const char *value,
                        struct error *err)
{
    struct str *seen = context;
    if (value && strcmp(value, "refuse") == 0)
        return error_set(err, STATUS_BAD_USAGE, "refused");
    if (key < 256)
        str_add_format(seen, "%c", key);
    else
        str_add_format(seen, "%d", key - 256);
    if (value)
        str_add_format(seen, "=%s", value);
    str_add_char(seen, ' ');
    return STATUS_OK;
}

static const struct parse_row {
    const char *line; /* words divided by spaces */
    enum status status;
    const char *seen;     /* options, then "|", then operands */
    const char *contains; /* in the message or the hint */
} parse_rows[] = {
    {"demo", STATUS_OK, "|", NULL},
    {"demo -n5 -q tax", STATUS_OK, "n=5 q |tax ", NULL},
    {"demo tax -qn 5 duty", STATUS_OK, "q n=5 |tax duty ", NULL},
    {"demo --limit=5 --color never -", STATUS_OK, "n=5 0=never |- ", NULL},
    {"demo --lim 5", STATUS_OK, "n=5 |", NULL},
    {"demo -q -- -n --x", STATUS_OK, "q |-n --x ", NULL},
    {"demo --timeline --timeline=day", STATUS_OK, "1 1=day |", NULL},
    {"demo --limt=5", STATUS_BAD_USAGE, NULL, "unknown option '--limt=5'"},
    {"demo --limt=5", STATUS_BAD_USAGE, NULL, "did you mean '--limit'?"},
    {"demo tax -committee", STATUS_BAD_USAGE, NULL,
     "unknown option '-committee'"},
    {"demo -committee", STATUS_BAD_USAGE, NULL, "write -- before"},
    {"demo a -qx b", STATUS_BAD_USAGE, NULL, "unknown option '-qx'"},
    {"demo a --no b", STATUS_BAD_USAGE, NULL, "unknown option '--no'"},
    {"demo -n", STATUS_BAD_USAGE, NULL, "option '--limit' needs N"},
    {"demo --quiet=yes", STATUS_BAD_USAGE, NULL, "takes no value"},
    {"demo --color=refuse", STATUS_BAD_USAGE, NULL, "refused"},
};

START_TEST(options_are_read_as_getopt_users_expect)
{
    const struct parse_row *row = &parse_rows[_i];
    CLEANUP(str_release) struct str seen = STR_INIT;
    struct error err = ERROR_INIT;
    char line[128];
    char *argv[16];
    int argc = 0;
    int first = 0;
    strcpy(line, row->line);
    for (char *word = strtok(line, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    argv[argc] = NULL;
    enum status status =
        option_parse(&table, argc, argv, note, &seen, &first, &err);
    ck_assert_msg(status == row->status, "%s: %s", row->line, err.message);
    if (row->seen) {
        str_add_char(&seen, '|');
        for (int i = first; i < argc; i++)
            str_add_format(&seen, "%s ", argv[i]);
        ck_assert_str_eq(seen.bytes, row->seen);
    }
    if (row->contains)
        ck_assert_msg(strstr(err.message, row->contains) ||
                          strstr(err.hint, row->contains),
                      "%s: '%s' '%s'", row->line, err.message, err.hint);
}

END_TEST

START_TEST(help_is_made_from_the_table)
{
    char *text = NULL;
    size_t n_bytes = 0;
    FILE *out = open_memstream(&text, &n_bytes);
    option_help(&table, out);
    fclose(out);
    ck_assert_str_eq(
        text,
        "Usage: demo [OPTION]... QUERY...\n"
        "       demo --help\n"
        "\n"
        "Answers a question.\n"
        "\n"
        "What:\n"
        "  -n, --limit=N             show at most N articles\n"
        "  -q, --quiet               print nothing\n"
        "\n"
        "Form:\n"
        "      --color=WHEN          colour the marks: auto, always or never, "
        "where auto\n"
        "                            means that standard output is a "
        "terminal\n"
        "      --timeline[=UNIT]     count by year\n"
        "\n"
        "See demo(1).\n");
    free(text);
}

END_TEST

static const struct number_row {
    const char *value;
    bool is_good;
    uint64_t number;
} number_rows[] = {
    {"1", true, 1},    {"100", true, 100}, {"0", false, 0},
    {"101", false, 0}, {"-1", false, 0},   {"", false, 0},
    {"5x", false, 0},  {" 5", false, 0},   {"99999999999999999999", false, 0},
};

START_TEST(a_number_is_digits_within_its_bounds)
{
    const struct number_row *row = &number_rows[_i];
    uint64_t number = 0;
    enum status status = option_number("n", row->value, 1, 100, &number, NULL);
    ck_assert_int_eq(status == STATUS_OK, row->is_good);
    ck_assert_uint_eq(number, row->number);
}

END_TEST

static const struct number_row size_rows[] = {
    {"0", true, 0},
    {"300K", true, 300 << 10},
    {"512m", true, (uint64_t)512 << 20},
    {"2G", true, (uint64_t)2 << 30},
    {"2GB", false, 0},
    {"K", false, 0},
    {"2T", false, 0},
    {"18446744073709551615K", false, 0},
    {"2@", false, 0},
};

START_TEST(a_size_may_end_in_a_unit)
{
    const struct number_row *row = &size_rows[_i];
    uint64_t number = 0;
    enum status status = option_size("memory", row->value, &number, NULL);
    ck_assert_int_eq(status == STATUS_OK, row->is_good);
    ck_assert_uint_eq(number, row->number);
}

END_TEST

static const struct number_row second_rows[] = {
    {"2", true, 2000},         {"0.5", true, 500}, {"0.001", true, 1},
    {"1.25", true, 1250},      {"10.", false, 0},  {"0", false, 0},
    {"0.0", false, 0},         {".5", false, 0},   {"-1", false, 0},
    {"1.0005", false, 0},      {"2s", false, 0},   {"", false, 0},
    {"99999999999", false, 0},
};

START_TEST(seconds_may_have_decimals)
{
    const struct number_row *row = &second_rows[_i];
    uint64_t number = 0;
    enum status status = option_seconds("timeout", row->value, &number, NULL);
    ck_assert_int_eq(status == STATUS_OK, row->is_good);
    ck_assert_uint_eq(number, row->number);
}

END_TEST

START_TEST(a_choice_lists_what_there_is)
{
    static const char *const words[] = {"auto", "always", "never"};
    struct error err = ERROR_INIT;
    size_t i = 9;
    ck_assert_int_eq(option_choice("color", "never", words, 3, &i, &err),
                     STATUS_OK);
    ck_assert_uint_eq(i, 2);
    ck_assert_int_eq(option_choice("color", "no", words, 3, &i, &err),
                     STATUS_BAD_USAGE);
    ck_assert_str_eq(
        err.message,
        "option '--color': 'no' is not one of: auto, always, never");
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("option");
    TCase *parsing = tcase_create("parsing");
    tcase_add_loop_test(parsing, options_are_read_as_getopt_users_expect, 0,
                        (int)(sizeof(parse_rows) / sizeof(parse_rows[0])));
    tcase_add_test(parsing, help_is_made_from_the_table);
    suite_add_tcase(suite, parsing);
    TCase *values = tcase_create("values");
    tcase_add_loop_test(values, a_number_is_digits_within_its_bounds, 0,
                        (int)(sizeof(number_rows) / sizeof(number_rows[0])));
    tcase_add_loop_test(values, a_size_may_end_in_a_unit, 0,
                        (int)(sizeof(size_rows) / sizeof(size_rows[0])));
    tcase_add_loop_test(values, seconds_may_have_decimals, 0,
                        (int)(sizeof(second_rows) / sizeof(second_rows[0])));
    tcase_add_test(values, a_choice_lists_what_there_is);
    suite_add_tcase(suite, values);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
