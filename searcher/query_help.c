/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_help.h"

#include "searcher/diagnostic.h"
#include "searcher/query_field.h"
#include "searcher/query_lex.h"

/* Columns of what is written; what it finds stands behind. */
#define WRITTEN_COLUMNS 24
/* And codes: "E110 W110". */
#define CODES_COLUMNS 9

struct row {
    const char *written;
    const char *finds;
};

static const struct row glance[] = {
    {"war peace", "both words, anywhere; case and accents don't matter"},
    {"protest", "protests and protesting, too"},
    {"=protest", "this form only"},
    {"\"sugar tax\"", "these very words, in this order, in one paragraph"},
    {"title:tax", "the word in a field"},
    {"title:(sugar tax)", "both words in it; title:\"sugar tax\": the phrase"},
    {"title,author:smith", "the word in either field"},
    {"title:*", "whatever has a title; also has:title"},
    {"(tax OR duty) tea", "a group"},
    {"\\AND  \"AND\"", "the word itself: a backslash or quotes hide a sign"},
    {"*", "every article"},
};

static const struct row inside[] = {
    {"wom?n  colo*r  *tion", "? is one letter, * any letters or none"},
    {"\"state* of * art\"", "in a phrase, too; * alone is any one word"},
    {"color~  color~2", "words that differ by one letter, or two"},
    {"candidate~ocr", "as scanning may have misread it"},
    {"/colou?r/", "a regular expression for whole words"},
    {"\"tony blair\"~10", "in any order, at most 10 words more between"},
    {"\"tax duty tea\"/2", "at least 2 of the words"},
    {"tax^3  \"sugar tax\"^0.5", "counts 3 times in the ranking, or half"},
};

static const struct row dates[] = {
    {"date:1906", "the year; 1906-05 the month, 1906-05-14 the day"},
    {"date:1906-05..1908", "from May 1906 to the end of 1908"},
    {"date:1906..  after:1906", "from the beginning of 1906; also date:>=1906"},
    {"date:..1910  before:1910", "to the end of 1910; also date:<=1910"},
    {"date:>1906  date:<1910", "without the year itself"},
    {"date:[1906 TO 1910]", "both included; in braces, neither"},
    {"date=1906", "certainly inside, if an article's own date is vague"},
    {"date:today", "and yesterday, 3days, 2weeks, 6months, 1year (ago)"},
    {"date:2weeks..", "since then"},
};

#define ROWS(table) (table), sizeof(table) / sizeof *(table)

static void add_row(const struct query_help_writer *writer, const char *written,
                    const char *finds)
{
    writer->row(writer->context, written, finds);
}

static void add_heading(const struct query_help_writer *writer,
                        const char *text)
{
    writer->heading(writer->context, text);
}

static void add_rows(const struct query_help_writer *writer,
                     const struct row *rows, size_t n_rows)
{
    for (size_t i = 0; i < n_rows; i++)
        add_row(writer, rows[i].written, rows[i].finds);
}

/* Signs that find the same share a line. */
static void add_operators(const struct query_help_writer *writer)
{
    size_t n_rows;
    const struct lex_operator *rows = lex_operators(&n_rows);
    for (size_t i = 0; i < n_rows;) {
        CLEANUP(str_release) struct str signs = STR_INIT;
        const char *finds = rows[i].finds;
        do
            str_add_format(&signs, "%s%s", signs.n_bytes > 0 ? "  " : "",
                           rows[i].sign);
        while (++i < n_rows && rows[i].finds == NULL);
        add_row(writer, str_view(&signs).bytes, finds);
    }
    add_row(writer, "words side by side", "all must match; with --any, any");
}

static void add_fields(const struct query_help_writer *writer)
{
    size_t n_rows;
    const struct schema_row *rows = schema_rows(&n_rows);
    for (size_t i = 0; i < n_rows; i++)
        /* The schema speaks of its terms there. */
        add_row(writer, rows[i].name,
                rows[i].kind == FIELD_KIND_DATE ? "see below" : rows[i].help);
    const struct query_field_row *others = query_field_rows(&n_rows);
    for (size_t i = 0; i < n_rows; i++)
        add_row(writer, others[i].name, others[i].help);
}

static void add_codes(const struct query_help_writer *writer)
{
    size_t n_rows;
    const struct diagnostic_row *rows = diagnostic_rows(&n_rows);
    for (size_t i = 0; i < n_rows; i++) {
        CLEANUP(str_release) struct str codes = STR_INIT;
        str_add_text(&codes, rows[i].code);
        if (rows[i].is_forgiven)
            str_add_format(&codes, " W%s", rows[i].code + 1);
        add_row(writer, str_view(&codes).bytes, rows[i].meaning);
    }
}

void query_help_write(const struct query_help_writer *writer)
{
    add_heading(writer, "A query is text: its words must all occur in an "
                        "article.");
    add_rows(writer, ROWS(glance));
    add_heading(writer, "Operators, the tightest first:");
    add_operators(writer);
    add_heading(writer, "Words and phrases:");
    add_rows(writer, ROWS(inside));
    add_heading(writer, "Fields:");
    add_fields(writer);
    add_heading(writer, "Dates:");
    add_rows(writer, ROWS(dates));
    add_heading(writer, "Diagnostics (with --lenient or --any, an error that "
                        "has a W is that warning):");
    add_codes(writer);
}

/* ---- as text */

static void print_heading(void *context, const char *text)
{
    struct str *out = (struct str *)context;

    str_add_format(out, out->n_bytes > 0 ? "\n%s\n" : "%s\n\n", text);
}

static void print_row(void *context, const char *written, const char *finds)
{
    bool is_code = written[0] == 'E' || written[0] == 'W' || written[0] == 'N';
    bool has_number = is_code && written[1] >= '1' && written[1] <= '9';

    str_add_format((struct str *)context, "  %-*s%s%s\n",
                   has_number ? CODES_COLUMNS : WRITTEN_COLUMNS, written,
                   has_number ? " " : "  ", finds);
}

void query_help(struct str *out)
{
    const struct query_help_writer writer = {print_heading, print_row, out};

    query_help_write(&writer);
    str_add_text(out, "\nMore is in lede-query(7).\n");
}
