#!/usr/bin/env python3
"""Which setting each collection would be measured with if it had no say in it.

Usage: leave_one_out.py <TABLE
TABLE has a line "setting<TAB>gain<TAB>gain..." for each setting, a column for each
collection and a first line with their names: by how many per cent nDCG@10 is
above plain BM25, as bench/quality prints it. Prints for each collection the
setting that is best on average over the others, and what it gives there; at
the end the mean of these, which is what a collection not seen may expect.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import sys


def main():
    rows = [line.rstrip("\n").split("\t") for line in sys.stdin if line.strip()]
    names = rows[0][1:]
    gains = {row[0]: [float(x) for x in row[1:]] for row in rows[1:]}
    got = []
    for i, name in enumerate(names):
        best = max(gains, key=lambda s: sum(gains[s]) - gains[s][i])
        got.append(gains[best][i])
        print(f"{name}\t{best}\t{gains[best][i]:+.1f}")
    print(f"mean\t\t{sum(got) / len(got):+.1f}")


if __name__ == "__main__":
    main()
