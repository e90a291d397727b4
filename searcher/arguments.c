/*
 * The options of lede-search, written once.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/arguments_parts.h"

#include <stdlib.h>
#include <string.h>

/* More passages than any page shows. */
#define SNIPPETS_MAX 1000
#define COLUMNS_MAX  10000

enum key {
    KEY_OFFSET = 256,
    KEY_ALL,
    KEY_SORT,
    KEY_RECENT,
    KEY_EXPAND,
    KEY_UNIT,
    KEY_ANY,
    KEY_ANY_CASE,
    KEY_STRICT,
    KEY_LENIENT,
    KEY_SAVED,
    KEY_TIMEOUT,
    KEY_COUNT,
    KEY_IDS,
    KEY_SNIPPETS,
    KEY_WIDTH,
    KEY_SHOW,
    KEY_EXPLAIN,
    KEY_LINT,
    KEY_FORMAT,
    KEY_COLOR,
    KEY_QUERIES,
    KEY_SIMILAR,
    KEY_REPRINTS,
    KEY_FILTER,
    KEY_CURSOR,
    KEY_FACET,
    KEY_TIMELINE,
    KEY_FIELDS,
    KEY_FULL,
    KEY_HYPERLINK,
    KEY_PAGER,
};

static const struct option_row rows[] = {
    {'i', "index", OPTION_REQUIRED, "DIR", "Where to search",
     "the index (default: $LEDE_INDEX, else lede.index)"},

    {KEY_SAVED, "saved", OPTION_REQUIRED, "FILE", NULL,
     "the queries that saved:NAME stands for (default: $LEDE_SAVED)"},

    {'n', "limit", OPTION_REQUIRED, "N", "What to find",
     "show at most N articles, or paragraphs (default: 10)"},
    {KEY_OFFSET, "offset", OPTION_REQUIRED, "N", NULL, "leave out the first N"},
    {KEY_ALL, "all", OPTION_FLAG, NULL, NULL, "show all that match"},
    {KEY_CURSOR, "cursor", OPTION_REQUIRED, "TEXT", NULL,
     "go on where the page of an answer ended (its page.next in JSON)"},
    {KEY_FILTER, "filter", OPTION_REQUIRED, "[-]FIELD:VALUE", NULL,
     "only articles with that value (-: without it), however the query reads"},
    {KEY_SORT, "sort", OPTION_REQUIRED, "ORDER", NULL,
     "relevance (default), date (oldest first), -date, title, indexed, or "
     "-indexed; several, with commas: -date,title"},
    {KEY_RECENT, "recent", OPTION_FLAG, NULL, NULL,
     "rank newer articles higher"},
    {KEY_EXPAND, "expand", OPTION_FLAG, NULL, NULL,
     "rank by words of the first articles, too"},
    {KEY_UNIT, "unit", OPTION_REQUIRED, "UNIT", NULL,
     "what is found and counted: article (default), or paragraph"},
    {KEY_ANY, "any", OPTION_FLAG, NULL, NULL,
     "rank by how many words match instead of asking for all"},
    {KEY_ANY_CASE, "any-case", OPTION_FLAG, NULL, NULL,
     "and, or, not are operators in small letters, too"},
    {KEY_STRICT, "strict", OPTION_FLAG, NULL, NULL,
     "a mistake in a query is an error (default without --any)"},
    {KEY_LENIENT, "lenient", OPTION_FLAG, NULL, NULL,
     "a mistake is a warning, and its text is searched"},
    {KEY_TIMEOUT, "timeout", OPTION_REQUIRED, "SEC", NULL,
     "stop looking after SEC seconds and show what was found (status 4)"},

    {KEY_SIMILAR, "similar", OPTION_REQUIRED, "ID", NULL,
     "articles like this one, instead of a query"},
    {KEY_REPRINTS, "reprints", OPTION_REQUIRED, "HOW", NULL,
     "fold (default where hits are shown), show (the default "
     "elsewhere), or only"},

    {KEY_COUNT, "count", OPTION_FLAG, NULL, "What to show",
     "only how many match"},
    {KEY_IDS, "ids", OPTION_FLAG, NULL, NULL, "only ids, as --format=ids"},
    {'q', "quiet", OPTION_FLAG, NULL, NULL,
     "nothing: the exit status tells whether something was found"},
    {KEY_SNIPPETS, "snippets", OPTION_REQUIRED, "N", NULL,
     "at most N paragraphs of an article (default: 3)"},
    {KEY_FULL, "full", OPTION_FLAG, NULL, NULL,
     "these paragraphs whole instead of pieces of them"},
    {KEY_FACET, "facet", OPTION_REQUIRED, "FIELD[:N]", NULL,
     "count the N (10) most frequent values of source, author, section, "
     "language, year or tag among all that match"},
    {KEY_TIMELINE, "timeline", OPTION_OPTIONAL, "UNIT", NULL,
     "count by year, month or day (default: auto)"},
    {KEY_WIDTH, "width", OPTION_REQUIRED, "N", NULL,
     "lay out for a terminal of N columns, also in a pipe"},
    {KEY_SHOW, "show", OPTION_REQUIRED, "ID[#pN]", NULL,
     "an article, or its paragraph N, instead of a search"},
    {'C', "context", OPTION_REQUIRED, "N", NULL,
     "with --show=ID#pN: N paragraphs before and after it"},
    {KEY_EXPLAIN, "explain", OPTION_FLAG, NULL, NULL,
     "how the query is read and matched, instead of a search"},
    {KEY_LINT, "lint", OPTION_FLAG, NULL, NULL,
     "what is to be said of the query, and what each clause finds"},

    {KEY_FORMAT, "format", OPTION_REQUIRED, "FORM", "In which form",
     "text, json, jsonl, csv, tsv, ids or trec"},
    {KEY_FIELDS, "fields", OPTION_REQUIRED, "NAME,...", NULL,
     "the columns of csv, tsv, and of text in a pipe"},
    {'0', "null", OPTION_FLAG, NULL, NULL,
     "end ids by NUL instead of a newline"},
    {KEY_COLOR, "color", OPTION_REQUIRED, "WHEN", NULL,
     "auto (default), always or never"},
    {KEY_HYPERLINK, "hyperlink", OPTION_REQUIRED, "WHEN", NULL,
     "make ids links to where the articles say they are: auto, always or "
     "never (default)"},

    {KEY_PAGER, "pager", OPTION_FLAG, NULL, NULL,
     "on a terminal, show it through $PAGER (default: less -FRX)"},

    {KEY_QUERIES, "queries", OPTION_REQUIRED, "FILE", "Many questions",
     "answer each line of FILE (- for standard input): QUERY, or NAME tab "
     "QUERY"},

    {'h', "help", OPTION_OPTIONAL, "TOPIC", "About",
     "print this text; --help=query: what can be written in a query"},
    {'V', "version", OPTION_FLAG, NULL, NULL, "print the version"},
};

const struct option_table *arguments_table(void)
{
    static const struct option_table table = {
        .program = "lede-search",
        .usage = "lede-search [OPTION]... QUERY...\n"
                 "lede-search [OPTION]... --queries=FILE\n"
                 "lede-search [OPTION]... --show=ID[#pN]\n"
                 "lede-search [OPTION]... --similar=ID",
        .summary = "Finds articles and the paragraphs in them that answer a "
                   "query.",
        .rows = rows,
        .n_rows = sizeof(rows) / sizeof(rows[0]),
        .epilog = "Queries: words (all must occur), AND OR NOT ( ), \"exact "
                  "phrase\", title:word,\nauthor: source: section: tag: lang: "
                  "date:1906..1910;\nsee --help=query and lede-query(7).\nTo "
                  "exclude a word "
                  "first, write -- before the query: lede-search -- -committee"
                  "\n\nExit status: 0 something was found, 1 nothing was "
                  "found, 2 an error,\n4 not all could be looked at.",
    };
    return &table;
}

static enum status set_sort(struct arguments *arguments, const char *value,
                            struct error *err)
{
    struct sort_list sorts;
    enum status status = sort_list_read(str_span_of(value), &sorts, err);

    address_set_sort(&arguments->address, str_span_of(value));
    return status;
}

static enum status set_unit(struct arguments *arguments, const char *value,
                            struct error *err)
{
    static const char *const words[] = {"article", "paragraph"};

    static const enum address_unit units[] = {ADDRESS_UNIT_ARTICLE,
                                              ADDRESS_UNIT_PARAGRAPH};

    size_t i = 0;
    enum status status = option_choice("unit", value, words, 2, &i, err);

    arguments->address.unit = units[i];
    return status;
}

static enum status set_form(struct arguments *arguments, const char *value,
                            struct error *err)
{
    static const char *const words[] = {"text", "json", "jsonl", "csv",
                                        "tsv",  "ids",  "trec"};

    static const enum form forms[] = {FORM_TEXT, FORM_JSON, FORM_JSONL,
                                      FORM_CSV,  FORM_TSV,  FORM_IDS,
                                      FORM_TREC};

    size_t i = 0;
    enum status status = option_choice("format", value, words, 7, &i, err);

    arguments->form = forms[i];
    arguments->has_format = true;
    /* text is what depends on where the output goes */
    arguments->has_form = forms[i] != FORM_TEXT;
    return status;
}

static enum status set_when(const char *name, const char *value,
                            enum arguments_color *ret_when, struct error *err)
{
    static const char *const words[] = {"auto", "always", "never"};

    static const enum arguments_color colors[] = {COLOR_AUTO, COLOR_ALWAYS,
                                                  COLOR_NEVER};

    size_t i = 0;
    enum status status = option_choice(name, value, words, 3, &i, err);

    *ret_when = colors[i];
    return status;
}

static enum status set_reprints(struct arguments *arguments, const char *value,
                                struct error *err)
{
    static const char *const words[] = {"fold", "show", "only"};

    static const enum address_reprints ways[] = {
        ADDRESS_REPRINTS_FOLD, ADDRESS_REPRINTS_SHOW, ADDRESS_REPRINTS_ONLY};

    size_t i = 0;
    enum status status = option_choice("reprints", value, words, 3, &i, err);

    arguments->address.reprints = ways[i];
    arguments->has_reprints = true;
    return status;
}

static enum status set_help(struct arguments *arguments, const char *value,
                            struct error *err)
{
    static const char *const topics[] = {"query"};

    size_t i = 0;

    arguments->help = HELP_OPTIONS;
    if (!value)
        return STATUS_OK;
    arguments->help = HELP_QUERY;
    return option_choice("help", value, topics, 1, &i, err);
}

static enum status set_number(struct arguments *arguments, int key,
                              const char *value, struct error *err)
{
    struct address *address = &arguments->address;
    uint64_t number = ADDRESS_SNIPPETS_DEFAULT;
    enum status status;

    switch (key) {
    case 'n':
        return option_number("limit", value, 0, UINT32_MAX, &address->limit,
                             err);
    case KEY_OFFSET:
        return option_number("offset", value, 0, UINT32_MAX, &address->offset,
                             err);
    case 'C':
        return option_number("context", value, 0, ARTICLE_MAX_PARAGRAPHS,
                             &arguments->n_context, err);
    case KEY_WIDTH:
        return option_number("width", value, RENDER_MIN_COLUMNS, COLUMNS_MAX,
                             &arguments->n_columns, err);
    default:
        status =
            option_number("snippets", value, 0, SNIPPETS_MAX, &number, err);
        address->n_snippets = (uint32_t)number;
        return status;
    }
}

static void set_flag(struct arguments *arguments, int key)
{
    switch (key) {
    case KEY_ALL:
        arguments->address.limit = UINT32_MAX;
        break;
    case KEY_ANY:
        arguments->address.mode = QUERY_ANY_WORD;
        break;
    case KEY_COUNT:
        arguments->has_count = true;
        break;
    case KEY_IDS:
        arguments->has_ids = true;
        break;
    case 'q':
        arguments->is_quiet = true;
        break;
    case KEY_ANY_CASE:
        arguments->address.is_any_case = true;
        break;
    case KEY_STRICT:
        arguments->address.reading = QUERY_READING_STRICT;
        break;
    case KEY_LENIENT:
        arguments->address.reading = QUERY_READING_LENIENT;
        break;
    case KEY_PAGER:
        arguments->has_pager = true;
        break;
    case KEY_FULL:
        arguments->is_full = true;
        break;
    case KEY_RECENT:
        arguments->address.is_recent = true;
        break;
    case KEY_EXPAND:
        arguments->address.is_expanded = true;
        break;
    case KEY_EXPLAIN:
        arguments->is_explain = true;
        break;
    case KEY_LINT:
        arguments->is_lint = true;
        break;
    case '0':
        arguments->line_end = '\0';
        break;
    default:
        arguments->is_version = true;
        break;
    }
}

static enum status set_option(void *context, int key, const char *value,
                              struct error *err)
{
    struct arguments *arguments = context;

    switch (key) {
    case 'i':
        arguments->index_path = value;
        arguments->has_index = true;
        return STATUS_OK;
    case KEY_SHOW:
        arguments->show = value;
        return STATUS_OK;
    case KEY_QUERIES:
        arguments->queries = value;
        return STATUS_OK;
    case KEY_SIMILAR:
        arguments->similar = value;
        return STATUS_OK;
    case KEY_REPRINTS:
        return set_reprints(arguments, value, err);
    case KEY_SAVED:
        arguments->saved = value;
        return STATUS_OK;
    case KEY_TIMEOUT:
        return option_seconds("timeout", value, &arguments->timeout_ms, err);
    case 'h':
        return set_help(arguments, value, err);
    case KEY_SORT:
        return set_sort(arguments, value, err);
    case KEY_UNIT:
        return set_unit(arguments, value, err);
    case KEY_FORMAT:
        return set_form(arguments, value, err);
    case KEY_COLOR:
        return set_when("color", value, &arguments->color, err);
    case KEY_HYPERLINK:
        return set_when("hyperlink", value, &arguments->hyperlink, err);
    case KEY_FIELDS:
        return arguments_set_fields(arguments, value, err);
    case KEY_FILTER:
        return arguments_add_filter(arguments, value, err);
    case KEY_FACET:
        return address_add_facet(&arguments->address, str_span_of(value), err);
    case KEY_TIMELINE:
        return address_set_timeline(&arguments->address,
                                    str_span_of(value ? value : "auto"), err);
    case KEY_CURSOR:
        arguments->address.cursor = str_span_of(value);
        return STATUS_OK;
    case 'n':
    case 'C':
    case KEY_OFFSET:
    case KEY_WIDTH:
    case KEY_SNIPPETS:
        return set_number(arguments, key, value, err);
    default:
        set_flag(arguments, key);
        return STATUS_OK;
    }
}

static void choose_form(struct arguments *arguments)
{
    if (arguments->has_count)
        arguments->form = FORM_COUNT;
    else if (arguments->has_ids)
        arguments->form = FORM_IDS;
    arguments->has_form =
        arguments->has_form || arguments->has_count || arguments->has_ids;
}

/* --similar=ID is the query like:ID, whatever signs the id has. */
static enum status ask_similar(struct arguments *arguments, struct error *err)
{
    struct ast_node like = {.kind = AST_LIKE,
                            .text = str_span_of(arguments->similar)};

    if (arguments->address.mode == QUERY_ANY_WORD)
        return arguments_refuse(err, "--any is about words, --similar has none",
                                "leave out --any");
    ast_print(&like, &arguments->query);
    return str_status(&arguments->query, err);
}

enum status arguments_read(int argc, char **argv,
                           struct arguments *ret_arguments, struct error *err)
{
    struct arguments arguments = {
        .index_path = getenv("LEDE_INDEX"),
        .saved = getenv("LEDE_SAVED"),
        .line_end = '\n',
        .hyperlink = COLOR_NEVER,
    };
    int first = argc;

    address_init(&arguments.address);
    arguments.address.reading = QUERY_READING_USUAL;

    str_init(&arguments.query, 0);
    arguments.has_index =
        arguments.index_path && arguments.index_path[0] != '\0';
    if (!arguments.has_index)
        arguments.index_path = "lede.index";
    if (arguments.saved && arguments.saved[0] == '\0')
        arguments.saved = NULL;
    enum status status = option_parse(arguments_table(), argc, argv, set_option,
                                      &arguments, &first, err);
    for (int i = first; i < argc && status == STATUS_OK; i++) {
        if (i > first)
            str_add_char(&arguments.query, ' ');
        str_add_text(&arguments.query, argv[i]);
        arguments.n_operands++;
    }
    if (status == STATUS_OK)
        status = str_status(&arguments.query, err);
    if (status == STATUS_OK && arguments.help == HELP_NONE &&
        !arguments.is_version)
        status = arguments_check(&arguments, err);
    if (status == STATUS_OK && arguments.similar)
        status = ask_similar(&arguments, err);
    choose_form(&arguments);
    *ret_arguments = arguments;
    return status;
}

void arguments_release(struct arguments *arguments)
{
    if (arguments)
        str_release(&arguments->query);
}

/* Three bytes or more, none of which is a digit or a sign of options. */
static bool looks_like_word(const char *text)
{
    size_t n_bytes = strlen(text);

    if (n_bytes < 3)
        return false;
    for (size_t i = 0; i < n_bytes; i++) {
        unsigned char byte = (unsigned char)text[i];
        bool is_letter = (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
        if (!is_letter && byte < 0x80)
            return false;
    }
    return true;
}

const char *arguments_excluded_word(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (argv[i][0] == '-' && looks_like_word(argv[i] + 1))
            return argv[i];
    return NULL;
}
