/*
 * Random archives: few words, so that they meet; of all kinds that the
 * analyser treats differently.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "corpus.h"
#include "demand.h"

#include "base/arena.h"

#include <string.h>

/* Families: words that share a stem, or nearly. */
static const char *const families[] = {
    "tax taxes taxed taxing",
    "protest protests protested protesting",
    "run runs running runner",
    "committee committees commit commits",
    "paper papers papered",
    "duty duties dutiful",
    "story stories",
    "general generally generous",
    "colour color colours colored",
    "modern modem moderns",
    "clear dear clearly dearly",
    "barn bam burn bum",
    "house bouse houses",
    "ocean oeean oceans",
    "candidate candiclate candidates",
    "form from forms",
    "art arts state states",
    "sugar sugars sugary",
    "tea teas eat eats",
    "bill biil bi1l bills",
    "o'reilly O'Reilly oreilly O\xE2\x80\x99Reilly reilly",
    "state-of-the-art stateoftheart state art",
    "e-mail email e mail mails",
    "U.S. us U.S US",
    "C++ C C# c",
    "AT&T att at t",
    "government's government governments",
    "rock'n'roll rock roll n",
    "foo_bar foobar foo bar",
    "POL-358 358 pol",
    "3.50 3 50 350",
    "1,000 1000 1 000",
    "10:30 10 30",
    "1906 1907 1908-03 1906",
    "42 420 4",
    "caf\xC3\xA9 cafe Caf\xC3\xA9s cafes",
    "r\xC3\xA9sum\xC3\xA9 resume resumes r\xC3\xA9sum\xC3\xA9s",
    "Stra\xC3\x9F"
    "e strasse STRASSE",
    "\xC5\x81\xC3\xB3"
    "d\xC5\xBA lodz \xC5\x82odz",
    "na\xC3\xAFve naive",
    "Zeitung Zeitungen zeitungs",
    "Haus H\xC3\xA4user Hauses",
    "\xD0\xBD\xD0\xB0\xD0\xBB\xD0\xBE\xD0\xB3 "
    "\xD0\xBD\xD0\xB0\xD0\xBB\xD0\xBE\xD0\xB3\xD0\xB8",
    "\xE6\x9D\xB1\xE4\xBA\xAC \xE6\x96\xB0\xE5\xB9\xB9\xE7\xB7\x9A",
    "re-enter reenter re enter",
};

static const char *const common[] = {"the", "of", "a", "and", "to", "in"};
static const char *const sources[] = {"", "Evening Star", "Star", "The Herald",
                                      "Courier's Own"};
static const char *const sections[] = {"", "News", "Letters to the Editor"};
static const char *const languages[] = {"",        "en", "en-GB",
                                        "English", "de", "fr"};
static const char *const tags[] = {"sugar tax", "Sugar Tax", "tax", "TEA",
                                   "caf\xC3\xA9 life"};
static const char *const names[] = {"Ann Smith", "J. O'Reilly", "Smith",
                                    "M\xC3\xBCller, Ann", "Tea Runner"};
static const char *const dates[] = {
    "",           "",        "1906",         "1907",        "1906-05",
    "1906-12",    "1908-02", "May 1906",     "1906-05-14",  "1906-05-31",
    "1908-02-29", "1907-01", "1 March 1907", "Spring 1907",
};
static const char *const urls[] = {"", "", "https://example.org/a",
                                   "https://example.org/Tea"};

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))
#define MAX_WORDS       64

struct maker {
    struct dice *dice;
    struct arena *arena;
    const char *words[MAX_WORDS]; /* of this archive */
    size_t n_words;
};

static struct str_span keep(struct maker *maker, const char *bytes, size_t n)
{
    struct str_span copy = arena_copy(maker->arena, str_span(bytes, n));
    demand_memory((void *)copy.bytes);
    return copy;
}

static struct str_span pick(struct maker *maker, const char *const *from,
                            size_t n)
{
    return str_span_of(from[dice_below(maker->dice, n)]);
}

#define PICK(maker, array) pick((maker), (array), COUNT_OF(array))

static void choose_words(struct maker *maker)
{
    size_t n_families = 3 + dice_below(maker->dice, 6);
    for (size_t i = 0; i < n_families; i++) {
        const char *word =
            families[dice_below(maker->dice, COUNT_OF(families))];
        while (*word != '\0' && maker->n_words < MAX_WORDS - 4) {
            size_t n = strcspn(word, " ");
            maker->words[maker->n_words++] = keep(maker, word, n).bytes;
            word += n + (word[n] == ' ');
        }
    }
    for (size_t i = 0; i < 3; i++)
        maker->words[maker->n_words++] =
            common[dice_below(maker->dice, COUNT_OF(common))];
}

/* A word that begins a sentence, ends one, has a comma ... */
static struct str_span dress(struct maker *maker, const char *word,
                             bool is_first, bool is_last)
{
    char bytes[128];
    size_t n = strlen(word);
    memcpy(bytes, word, n);
    if ((is_first || dice_once_in(maker->dice, 12)) && bytes[0] >= 'a' &&
        bytes[0] <= 'z')
        bytes[0] = (char)(bytes[0] - 'a' + 'A');
    if (is_last)
        bytes[n++] = "..!?"[dice_below(maker->dice, 4)];
    else if (dice_once_in(maker->dice, 10))
        bytes[n++] = ",;:"[dice_below(maker->dice, 3)];
    return keep(maker, bytes, n);
}

/* Sentences of one to eight words. In a long text, words of this archive are
   rare, so that not everything is near everything. */
static struct draft_text make_text(struct maker *maker, size_t n_words)
{
    struct draft_text text = {NULL, n_words};
    size_t n_left = 1 + dice_below(maker->dice, 8);
    bool is_first = true;
    bool is_long = n_words > 500;
    text.words = demand_memory(
        arena_alloc_array(maker->arena, n_words + 1, sizeof *text.words));
    for (size_t i = 0; i < n_words; i++) {
        size_t rank = dice_below(maker->dice, maker->n_words);
        if (dice_once_in(maker->dice, 2))
            rank = dice_below(maker->dice, rank + 1);
        const char *word = is_long && !dice_once_in(maker->dice, 40)
                               ? "filler"
                               : maker->words[rank];
        text.words[i] = dress(maker, word, is_first, --n_left == 0);
        is_first = n_left == 0;
        if (is_first)
            n_left = 1 + dice_below(maker->dice, 8);
    }
    return text;
}

static size_t paragraph_words(struct maker *maker)
{
    if (dice_once_in(maker->dice, 60))
        return 2040 + dice_below(maker->dice, 60);
    return 1 + dice_below(maker->dice, dice_once_in(maker->dice, 3) ? 40 : 9);
}

static void fill_names(struct maker *maker, struct draft *draft)
{
    draft->n_authors = dice_below(maker->dice, DRAFT_MAX_NAMES + 1);
    for (size_t i = 0; i < draft->n_authors; i++)
        draft->authors[i] = PICK(maker, names);
    draft->n_tags = dice_below(maker->dice, DRAFT_MAX_NAMES + 1);
    for (size_t i = 0; i < draft->n_tags; i++)
        draft->tags[i] = PICK(maker, tags);
    draft->date = PICK(maker, dates);
    draft->source = PICK(maker, sources);
    draft->section = PICK(maker, sections);
    draft->language = PICK(maker, languages);
    draft->url = PICK(maker, urls);
}

static void fill_draft(struct maker *maker, struct draft *draft)
{
    if (!dice_once_in(maker->dice, 5))
        draft->title = make_text(maker, 1 + dice_below(maker->dice, 5));
    draft->n_paragraphs = 1 + dice_below(maker->dice, 4);
    draft->paragraphs = demand_memory(arena_alloc_array(
        maker->arena, draft->n_paragraphs, sizeof *draft->paragraphs));
    for (size_t i = 0; i < draft->n_paragraphs; i++)
        draft->paragraphs[i] = make_text(maker, paragraph_words(maker));
    fill_names(maker, draft);
}

void corpus_random(struct dice *dice, struct arena *arena,
                   struct corpus *ret_corpus)
{
    static const char *const indexed_as[] = {"en", "en", "en", "de"};
    struct maker maker = {.dice = dice, .arena = arena};
    unsigned n_runs = 1 + (unsigned)dice_below(dice, 4);
    choose_words(&maker);
    ret_corpus->language = PICK(&maker, indexed_as).bytes;
    ret_corpus->n_drafts = 4 + dice_below(dice, 16);
    ret_corpus->drafts = demand_memory(arena_alloc_array(
        arena, ret_corpus->n_drafts, sizeof *ret_corpus->drafts));
    for (size_t i = 0; i < ret_corpus->n_drafts; i++) {
        struct draft *draft = &ret_corpus->drafts[i];
        char id[32];
        int n = snprintf(id, sizeof id, "a%zu",
                         dice_once_in(dice, 6) ? dice_below(dice, i + 1) : i);
        draft->id = keep(&maker, id, (size_t)n);
        draft->i_run = (unsigned)(i * n_runs / ret_corpus->n_drafts);
        draft->is_deletion = draft->i_run > 0 && dice_once_in(dice, 10);
        if (draft->is_deletion) {
            n = snprintf(id, sizeof id, "a%zu", dice_below(dice, i));
            draft->id = keep(&maker, id, (size_t)n);
        } else {
            fill_draft(&maker, draft);
        }
    }
}
