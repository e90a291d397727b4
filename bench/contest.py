#!/usr/bin/env python3
"""What bench/build and bench/update need besides a shell.

    contest.py prepare ARTICLES FOLDER N_MB   the inputs of the others: articles.db
                                              (SQLite), scriptindex.dump (the
                                              first N_MB of text), sizes
    contest.py sqlite DATABASE                runs the SQL of standard input
    contest.py measure COMMAND...             seconds and peak bytes, a line each;
                                              its standard output is dropped
    contest.py table RESULTS SIZES TABLES     the table of bench/build

SPDX-License-Identifier: GPL-2.0-or-later
"""

import collections
import json
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import time

MB = 1e6


def read_articles(path):
    """Title and text of each article, as strings."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            text = article.get("text") or "\n\n".join(article.get("paragraphs", []))
            yield article.get("title") or "", text


def n_bytes_of(title, text):
    return len(title.encode()) + len(text.encode())


def prepare(path, folder, n_mb):
    database = sqlite3.connect(os.path.join(folder, "articles.db"))
    database.execute("CREATE TABLE article(title, text)")
    n_articles = n_bytes = n_dumped = 0
    with open(os.path.join(folder, "scriptindex.dump"), "w", encoding="utf-8") as dump:
        for title, text in read_articles(path):
            database.execute("INSERT INTO article VALUES (?, ?)", (title, text))
            n_articles += 1
            n_bytes += n_bytes_of(title, text)
            if n_dumped < int(n_mb) * MB:
                n_dumped += n_bytes_of(title, text)
                lines = text.replace("\n", "\n=")
                dump.write(f"id={n_articles}\ntitle={title.strip()}\ntext={lines}\n\n")
    database.commit()
    database.close()
    sizes = (n_articles, n_bytes, n_dumped, os.path.getsize(path))
    with open(os.path.join(folder, "sizes"), "w", encoding="utf-8") as out:
        print(*sizes, file=out)


def run_sql(path):
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript(sys.stdin.read())
    database.close()


def measure(*command):
    began = time.monotonic()
    status = subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode
    seconds = time.monotonic() - began
    if status != 0:
        sys.exit(f"contest.py: status {status} from {' '.join(command)}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    print(f"{seconds:.6f}\n{peak}")


def table(results, sizes, tables):
    with open(sizes, encoding="utf-8") as lines:
        n_articles, n_bytes, n_dumped, n_file = map(int, lines.read().split())
    rows = collections.defaultdict(dict)
    with open(results, encoding="utf-8") as lines:
        for line in lines:
            round_, name, *numbers = line.split()
            rows[name][round_] = [float(number) for number in numbers]
    print(
        f"{n_articles} articles, {n_bytes / MB:.1f} MB of text ({n_file / MB:.1f} as "
        f"JSON Lines), {os.cpu_count()} cores, medians of {len(rows['lede-index'])}"
    )
    print(
        f"{'':12} {'seconds':>8} {'from':>8} {'to':>8} {'MB/s':>7}"
        f" {'times lede':>10} {'index/text':>10} {'peak MB':>8}"
    )
    lede = rows["lede-index"]
    for name, rounds in rows.items():
        n_of_this = n_dumped if name == "scriptindex" else n_bytes
        seconds = [row[0] for row in rounds.values()]
        ratios = [
            (row[0] / n_of_this) / (lede[round_][0] / n_bytes)
            for round_, row in rounds.items()
        ]
        middle = statistics.median(seconds)
        print(
            f"{name:12} {middle:8.2f} {min(seconds):8.2f} {max(seconds):8.2f}"
            f" {n_of_this / MB / middle:7.1f} {statistics.median(ratios):10.2f}"
            f" {statistics.median(row[2] for row in rounds.values()) / n_of_this:10.2f}"
            f" {max(row[1] for row in rounds.values()) / MB:8.0f}"
        )
    print("\nwhat the tables of the index take:")
    print_tables(tables, n_bytes)


def print_tables(path, n_bytes):
    """Sizes by name, those of all segments together."""
    totals = collections.Counter()
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            name, size = line.rsplit("\t", 1)
            totals[name] += int(size)
    for name, size in totals.most_common():
        if size >= n_bytes / 1000:
            print(f"{name:20} {size / MB:8.1f} MB {size / n_bytes:6.2f} of the text")


COMMANDS = {"prepare": prepare, "sqlite": run_sql, "measure": measure, "table": table}
if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
