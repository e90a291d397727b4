/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_lex.h"

#include "searcher/query_byte.h"
#include "searcher/query_field.h"
#include "text/utf8.h"

#include <string.h>

/* The tightest first; of two signs that begin alike, the longer. */
static const struct lex_operator operators[] = {
    {LEX_NEAR, LEX_PLACE_NUMBER, "NEAR",
     "at most 10 words apart; NEAR/5: at most 5", AST_NEAR_ANY},
    {LEX_NEAR, LEX_PLACE_CALL, "AROUND", "AROUND(5): the same as NEAR/5",
     AST_NEAR_ANY},
    {LEX_NEAR, LEX_PLACE_NUMBER, "ADJ", "as NEAR, and in this order; ADJ/5",
     AST_NEAR_ORDERED},
    {LEX_NEAR, LEX_PLACE_NUMBER, "NOTNEAR",
     "the first with no second that near; NOTNEAR/5", AST_NEAR_NOT},
    {LEX_NEAR, LEX_PLACE_WORD, "SENT", "both in one sentence",
     AST_NEAR_SENTENCE},
    {LEX_NEAR, LEX_PLACE_WORD, "PARA", "both in one paragraph",
     AST_NEAR_PARAGRAPH},
    {LEX_NOT, LEX_PLACE_WORD, "NOT", "what follows must not match", 0},
    {LEX_MINUS, LEX_PLACE_PREFIX, "-", "the same; directly in front of it", 0},
    {LEX_MINUS, LEX_PLACE_PREFIX, "!", NULL, 0},
    {LEX_PLUS, LEX_PLACE_PREFIX, "+",
     "what follows must match, with --any, too", 0},
    {LEX_AND, LEX_PLACE_WORD, "AND", "both sides must match", 0},
    {LEX_AND, LEX_PLACE_INFIX, "&&", NULL, 0},
    {LEX_MAYBE, LEX_PLACE_WORD, "MAYBE",
     "the left side must match, the right only ranks", 0},
    {LEX_OR, LEX_PLACE_WORD, "OR", "either side must match", 0},
    {LEX_OR, LEX_PLACE_INFIX, "||", NULL, 0},
    {LEX_OR, LEX_PLACE_INFIX, "|", NULL, 0},
};

#define N_OPERATORS (sizeof operators / sizeof *operators)

const struct lex_operator *lex_operators(size_t *ret_n_rows)
{
    *ret_n_rows = N_OPERATORS;
    return operators;
}

void lexer_init(struct lexer *lexer, struct str_span text)
{
    lexer->text = text;
    lexer->off_bytes = 0;
    lexer->is_any_case = false;
    quote_finder_init(&lexer->finder, text);
}

static bool starts_at(struct str_span text, size_t off_bytes, const char *sign)
{
    return off_bytes < text.n_bytes &&
           str_span_starts(span_from(text, off_bytes), str_span_of(sign));
}

/* The operator of a place that begins at off_bytes; NULL for none. */
static const struct lex_operator *operator_at(struct str_span text,
                                              size_t off_bytes,
                                              enum lex_place place)
{
    for (size_t i = 0; i < N_OPERATORS; i++)
        if (operators[i].place == place &&
            starts_at(text, off_bytes, operators[i].sign))
            return &operators[i];
    return NULL;
}

static bool is_sign(char byte)
{
    return byte > ' ' && byte < 0x7F && !byte_is_wordy(byte);
}

size_t lex_space(struct str_span text, size_t off_bytes)
{
    if (off_bytes >= text.n_bytes)
        return 0;
    char byte = text.bytes[off_bytes];
    if (!byte_is_beyond_ascii(byte))
        return byte == ' ' || (byte >= '\t' && byte <= '\r');
    size_t end = off_bytes;
    uint32_t point = utf8_next(text, &end);
    bool is_space = point == 0x85 || point == 0xA0 || point == 0x1680 ||
                    (point >= 0x2000 && point <= 0x200A) || point == 0x2028 ||
                    point == 0x2029 || point == 0x202F || point == 0x205F ||
                    point == 0x3000;
    return is_space ? end - off_bytes : 0;
}

size_t lex_escapable(struct str_span text, size_t off_bytes)
{
    enum quote quote = quote_at(text, off_bytes);
    if (quote != N_QUOTES)
        return quote_n_bytes(quote);
    return is_sign(byte_at(text, off_bytes));
}

static bool ends_word(struct lexer *lexer, size_t off_bytes)
{
    struct str_span text = lexer->text;
    char byte = text.bytes[off_bytes];
    if (byte == '(' || byte == ')' || lex_space(text, off_bytes) > 0 ||
        operator_at(text, off_bytes, LEX_PLACE_INFIX) != NULL)
        return true;
    enum quote quote = quote_at(text, off_bytes);
    if (quote == N_QUOTES || quote_is_lone_text(quote))
        return false;
    size_t behind = off_bytes + quote_n_bytes(quote);
    return quote_find_closer(&lexer->finder, quote, behind) != SIZE_MAX;
}

bool lex_is_boundary(struct str_span text, size_t off_bytes)
{
    return off_bytes >= text.n_bytes || text.bytes[off_bytes] == ')' ||
           lex_space(text, off_bytes) > 0 ||
           operator_at(text, off_bytes, LEX_PLACE_INFIX) != NULL;
}

/* The end of the word that begins at start: at least one character. */
static size_t word_end(struct lexer *lexer, size_t start)
{
    struct str_span text = lexer->text;
    size_t off = start;
    while (off < text.n_bytes) {
        if (off > start && ends_word(lexer, off))
            break;
        size_t n_hidden = 0;
        if (text.bytes[off] == '\\')
            n_hidden = lex_escapable(text, off + 1);
        if (n_hidden > 0)
            off += 1 + n_hidden;
        else
            (void)utf8_next(text, &off);
    }
    return off;
}

static void set_token(struct lexer *lexer, struct lex_token *token,
                      enum lex_kind kind, size_t start, size_t end)
{
    *token = (struct lex_token){.kind = kind, .span = {start, end}};
    lexer->off_bytes = end;
}

/* A phrase if there is a quote at start that opens one, or `=` in front of
   it: phrases have the exact forms of words anyway. */
static bool read_phrase(struct lexer *lexer, size_t start,
                        struct lex_token *token)
{
    size_t open = start + (byte_at(lexer->text, start) == '=');
    enum quote quote = quote_at(lexer->text, open);
    if (quote == N_QUOTES)
        return false;
    size_t inner = open + quote_n_bytes(quote);
    size_t closer = quote_find_closer(&lexer->finder, quote, inner);
    if (closer == SIZE_MAX && (quote_is_lone_text(quote) || open > start))
        return false;
    bool is_closed = closer != SIZE_MAX;
    size_t inner_end = is_closed ? closer : lexer->text.n_bytes;
    size_t end = inner_end;
    enum quote last = quote_at(lexer->text, inner_end);
    if (is_closed)
        end += quote_n_bytes(last);
    set_token(lexer, token, LEX_PHRASE, start, end);
    token->inner = (struct ast_span){inner, inner_end};
    token->is_closed = is_closed;
    token->is_smart =
        quote != QUOTE_PLAIN || (is_closed && last != QUOTE_PLAIN);
    return true;
}

/* `/colou?r/`: without white space, and with nothing behind it but a boost;
   /etc/passwd is text. */
static bool read_regex(struct lexer *lexer, size_t start,
                       struct lex_token *token)
{
    struct str_span text = lexer->text;
    size_t end = start + 1;
    if (byte_at(text, start) != '/')
        return false;
    while (end < text.n_bytes && text.bytes[end] != '/') {
        if (lex_space(text, end) > 0)
            return false;
        end += text.bytes[end] == '\\' && byte_at(text, end + 1) == '/' ? 2 : 1;
    }
    bool has_boost =
        byte_at(text, end + 1) == '^' && byte_is_digit(byte_at(text, end + 2));
    if (end >= text.n_bytes || end == start + 1 ||
        !(lex_is_boundary(text, end + 1) || has_boost))
        return false;
    set_token(lexer, token, LEX_REGEX, start, end + 1);
    token->inner = (struct ast_span){start + 1, end};
    return true;
}

static bool is_name_byte(char byte)
{
    return byte_is_letter(byte) || byte == '_' || byte == ',';
}

/* Whether a word with this byte behind "name:" must have meant a field. */
static bool begins_value(struct str_span text, size_t off_bytes)
{
    char byte = byte_at(text, off_bytes);
    return byte_is_letter(byte) || byte_is_beyond_ascii(byte) || byte == '"' ||
           byte == '(';
}

/* date>=1906 without a colon. */
static bool is_comparison(struct str_span text, size_t off_bytes)
{
    char sign = byte_at(text, off_bytes);
    if (sign != '<' && sign != '>' && sign != '=')
        return false;
    size_t value = off_bytes + 1 + (byte_at(text, off_bytes + 1) == '=');
    return byte_is_wordy(byte_at(text, value)) || byte_at(text, value) == '"';
}

static bool read_field(struct lexer *lexer, size_t start,
                       struct lex_token *token)
{
    struct str_span text = lexer->text;
    size_t end = start;
    while (is_name_byte(byte_at(text, end)))
        end++;
    struct str_span names = str_span(text.bytes + start, end - start);
    bool is_colon = byte_at(text, end) == ':';
    if (names.n_bytes < 2 || names.bytes[0] == ',' ||
        names.bytes[names.n_bytes - 1] == ',')
        return false;
    if (is_colon ? starts_at(text, end + 1, "//")
                 : !is_comparison(text, end) || !query_field_compares(names))
        return false;
    enum query_field_hint hint = query_field_hint(names);
    bool has_value = begins_value(text, end + 1);
    if (hint == QUERY_FIELD_TEXT)
        return false;
    if (hint == QUERY_FIELD_UNKNOWN && !has_value)
        return false;
    if (hint == QUERY_FIELD_EVERYDAY && is_colon &&
        lex_is_boundary(text, end + 1))
        return false;
    set_token(lexer, token, LEX_FIELD, start, is_colon ? end + 1 : end);
    token->inner = (struct ast_span){start, end};
    return true;
}

/* NEAR NEAR/5 AROUND(5) SENT: the word at start, which ends at end. */
static bool read_near(struct lexer *lexer, size_t start, size_t end,
                      struct lex_token *token)
{
    struct str_span text = lexer->text;
    for (size_t i = 0; i < N_OPERATORS; i++) {
        const struct lex_operator *row = &operators[i];
        size_t behind = start + strlen(row->sign);
        if (row->kind != LEX_NEAR || !starts_at(text, start, row->sign))
            continue;
        size_t n_digits = count_digits(text, behind + 1);
        bool has_number = row->place == LEX_PLACE_NUMBER && n_digits > 0 &&
                          byte_at(text, behind) == '/' &&
                          end == behind + 1 + n_digits;
        bool is_call = row->place == LEX_PLACE_CALL && n_digits > 0 &&
                       byte_at(text, behind) == '(' &&
                       byte_at(text, behind + 1 + n_digits) == ')';
        if (end != behind && !has_number)
            continue;
        if (row->place == LEX_PLACE_CALL && !is_call)
            continue;
        if (has_number || is_call)
            end = behind + 1 + n_digits + is_call;
        else
            n_digits = 0;
        set_token(lexer, token, LEX_NEAR, start, end);
        token->inner = (struct ast_span){behind + 1, behind + 1 + n_digits};
        token->near = row->near;
        token->is_sign = n_digits > 0;
        return true;
    }
    return false;
}

static bool is_named(const struct lexer *lexer, const struct lex_operator *row,
                     struct str_span word)
{
    bool is_any_case =
        lexer->is_any_case &&
        (row->kind == LEX_AND || row->kind == LEX_OR || row->kind == LEX_NOT);
    struct str_span sign = str_span_of(row->sign);
    return is_any_case ? str_span_equal_nocase(word, sign)
                       : str_span_equal(word, sign);
}

static void read_word(struct lexer *lexer, size_t start,
                      struct lex_token *token)
{
    size_t end = word_end(lexer, start);
    if (read_near(lexer, start, end, token))
        return;
    set_token(lexer, token, LEX_WORD, start, end);
    struct str_span word = str_span(lexer->text.bytes + start, end - start);
    for (size_t i = 0; i < N_OPERATORS; i++)
        if (operators[i].place == LEX_PLACE_WORD &&
            is_named(lexer, &operators[i], word))
            token->kind = operators[i].kind;
    if (str_span_equal(word, SPAN("*")))
        token->kind = LEX_ALL;
}

/* Whether a - ! + at off_bytes has something to work on behind it. */
static bool is_prefix(struct str_span text, size_t off_bytes)
{
    char next = byte_at(text, off_bytes + 1);
    if (byte_is_letter(next) || byte_is_digit(next))
        return true;
    if (byte_is_beyond_ascii(next))
        return lex_space(text, off_bytes + 1) == 0;
    if (next == '=')
        return byte_is_letter(byte_at(text, off_bytes + 2)) ||
               quote_at(text, off_bytes + 2) != N_QUOTES;
    if (next == '?')
        return byte_is_wordy(byte_at(text, off_bytes + 2));
    return next != '\0' && strchr("\"(\\'.#@$*/[{~_%", next) != NULL;
}

void lexer_next(struct lexer *lexer, struct lex_token *ret_token)
{
    struct str_span text = lexer->text;
    size_t start = lexer->off_bytes;
    bool is_token_start =
        start == 0 || strchr("(|&-!+", text.bytes[start - 1]) != NULL;
    for (size_t n = lex_space(text, start); n > 0; n = lex_space(text, start)) {
        start += n;
        is_token_start = true;
    }
    char byte = byte_at(text, start);
    const struct lex_operator *infix =
        operator_at(text, start, LEX_PLACE_INFIX);
    const struct lex_operator *prefix =
        operator_at(text, start, LEX_PLACE_PREFIX);
    if (start >= text.n_bytes) {
        set_token(lexer, ret_token, LEX_END, start, start);
    } else if (byte == '(' || byte == ')') {
        enum lex_kind kind = byte == '(' ? LEX_OPEN : LEX_CLOSE;
        set_token(lexer, ret_token, kind, start, start + 1);
    } else if (infix != NULL) {
        set_token(lexer, ret_token, infix->kind, start,
                  start + strlen(infix->sign));
    } else if (prefix != NULL && is_token_start && is_prefix(text, start)) {
        set_token(lexer, ret_token, prefix->kind, start, start + 1);
    } else if (!read_phrase(lexer, start, ret_token) &&
               !(is_token_start && read_regex(lexer, start, ret_token)) &&
               !read_field(lexer, start, ret_token)) {
        read_word(lexer, start, ret_token);
    }
}

/* [1906 TO 1910] {1906 TO 1910} as one word, up to its bracket. */
static bool read_bracket(struct lexer *lexer, size_t start,
                         struct lex_token *token)
{
    struct str_span text = lexer->text;
    char byte = byte_at(text, start);
    if (byte != '[' && byte != '{')
        return false;
    size_t end = start;
    while (end < text.n_bytes && strchr("]}()\"", text.bytes[end]) == NULL)
        end++;
    if (byte_at(text, end) != ']' && byte_at(text, end) != '}')
        return false;
    set_token(lexer, token, LEX_WORD, start, end + 1);
    return true;
}

void lexer_value(struct lexer *lexer, enum lex_value value,
                 struct lex_token *ret_token)
{
    struct str_span text = lexer->text;
    size_t start = lexer->off_bytes;
    char byte = byte_at(text, start);
    if (lex_is_boundary(text, start)) {
        *ret_token =
            (struct lex_token){.kind = LEX_END, .span = {start, start}};
    } else if (byte == '(') {
        set_token(lexer, ret_token, LEX_OPEN, start, start + 1);
    } else if (!read_phrase(lexer, start, ret_token) &&
               !(value == LEX_VALUE_TEXT &&
                 read_regex(lexer, start, ret_token)) &&
               !(value == LEX_VALUE_RANGE &&
                 read_bracket(lexer, start, ret_token))) {
        set_token(lexer, ret_token, LEX_WORD, start, word_end(lexer, start));
    }
}

void lexer_reread(struct lexer *lexer, struct lex_token *token)
{
    size_t start = token->span.start_bytes;
    set_token(lexer, token, LEX_WORD, start, word_end(lexer, start));
}
