/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/correct.h"

#include "searcher/blame.h"
#include "searcher/spell.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Another word is offered for one that is in articles too if it is in so many
   times as many: what is rare beside its neighbour is mostly a slip, and
   archives hold slips as well. */
#define RARE_FACTOR 50
/* Where the query finds something, it may be what was meant: then a correction
   must find so many times as much, and begin as what was written, which is not
   short. */
#define FOUND_FACTOR      100
#define FOUND_MIN_LETTERS 5
/* Of a long query the rarest words are looked at: each costs a walk through the
   words of the index, and a slip is hardly ever a common word. */
#define MAX_ASKED 6
#define MAX_RARE  64

/* What is asked for and that no article has, or hardly one. */
struct missed_word {
    const struct ast_node *node;
    const struct ast_node *next; /* the two together; NULL: the one */
    enum field field;
    uint64_t n_articles; /* that have it */
    struct spelling instead;
};

/* A word that may be one. */
struct rare_word {
    const struct ast_node *node;
    enum field field;
    uint64_t n_articles; /* that have it, in any form */
};

struct corrector {
    struct speller speller;
    const struct ast_node *root;
    uint64_t n_found;     /* by the query as it is */
    uint64_t n_documents; /* no word is in more */
    struct rare_word rare[MAX_RARE];
    size_t n_rare;
    struct missed_word words[CORRECT_MAX_WORDS];
    size_t n_words;
    struct missed_word pairs[CORRECT_MAX_WORDS];
    size_t n_pairs;
};

/* ---- what is missed */

static enum status fold(struct corrector *corrector,
                        const struct ast_node *node, struct str *out)
{
    enum status status = analyser_fold(corrector->speller.scope->analyser,
                                       node->text, out, corrector->speller.err);
    return status == STATUS_OK ? str_status(out, corrector->speller.err)
                               : status;
}

static bool begins_alike(struct str_span a, struct str_span b)
{
    size_t end_a = 0;
    size_t end_b = 0;
    return a.n_bytes > 0 && b.n_bytes > 0 &&
           utf8_next(a, &end_a) == utf8_next(b, &end_b);
}

/* How often a node alone is in its field, in any form; up to n_enough. */
static enum status count_node(struct corrector *corrector,
                              const struct ast_node *node, enum field field,
                              uint64_t n_enough, uint64_t *ret_n)
{
    struct speller *speller = &corrector->speller;
    struct ast_node *alone = ast_wrap(speller->arena, AST_FIELD, field,
                                      node->span, (struct ast_node *)node);
    return alone == NULL
               ? error_no_memory(speller->err)
               : blame_count_up_to(alone, speller->scope, n_enough,
                                   speller->arena, ret_n, speller->err);
}

/* Whether no other word can be in so many articles that it is offered for one
   that is in these. */
static bool is_common(const struct corrector *corrector, uint64_t n_articles)
{
    return corrector->n_documents / RARE_FACTOR < n_articles;
}

/* Remembers the word if others may be offered for it. That it is common as it
   is written is seen at once; in any form it must be counted. */
static enum status note_word(struct corrector *corrector,
                             const struct ast_node *node, enum field field)
{
    CLEANUP(str_release) struct str folded = STR_INIT;
    uint64_t n = 0;
    bool is_found = corrector->n_found > 0;
    enum status status = fold(corrector, node, &folded);
    struct str_span word = str_view(&folded);
    if (status == STATUS_OK)
        status = spell_count(&corrector->speller, field, word, &n);
    if (status == STATUS_OK && !is_common(corrector, n))
        status = count_node(corrector, node, field,
                            corrector->n_documents / RARE_FACTOR + 1, &n);
    if (status != STATUS_OK || is_common(corrector, n) ||
        (is_found && (n > CORRECT_MAX_FOUND || node->is_exact ||
                      utf8_count(word) < FOUND_MIN_LETTERS)))
        return status;
    corrector->rare[corrector->n_rare++] = (struct rare_word){node, field, n};
    return STATUS_OK;
}

static enum status look_at_word(struct corrector *corrector,
                                const struct rare_word *rare)
{
    CLEANUP(str_release) struct str folded = STR_INIT;
    bool is_found = corrector->n_found > 0;
    struct spelling instead = {{NULL, 0}, 0, false, 0};
    enum status status = fold(corrector, rare->node, &folded);
    struct str_span word = str_view(&folded);
    if (status == STATUS_OK)
        status =
            spell_near(&corrector->speller, rare->field, word, is_found ? 1 : 2,
                       rare->n_articles * RARE_FACTOR, &instead);
    if (status != STATUS_OK || instead.text.bytes == NULL ||
        (is_found && !begins_alike(word, instead.text)))
        return status;
    corrector->words[corrector->n_words++] = (struct missed_word){
        rare->node, NULL, rare->field, rare->n_articles, instead};
    return STATUS_OK;
}

static int compare_rare(const void *a, const void *b)
{
    const struct rare_word *one = a;
    const struct rare_word *other = b;
    size_t x = one->node->span.start_bytes;
    size_t y = other->node->span.start_bytes;
    if (one->n_articles != other->n_articles)
        return one->n_articles < other->n_articles ? -1 : 1;
    return (x > y) - (x < y);
}

static int compare_missed(const void *a, const void *b)
{
    const struct missed_word *one = a;
    const struct missed_word *other = b;
    size_t x = one->node->span.start_bytes;
    size_t y = other->node->span.start_bytes;
    return (x > y) - (x < y);
}

/* The rarest first; those that are missed stand in the order of the query
   then. */
static enum status look_at_words(struct corrector *corrector)
{
    enum status status = STATUS_OK;
    if (corrector->n_rare > 1)
        qsort(corrector->rare, corrector->n_rare, sizeof *corrector->rare,
              compare_rare);
    for (size_t i = 0; status == STATUS_OK && i < corrector->n_rare &&
                       i < MAX_ASKED && corrector->n_words < CORRECT_MAX_WORDS;
         i++)
        status = look_at_word(corrector, &corrector->rare[i]);
    if (corrector->n_words > 1)
        qsort(corrector->words, corrector->n_words, sizeof *corrector->words,
              compare_missed);
    return status;
}

/* A blank or two: the words are side by side as they were written. */
static bool is_beside(const struct ast_node *a, const struct ast_node *b)
{
    return a->kind == AST_WORD && b->kind == AST_WORD && !a->is_exact &&
           !b->is_exact && b->span.start_bytes > a->span.end_bytes &&
           b->span.start_bytes - a->span.end_bytes <= 2;
}

/* How often the two stand side by side; up to n_enough. */
static enum status count_beside(struct corrector *corrector,
                                const struct ast_node *a,
                                const struct ast_node *b, enum field field,
                                uint64_t n_enough, uint64_t *ret_n)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    struct ast_node *phrase =
        ast_new(corrector->speller.arena, AST_PHRASE, a->span);
    if (phrase == NULL)
        return error_no_memory(corrector->speller.err);
    str_add_span(&text, a->text);
    str_add_char(&text, ' ');
    str_add_span(&text, b->text);
    enum status status = str_status(&text, corrector->speller.err);
    phrase->text = str_view(&text);
    return status == STATUS_OK
               ? count_node(corrector, phrase, field, n_enough, ret_n)
               : status;
}

/* What the two words may be instead: one, or, if that is none, two that are
   divided at another place; instead->n_articles: these are in no more. */
static enum status join(struct corrector *corrector, struct str_span word,
                        size_t n_front_bytes, enum field field,
                        struct spelling *instead, struct spell_pairs *pairs)
{
    struct speller *speller = &corrector->speller;
    enum status status =
        spell_count(speller, field, word, &instead->n_articles);
    pairs->n_items = 0;
    if (status != STATUS_OK || instead->n_articles > 0)
        return status;
    status = spell_find_pairs(speller, field, word, n_front_bytes, pairs);
    if (pairs->n_items > 0)
        instead->n_articles = pairs->items[0].n_articles;
    return status;
}

static enum status look_at_pair(struct corrector *corrector,
                                const struct ast_node *a,
                                const struct ast_node *b, enum field field)
{
    CLEANUP(str_release) struct str folded = STR_INIT;
    struct speller *speller = &corrector->speller;
    struct spelling instead = {{NULL, 0}, 0, false, 1};
    struct spell_pairs pairs;
    uint64_t n = 0;
    enum status status = fold(corrector, a, &folded);
    size_t n_front_bytes = folded.n_bytes;
    if (status == STATUS_OK)
        status = fold(corrector, b, &folded);
    struct str_span word = str_view(&folded);
    if (status == STATUS_OK)
        status = join(corrector, word, n_front_bytes, field, &instead, &pairs);
    if (status != STATUS_OK || instead.n_articles == 0)
        return status;
    /* Mostly they do stand side by side, which is seen at once. */
    uint64_t n_most = instead.n_articles / RARE_FACTOR;
    status = count_beside(corrector, a, b, field, n_most + 1, &n);
    if (status != STATUS_OK || n > n_most)
        return status;
    if (pairs.n_items > 0)
        status = spell_split(speller, field, word, &pairs, n * RARE_FACTOR,
                             &instead);
    else
        instead.text = arena_copy(speller->arena, word);
    if (status != STATUS_OK || instead.n_articles == 0)
        return status;
    if (instead.text.bytes == NULL)
        return error_no_memory(speller->err);
    corrector->pairs[corrector->n_pairs++] =
        (struct missed_word){a, b, field, n, instead};
    return STATUS_OK;
}

/* Whether what is asked for in a field has words. */
static bool has_words(enum field field)
{
    enum field_kind kind = schema_row(field)->kind;
    return kind == FIELD_KIND_STEMMED || kind == FIELD_KIND_WORDS;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static enum status find_missed(struct corrector *corrector,
                               const struct ast_node *node, enum field field)
{
    enum status status = STATUS_OK;
    if (node->kind == AST_NOT)
        return STATUS_OK;
    if (node->kind == AST_FIELD)
        field = node->field;
    if (node->kind == AST_WORD && has_words(field) &&
        corrector->n_rare < MAX_RARE)
        status = note_word(corrector, node, field);
    for (size_t i = 0; i < node->n_children && status == STATUS_OK; i++) {
        const struct ast_node *child = node->children[i];
        if (node->kind == AST_AND && i + 1 < node->n_children &&
            has_words(field) && corrector->n_pairs < CORRECT_MAX_WORDS &&
            is_beside(child, node->children[i + 1]))
            status =
                look_at_pair(corrector, child, node->children[i + 1], field);
        if (status == STATUS_OK)
            status = find_missed(corrector, child, field);
    }
    return status;
}

/* ---- what the query finds then */

/* Some of what is missed. */
struct choice {
    const struct missed_word *words;
    size_t n_words;
};

static const struct missed_word *find_word(const struct choice *choice,
                                           const struct ast_node *node)
{
    for (size_t i = 0; i < choice->n_words; i++)
        if (choice->words[i].node == node)
            return &choice->words[i];
    return NULL;
}

/* The tree with the words of the choice replaced; NULL when memory is out. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static struct ast_node *correct(struct corrector *corrector,
                                const struct ast_node *node,
                                const struct choice *choice)
{
    struct arena *arena = corrector->speller.arena;
    const struct missed_word *word = find_word(choice, node);
    struct ast_node *copy = ast_new(arena, node->kind, node->span);
    if (copy == NULL)
        return NULL;
    *copy = *node;
    if (word != NULL) {
        copy->kind = word->instead.is_split ? AST_PHRASE : AST_WORD;
        copy->text = word->instead.text;
    }
    if (node->n_children == 0)
        return copy;
    copy->children = ast_array(arena, node->n_children);
    copy->n_children = 0;
    for (size_t i = 0; copy->children != NULL && i < node->n_children; i++) {
        struct ast_node *child = correct(corrector, node->children[i], choice);
        if (child == NULL)
            return NULL;
        copy->children[copy->n_children++] = child;
        word = find_word(choice, node->children[i]);
        i += word != NULL && word->next != NULL;
    }
    return copy->children == NULL ? NULL : copy;
}

/* Two words are to be written in quotes: their space is no AND. */
static enum status write_word(struct corrector *corrector,
                              const struct spelling *instead,
                              struct str_span *ret_word)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    *ret_word = instead->text;
    if (!instead->is_split)
        return STATUS_OK;
    str_add_char(&text, '"');
    str_add_span(&text, instead->text);
    str_add_char(&text, '"');
    enum status status = str_status(&text, corrector->speller.err);
    if (status != STATUS_OK)
        return status;
    *ret_word = arena_copy(corrector->speller.arena, str_view(&text));
    return ret_word->bytes == NULL ? error_no_memory(corrector->speller.err)
                                   : STATUS_OK;
}

/* Keeps the choice if the query finds enough with it, *ret_n. */
static enum status try_words(struct corrector *corrector,
                             const struct choice *choice,
                             struct corrections *corrections, uint64_t *ret_n)
{
    struct speller *speller = &corrector->speller;
    const struct ast_node *tree = correct(corrector, corrector->root, choice);
    *ret_n = 0;
    if (tree == NULL)
        return error_no_memory(speller->err);
    enum status status =
        blame_count(tree, speller->scope, speller->arena, ret_n, speller->err);
    if (*ret_n == 0 || *ret_n / FOUND_FACTOR < corrector->n_found)
        return status;
    for (size_t i = 0; status == STATUS_OK && i < choice->n_words; i++) {
        const struct missed_word *word = &choice->words[i];
        const struct ast_node *last =
            word->next == NULL ? word->node : word->next;
        struct correction *one = &corrections->items[corrections->n_items];
        *one = (struct correction){
            .span = {word->node->span.start_bytes, last->span.end_bytes},
            .field = word->field,
            .n_with = word->n_articles,
            .n_articles = *ret_n,
            .n_together = choice->n_words};
        status = write_word(corrector, &word->instead, &one->word);
        corrections->n_items += status == STATUS_OK;
    }
    return status;
}

/* All of them, or, where a choice lets one do, each for itself. */
static enum status try_all(struct corrector *corrector,
                           struct corrections *corrections, uint64_t *ret_n)
{
    const struct choice all = {corrector->words, corrector->n_words};
    enum status status = try_words(corrector, &all, corrections, ret_n);
    for (size_t i = 0; status == STATUS_OK && all.n_words > 1 &&
                       corrections->n_items == 0 && i < all.n_words;
         i++) {
        const struct choice one = {&corrector->words[i], 1};
        status = try_words(corrector, &one, corrections, ret_n);
    }
    return status;
}

/* Other words, or other spaces: whichever finds more. */
static enum status try_both(struct corrector *corrector,
                            struct corrections *corrections)
{
    uint64_t n_best = 0;
    enum status status = STATUS_OK;
    if (corrector->n_words > 0)
        status = try_all(corrector, corrections, &n_best);
    for (size_t i = 0; i < corrector->n_pairs && status == STATUS_OK; i++) {
        const struct choice pair = {&corrector->pairs[i], 1};
        struct correction item;
        struct corrections one = {&item, 0};
        uint64_t n = 0;
        status = try_words(corrector, &pair, &one, &n);
        if (one.n_items == 0 || (corrections->n_items > 0 && n <= n_best))
            continue;
        n_best = n;
        corrections->items[0] = item;
        corrections->n_items = 1;
    }
    return status;
}

enum status correct_query(const struct ast_node *root,
                          const struct plan_scope *scope, uint64_t n_found,
                          struct arena *arena,
                          struct corrections *ret_corrections,
                          struct error *err)
{
    struct corrector corrector = {
        .speller = {scope, arena, err}, .root = root, .n_found = n_found};
    struct corrections corrections = {NULL, 0};
    *ret_corrections = corrections;
    enum status status = index_term_articles(
        scope->index, SPAN(""), &corrector.n_documents, err); /* all have it */
    if (status == STATUS_OK)
        status = find_missed(&corrector, root, FIELD_TEXT);
    if (status == STATUS_OK)
        status = look_at_words(&corrector);
    if (status != STATUS_OK || corrector.n_words + corrector.n_pairs == 0)
        return status;
    corrections.items = (struct correction *)arena_alloc_array(
        arena, CORRECT_MAX_WORDS, sizeof *corrections.items);
    if (corrections.items == NULL)
        return error_no_memory(err);
    status = try_both(&corrector, &corrections);
    if (status == STATUS_OK)
        *ret_corrections = corrections;
    return status;
}
