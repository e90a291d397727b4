/*
 * Parsing, again with less asked for when the parser minds.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/json_parse.h"

#include "indexer/json_mend.h"

void json_note(struct str *note, const char *format, ...)
{
    va_list args;

    if (note->n_bytes > 0)
        str_add_text(note, "; ");
    va_start(args, format);
    str_add_vformat(note, format, args);
    va_end(args);
}

static void note_numbers(struct str *note, size_t n)
{
    if (n > 0)
        json_note(note, "%zu number%s too large: kept as text", n,
                  n == 1 ? "" : "s");
}

/* What the parser says is not always about JSON, nor for people. */
static enum status refuse(const json_error_t *problem, struct error *err)
{
    const char *reason = problem->text;
    const char *what = "not JSON";

    switch ((int)json_error_code(problem)) {
    case json_error_out_of_memory:
        return error_no_memory(err);
    case json_error_stack_overflow:
        what = "JSON that can't be read";
        reason = "it is nested too deep";
        break;
    case json_error_null_byte_in_key:
        what = "JSON that can't be read";
        reason = "a key holds \\u0000";
        break;
    case json_error_numeric_overflow:
        what = "JSON that can't be read";
        reason = "a number is too large";
        break;
    case json_error_premature_end_of_input:
        reason = "it ends too early";
        break;
    case json_error_end_of_input_expected:
        reason = "more stands behind its end";
        break;
    default:
        break;
    }
    return error_set(err, STATUS_BAD_TEXT, "%s at byte %d: %s", what,
                     problem->position, reason);
}

/* Whether a mended text could be parsed. */
static bool is_mendable(const json_error_t *problem)
{
    return json_error_code(problem) == json_error_numeric_overflow ||
           json_error_code(problem) == json_error_invalid_syntax;
}

enum status json_parse(struct str_span text, struct str *mended,
                       struct str *note, size_t *n_repaired, json_t **ret_value,
                       struct error *err)
{
    size_t flags = JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES | JSON_DECODE_ANY;
    struct json_mended counts = {0, 0};
    json_error_t problem;

    for (;;) {
        *ret_value = json_loadb(text.bytes, text.n_bytes, flags, &problem);
        if (*ret_value != NULL)
            break;
        if (json_error_code(&problem) == json_error_duplicate_key) {
            flags &= ~(size_t)JSON_REJECT_DUPLICATES;
            json_note(note, "a key comes twice: the last one counts");
            continue;
        }
        if (!is_mendable(&problem) || mended->n_bytes > 0)
            return refuse(&problem, err);
        json_mend(text, mended, &counts);
        if (str_status(mended, err) != STATUS_OK)
            return STATUS_NO_MEMORY;
        if (counts.n_numbers + counts.n_halves == 0)
            return refuse(&problem, err);
        text = str_view(mended);
    }
    note_numbers(note, counts.n_numbers);
    *n_repaired += counts.n_halves;
    return str_status(note, err);
}
