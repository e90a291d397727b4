/*
 * All numbers that ranking hangs on. doc/ranking.md says what each does and how
 * it was chosen; tests/lint/ranking.test holds the two together.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_RANKING_H
#define LEDE_STORE_RANKING_H

/* ---- BM25 */

/* How soon another occurrence adds little. */
#define RANKING_K1 1.2
/* How much the length of an article counts, and the share of the usual length
   below which an article is not held to be shorter. In the index. */
#define RANKING_B          0.75
#define RANKING_MIN_LENGTH 0.5
/* One occurrence as the index keeps it, see document_set_scale(). */
#define RANKING_UNIT 16
/* What a word of the title counts in words of the text. In the index. */
#define RANKING_TITLE 4
/* What a word of the author's name counts there, of several the share of one,
   but 1 at least. In the index. */
#define RANKING_AUTHOR 4
/* What an exact occurrence adds to the weight of its stem's, so that the form
   that was asked for ranks above its relatives. */
#define RANKING_EXACT 0.4

/* ---- closeness: two words of a query that stand beside each other there */

/* What their being close weighs, of what the commoner of them does. */
#define RANKING_CLOSE_SHARE 0.2
/* Once beside each other in that order is 1; within so many words it is this;
   no nearer anywhere, but in one paragraph, once this. */
#define RANKING_CLOSE_WORDS     8
#define RANKING_CLOSE_NEAR      0.5
#define RANKING_CLOSE_PARAGRAPH 0.1
/* How many of the best articles are looked at, for how many pairs, at how many
   occurrences of each word. Words are left out that are in more than FEW
   articles and in more than one of COMMON, unless there are no others. */
#define RANKING_CLOSE_ARTICLES 50
#define RANKING_CLOSE_PAIRS    8
#define RANKING_CLOSE_PLACES   1000
#define RANKING_CLOSE_COMMON   4
#define RANKING_CLOSE_FEW      1000

/* ---- a title that was asked for, and --recent */

/* What an article gets whose title is the query, to come first: more than words
   can give, little enough that the rest keeps seven digits, and left out of the
   score that is shown. */
#define RANKING_WHOLE_TITLE 67108864
/* What the newest day gets, for each word of the query; and after how many days
   it is half of that. */
#define RANKING_RECENT_WORD 1.5
#define RANKING_RECENT_DAYS 365

/* ---- --expand: words of the first articles */

/* How many articles tell, how many stems of each are read, of how many the
   rarity is looked up, and how many are added to the query. */
#define RANKING_EXPAND_ARTICLES   10
#define RANKING_EXPAND_READ       4096
#define RANKING_EXPAND_CANDIDATES 200
#define RANKING_EXPAND_TERMS      20
/* What the most telling one weighs, of what it would as a word of the query. */
#define RANKING_EXPAND_SHARE 0.15

/* ---- likeness: the best articles of a long question, looked at together */

/* Words that a question has at least. */
#define RANKING_LIKE_WORDS 4
/* How many of the best articles are looked at, and how many of the terms of
   each: those that tell most among them; how many of each are read, and of
   all together, where those that are not read any more stay behind. */
#define RANKING_LIKE_ARTICLES 200
#define RANKING_LIKE_TERMS    60
#define RANKING_LIKE_READ     4096
#define RANKING_LIKE_READ_ALL 65536
/* The share of an article's score that comes from the articles most like it,
   and how many these are. */
#define RANKING_LIKE_NEXT_SHARE 0.35
#define RANKING_LIKE_NEXT       3
/* The share that comes from being like the very first, how many these are, and
   how fast their say falls with their scores. */
#define RANKING_LIKE_FIRST_SHARE 0.25
#define RANKING_LIKE_FIRST       20
#define RANKING_LIKE_FIRST_POWER 6

#endif
