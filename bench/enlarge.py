#!/usr/bin/env python3
"""Repeats an archive with changed words, to see how building grows with size.

    bench/enlarge.py ARTICLES.jsonl TIMES >LARGER.jsonl

The first copy is the archive itself. In copy k two letters change places, other
two in each copy, so that most words are new, as long as the old ones and as
frequent; ids get "~k" behind them.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import itertools
import json
import sys

# From the most frequent letters of English on, so that many words change.
LETTERS = "etaoinshrdlcum"


def swap(first, second):
    return str.maketrans(
        first + second + first.upper() + second.upper(),
        second + first + second.upper() + first.upper(),
    )


def main():
    path, n_times = sys.argv[1], int(sys.argv[2])
    pairs = itertools.islice(itertools.combinations(LETTERS, 2), n_times - 1)
    tables = [None] + [swap(*pair) for pair in pairs]
    if len(tables) < n_times:
        sys.exit(f"enlarge.py: at most {len(LETTERS) * (len(LETTERS) - 1) // 2 + 1} times")
    for k, table in enumerate(tables):
        with open(path, encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if table is None:
                    sys.stdout.write(line)
                    continue
                article = json.loads(line)
                article["id"] = f"{article.get('id', number)}~{k}"
                for field in ("title", "text"):
                    if field in article:
                        article[field] = article[field].translate(table)
                json.dump(article, sys.stdout, ensure_ascii=False)
                sys.stdout.write("\n")


main()
