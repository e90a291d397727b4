/*
 * The canonical reading of a query. What is written here is read back by the
 * parser as the same tree; a word that would be something else gets
 * backslashes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/ast.h"
#include "searcher/query_byte.h"
#include "searcher/query_date.h"
#include "searcher/query_field.h"
#include "searcher/query_lex.h"
#include "searcher/query_word.h"

#include <stdio.h>
#include <stdlib.h>

/* Where a node is printed: decides its parentheses and escapes. */
struct print_place {
    enum ast_kind parent; /* AST_ALL: none */
    enum field field;
    bool is_left; /* the first of two */
};

/* ---- texts */

static void print_hidden(struct str_span text, struct str *out)
{
    for (size_t i = 0; i < text.n_bytes;) {
        size_t n = lex_escapable(text, i);
        if (n > 0)
            str_add_char(out, '\\');
        else
            n = 1;
        str_add(out, text.bytes + i, n);
        i += n;
    }
}

/* A word that would be read as an operator, a field, a wildcard ... gets a
   backslash before each sign, or before itself when it is only letters. */
static void print_word(struct str_span text, enum field field, bool is_value,
                       struct str *out)
{
    if (word_is_plain(text, field, is_value)) {
        str_add_span(out, text);
        return;
    }
    size_t before = out->n_bytes;
    print_hidden(text, out);
    if (out->n_bytes - before > text.n_bytes)
        return;
    str_truncate(out, before);
    str_add_char(out, '\\');
    str_add_span(out, text);
}

/* What stands behind `=` needs no backslash before letters. */
static void print_exact(struct str_span text, struct str *out)
{
    bool is_safe = true;
    str_add_char(out, '=');
    for (size_t i = 0; i < text.n_bytes; i++) {
        char byte = text.bytes[i];
        bool is_inside = i > 0 && byte_is_wordy(text.bytes[i - 1]) &&
                         byte_is_wordy(byte_at(text, i + 1));
        bool is_joiner = byte == '-' || byte == '\'' || byte == '.';
        if (lex_escapable(text, i) > 0 && !(is_inside && is_joiner))
            is_safe = false;
    }
    if (is_safe)
        str_add_span(out, text);
    else
        print_hidden(text, out);
}

/* Wildcards and the backslashes before other signs are there already. */
static void print_pattern(struct str_span text, struct str *out)
{
    for (size_t i = 0; i < text.n_bytes;) {
        char byte = text.bytes[i];
        size_t n = lex_escapable(text, i);
        if (byte == '\\' && i + 1 < text.n_bytes)
            str_add_char(out, text.bytes[i++]);
        else if (n > 0 && byte != '*' && byte != '?')
            str_add_char(out, '\\');
        n = lex_escapable(text, i);
        n = n > 0 ? n : 1;
        str_add(out, text.bytes + i, n);
        i += n;
    }
}

/* `1906/0*`: as a whole path, and the wildcard. */
static void print_beginning(struct str_span text, struct str *out)
{
    CLEANUP(str_release) struct str plain = STR_INIT;
    for (size_t i = 0; i + 1 < text.n_bytes; i++) {
        i += text.bytes[i] == '\\';
        str_add_char(&plain, text.bytes[i]);
    }
    print_word(str_view(&plain), FIELD_PATH, true, out);
    str_add_char(out, '*');
}

/* Whether the question mark hidden at i is one without a backslash, too. */
static bool is_plain_mark(struct str_span text, size_t i)
{
    char behind = byte_at(text, i + 2);
    return byte_at(text, i + 1) == '?' &&
           (behind == ' ' || i + 2 >= text.n_bytes) &&
           (i == 0 || byte_is_wordy(text.bytes[i - 1]));
}

static void print_phrase(struct str_span text, enum field field,
                         struct str *out)
{
    bool is_value = query_field_is_value(field);
    str_add_char(out, '"');
    for (size_t i = 0; i < text.n_bytes; i++) {
        char byte = text.bytes[i];
        if (byte == '"' || (is_value && byte == '\\')) {
            str_add_char(out, '\\');
        } else if (byte == '\\') {
            if (!is_plain_mark(text, i))
                str_add_char(out, byte);
            byte = byte_at(text, ++i);
        }
        str_add_char(out, byte);
    }
    str_add_char(out, '"');
}

/* With as many decimals as it takes to read the same number again. */
static void print_factor(double factor, struct str *out)
{
    char text[32];
    for (int n = 0; n <= QUERY_FACTOR_MAX_BYTES; n++) {
        (void)snprintf(text, sizeof text, "%.*f", n, factor);
        double again = strtod(text, NULL);
        if (!(again < factor) && !(again > factor))
            break;
    }
    str_add_text(out, text);
}

void ast_print_dates(uint32_t date_min, uint32_t date_max, struct str *out)
{
    struct date date = {date_min, date_max, DATE_DAY};
    if (date_min != 0 && date_max != 0 && query_date_is_unit(&date)) {
        date_format(&date, out);
        return;
    }
    if (date_min != 0) {
        date = query_date_from(date_min);
        date_format(&date, out);
    }
    str_add_text(out, "..");
    if (date_max != 0) {
        date = query_date_until(date_max);
        date_format(&date, out);
    }
}

static void print_number(const struct ast_node *node, struct str *out)
{
    str_add_text(out, "words:");
    if (node->number_min == node->number_max) {
        str_add_format(out, "%llu", (unsigned long long)node->number_min);
        return;
    }
    if (node->number_min > 0 || node->number_max == UINT64_MAX)
        str_add_format(out, "%llu", (unsigned long long)node->number_min);
    str_add_text(out, "..");
    if (node->number_max != UINT64_MAX)
        str_add_format(out, "%llu", (unsigned long long)node->number_max);
}

static void print_like(const struct ast_node *node, struct str *out)
{
    struct str_span text = node->text;
    bool has_space = text.n_bytes == 0;
    for (size_t i = 0; i < text.n_bytes; i++)
        has_space = has_space || lex_space(text, i) > 0;
    str_add_text(out, node->is_group ? "dup:" : "like:");
    if (has_space)
        print_phrase(text, FIELD_ID, out);
    else
        print_word(text, FIELD_ID, true, out);
}

static void print_leaf(const struct ast_node *node, struct print_place place,
                       struct str *out)
{
    bool is_value = place.parent == AST_FIELD;
    enum ast_has has;
    switch (node->kind) {
    case AST_WORD:
        if (node->is_exact)
            print_exact(node->text, out);
        else
            print_word(node->text, place.field, is_value, out);
        return;
    case AST_PHRASE:
        print_phrase(node->text, place.field, out);
        if (node->has_extra)
            str_add_format(out, "~%u", node->n_extra);
        if (node->n_least > 0)
            str_add_format(out, "/%u", node->n_least);
        return;
    case AST_PATTERN:
        if (place.field == FIELD_PATH)
            print_beginning(node->text, out);
        else
            print_pattern(node->text, out);
        return;
    case AST_FUZZY:
        str_add_span(out, node->text);
        str_add_text(out, node->n_edits == AST_EDITS_OCR ? "~ocr" : "~");
        if (node->n_edits > 1)
            str_add_format(out, "%u", node->n_edits);
        return;
    case AST_REGEX:
        str_add_char(out, '/');
        str_add_span(out, node->text);
        str_add_char(out, '/');
        return;
    case AST_DATE:
        str_add_text(out, node->is_indexed ? "indexed:" : "date:");
        str_add_text(out, node->is_certain ? "=" : "");
        ast_print_dates(node->date_min, node->date_max, out);
        return;
    case AST_NUMBER:
        print_number(node, out);
        return;
    case AST_HAS:
        str_add_text(out, query_has_name(node->has));
        return;
    case AST_LIKE:
        print_like(node, out);
        return;
    case AST_ALL:
    case AST_AND:
    case AST_OR:
    case AST_NOT:
    case AST_MAYBE:
    case AST_NEAR:
    case AST_BOOST:
    case AST_FIELD:
        /* In a field `*` is what has one. */
        str_add_text(out, query_has_field(place.field, &has) ? "id:*" : "*");
        return;
    }
}

/* ---- operators */

static void print_node(const struct ast_node *node, struct print_place place,
                       struct str *out);

static void print_near(const struct ast_node *node, struct str *out)
{
    static const char *const names[] = {
        [AST_NEAR_ANY] = "NEAR",       [AST_NEAR_ORDERED] = "ADJ",
        [AST_NEAR_NOT] = "NOTNEAR",    [AST_NEAR_SENTENCE] = "SENT",
        [AST_NEAR_PARAGRAPH] = "PARA",
    };
    str_add_format(out, " %s", names[node->near]);
    if (node->near <= AST_NEAR_NOT)
        str_add_format(out, "/%u", node->n_apart);
    str_add_char(out, ' ');
}

static void print_operator(const struct ast_node *node, struct str *out)
{
    if (node->kind == AST_NEAR)
        print_near(node, out);
    else if (node->kind == AST_MAYBE)
        str_add_text(out, " MAYBE ");
    else
        str_add_text(out, node->kind == AST_AND ? " AND " : " OR ");
}

/* Bare at the top, and as the left side of the same operator. */
static bool is_bare(const struct ast_node *node, struct print_place place)
{
    bool is_chain = node->kind == AST_NEAR || node->kind == AST_MAYBE;
    return place.parent == AST_ALL ||
           (is_chain && place.parent == node->kind && place.is_left);
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the parser allows */
static void print_group(const struct ast_node *node, struct print_place place,
                        struct str *out)
{
    bool has_parentheses = !is_bare(node, place);
    if (has_parentheses)
        str_add_char(out, '(');
    for (size_t i = 0; i < node->n_children; i++) {
        struct print_place inside = {node->kind, place.field, i == 0};
        if (i > 0)
            print_operator(node, out);
        print_node(node->children[i], inside, out);
    }
    if (has_parentheses)
        str_add_char(out, ')');
}

/* Whether a boost directly behind the word is not read as a part of it. */
static bool takes_boost(struct str_span text)
{
    for (size_t i = 0; i < text.n_bytes; i++)
        if (!byte_is_wordy(text.bytes[i]) && text.bytes[i] != '-' &&
            text.bytes[i] != '\'')
            return false;
    return text.n_bytes > 0 && byte_is_wordy(text.bytes[text.n_bytes - 1]);
}

/* Whether the signs of a field or a boost belong to all of node as it is
   printed. */
static bool is_closed(const struct ast_node *node, enum ast_kind parent)
{
    switch (node->kind) {
    case AST_AND:
    case AST_OR:
    case AST_MAYBE:
    case AST_NEAR:
    case AST_PHRASE:
    case AST_PATTERN:
    case AST_FUZZY:
    case AST_REGEX:
        return true;
    case AST_WORD:
        return parent == AST_FIELD || takes_boost(node->text);
    case AST_BOOST:
        return parent == AST_FIELD;
    case AST_ALL:
    case AST_NOT:
    case AST_FIELD:
    case AST_DATE:
    case AST_NUMBER:
    case AST_HAS:
    case AST_LIKE:
        break;
    }
    return false;
}

/* In a field of whole values `^`, `~` and `/` are signs as any other: id:x^3 is
   the id. In parentheses they are what they are everywhere. */
static bool is_only_in_parentheses(const struct ast_node *child,
                                   enum ast_kind parent, enum field field)
{
    if (!query_field_is_opaque(field) || child->n_children > 0)
        return false;
    return parent == AST_BOOST || child->kind == AST_REGEX ||
           child->kind == AST_FUZZY;
}

/* The child of a field or of a boost. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the parser allows */
static void print_inner(const struct ast_node *node, struct print_place place,
                        struct str *out)
{
    const struct ast_node *child = node->children[0];
    if (is_closed(child, node->kind) &&
        !is_only_in_parentheses(child, node->kind, place.field)) {
        print_node(child, place, out);
        return;
    }
    place.parent = AST_ALL;
    str_add_char(out, '(');
    print_node(child, place, out);
    str_add_char(out, ')');
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the parser allows */
static void print_node(const struct ast_node *node, struct print_place place,
                       struct str *out)
{
    struct print_place inside = {node->kind, place.field, false};
    switch (node->kind) {
    case AST_AND:
    case AST_OR:
    case AST_MAYBE:
    case AST_NEAR:
        print_group(node, place, out);
        return;
    case AST_NOT:
        str_add_text(out, "NOT ");
        print_node(node->children[0], inside, out);
        return;
    case AST_BOOST:
        /* title:x^2 is read in the field, too */
        if (place.parent == AST_FIELD && node->children[0]->kind == AST_WORD)
            inside.parent = AST_FIELD;
        print_inner(node, inside, out);
        str_add_char(out, '^');
        print_factor(node->factor, out);
        return;
    case AST_FIELD:
        inside.field = node->field;
        str_add_format(out, "%s:", schema_row(node->field)->name);
        print_inner(node, inside, out);
        return;
    case AST_ALL:
    case AST_WORD:
    case AST_PHRASE:
    case AST_PATTERN:
    case AST_FUZZY:
    case AST_REGEX:
    case AST_DATE:
    case AST_NUMBER:
    case AST_HAS:
    case AST_LIKE:
        print_leaf(node, place, out);
        return;
    }
}

void ast_print(const struct ast_node *node, struct str *out)
{
    print_node(node, (struct print_place){AST_ALL, FIELD_TEXT, false}, out);
}
