/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_help.h"

#include "searcher/diagnostic.h"
#include "searcher/query_field.h"
#include "searcher/query_lex.h"

/* Columns of what is written; what it finds stands behind. */
#define WRITTEN_COLUMNS 24

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

static void add_row(struct str *out, const char *written, const char *finds)
{
    str_add_format(out, "  %-*s  %s\n", WRITTEN_COLUMNS, written, finds);
}

static void add_rows(struct str *out, const struct row *rows, size_t n_rows)
{
    for (size_t i = 0; i < n_rows; i++)
        add_row(out, rows[i].written, rows[i].finds);
}

/* Signs that find the same share a line. */
static void add_operators(struct str *out)
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
        add_row(out, str_view(&signs).bytes, finds);
    }
    add_row(out, "words side by side", "all must match; with --any, any");
}

static void add_fields(struct str *out)
{
    size_t n_rows;
    const struct schema_row *rows = schema_rows(&n_rows);
    for (size_t i = 0; i < n_rows; i++)
        /* The schema speaks of its terms there. */
        add_row(out, rows[i].name,
                rows[i].kind == FIELD_KIND_DATE ? "see below" : rows[i].help);
    const struct query_field_row *others = query_field_rows(&n_rows);
    for (size_t i = 0; i < n_rows; i++)
        add_row(out, others[i].name, others[i].help);
}

static void add_codes(struct str *out)
{
    size_t n_rows;
    const struct diagnostic_row *rows = diagnostic_rows(&n_rows);
    for (size_t i = 0; i < n_rows; i++) {
        str_add_format(out, "  %s ", rows[i].code);
        if (rows[i].is_forgiven)
            str_add_format(out, "W%s", rows[i].code + 1);
        str_add_format(out, "%*s %s\n", rows[i].is_forgiven ? 0 : 4, "",
                       rows[i].meaning);
    }
}

void query_help(struct str *out)
{
    str_add_text(out, "A query is text: its words must all occur in an "
                      "article.\n\n");
    add_rows(out, ROWS(glance));
    str_add_text(out, "\nOperators, the tightest first:\n");
    add_operators(out);
    str_add_text(out, "\nWords and phrases:\n");
    add_rows(out, ROWS(inside));
    str_add_text(out, "\nFields:\n");
    add_fields(out);
    str_add_text(out, "\nDates:\n");
    add_rows(out, ROWS(dates));
    str_add_text(out,
                 "\nDiagnostics (with --lenient or --any, an error that has "
                 "a W is that warning):\n");
    add_codes(out);
    str_add_text(out, "\nMore is in lede-query(7).\n");
}
