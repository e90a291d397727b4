/*
 * The parser: `saved:name`, which is read as if the query of that name stood in
 * its place, in parentheses. What there is to say about that query is said
 * about the name.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_parse.h"

#include "searcher/query_text.h"
#include "searcher/saved.h"

#include <string.h>

/* A saved query that is being read. */
struct saved_frame {
    struct str_span name;
    const struct saved_frame *outer; /* the one that asks for it; or NULL */
};

static bool is_inside(const struct parser *parser, struct str_span name)
{
    for (const struct saved_frame *frame = parser->saved_frame; frame != NULL;
         frame = frame->outer)
        if (str_span_equal_nocase(frame->name, name))
            return true;
    return false;
}

/* "a, which asks for b, which asks for a" */
static void add_ring(const struct saved_frame *frame, struct str_span name,
                     struct str *out)
{
    const struct saved_frame *begin = frame;
    str_add_span(out, name);
    while (!str_span_equal_nocase(begin->name, name))
        begin = begin->outer;
    /* Frames lead outwards; the ring is told inwards. */
    for (const struct saved_frame *end = begin; end != frame;) {
        const struct saved_frame *next = frame;
        while (next->outer != end)
            next = next->outer;
        str_add_text(out, ", which asks for ");
        str_add_span(out, next->name);
        end = next;
    }
    str_add_text(out, ", which asks for ");
    str_add_span(out, name);
}

/* The text of the query; false (and reported) if it can't be had. */
static bool find(struct parser *parser, struct ast_span span,
                 struct str_span name, struct str_span *ret_text)
{
    struct error why = ERROR_INIT;
    if (parser->saved == NULL) {
        (void)parser_forgives(parser, "160", span,
                              "name the file of saved queries with --saved, or "
                              "put it in quotes to search it as text",
                              "there are no saved queries");
        return false;
    }
    if (is_inside(parser, name)) {
        CLEANUP(str_release) struct str ring = STR_INIT;
        add_ring(parser->saved_frame, name, &ring);
        (void)parser_forgives(parser, "161", span,
                              "change one of them in the file of saved queries",
                              "a saved query asks for itself: %s",
                              str_view(&ring).bytes);
        return false;
    }
    enum status status = saved_find(parser->saved, name, ret_text, &why);
    if (status == STATUS_NO_MEMORY)
        parser->status = error_no_memory(parser->err);
    else if (status != STATUS_OK)
        (void)parser_forgives(parser, "160", span,
                              why.hint[0] != '\0' ? why.hint : NULL, "%s",
                              why.message);
    return status == STATUS_OK;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static void move_spans(struct ast_node *node, struct ast_span span)
{
    node->span = span;
    for (size_t i = 0; i < node->n_children; i++)
        move_spans(node->children[i], span);
}

/* What was said about the saved query is said about its name. */
static void pass_on(struct parser *parser, struct ast_span span,
                    struct str_span name, const struct parser *inner)
{
    bool is_stopped = inner->status == STATUS_BAD_QUERY;
    for (size_t i = 0; i < inner->list->n_items; i++) {
        const struct diagnostic *item = &inner->list->items[i];
        bool is_error = item->severity == SEVERITY_ERROR && !is_stopped;
        bool is_ring = strcmp(item->code + 1, "161") == 0; /* says it all */
        CLEANUP(str_release) struct str hint = STR_INIT;
        str_add_span(&hint, item->hint);
        if (is_ring) {
            parser_report(parser, item->code, span, str_view(&hint).bytes,
                          "%.*s", (int)item->message.n_bytes,
                          item->message.bytes);
            continue;
        }
        parser_report(parser, is_error ? "E162" : item->code, span,
                      str_view(&hint).bytes, "in the saved query '%.*s': %.*s",
                      (int)name.n_bytes, name.bytes, (int)item->message.n_bytes,
                      item->message.bytes);
        if (item->read != NULL)
            diagnostic_compare(parser->list, item->read, item->other);
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
static struct ast_node *read_query(struct parser *parser, struct ast_span span,
                                   struct str_span name, struct str_span text)
{
    const struct saved_frame frame = {name, parser->saved_frame};
    struct diagnostic_list list;
    struct parser inner = *parser;
    diagnostic_list_init(&list, parser->arena);
    inner.text = text;
    inner.mode = QUERY_ALL_WORDS;
    inner.list = &list;
    inner.scope = (struct query_field){QUERY_USE_FIELD, FIELD_TEXT};
    inner.is_scoped = false;
    inner.n_removed = 0;
    inner.has_smart_note = inner.has_single_note = false;
    inner.saved_frame = &frame;
    lexer_init(&inner.lexer, text);
    inner.lexer.is_any_case = parser->lexer.is_any_case;
    struct ast_node *node = parser_whole(&inner);
    parser->n_clauses = inner.n_clauses;
    parser->n_regex_bytes = inner.n_regex_bytes;
    if (inner.status == STATUS_OK || inner.status == STATUS_BAD_QUERY)
        pass_on(parser, span, name, &inner);
    /* Who has stopped reports nothing more. */
    parser->status = inner.status;
    diagnostic_list_release(&list);
    if (node == NULL || parser->status != STATUS_OK)
        return NULL;
    move_spans(node, span);
    return node;
}

/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
struct ast_node *parser_saved(struct parser *parser, struct ast_span span,
                              const struct lex_token *value)
{
    bool is_phrase = value->kind == LEX_PHRASE;
    struct str_span raw =
        parser_text(parser, is_phrase ? value->inner : value->span);
    struct str_span name = is_phrase ? query_text_value(parser->arena, raw)
                                     : query_text_word(parser->arena, raw);
    struct str_span text = SPAN("");
    if (name.bytes == NULL)
        return parser_made(parser, NULL);
    if (!parser_count(parser, span))
        return NULL;
    if (!find(parser, span, name, &text)) {
        if (!parser->is_lenient || parser->status != STATUS_OK)
            return NULL;
        parser->token.span = span;
        return parser_plain(parser);
    }
    if (!parser_enter(parser))
        return NULL;
    struct ast_node *node = read_query(parser, span, name, text);
    parser->depth--;
    return node;
}
