/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/option.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#define HELP_COLUMNS     79
#define HELP_TEXT_COLUMN 28
/* Farther than this a name is not what was meant. */
#define NEAREST_MAX_EDITS 3
#define NAME_MAX_BYTES    48

/* Levenshtein's distance of two names, by one row of the table. */
static size_t edit_distance(const char *a, const char *b)
{
    size_t row[NAME_MAX_BYTES + 1];
    size_t n_a = strlen(a);
    size_t n_b = strlen(b);
    if (n_a > NAME_MAX_BYTES || n_b > NAME_MAX_BYTES)
        return NAME_MAX_BYTES;
    for (size_t j = 0; j <= n_b; j++)
        row[j] = j;
    for (size_t i = 1; i <= n_a; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= n_b; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[n_b];
}

static const char *nearest_name(const struct option_table *table,
                                const char *name)
{
    const char *nearest = NULL;
    size_t n_least = NEAREST_MAX_EDITS + 1;
    for (size_t i = 0; i < table->n_rows; i++) {
        size_t n_edits = edit_distance(name, table->rows[i].name);
        if (n_edits < n_least && n_edits < strlen(name)) {
            n_least = n_edits;
            nearest = table->rows[i].name;
        }
    }
    return nearest;
}

static enum status unknown_option(const struct option_table *table,
                                  const char *word, struct error *err)
{
    error_set(err, STATUS_BAD_USAGE, "unknown option '%s'", word);
    const char *nearest = NULL;
    if (strncmp(word, "--", 2) == 0) {
        char name[NAME_MAX_BYTES + 1] = "";
        size_t n_bytes = strcspn(word + 2, "=");
        if (n_bytes <= NAME_MAX_BYTES) {
            memcpy(name, word + 2, n_bytes);
            nearest = nearest_name(table, name);
        }
    }
    if (nearest)
        error_hint(err, "did you mean '--%s'?", nearest);
    else
        error_hint(err,
                   "see %s --help; write -- before words that begin "
                   "with '-'",
                   table->program);
    return STATUS_BAD_USAGE;
}

static bool has_letter(const struct option_row *row)
{
    return row->key > ' ' && row->key < 127;
}

struct getopt_tables {
    struct option *longs;
    struct str shorts;
};

static enum status build_tables(const struct option_table *table,
                                struct getopt_tables *tables, struct error *err)
{
    tables->longs = calloc(table->n_rows + 1, sizeof(*tables->longs));
    if (!tables->longs)
        return error_no_memory(err);
    /* ':' first: getopt prints nothing and tells what is missing. */
    str_add_char(&tables->shorts, ':');
    for (size_t i = 0; i < table->n_rows; i++) {
        const struct option_row *row = &table->rows[i];
        tables->longs[i].name = row->name;
        tables->longs[i].has_arg = row->argument == OPTION_FLAG ? no_argument
                                   : row->argument == OPTION_REQUIRED
                                       ? required_argument
                                       : optional_argument;
        tables->longs[i].val = row->key;
        if (has_letter(row)) {
            str_add_char(&tables->shorts, (char)row->key);
            if (row->argument != OPTION_FLAG)
                str_add_char(&tables->shorts, ':');
            if (row->argument == OPTION_OPTIONAL)
                str_add_char(&tables->shorts, ':');
        }
    }
    return str_status(&tables->shorts, err);
}

static const struct option_row *find_row(const struct option_table *table,
                                         int key)
{
    for (size_t i = 0; i < table->n_rows; i++) {
        if (table->rows[i].key == key)
            return &table->rows[i];
    }
    return NULL;
}

/*
 * The word that getopt_long stumbled over. A long option has been consumed
 * (optopt is 0 or the row's key); an unknown letter may be inside a group,
 * which getopt has not left yet unless the letter was its last.
 */
static const char *failing_word(int argc, char **argv)
{
    const char *before = argv[optind - 1];
    size_t n_bytes = strlen(before);
    if (strncmp(before, "--", 2) == 0 || optind >= argc)
        return before;
    if (before[0] == '-' && n_bytes > 1 && before[n_bytes - 1] == optopt)
        return before;
    return argv[optind];
}

static enum status bad_option(const struct option_table *table, int result,
                              const char *word, struct error *err)
{
    const struct option_row *row = find_row(table, optopt);
    if (result == ':' && row)
        return error_set(err, STATUS_BAD_USAGE, "option '--%s' needs %s",
                         row->name, row->metavar ? row->metavar : "a value");
    if (row && row->argument == OPTION_FLAG)
        return error_set(err, STATUS_BAD_USAGE, "option '--%s' takes no value",
                         row->name);
    return unknown_option(table, word, err);
}

/* NOLINTNEXTLINE(readability-function-size): argc and argv are one thing */
enum status option_parse(const struct option_table *table, int argc,
                         char **argv, option_handler handler, void *context,
                         int *ret_first, struct error *err)
{
    struct getopt_tables tables = {NULL, STR_INIT};
    enum status status = build_tables(table, &tables, err);
    optind = 0; /* glibc: start over, also when a program parses twice */
    opterr = 0;
    while (status == STATUS_OK) {
        int key = getopt_long(argc, argv, str_view(&tables.shorts).bytes,
                              tables.longs, NULL);
        if (key == -1)
            break;
        if (key == '?' || key == ':')
            status = bad_option(table, key, failing_word(argc, argv), err);
        else
            status = handler(context, key, optarg, err);
    }
    *ret_first = optind;
    free(tables.longs);
    str_release(&tables.shorts);
    return status;
}

/* "  -n, --limit=N" */
static int print_name(const struct option_row *row, FILE *out)
{
    int n = has_letter(row) ? fprintf(out, "  -%c, --%s", row->key, row->name)
                            : fprintf(out, "      --%s", row->name);
    if (row->argument == OPTION_REQUIRED)
        n += fprintf(out, "=%s", row->metavar);
    else if (row->argument == OPTION_OPTIONAL)
        n += fprintf(out, "[=%s]", row->metavar);
    return n;
}

/* Words of text from column on, wrapped with the indent. */
static void print_wrapped(const char *text, int column, int indent, FILE *out)
{
    bool is_first = true;
    while (*text) {
        int n_word = (int)strcspn(text, " ");
        if (!is_first && column + 1 + n_word > HELP_COLUMNS) {
            (void)fprintf(out, "\n%*s", indent, "");
            column = indent;
        } else if (!is_first) {
            (void)fputc(' ', out);
            column++;
        }
        (void)fprintf(out, "%.*s", n_word, text);
        column += n_word;
        text += n_word;
        text += strspn(text, " ");
        is_first = false;
    }
    (void)fputc('\n', out);
}

static void print_row(const struct option_row *row, FILE *out)
{
    int column = print_name(row, out);
    if (column >= HELP_TEXT_COLUMN) {
        (void)fputc('\n', out);
        column = 0;
    }
    (void)fprintf(out, "%*s", HELP_TEXT_COLUMN - column, "");
    print_wrapped(row->help, HELP_TEXT_COLUMN, HELP_TEXT_COLUMN, out);
}

void option_help(const struct option_table *table, FILE *out)
{
    const char *line = table->usage;
    const char *label = "Usage:";
    while (*line) {
        int n_bytes = (int)strcspn(line, "\n");
        (void)fprintf(out, "%s %.*s\n", label, n_bytes, line);
        line += n_bytes;
        line += *line == '\n';
        label = "      ";
    }
    (void)fputc('\n', out);
    print_wrapped(table->summary, 0, 0, out);
    for (size_t i = 0; i < table->n_rows; i++) {
        if (table->rows[i].group)
            (void)fprintf(out, "\n%s:\n", table->rows[i].group);
        print_row(&table->rows[i], out);
    }
    if (table->epilog)
        (void)fprintf(out, "\n%s\n", table->epilog);
}

/* Digits at the start of value; false without any or over 64 bits. */
static bool read_digits(const char *value, uint64_t *ret_number,
                        const char **ret_end)
{
    char *end = NULL;
    if (value[0] < '0' || value[0] > '9')
        return false;
    errno = 0;
    *ret_number = strtoull(value, &end, 10);
    *ret_end = end;
    return errno == 0;
}

enum status option_number(const char *name, const char *value, uint64_t min,
                          uint64_t max, uint64_t *ret_number, struct error *err)
{
    uint64_t number = 0;
    const char *end = "";
    if (!read_digits(value, &number, &end) || *end != '\0' || number < min ||
        number > max)
        return error_set(err, STATUS_BAD_USAGE,
                         "option '--%s': '%s' is not a number from %llu to "
                         "%llu",
                         name, value, (unsigned long long)min,
                         (unsigned long long)max);
    *ret_number = number;
    return STATUS_OK;
}

static int size_shift(const char *suffix)
{
    static const char letters[] = "KMG";
    if (suffix[0] == '\0')
        return 0;
    const char *letter = strchr(letters, suffix[0] & ~0x20);
    if (!letter || *letter == '\0' || suffix[1] != '\0')
        return -1;
    return 10 * (int)(letter - letters + 1);
}

enum status option_size(const char *name, const char *value,
                        uint64_t *ret_n_bytes, struct error *err)
{
    uint64_t number = 0;
    const char *end = "";
    int shift = -1;
    if (read_digits(value, &number, &end))
        shift = size_shift(end);
    if (shift < 0 || number > UINT64_MAX >> shift)
        return error_set(err, STATUS_BAD_USAGE,
                         "option '--%s': '%s' is not a size such as 300K, "
                         "512M or 2G",
                         name, value);
    *ret_n_bytes = number << shift;
    return STATUS_OK;
}

enum status option_seconds(const char *name, const char *value,
                           uint64_t *ret_ms, struct error *err)
{
    static const uint64_t max_s = (uint64_t)366 * 24 * 3600;
    uint64_t seconds = 0;
    uint64_t ms = 0;
    const char *end = "";
    bool is_number = read_digits(value, &seconds, &end) && seconds <= max_s;
    if (is_number && *end == '.') {
        uint64_t unit = 100;
        for (end++; *end >= '0' && *end <= '9' && unit > 0; end++, unit /= 10)
            ms += (uint64_t)(*end - '0') * unit;
        is_number = end[-1] != '.';
    }
    ms += seconds * 1000;
    if (!is_number || *end != '\0' || ms == 0)
        return error_set(err, STATUS_BAD_USAGE,
                         "option '--%s': '%s' is not a number of seconds such "
                         "as 2 or 0.5",
                         name, value);
    *ret_ms = ms;
    return STATUS_OK;
}

enum status option_choice(const char *name, const char *value,
                          const char *const *words, size_t n_words,
                          size_t *ret_i, struct error *err)
{
    struct str list = STR_INIT;
    for (size_t i = 0; i < n_words; i++) {
        if (strcmp(value, words[i]) == 0) {
            *ret_i = i;
            str_release(&list);
            return STATUS_OK;
        }
        str_add_format(&list, "%s%s", i ? ", " : "", words[i]);
    }
    error_set(err, STATUS_BAD_USAGE, "option '--%s': '%s' is not one of: %s",
              name, value, list.bytes ? list.bytes : "");
    str_release(&list);
    return STATUS_BAD_USAGE;
}
