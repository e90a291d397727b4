#!/usr/bin/env python3
"""Plain BM25, to hold a ranking against: nothing of lede is in it.

Usage: plain_bm25.py DOCS.jsonl.zst QUERIES.tsv >RUN
Title and text as one field, Porter's stems, Lucene's 33 stop words, k1 = 1.2,
b = 0.75, Lucene's rarity ln(1 + (N - n + 0.5) / (n + 0.5)), a word that a
query repeats counting as often. Words are those of SQLite's FTS5, which is
all that it is used for. Prints the best 1,000 of each query as a TREC run.

Needs zstd, and python3 with an SQLite that has FTS5.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import json
import math
import sqlite3
import subprocess
import sys
from collections import Counter, defaultdict

K1 = 1.2
B = 0.75
DEPTH = 1000
# Of Lucene's EnglishAnalyzer.
STOP_WORDS = set(
    "a an and are as at be but by for if in into is it no not of on or such "
    "that the their then there these they this to was will with".split()
)


class Words:
    """Texts cut, folded and stemmed by FTS5; stop words are left out."""

    def __init__(self):
        self.db = sqlite3.connect(":memory:")
        make = "CREATE VIRTUAL TABLE %s USING fts5(text, tokenize='%s')"
        self.db.execute(make % ("plain", "unicode61"))
        self.db.execute(make % ("stems", "porter unicode61"))
        for name in "plain", "stems":
            self.db.execute(
                f"CREATE VIRTUAL TABLE {name}_words USING fts5vocab({name}, instance)"
            )

    def count(self, texts):
        """A Counter of stems for each text."""
        for name in "plain", "stems":
            self.db.execute(f"DELETE FROM {name}")
            self.db.executemany(
                f"INSERT INTO {name}(rowid, text) VALUES (?, ?)", enumerate(texts)
            )
        marks = ",".join("?" * len(STOP_WORDS))
        dropped = set(
            self.db.execute(
                f"SELECT doc, offset FROM plain_words WHERE term IN ({marks})",
                sorted(STOP_WORDS),
            )
        )
        counts = [Counter() for _ in texts]
        for term, doc, offset in self.db.execute("SELECT term, doc, offset FROM stems_words"):
            if (doc, offset) not in dropped:
                counts[doc][term] += 1
        return counts


def read_articles(path):
    unpacked = subprocess.run(["zstd", "-dc", path], check=True, stdout=subprocess.PIPE)
    articles = [json.loads(line) for line in unpacked.stdout.splitlines()]
    texts = [" ".join([a.get("title") or "", a.get("text") or ""]) for a in articles]
    # The same id twice: the later stands.
    return dict(zip((a["id"] for a in articles), texts))


def read_queries(path):
    with open(path, encoding="utf-8") as lines:
        return dict(line.rstrip("\n").split("\t", 1) for line in lines)


def rank(articles, queries):
    """Yields (qid, [(score, id), ...]), best first."""
    words = Words()
    ids = list(articles)
    counts = words.count(list(articles.values()))
    lengths = [sum(c.values()) for c in counts]
    mean_length = sum(lengths) / len(lengths)
    postings = defaultdict(list)
    for i, count in enumerate(counts):
        for term, n in count.items():
            postings[term].append((i, n))
    for qid, query in zip(queries, words.count(list(queries.values()))):
        scores = defaultdict(float)
        for term, n_asked in query.items():
            n = len(postings[term])
            rarity = math.log(1 + (len(ids) - n + 0.5) / (n + 0.5))
            for i, tf in postings[term]:
                norm = K1 * (1 - B + B * lengths[i] / mean_length)
                scores[i] += n_asked * rarity * tf / (tf + norm)
        best = sorted(scores.items(), key=lambda hit: (-hit[1], hit[0]))
        yield qid, [(score, ids[i]) for i, score in best[:DEPTH]]


def main():
    articles = read_articles(sys.argv[1])
    queries = read_queries(sys.argv[2])
    for qid, hits in rank(articles, queries):
        for i, (score, name) in enumerate(hits, 1):
            print(f"{qid} Q0 {name} {i} {score:.6f} bm25")


if __name__ == "__main__":
    main()
