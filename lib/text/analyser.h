/*
 * The words of one paragraph, in reading order, as the terms that index,
 * query and snippet agree on. The only tokenizer in lede.
 *
 * A word is a run of letters, digits and ideographs with the marks on them,
 * cut as UAX #29 cuts (ICU's root rules: Chinese, Japanese, Thai, Lao, Khmer
 * and Burmese by its dictionaries), except that no punctuation stays inside.
 * What UAX #29, or ICU of some version, leaves together (o'reilly, u.s, 3.50,
 * foo_bar, foo@bar.org) comes back as a compound, under rules that do not
 * change with ICU. Default-ignorable characters (soft hyphen, U+200C, U+200D,
 * bidi marks) are part of the word they stand in and not of its term; U+200B
 * divides words. Symbols and emoji are not words, nor are superscripts and
 * fractions; letters in circles are.
 *
 *  - Words with exactly one joiner between them form a compound. Each part is
 *    a TOKEN_WORD with a position of its own. A compound of 2..8 parts is also
 *    one TOKEN_JOINED: the parts written together (email, oreilly, us,
 *    stateoftheart, foobar, att), standing at the position of its first part,
 *    n_words = parts. Joiners are - U+2010 U+2011 & @ _ ' U+2019 . : U+00B7,
 *    Hebrew U+05F3 U+05F4, Armenian U+058A, the comma between two digits, and
 *    " between two Hebrew letters. Words of scripts written without spaces
 *    are never joined. The full stop behind U.S. belongs to its span.
 *  - In the joined form a joiner between two digits stays (3.50, 10:30, 3.5mm,
 *    1906-05-14), unless it groups digits by thousands (1,000,000 and
 *    1'000'000 and 1.000.000 -> 1000000, but 3.000 stays: a single full stop
 *    is a decimal point).
 *  - 's at the end of a word takes no position: "government's" is the word
 *    "government" whose span covers the 's, and, at the same position, a
 *    TOKEN_POSSESSIVE "government's" (apostrophe always U+0027).
 *  - A letter-only word of one or two letters directly before "++", "#" or
 *    "+" and no letter or digit behind them, has at its position also a
 *    TOKEN_SYMBOL: "c++", "c#", "g++". (Any longer run of symbols is text.)
 *
 *  - In scripts written without spaces each character takes a position
 *    (text/unspaced.h). The TOKEN_WORD there is the pair of it and the
 *    character that it touches behind; of the last of a run, the character
 *    alone. With a pair there is also a TOKEN_LETTER: the character. What
 *    ICU's dictionary says is a word, of 3..24 characters, is a TOKEN_JOINED at
 *    the position of its first one. So a piece of a run, two characters or
 *    more, is pairs in a row, wherever it was cut out.
 *
 * Text whose words need no dictionary takes a path without ICU's break
 * iterator, and short words a table of forms; tests prove both equal to the
 * long way over all of Unicode.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_ANALYSER_H
#define LEDE_TEXT_ANALYSER_H

#include "base/str.h"
#include "text/language.h"

/* Goes up when the same article gives other terms than before; the manifest
   keeps it, so that an index is not searched with another analysis. */
#define ANALYSIS_VERSION 4

enum token_kind {
    TOKEN_WORD,
    TOKEN_JOINED,
    TOKEN_POSSESSIVE,
    TOKEN_SYMBOL,
    TOKEN_LETTER,
};

struct token {
    enum token_kind kind;
    uint32_t i_word;      /* position in the paragraph, from 0 */
    uint32_t n_words;     /* positions covered; over 1 only for TOKEN_JOINED */
    size_t off_bytes;     /* of the source as written, so that a snippet can */
    size_t n_bytes;       /* mark it (a joined one: from first part to last) */
    struct str_span term; /* folded exact form, at most TERM_MAX_BYTES */
    struct str_span stem; /* folded stem; empty for tokens without a letter
                             and for _POSSESSIVE, _SYMBOL and whatever is
                             of a script written without spaces */
    bool is_odd;          /* the stem is another than analyser_stem() makes of
                             the term: it hung on an accent, or the text is
                             in another language */
    bool is_pair;         /* of two characters */
    bool is_tail;   /* the last one of a run: the pair before has it, too */
    bool is_inner;  /* a character inside of a word */
    uint32_t *memo; /* see analyser_forget(); NULL: none is kept */
};

struct analyser; /* one thread at a time; make one for each */

/* language NULL: not stemmed (stem = term). owned by the caller; release
   with analyser_free() */
MUST_CHECK enum status analyser_new(const struct language *language,
                                    struct analyser **ret_analyser,
                                    struct error *err);
void analyser_free(struct analyser *analyser);

/* Changes the stemmer for the texts that follow; cheap after the first use
   of a language. */
MUST_CHECK enum status analyser_set_language(struct analyser *analyser,
                                             const struct language *language,
                                             struct error *err);

/* The language in which texts are stemmed now; NULL: none. */
const struct language *analyser_current(const struct analyser *analyser);

/*
 * The languages that the texts of an index are in: that of analyser_new() is
 * number 0; analyser_hold() adds one, if it is not there yet, for whom queries
 * have to be stemmed in each. At most ANALYSER_MAX_LANGUAGES.
 */
#define ANALYSER_MAX_LANGUAGES 64
MUST_CHECK enum status analyser_hold(struct analyser *analyser,
                                     const struct language *language,
                                     struct error *err);
size_t analyser_n_languages(const struct analyser *analyser);
const struct language *analyser_language_at(const struct analyser *analyser,
                                            size_t i_language);

/* What the texts that follow say of their language themselves, as given;
   empty: nothing. */
void analyser_set_hint(struct analyser *analyser, struct str_span language);

/* As analyser_start(), in the language that the text is in (text/tongue.h), as
   far as its words tell; else that of the hint; else the first. */
MUST_CHECK enum status analyser_start_text(struct analyser *analyser,
                                           struct str_span text,
                                           struct error *err);

/*
 * The caller may keep a number with a word's two forms, where token.memo
 * points: it is 0 at first, and mostly still there when the word comes again.
 * This forgets all of them.
 */
void analyser_forget(struct analyser *analyser);

/* For tests: false sends all text through ICU, and each word anew. */
void analyser_set_fast(struct analyser *analyser, bool is_fast);

/* Begins a text in the current language: clean UTF-8, borrowed until the next
 * analyser_start(). */
MUST_CHECK enum status analyser_start(struct analyser *analyser,
                                      struct str_span text, struct error *err);

/*
 * The next token: by position; at one position _WORD first, then _POSSESSIVE
 * _SYMBOL or _LETTER, then _JOINED. STATUS_DONE at the end. Its spans are
 * borrowed until the next call of analyser_next() or analyser_start().
 */
MUST_CHECK enum status analyser_next(struct analyser *analyser,
                                     struct token *ret_token,
                                     struct error *err);

/* A word that came before. */
struct known_word {
    uint32_t memo;
    uint32_t i_word; /* as in its token */
    bool has_stem;
    bool is_odd;
};

/*
 * Takes the next words as long as each has a memo that is not 0, and no other
 * token stands at its position: what analyser_next() would give for them, at
 * less cost. Returns their number, which is 0 also where there are more that
 * only analyser_next() tells.
 */
size_t analyser_take_known(struct analyser *analyser, struct known_word *words,
                           size_t n_room);

/* Folds a value that is not words (an id of a source, a sort key). */
MUST_CHECK enum status analyser_fold(struct analyser *analyser,
                                     struct str_span text, struct str *out,
                                     struct error *err);

/* The stem of one word, which may be a term of the index: such has lost its
   accents, so where the stemmer looks at these it may be another than that of
   the word it came from. In the first language, whichever is the current one.
   Borrowed until the next call or token. */
MUST_CHECK enum status analyser_stem(struct analyser *analyser,
                                     struct str_span word,
                                     struct str_span *ret_stem,
                                     struct error *err);
/* The first language: what analyser_stem() makes are its stems; NULL: none. */
const struct language *analyser_language(const struct analyser *analyser);

/* "icu 72.1, unicode 15.0, snowball 2.2.0": what the terms depend on. */
const char *analyser_versions(void);

#endif
