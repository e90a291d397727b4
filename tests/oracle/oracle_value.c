/*
 * Fields that are whole values: a tag, a language, an address, an id.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "corpus.h"
#include "oracle_parts.h"

#include "text/language.h"

#include <string.h>

static struct str_span fold(struct oracle_query *query, struct str_span text)
{
    CLEANUP(str_release) struct str folded = STR_INIT;
    struct error err = ERROR_INIT;
    demand(analyser_fold(query->oracle->analyser, str_span_trim(text), &folded,
                         &err),
           &err, "folding");
    return arena_copy(&query->arena, str_view(&folded));
}

static bool takes(struct oracle_query *query, const struct ast_node *node,
                  struct str_span value)
{
    if (value.n_bytes == 0)
        return false;
    if (node->kind == AST_WORD || node->kind == AST_PHRASE)
        return str_span_equal(fold(query, node->text), value);
    struct oracle_test *test = oracle_test_new(query, node);
    bool is_match = oracle_test_term(test, value);
    oracle_test_free(test);
    return is_match;
}

/* en-GB is of en, and so is English. */
static struct str_span code_of(struct str_span language)
{
    const struct language *known = language_find(str_span_trim(language));
    struct str_span code = str_span_trim(language);
    if (known != NULL)
        return str_span_of(known->code);
    for (size_t i = 0; i < code.n_bytes; i++)
        if (code.bytes[i] == '-' || code.bytes[i] == '_')
            code.n_bytes = i;
    return code;
}

/* Whoever asks for a language by its name asks for its code, too; with a
   region, for nothing else. */
static bool language_matches(struct oracle_query *query,
                             const struct ast_node *node,
                             struct str_span language)
{
    struct str_span text = str_span_trim(node->text);
    struct str_span code = fold(query, code_of(language));
    bool has_region = memchr(text.bytes, '-', text.n_bytes) != NULL ||
                      memchr(text.bytes, '_', text.n_bytes) != NULL;
    const struct language *known = language_find(text);
    if (takes(query, node, fold(query, language)) || takes(query, node, code))
        return true;
    return node->kind == AST_WORD && !has_region && known != NULL &&
           str_span_equal(str_span_of(known->code), code);
}

/* A path, a folder of it, or how it begins. */
static bool path_matches(const struct ast_node *node, struct str_span path)
{
    CLEANUP(str_release) struct str wanted = STR_INIT;
    struct str_span text = node->text;
    bool is_pattern = node->kind == AST_PATTERN;
    for (size_t i = 0; i + is_pattern < text.n_bytes; i++) {
        i += is_pattern && text.bytes[i] == '\\';
        str_add_char(&wanted, text.bytes[i]);
    }
    if (is_pattern || (text.n_bytes > 0 && text.bytes[text.n_bytes - 1] == '/'))
        return str_span_starts(path, str_view(&wanted));
    return str_span_equal(path, str_view(&wanted));
}

bool oracle_value_matches(struct oracle_query *query,
                          const struct ast_node *node, enum field field,
                          const struct oracle_article *article)
{
    const struct article *from = &article->article;
    switch (field) {
    case FIELD_TAG:
        for (size_t i = 0; i < from->n_tags; i++)
            if (takes(query, node, fold(query, from->tags[i])))
                return true;
        return false;
    case FIELD_LANGUAGE:
        return language_matches(query, node, from->language);
    case FIELD_URL:
        return takes(query, node, fold(query, from->url));
    case FIELD_TYPE:
        return takes(query, node,
                     str_span_of(corpus_origin(from->id, &query->arena).form));
    case FIELD_PATH:
        return path_matches(node, corpus_origin(from->id, &query->arena).path);
    case FIELD_ID:
        return str_span_equal(node->text, from->id);
    default:
        break;
    }
    demand(STATUS_INTERNAL, NULL, "a field that no oracle judges");
    return false;
}
