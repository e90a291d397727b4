#!/usr/bin/env python3
"""What bench/query needs besides a shell.

    query_contest.py build ARTICLES DATABASE    the FTS5 table
    query_contest.py run BUILD INDEX DATABASE QUERIES ROUNDS

SPDX-License-Identifier: GPL-2.0-or-later
"""

import collections
import json
import math
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import time

from contest import read_articles

N_PROCESSES = 200
N_PASSES = 3
SQL = "SELECT rowid FROM article WHERE article MATCH ? ORDER BY rank LIMIT 10"


def build(articles, path):
    database = sqlite3.connect(path + ".new")
    database.execute("PRAGMA cache_size = -256000")
    database.execute(
        "CREATE VIRTUAL TABLE article USING fts5(title, text, tokenize = 'porter unicode61')"
    )
    database.executemany(
        "INSERT INTO article(title, text) VALUES (?, ?)", read_articles(articles)
    )
    database.commit()
    database.execute("INSERT INTO article(article) VALUES ('optimize')")
    database.commit()
    database.close()
    os.rename(path + ".new", path)


def read_queries(path):
    with open(path, encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t", 1) for line in lines if "\t" in line]


def write_for_lede(queries, path):
    """The phrases are pieces of text, in which * and ? are no wildcards."""
    with open(path, "w", encoding="utf-8") as out:
        for kind, query in queries:
            if kind == "phrase":
                query = re.sub(r"([*?])", r"\\\1", query)
            out.write(f"{kind}\t{query}\n")


def fts5_query(kind, query):
    """The same question in FTS5's language."""
    def quote(word):
        return '"' + word.replace('"', '""') + '"'

    if kind == "phrase":
        return quote(query.strip('"'))
    if kind in ("and", "or"):
        sign = " AND " if kind == "and" else " OR "
        return sign.join(quote(word) for word in query.split(sign))
    words = re.findall(r"\w+", query)
    return " OR ".join(quote(word) for word in words)


def ask_lede(program, index, path):
    """(class, ms for the ten best, ms for all of it) of each; None if refused."""
    done = subprocess.run([program, index, path], stdout=subprocess.PIPE, check=True)
    rows = [line.split("\t") for line in done.stdout.decode().splitlines()]
    return [None if best == "-" else (kind, float(best), float(full))
            for kind, best, full in rows]


def ask_fts5(database, queries):
    """Milliseconds of each."""
    best = [math.inf] * len(queries)
    for _ in range(N_PASSES):
        for i, (kind, query) in enumerate(queries):
            began = time.perf_counter()
            database.execute(SQL, (fts5_query(kind, query),)).fetchall()
            best[i] = min(best[i], (time.perf_counter() - began) * 1000)
    return best


def means(queries, values):
    by_class = collections.defaultdict(list)
    for (kind, _), value in zip(queries, values):
        by_class[kind].append(value)
    return {kind: statistics.fmean(those) for kind, those in by_class.items()}


def told_share(program, index, queries):
    """Of the time of a process, what its answers say that they took."""
    def ask(text):
        began = time.perf_counter()
        done = subprocess.run([program, "-i", index, "--queries", "-", "--format=json"],
                              input=text.encode(), stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, check=False)
        whole_ms = (time.perf_counter() - began) * 1000
        answers = done.stdout.decode().splitlines()
        return whole_ms, sum(json.loads(answer)["time_ms"] for answer in answers)

    text = "".join(f"{query}\n" for kind, query in queries if kind != "long")
    start_ms, _ = ask("\n")
    whole_ms, told_ms = ask(text)
    return told_ms / (whole_ms - start_ms)


def geometric(values):
    return math.exp(statistics.fmean(math.log(value) for value in values))


def median_process(program, arguments_of_each):
    times = []
    for arguments in arguments_of_each:
        began = time.perf_counter()
        subprocess.run([program, *arguments], stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, check=False)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def processes(program, index, queries):
    step = max(1, len(queries) // N_PROCESSES)
    asked = []
    for kind, query in queries[::step]:
        any_word = ["--any"] if kind == "long" else []
        asked.append(["-i", index, "-n", "10", "--snippets=1", *any_word, "--", query])
    median_process(program, asked)
    return median_process(program, asked), median_process(program, [["--version"]] * 100)


def run(build_folder, index, path, queries_path, n_rounds):
    given = read_queries(queries_path)
    for_lede = path + ".queries"
    write_for_lede(given, for_lede)
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    database.execute("PRAGMA cache_size = -1000000")
    rounds = []
    for i_round in range(int(n_rounds)):
        print(f"round {i_round + 1} of {n_rounds}", file=sys.stderr)
        lede = ask_lede(os.path.join(build_folder, "bench/bench_query"), index, for_lede)
        queries = [query for query, answer in zip(given, lede) if answer]
        lede = [answer for answer in lede if answer]
        fts5 = ask_fts5(database, queries)
        rounds.append((means(queries, [best for _, best, _ in lede]),
                       means(queries, [full for _, _, full in lede]),
                       means(queries, fts5)))
    print(f"{'class':8} {'queries':>8} {'lede ms':>9} {'fts5 ms':>9} {'times':>7} {'full ms':>9}")
    ratios = []
    for kind in rounds[0][0]:
        best, full, other = (statistics.median(one[i][kind] for one in rounds)
                             for i in range(3))
        ratio = statistics.median(one[2][kind] / one[0][kind] for one in rounds)
        ratios.append(ratio)
        n_queries = sum(1 for one, _ in queries if one == kind)
        print(f"{kind:8} {n_queries:8} {best:9.3f} {other:9.3f} {ratio:7.1f} {full:9.3f}")
    print(f"geometric mean of the classes: {geometric(ratios):.1f} times")
    program = os.path.join(build_folder, "searcher/lede-search")
    print(f"told: {told_share(program, index, queries):.0%} of the process's time")
    median_ms, empty_ms = processes(program, index, queries)
    print(f"process: {median_ms:.2f} ms, of a process that does nothing {empty_ms:.2f} ms")


COMMANDS = {"build": build, "run": run}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    COMMANDS[sys.argv[1]](*sys.argv[2:])
