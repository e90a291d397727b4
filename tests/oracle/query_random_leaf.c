/*
 * Random leaves: what the articles say, changed a little.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query_random_parts.h"

#include "corpus.h"

#include "text/utf8.h"

#include <string.h>

#define MAX_PHRASE 6

/* A text of some article, in the field that is wanted; may be empty. */
static struct str_span any_text(struct taster *taster)
{
    if (taster->n_articles == 0)
        return str_span("", 0);
    const struct article *article =
        &taster->articles[dice_below(taster->dice, taster->n_articles)];
    switch (taster->field) {
    case FIELD_AUTHOR:
        if (article->n_authors == 0)
            return str_span("", 0);
        return article->authors[dice_below(taster->dice, article->n_authors)];
    case FIELD_SOURCE:
        return article->source;
    case FIELD_SECTION:
        return article->section;
    case FIELD_TITLE:
        return article->title;
    default:
        break;
    }
    size_t i = dice_below(taster->dice, article->n_paragraphs + 1);
    return i == 0 ? article->title : article_paragraph(article, i - 1);
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

static size_t count_words(struct str_span text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n_bytes; i++)
        n += !is_space(text.bytes[i]) &&
             (i + 1 == text.n_bytes || is_space(text.bytes[i + 1]));
    return n;
}

/* Without the punctuation that ends sentences and without signs of the
   grammar in front; text that was signs alone becomes "tea". */
static struct str_span bare(struct str_span word)
{
    while (word.n_bytes > 0 &&
           strchr(".,;:!?\"'()[]{}<>*/=~^|&\\`", word.bytes[word.n_bytes - 1]))
        word.n_bytes--;
    while (word.n_bytes > 0 &&
           strchr(".,;:!?\"'()[]{}<>*/=~^|&\\`-+", *word.bytes))
        word = str_span(word.bytes + 1, word.n_bytes - 1);
    bool has_letter = false;
    for (size_t i = 0; i < word.n_bytes; i++)
        has_letter = has_letter ||
                     (word.bytes[i] >= '0' && word.bytes[i] <= '9') ||
                     (word.bytes[i] >= 'A' && word.bytes[i] <= 'Z') ||
                     (word.bytes[i] >= 'a' && word.bytes[i] <= 'z') ||
                     ((unsigned char)word.bytes[i] >= 0xC3);
    return has_letter && word.n_bytes < 60 ? word : SPAN("tea");
}

/* Word i of the text. */
static struct str_span word_at(struct str_span text, size_t i_word)
{
    size_t at = 0;
    for (;;) {
        while (at < text.n_bytes && is_space(text.bytes[at]))
            at++;
        size_t start = at;
        while (at < text.n_bytes && !is_space(text.bytes[at]))
            at++;
        if (start == at)
            return SPAN("tea");
        if (i_word-- == 0)
            return bare(str_span(text.bytes + start, at - start));
    }
}

static struct str_span any_word(struct taster *taster)
{
    struct str_span text = any_text(taster);
    size_t n_words = count_words(text);
    return n_words == 0 ? SPAN("tea")
                        : word_at(text, dice_below(taster->dice, n_words));
}

/* The tree may outlive the articles. */
static struct str_span copy(struct taster *taster, struct str_span text)
{
    struct str_span kept = arena_copy(taster->arena, text);
    demand_memory((void *)kept.bytes);
    return kept;
}

/* A plain word, three letters or more, in ASCII, so that patterns over it are
   allowed. */
static struct str_span any_long_word(struct taster *taster)
{
    for (size_t i = 0; i < 20; i++) {
        struct str_span word = any_word(taster);
        size_t n_letters = 0;
        for (size_t k = 0; k < word.n_bytes; k++)
            n_letters +=
                (word.bytes[k] | 32) >= 'a' && (word.bytes[k] | 32) <= 'z';
        if (n_letters == word.n_bytes && n_letters >= 4)
            return word;
    }
    return SPAN("sugar");
}

static char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
}

/* The beginning of a word of letters, with accents or of another script. The
   parser takes words with signs in them apart, so there are no such patterns.
 */
static bool add_odd_pattern(struct taster *taster, struct str *out)
{
    struct str_span word = any_word(taster);
    if (utf8_count(word) < 4)
        return false;
    for (size_t i = 0; i < word.n_bytes; i++)
        if (((word.bytes[i] | 32) < 'a' || (word.bytes[i] | 32) > 'z') &&
            (unsigned char)word.bytes[i] < 0x80)
            return false;
    for (size_t i = 0; i < word.n_bytes; i++)
        if ((unsigned char)word.bytes[i] == 0xE2) /* typographic signs */
            return false;
    str_add(out, word.bytes, utf8_floor(word, word.n_bytes - 1));
    str_add_char(out, '*');
    return true;
}

/* A word with some of its letters behind wildcards, two or more left. */
static void add_pattern(struct taster *taster, struct str *out)
{
    if (dice_once_in(taster->dice, 4) && add_odd_pattern(taster, out))
        return;
    struct str_span word = any_long_word(taster);
    size_t n = word.n_bytes;
    size_t at = 2 + dice_below(taster->dice, n - 2);
    switch (dice_below(taster->dice, 5)) {
    case 0: /* tax* */
        str_add(out, word.bytes, at);
        str_add_char(out, '*');
        return;
    case 1: /* t?x */
        str_add(out, word.bytes, 1);
        str_add_char(out, '?');
        str_add(out, word.bytes + 2, n - 2);
        return;
    case 2: /* *axes */
        str_add_char(out, '*');
        str_add(out, word.bytes + 1, n - 1);
        return;
    case 3: /* ta*s */
        str_add(out, word.bytes, at);
        str_add_char(out, '*');
        str_add(out, word.bytes + n - 1, 1);
        return;
    default: /* t?x*s */
        str_add(out, word.bytes, 1);
        str_add_char(out, '?');
        str_add(out, word.bytes + 2, at - 2);
        str_add_char(out, '*');
        str_add(out, word.bytes + n - 1, 1);
    }
}

static struct ast_node *text_node(struct taster *taster, enum ast_kind kind,
                                  struct str *text)
{
    struct ast_node *node = taste_new(taster, kind);
    node->text = copy(taster, str_view(text));
    str_release(text);
    return node;
}

static struct ast_node *pattern(struct taster *taster)
{
    struct str text = STR_INIT;
    add_pattern(taster, &text);
    return text_node(taster, AST_PATTERN, &text);
}

/* A word with a slip or two in it, or none. */
static struct ast_node *fuzzy(struct taster *taster)
{
    struct str text = STR_INIT;
    struct str_span word = any_long_word(taster);
    size_t at = 1 + dice_below(taster->dice, word.n_bytes - 2);
    unsigned how = (unsigned)dice_below(taster->dice, 5);
    str_add(&text, word.bytes, at);
    if (how == 0) { /* swap */
        str_add_char(&text, lower(word.bytes[at + 1]));
        str_add_char(&text, word.bytes[at]);
    } else if (how == 1) { /* substitution */
        str_add_char(&text, 'x');
        str_add(&text, word.bytes + at + 1, 1);
    } else if (how == 2) { /* deletion */
        str_add(&text, word.bytes + at + 1, 1);
    } else { /* insertion, or nothing */
        if (how == 3)
            str_add_char(&text, 'o');
        str_add(&text, word.bytes + at, 2);
    }
    str_add(&text, word.bytes + at + 2, word.n_bytes - at - 2);
    struct ast_node *node = text_node(taster, AST_FUZZY, &text);
    node->n_edits = 1 + (uint32_t)dice_below(taster->dice, 2);
    if (taste_has(taster, TASTE_OCR) && dice_once_in(taster->dice, 4))
        node->n_edits = AST_EDITS_OCR;
    return node;
}

static struct ast_node *regex(struct taster *taster)
{
    static const char *const inserts[] = {
        ".", ".*", "[a-m]", "[^aeiou]?", "(a|o|e)", "\\w+", "s?", "x{0,2}"};
    struct str text = STR_INIT;
    struct str_span word = any_long_word(taster);
    size_t at = 1 + dice_below(taster->dice, word.n_bytes - 1);
    for (size_t i = 0; i < word.n_bytes; i++) {
        if (i == at)
            str_add_text(&text, inserts[dice_below(taster->dice, 8)]);
        if (i != at || dice_once_in(taster->dice, 2))
            str_add_char(&text, lower(word.bytes[i]));
    }
    if (dice_once_in(taster->dice, 3))
        str_add_text(&text, "(s|ed|ing)?");
    return text_node(taster, AST_REGEX, &text);
}

/* ---- phrases */

static void add_phrase_word(struct taster *taster, struct str_span word,
                            bool is_wild, struct str *out)
{
    if (out->n_bytes > 0)
        str_add_char(out, ' ');
    if (is_wild && dice_once_in(taster->dice, 4))
        str_add_char(out, '*');
    else if (is_wild && dice_once_in(taster->dice, 4))
        add_pattern(taster, out);
    else
        str_add_span(out,
                     dice_once_in(taster->dice, 8) ? any_word(taster) : word);
}

/* Words that stand together somewhere, mostly. */
static struct ast_node *phrase(struct taster *taster, bool is_operand)
{
    struct str text = STR_INIT;
    struct str_span from = any_text(taster);
    size_t n_there = count_words(from);
    size_t n = 1 + dice_below(taster->dice, MAX_PHRASE - 1);
    size_t first = dice_below(taster->dice, n_there + 1);
    bool is_loose = !is_operand && taste_has(taster, TASTE_LOOSE_PHRASE) &&
                    dice_once_in(taster->dice, 3);
    bool is_wild = !is_loose && taste_has(taster, TASTE_WILD_PHRASE) &&
                   dice_once_in(taster->dice, 3);
    for (size_t i = 0; i < n && first + i < n_there; i++)
        add_phrase_word(taster, word_at(from, first + i), is_wild, &text);
    if (text.n_bytes == 0 || str_span_equal(str_view(&text), SPAN("*")))
        add_phrase_word(taster, any_word(taster), false, &text);
    struct ast_node *node = text_node(taster, AST_PHRASE, &text);
    if (is_loose && dice_once_in(taster->dice, 2)) {
        node->has_extra = true;
        node->n_extra = (uint32_t)dice_below(taster->dice, 8);
    } else if (is_loose) {
        node->n_least =
            1 + (uint32_t)dice_below(taster->dice, count_words(node->text));
    }
    return node;
}

static struct ast_node *word(struct taster *taster)
{
    struct ast_node *node = taste_new(taster, AST_WORD);
    node->text = copy(taster, any_word(taster));
    node->is_exact =
        taste_has(taster, TASTE_EXACT) && dice_once_in(taster->dice, 6);
    return node;
}

struct ast_node *taste_word(struct taster *taster, bool is_operand)
{
    unsigned choice = (unsigned)dice_below(taster->dice, 20);
    if (choice < 2 && taste_has(taster, AST_PATTERN))
        return pattern(taster);
    if (choice < 4 && taste_has(taster, AST_FUZZY))
        return fuzzy(taster);
    if (choice < 5 && taste_has(taster, AST_REGEX))
        return regex(taster);
    if (choice < 9)
        return phrase(taster, is_operand);
    return word(taster);
}

/* ---- values and filters */

static struct ast_node *value_node(struct taster *taster, enum field field,
                                   struct str_span value)
{
    bool has_space = memchr(value.bytes, ' ', value.n_bytes) != NULL;
    struct ast_node *node =
        taste_new(taster, has_space ? AST_PHRASE : AST_WORD);
    node->text = copy(taster, value);
    return demand_memory(ast_wrap(taster->arena, AST_FIELD, field,
                                  (struct ast_span){0, 0}, node));
}

/* sug*, s?g*, of whole values; or a slip. */
static struct ast_node *pattern_of_value(struct taster *taster,
                                         struct str_span value)
{
    struct str text = STR_INIT;
    bool is_fuzzy = taste_has(taster, AST_FUZZY) &&
                    dice_once_in(taster->dice, 3) &&
                    memchr(value.bytes, ' ', value.n_bytes) == NULL;
    size_t n = utf8_floor(value, 3);
    str_add(&text, value.bytes, is_fuzzy ? value.n_bytes : n);
    str_add_text(&text, is_fuzzy                        ? "x"
                        : dice_once_in(taster->dice, 2) ? "*"
                                                        : "*x*");
    struct ast_node *node =
        text_node(taster, is_fuzzy ? AST_FUZZY : AST_PATTERN, &text);
    node->n_edits = is_fuzzy;
    return demand_memory(ast_wrap(taster->arena, AST_FIELD, FIELD_TAG,
                                  (struct ast_span){0, 0}, node));
}

/* A path, a folder, or the beginning of one. */
static struct ast_node *path_node(struct taster *taster, struct str_span path)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    size_t n = utf8_floor(path, dice_below(taster->dice, path.n_bytes) + 1);
    const char *slash = memchr(path.bytes, '/', path.n_bytes);
    if (dice_once_in(taster->dice, 3))
        return value_node(taster, FIELD_PATH, path);
    if (slash != NULL && dice_once_in(taster->dice, 2))
        n = (size_t)(slash - path.bytes) + 1;
    struct str_span part = str_span(path.bytes, n);
    if (!taste_has(taster, AST_PATTERN) || n == 0 ||
        memchr(part.bytes, ' ', n) != NULL || dice_once_in(taster->dice, 3))
        return value_node(taster, FIELD_PATH, n > 0 ? part : path);
    for (size_t i = 0; i < n; i++) {
        if (strchr("*?\\", part.bytes[i]) != NULL)
            str_add_char(&text, '\\');
        str_add_char(&text, part.bytes[i]);
    }
    str_add_char(&text, '*');
    struct ast_node *node = taste_new(taster, AST_PATTERN);
    node->text = copy(taster, str_view(&text));
    return demand_memory(ast_wrap(taster->arena, AST_FIELD, FIELD_PATH,
                                  (struct ast_span){0, 0}, node));
}

struct ast_node *taste_value(struct taster *taster)
{
    const struct article *article =
        taster->n_articles > 0
            ? &taster->articles[dice_below(taster->dice, taster->n_articles)]
            : NULL;
    if (article == NULL)
        return word(taster);
    unsigned choice = (unsigned)dice_below(taster->dice, 6);
    struct origin origin = corpus_origin(article->id, taster->arena);
    if (choice == 4)
        return value_node(taster, FIELD_TYPE, str_span_of(origin.form));
    if (choice == 5)
        return path_node(taster, origin.path);
    if (choice == 0 && article->n_tags > 0 && taste_has(taster, AST_PATTERN) &&
        dice_once_in(taster->dice, 3))
        return pattern_of_value(taster, article->tags[0]);
    if (choice == 0 && article->n_tags > 0)
        return value_node(taster, FIELD_TAG, article->tags[0]);
    if (choice == 1 && article->language.n_bytes > 0)
        return value_node(taster, FIELD_LANGUAGE,
                          dice_once_in(taster->dice, 2) ? article->language
                                                        : SPAN("en"));
    if (choice == 2 && article->url.n_bytes > 0)
        return value_node(taster, FIELD_URL, article->url);
    return value_node(taster, FIELD_ID, article->id);
}

/* Bounds as the canonical form writes them: whole years, months, days. */
static struct ast_node *date(struct taster *taster)
{
    static const char *const units[] = {"1906",       "1907",    "1906-05",
                                        "1906-05-14", "1906-12", "1908-02",
                                        "1908-02-29", "1907-03"};
    struct ast_node *node = taste_new(taster, AST_DATE);
    struct date from;
    struct date to;
    node->field = FIELD_DATE;
    demand(date_parse(str_span_of(units[dice_below(taster->dice, 8)]), &from,
                      NULL),
           NULL, "date");
    to = from;
    if (dice_once_in(taster->dice, 2))
        demand(date_parse(str_span_of(units[dice_below(taster->dice, 8)]), &to,
                          NULL),
               NULL, "date");
    if (from.min > to.max) {
        struct date swapped = from;
        from = to;
        to = swapped;
    }
    node->date_min = from.min;
    node->date_max = to.max;
    if (dice_once_in(taster->dice, 5))
        node->date_min = 0;
    else if (dice_once_in(taster->dice, 5))
        node->date_max = 0;
    node->is_indexed = dice_once_in(taster->dice, 4);
    node->is_certain = !node->is_indexed &&
                       taste_has(taster, TASTE_CERTAIN_DATE) &&
                       dice_once_in(taster->dice, 3);
    return node;
}

static struct ast_node *number(struct taster *taster)
{
    struct ast_node *node = taste_new(taster, AST_NUMBER);
    node->number_min = dice_below(taster->dice, 40);
    node->number_max = node->number_min + dice_below(taster->dice, 60);
    if (dice_once_in(taster->dice, 3))
        node->number_max = UINT64_MAX;
    else if (dice_once_in(taster->dice, 3))
        node->number_min = 0;
    return node;
}

static struct ast_node *presence(struct taster *taster)
{
    struct ast_node *node = taste_new(taster, AST_HAS);
    node->has = (enum ast_has)dice_below(taster->dice, AST_IS_UNDATED + 1);
    return node;
}

struct ast_node *taste_filter(struct taster *taster)
{
    unsigned choice = (unsigned)dice_below(taster->dice, 6);
    if (choice == 0 && taste_has(taster, AST_NUMBER))
        return number(taster);
    if (choice == 1 && taste_has(taster, AST_HAS))
        return presence(taster);
    if (choice < 4)
        return date(taster);
    if (choice == 4)
        return taste_value(taster);
    return taste_new(taster, AST_ALL);
}
