/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_lex.h"

#include "searcher/query_field.h"
#include "searcher/query_later.h"
#include "searcher/query_slip.h"
#include "text/utf8.h"

#include <string.h>

/* Which quotes open, and with which others a phrase then ends. */
enum quote {
    QUOTE_PLAIN,     /* " */
    QUOTE_LEFT,      /* U+201C */
    QUOTE_RIGHT,     /* U+201D */
    QUOTE_LOW,       /* U+201E */
    QUOTE_GUILLEMET, /* U+00AB */
    QUOTE_COUNTER,   /* U+00BB */
    N_QUOTES,
};

#define BIT(quote) (1u << (quote))

static const struct {
    const char *bytes;
    unsigned closers;
    bool is_lone_text; /* without a closer, it is just text */
} quotes[N_QUOTES] = {
    [QUOTE_PLAIN] = {"\"", BIT(QUOTE_RIGHT) | BIT(QUOTE_LEFT), false},
    [QUOTE_LEFT] = {"\xE2\x80\x9C", BIT(QUOTE_RIGHT) | BIT(QUOTE_PLAIN), false},
    [QUOTE_RIGHT] = {"\xE2\x80\x9D", BIT(QUOTE_RIGHT) | BIT(QUOTE_PLAIN), true},
    [QUOTE_LOW] = {"\xE2\x80\x9E",
                   BIT(QUOTE_LEFT) | BIT(QUOTE_RIGHT) | BIT(QUOTE_PLAIN),
                   false},
    [QUOTE_GUILLEMET] = {"\xC2\xAB", BIT(QUOTE_COUNTER) | BIT(QUOTE_PLAIN),
                         false},
    [QUOTE_COUNTER] = {"\xC2\xBB",
                       BIT(QUOTE_GUILLEMET) | BIT(QUOTE_COUNTER) |
                           BIT(QUOTE_PLAIN),
                       true},
};

/* Of two signs that begin alike, the longer stands first. */
static const struct lex_operator operators[] = {
    {LEX_NOT, LEX_PLACE_WORD, "NOT", "what follows must not match"},
    {LEX_MINUS, LEX_PLACE_PREFIX, "-", "the same; directly in front of it"},
    {LEX_MINUS, LEX_PLACE_PREFIX, "!", NULL},
    {LEX_PLUS, LEX_PLACE_PREFIX, "+",
     "what follows must match, with --any, too"},
    {LEX_AND, LEX_PLACE_WORD, "AND", "both sides must match"},
    {LEX_AND, LEX_PLACE_INFIX, "&&", NULL},
    {LEX_OR, LEX_PLACE_WORD, "OR", "either side must match"},
    {LEX_OR, LEX_PLACE_INFIX, "||", NULL},
    {LEX_OR, LEX_PLACE_INFIX, "|", NULL},
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
    for (size_t i = 0; i < LEX_QUOTE_SETS; i++)
        lexer->none_from[i] = SIZE_MAX;
}

static char byte_at(struct str_span text, size_t off_bytes)
{
    if (off_bytes >= text.n_bytes)
        return '\0';
    return text.bytes[off_bytes];
}

static bool starts_at(struct str_span text, size_t off_bytes, const char *sign)
{
    size_t n = strlen(sign);
    return off_bytes + n <= text.n_bytes &&
           memcmp(text.bytes + off_bytes, sign, n) == 0;
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

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_beyond_ascii(char byte)
{
    return ((unsigned char)byte & 0x80) != 0;
}

static bool is_sign(char byte)
{
    return byte > ' ' && byte < 0x7F && !is_letter(byte) && !is_digit(byte);
}

size_t lex_space(struct str_span text, size_t off_bytes)
{
    if (off_bytes >= text.n_bytes)
        return 0;
    char byte = text.bytes[off_bytes];
    if (!is_beyond_ascii(byte))
        return byte == ' ' || (byte >= '\t' && byte <= '\r');
    size_t end = off_bytes;
    uint32_t point = utf8_next(text, &end);
    bool is_space = point == 0x85 || point == 0xA0 || point == 0x1680 ||
                    (point >= 0x2000 && point <= 0x200A) || point == 0x2028 ||
                    point == 0x2029 || point == 0x202F || point == 0x205F ||
                    point == 0x3000;
    return is_space ? end - off_bytes : 0;
}

/* The quote at off_bytes; N_QUOTES for none. */
static enum quote quote_at(struct str_span text, size_t off_bytes)
{
    char byte = byte_at(text, off_bytes);
    if (byte != '"' && byte != '\xE2' && byte != '\xC2')
        return N_QUOTES;
    for (unsigned i = 0; i < N_QUOTES; i++)
        if (starts_at(text, off_bytes, quotes[i].bytes))
            return (enum quote)i;
    return N_QUOTES;
}

size_t lex_escapable(struct str_span text, size_t off_bytes)
{
    enum quote quote = quote_at(text, off_bytes);
    if (quote != N_QUOTES)
        return strlen(quotes[quote].bytes);
    return is_sign(byte_at(text, off_bytes));
}

/* The next " from off_bytes on that is neither doubled nor escaped. */
static size_t find_plain(struct str_span text, size_t off_bytes)
{
    for (size_t i = off_bytes; i < text.n_bytes; i++) {
        char next = byte_at(text, i + 1);
        bool is_hidden =
            (text.bytes[i] == '\\' && (next == '"' || next == '\\')) ||
            (text.bytes[i] == '"' && next == '"');
        if (is_hidden)
            i++;
        else if (text.bytes[i] == '"')
            return i;
    }
    return SIZE_MAX;
}

static size_t find_set(struct str_span text, size_t off_bytes, unsigned set)
{
    for (size_t i = off_bytes; i < text.n_bytes; i++) {
        enum quote quote = quote_at(text, i);
        if (quote != N_QUOTES && (set & BIT(quote)) != 0)
            return i;
    }
    return SIZE_MAX;
}

/* find_plain() for the set of " alone, else find_set(). */
static size_t find_quote(struct lexer *lexer, size_t off_bytes, unsigned set)
{
    if (off_bytes >= lexer->none_from[set])
        return SIZE_MAX;
    size_t off = set == BIT(QUOTE_PLAIN)
                     ? find_plain(lexer->text, off_bytes)
                     : find_set(lexer->text, off_bytes, set);
    if (off == SIZE_MAX)
        lexer->none_from[set] = off_bytes;
    return off;
}

/* Where the phrase opened by quote ends, from off_bytes on. */
static size_t find_closer(struct lexer *lexer, enum quote quote,
                          size_t off_bytes)
{
    if (quote == QUOTE_PLAIN) {
        size_t off = find_quote(lexer, off_bytes, BIT(QUOTE_PLAIN));
        if (off != SIZE_MAX)
            return off;
    }
    return find_quote(lexer, off_bytes, quotes[quote].closers);
}

static bool ends_word(struct lexer *lexer, size_t off_bytes)
{
    struct str_span text = lexer->text;
    char byte = text.bytes[off_bytes];
    if (byte == '(' || byte == ')' || lex_space(text, off_bytes) > 0 ||
        operator_at(text, off_bytes, LEX_PLACE_INFIX) != NULL)
        return true;
    enum quote quote = quote_at(text, off_bytes);
    if (quote == N_QUOTES || quotes[quote].is_lone_text)
        return false;
    size_t behind = off_bytes + strlen(quotes[quote].bytes);
    return find_closer(lexer, quote, behind) != SIZE_MAX;
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

/* A phrase if there is a quote at start that opens one. */
static bool read_phrase(struct lexer *lexer, size_t start,
                        struct lex_token *token)
{
    enum quote quote = quote_at(lexer->text, start);
    if (quote == N_QUOTES)
        return false;
    size_t inner = start + strlen(quotes[quote].bytes);
    size_t closer = find_closer(lexer, quote, inner);
    if (closer == SIZE_MAX && quotes[quote].is_lone_text)
        return false;
    bool is_closed = closer != SIZE_MAX;
    size_t inner_end = is_closed ? closer : lexer->text.n_bytes;
    size_t end = inner_end;
    enum quote last = quote_at(lexer->text, inner_end);
    if (is_closed)
        end += strlen(quotes[last].bytes);
    set_token(lexer, token, LEX_PHRASE, start, end);
    token->inner = (struct ast_span){inner, inner_end};
    token->is_closed = is_closed;
    token->is_smart =
        quote != QUOTE_PLAIN || (is_closed && last != QUOTE_PLAIN);
    return true;
}

static bool is_name_byte(char byte)
{
    return is_letter(byte) || byte == '_' || byte == ',';
}

/* Whether a word with this byte behind "name:" must have meant a field. */
static bool begins_value(struct str_span text, size_t off_bytes)
{
    char byte = byte_at(text, off_bytes);
    return is_letter(byte) || is_beyond_ascii(byte) || byte == '"' ||
           byte == '(';
}

/* date>=1906 without a colon. */
static bool is_comparison(struct str_span text, size_t off_bytes)
{
    char sign = byte_at(text, off_bytes);
    if (sign != '<' && sign != '>' && sign != '=')
        return false;
    size_t value = off_bytes + 1 + (byte_at(text, off_bytes + 1) == '=');
    return is_digit(byte_at(text, value));
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
    if (hint == QUERY_FIELD_LATER && is_colon &&
        (end + 1 >= text.n_bytes || lex_space(text, end + 1) > 0))
        return false;
    set_token(lexer, token, LEX_FIELD, start, is_colon ? end + 1 : end);
    token->inner = (struct ast_span){start, end};
    return true;
}

static void read_word(struct lexer *lexer, size_t start,
                      struct lex_token *token)
{
    set_token(lexer, token, LEX_WORD, start, word_end(lexer, start));
    struct str_span word =
        str_span(lexer->text.bytes + start, token->span.end_bytes - start);
    const struct lex_operator *found =
        operator_at(lexer->text, start, LEX_PLACE_WORD);
    if (found != NULL && word.n_bytes == strlen(found->sign))
        token->kind = found->kind;
    else if (str_span_equal(word, SPAN("*")))
        token->kind = LEX_ALL;
}

/* Whether a - ! + at off_bytes has something to work on behind it. */
static bool is_prefix(struct str_span text, size_t off_bytes)
{
    char next = byte_at(text, off_bytes + 1);
    if (is_letter(next) || is_digit(next))
        return true;
    if (is_beyond_ascii(next))
        return lex_space(text, off_bytes + 1) == 0;
    if (next == '=')
        return is_letter(byte_at(text, off_bytes + 2));
    return next != '\0' && strchr("\"(\\'.#@$*/[{~_%", next) != NULL;
}

void lexer_next(struct lexer *lexer, struct lex_token *ret_token)
{
    struct str_span text = lexer->text;
    size_t start = lexer->off_bytes;
    bool is_token_start =
        start == 0 || strchr("(|&", text.bytes[start - 1]) != NULL;
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

void lexer_value(struct lexer *lexer, bool is_date, struct lex_token *ret_token)
{
    struct str_span text = lexer->text;
    size_t start = lexer->off_bytes;
    char byte = byte_at(text, start);
    if (start >= text.n_bytes || byte == ')' || lex_space(text, start) > 0 ||
        operator_at(text, start, LEX_PLACE_INFIX) != NULL) {
        *ret_token =
            (struct lex_token){.kind = LEX_END, .span = {start, start}};
    } else if (byte == '(') {
        set_token(lexer, ret_token, LEX_OPEN, start, start + 1);
    } else if (!read_phrase(lexer, start, ret_token) &&
               !(is_date && read_bracket(lexer, start, ret_token))) {
        set_token(lexer, ret_token, LEX_WORD, start, word_end(lexer, start));
    }
}

void lexer_reread(struct lexer *lexer, struct lex_token *token)
{
    size_t start = token->span.start_bytes;
    set_token(lexer, token, LEX_WORD, start, word_end(lexer, start));
}

static size_t unescape_phrase(struct str_span raw, char *to)
{
    size_t n = 0;
    for (size_t i = 0; i < raw.n_bytes; i++) {
        char next = byte_at(raw, i + 1);
        bool is_hidden = next != '\0' && strchr("\"\\*?", next) != NULL;
        bool is_pair = (raw.bytes[i] == '\\' && is_hidden) ||
                       (raw.bytes[i] == '"' && next == '"');
        i += is_pair;
        to[n++] = raw.bytes[i];
    }
    return n;
}

static size_t unescape_word(struct str_span raw, char *to)
{
    size_t n = 0;
    for (size_t i = 0; i < raw.n_bytes; i++) {
        bool hides = lex_escapable(raw, i + 1) > 0 ||
                     (i == 0 && is_letter(byte_at(raw, 1)));
        if (raw.bytes[i] == '\\' && hides)
            i++;
        to[n++] = raw.bytes[i];
    }
    return n;
}

struct str_span lex_unescape(struct arena *arena, const struct lex_token *token,
                             struct str_span query)
{
    bool is_phrase = token->kind == LEX_PHRASE;
    struct ast_span span = is_phrase ? token->inner : token->span;
    struct str_span raw = str_span(query.bytes + span.start_bytes,
                                   span.end_bytes - span.start_bytes);
    if (raw.n_bytes == 0 || (memchr(raw.bytes, '\\', raw.n_bytes) == NULL &&
                             memchr(raw.bytes, '"', raw.n_bytes) == NULL))
        return raw;
    char *text = (char *)arena_alloc(arena, raw.n_bytes);
    if (text == NULL)
        return str_span(NULL, 0);
    size_t n =
        is_phrase ? unescape_phrase(raw, text) : unescape_word(raw, text);
    return str_span(text, n);
}

bool lex_is_plain_word(struct str_span text, enum field field, bool is_value)
{
    for (size_t i = 0; i < text.n_bytes; i++)
        if (text.bytes[i] == '\\' || quote_at(text, i) != N_QUOTES)
            return false;
    struct lexer lexer;
    struct lex_token token;
    lexer_init(&lexer, text);
    if (is_value)
        lexer_value(&lexer, false, &token);
    else
        lexer_next(&lexer, &token);
    if (token.kind != LEX_WORD || token.span.start_bytes != 0 ||
        token.span.end_bytes != text.n_bytes)
        return false;
    if (!is_value && later_operator(text) != NULL)
        return false;
    if (is_value &&
        (query_field_refuses(text) || str_span_equal(text, SPAN("*")) ||
         str_span_starts(text, SPAN("//")))) /* title://x is a word */
        return false;
    const char *hint;
    return query_field_is_opaque(field) ||
           (slip_in_word(text, token.span, &hint) == NULL &&
            later_in_word(text) == NULL);
}
