/*
 * What boxes and filters mean, as clauses of a query.
 *
 * A tree is made and printed, so that quotes and backslashes are the parser's
 * own business: what ast_print() writes is read as the same tree.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/address.h"
#include "searcher/address_parts.h"
#include "searcher/query_field.h"

/* Where clauses are in the query they make is not known yet. */
static const struct ast_span nowhere = {0, 0};

struct clause {
    struct arena *arena;
    struct str_span name; /* of its field */
    struct str_span value;
    struct error *err;
};

static bool is_white(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* Takes the next word off text; an empty one at its end. */
static struct str_span next_word(struct str_span *text)
{
    size_t n_bytes = 0;

    *text = str_span_trim(*text);
    while (n_bytes < text->n_bytes && !is_white(text->bytes[n_bytes]))
        n_bytes++;
    struct str_span word = str_span(text->bytes, n_bytes);
    *text = str_span(text->bytes + n_bytes, text->n_bytes - n_bytes);
    return word;
}

static struct ast_node *make_leaf(const struct clause *clause,
                                  enum ast_kind kind, struct str_span text)
{
    struct ast_node *node = ast_new(clause->arena, kind, nowhere);

    if (node)
        node->text = text;
    return node;
}

/* All of its words; NULL also if it has none. */
static struct ast_node *make_words(const struct clause *clause,
                                   struct str_span text)
{
    struct str_span rest = text;
    size_t n_words = 0;

    while (next_word(&rest).n_bytes > 0)
        n_words++;
    struct ast_node **nodes = ast_array(clause->arena, n_words + 1);
    if (!nodes || n_words == 0)
        return NULL;
    rest = text;
    for (size_t i = 0; i < n_words; i++) {
        nodes[i] = make_leaf(clause, AST_WORD, next_word(&rest));
        if (!nodes[i])
            return NULL;
    }
    return ast_group(clause->arena, AST_AND, nodes, n_words);
}

/* In a phrase of words `*`, `?` and `\` are signs, here they are text. */
static struct ast_node *make_phrase(const struct clause *clause,
                                    struct str_span value, bool is_whole)
{
    CLEANUP(str_release) struct str text = STR_INIT;

    if (!value.bytes)
        return NULL;
    for (size_t i = 0; i < value.n_bytes; i++) {
        char byte = value.bytes[i];
        if (!is_whole && (byte == '*' || byte == '?' || byte == '\\'))
            str_add_char(&text, '\\');
        str_add_char(&text, byte);
    }
    struct str_span copy = arena_copy(clause->arena, str_view(&text));
    if (str_status(&text, NULL) != STATUS_OK || !copy.bytes)
        return NULL;
    return make_leaf(clause, AST_PHRASE, copy);
}

static struct ast_node *make_names(const struct clause *clause,
                                   enum field field)
{
    struct str_span value = clause->value;
    bool is_group = address_is_words(value);
    struct ast_node *child =
        is_group
            ? make_words(clause, str_span(value.bytes + 1, value.n_bytes - 2))
            : make_phrase(clause, value, query_field_is_value(field));

    return ast_wrap(clause->arena, AST_FIELD, field, nowhere, child);
}

static bool is_single(const struct ast_node *node)
{
    return node->kind == AST_DATE || node->kind == AST_NUMBER ||
           node->kind == AST_HAS || node->kind == AST_LIKE;
}

/* Dates, numbers and the like: the parser says what they are. */
static enum status make_other(const struct clause *clause,
                              struct ast_node **ret_node)
{
    static const struct query_settings settings = {.reading =
                                                       QUERY_READING_STRICT};
    CLEANUP(str_release) struct str text = STR_INIT;
    struct diagnostic_list list;

    str_add_span(&text, clause->name);
    str_add_char(&text, ':');
    str_add_span(&text, clause->value);
    struct str_span copy = arena_copy(clause->arena, str_view(&text));
    enum status status = str_status(&text, clause->err);
    if (status == STATUS_OK && !copy.bytes)
        status = error_no_memory(clause->err);
    if (status != STATUS_OK)
        return status;
    diagnostic_list_init(&list, clause->arena);
    status = query_read(copy, &settings, clause->arena, ret_node, &list, NULL);
    diagnostic_list_release(&list);
    if (status == STATUS_NO_MEMORY)
        return error_no_memory(clause->err);
    if (status == STATUS_OK && is_single(*ret_node))
        return STATUS_OK;
    return address_refuse(clause->name, ':', clause->value, "cannot be read",
                          clause->err);
}

static enum status make_clause(const struct clause *clause, bool is_not,
                               struct str *out)
{
    struct query_field field = query_field_find(clause->name);
    struct ast_node *node = NULL;
    enum status status = STATUS_OK;

    if (field.use == QUERY_USE_LIKE)
        node = make_leaf(clause, AST_LIKE, clause->value);
    else if (field.use == QUERY_USE_FIELD && field.field != FIELD_DATE)
        node = make_names(clause, field.field);
    else
        status = make_other(clause, &node);
    if (status == STATUS_OK && is_not)
        node = ast_wrap(clause->arena, AST_NOT, FIELD_TEXT, nowhere, node);
    if (status == STATUS_OK && !node)
        status = error_no_memory(clause->err);
    if (status != STATUS_OK)
        return status;
    if (out->n_bytes > 0)
        str_add_char(out, ' ');
    ast_print(node, out);
    return STATUS_OK;
}

enum status address_clauses(const struct address *address, struct arena *arena,
                            struct str *out, struct error *err)
{
    CLEANUP(str_release) struct str clauses = STR_INIT;
    struct clause clause = {.arena = arena, .err = err};
    enum status status = STATUS_OK;

    for (size_t i = 0; i < ADDRESS_BOXES && status == STATUS_OK; i++) {
        CLEANUP(str_release) struct str value = STR_INIT;
        if (!address_box_filter(address, (enum address_box)i, &value))
            continue;
        clause.name = str_span_of(address_box_field((enum address_box)i));
        clause.value = arena_copy(arena, str_view(&value));
        status = str_status(&value, err);
        if (status == STATUS_OK && !clause.value.bytes)
            status = error_no_memory(err);
        if (status == STATUS_OK)
            status = make_clause(&clause, false, &clauses);
        if (status == STATUS_BAD_USAGE && i == ADDRESS_SINCE)
            status = address_refuse(SPAN("since"), ':', address->boxes[i],
                                    "is no day, as 2026-11-22", err);
    }
    for (size_t i = 0; i < address->n_filters && status == STATUS_OK; i++) {
        clause.name = address->filters[i].field;
        clause.value = address->filters[i].value;
        status = make_clause(&clause, address->filters[i].is_not, &clauses);
    }
    if (status == STATUS_OK)
        status = str_status(&clauses, err);
    if (status == STATUS_OK)
        str_add_span(out, str_view(&clauses));
    return status;
}
