/*
 * Which options go together.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/arguments_parts.h"

/* Forms with a place for counts. */
static bool has_survey_form(const struct arguments *arguments)
{
    bool is_other = arguments->has_count || arguments->has_ids ||
                    arguments->is_explain || arguments->is_lint ||
                    arguments->show;

    return !is_other && arguments->form != FORM_IDS &&
           arguments->form != FORM_TREC && arguments->form != FORM_JSONL;
}

static enum status check_survey(const struct arguments *arguments,
                                struct error *err)
{
    const struct address *address = &arguments->address;
    bool has_survey =
        address->n_facets > 0 || address->timeline != TIMELINE_NONE;

    if (has_survey && !has_survey_form(arguments))
        return arguments_refuse(err, "--facet and --timeline have no such form",
                                "use --format=text, json, csv or tsv");
    if (arguments->n_fields > 0 && arguments->has_form &&
        arguments->form != FORM_CSV && arguments->form != FORM_TSV)
        return arguments_refuse(
            err, "--fields are the columns of a table",
            "use --format=csv or tsv, or leave out the other form");
    if (address->cursor.n_bytes > 0 && arguments->queries)
        return arguments_refuse(err, "--cursor belongs to one query",
                                "leave out --queries");
    return STATUS_OK;
}

static enum status check_lint(const struct arguments *arguments,
                              struct error *err)
{
    if (arguments->is_explain || arguments->show)
        return arguments_refuse(err, "--lint is about a query",
                                arguments->show ? "leave out --show"
                                                : "leave out --explain");
    if (arguments->has_count || arguments->has_ids ||
        (arguments->has_form && arguments->form != FORM_JSON))
        return arguments_refuse(err, "--lint has no such form",
                                "use --format=text or --format=json");
    return STATUS_OK;
}

/* One form of output; --ids --format=ids says the same thing twice. */
static enum status check_form(const struct arguments *arguments,
                              struct error *err)
{
    bool has_other_format =
        arguments->has_format &&
        (arguments->has_count || arguments->form != FORM_IDS);

    if (arguments->has_count && arguments->has_ids)
        return arguments_refuse(err,
                                "--count and --ids are two forms of output",
                                "ask for one of them");
    if ((arguments->has_count || arguments->has_ids) && has_other_format)
        return arguments_refuse(err, "--format is another form of output",
                                arguments->has_count ? "leave out --count"
                                                     : "leave out --ids");
    if (arguments->is_explain && arguments->show)
        return arguments_refuse(err, "--explain explains a query",
                                "leave out --show, or --explain");
    if (arguments->is_explain &&
        (arguments->has_count || arguments->has_ids || arguments->has_form))
        return arguments_refuse(err, "--explain has a form of its own",
                                "leave out --format, --count and --ids");
    return arguments->is_lint ? check_lint(arguments, err) : STATUS_OK;
}

enum status arguments_check(const struct arguments *arguments,
                            struct error *err)
{
    bool has_filter = arguments->address.n_filters > 0;
    int n_tasks = (arguments->show != NULL) + (arguments->queries != NULL) +
                  (arguments->similar != NULL) + (arguments->n_operands > 0);

    if (n_tasks == 0 && !has_filter)
        return arguments_refuse(err, "no query given",
                                "to list everything: lede-search '*'");
    if (arguments->show && arguments->n_operands > 0)
        return arguments_refuse(err, "--show takes no query",
                                "write the query's words without --show");
    if (arguments->similar && n_tasks > 1)
        return arguments_refuse(
            err, "--similar takes no query",
            "to narrow it down write: like:ID and your words");
    if (n_tasks > 1)
        return arguments_refuse(err, "--queries takes no other query",
                                "write one query a line into its file");
    if (arguments->n_context > 0 && !arguments->show)
        return arguments_refuse(
            err, "-C needs --show=ID#pN",
            "--snippets=N shows more paragraphs of each hit");
    if (arguments->show && (arguments->has_count || arguments->has_ids))
        return arguments_refuse(err, "--show has no such form",
                                "use --format=text or --format=json");
    if (arguments->show && arguments->has_form &&
        arguments->form != FORM_JSON && arguments->form != FORM_JSONL)
        return arguments_refuse(err, "--show has no such form",
                                "use --format=text or --format=json");
    if (arguments->line_end == '\0' && !arguments->has_ids &&
        arguments->form != FORM_IDS)
        return arguments_refuse(err, "-0 is for ids", "add --ids");
    enum status status = check_survey(arguments, err);
    return status == STATUS_OK ? check_form(arguments, err) : status;
}
