#!/usr/bin/env python3
"""Two ranked runs held against each other over the same judgements.

Usage: trec_compare.py QRELS RUN BASE
Prints a line a measure: name, its mean for RUN, for BASE, by how many per cent
RUN is above BASE, and p, tab separated. p is that of a paired randomisation
test, two-sided: how often a difference of means this large comes about when
for each query chance says which run is which (Smucker, Allan and Carterette,
CIKM 2007). The chance is always the same.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import random
import sys

from trec_measure import measures

N_ROUNDS = 10000
SEED = 20260701


def chance(differences):
    """The share of sign assignments whose sum is at least as far from 0."""
    differences = [d for d in differences if d != 0]
    dice = random.Random(SEED)
    seen = abs(sum(differences)) - 1e-12
    n = 0
    for _ in range(N_ROUNDS):
        signs = dice.getrandbits(len(differences) + 1)
        total = sum(d if signs >> i & 1 else -d for i, d in enumerate(differences))
        n += abs(total) >= seen
    return (n + 1) / (N_ROUNDS + 1)


def mean(by_query):
    return sum(by_query.values()) / len(by_query)


def main():
    run = measures(sys.argv[1], sys.argv[2])
    base = measures(sys.argv[1], sys.argv[3])
    for name, by_query in run.items():
        gain = 100 * (mean(by_query) / mean(base[name]) - 1)
        p = chance([value - base[name][qid] for qid, value in by_query.items()])
        print(f"{name}\t{mean(by_query):.4f}\t{mean(base[name]):.4f}\t{gain:+.1f}\t{p:.4f}")


if __name__ == "__main__":
    main()
