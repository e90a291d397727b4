#!/usr/bin/env python3
"""Measures of a ranked run against judgements, as trec_eval defines them.

Usage: trec_measure.py QRELS RUN
QRELS: "qid 0 docid grade" a line; RUN: "qid Q0 docid rank score tag" a line.
Prints MAP, nDCG@10, P@10 and recall@1000 as means over the queries that have
at least one relevant article; a judged query without any result counts as 0.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import math
import sys
from collections import defaultdict


def read_qrels(path):
    grades = defaultdict(dict)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            qid, _, docid, grade = line.split()
            grades[qid][docid] = int(float(grade))
    return {q: d for q, d in grades.items() if any(g > 0 for g in d.values())}


def read_run(path):
    ranked = defaultdict(list)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            qid, _, docid, rank, _, _ = line.split()
            ranked[qid].append((int(rank), docid))
    return {q: [d for _, d in sorted(hits)] for q, hits in ranked.items()}


def average_precision(ranking, grades):
    n_relevant = sum(g > 0 for g in grades.values())
    n_seen = 0
    total = 0.0
    for i, docid in enumerate(ranking, 1):
        if grades.get(docid, 0) > 0:
            n_seen += 1
            total += n_seen / i
    return total / n_relevant


def ndcg(ranking, grades, depth):
    gains = [max(grades.get(d, 0), 0) for d in ranking[:depth]]
    ideal = sorted((g for g in grades.values() if g > 0), reverse=True)[:depth]

    def dcg(values):
        return sum(v / math.log2(i + 2) for i, v in enumerate(values))

    return dcg(gains) / dcg(ideal)


def precision(ranking, grades, depth):
    return sum(grades.get(d, 0) > 0 for d in ranking[:depth]) / depth


def recall(ranking, grades, depth):
    n_relevant = sum(g > 0 for g in grades.values())
    return sum(grades.get(d, 0) > 0 for d in ranking[:depth]) / n_relevant


def measures(qrels_path, run_path):
    """{"MAP": {qid: value, ...}, ...} for each judged query."""
    qrels = read_qrels(qrels_path)
    run = read_run(run_path)
    values = defaultdict(dict)
    for qid, grades in qrels.items():
        ranking = run.get(qid, [])
        values["MAP"][qid] = average_precision(ranking[:1000], grades)
        values["nDCG@10"][qid] = ndcg(ranking, grades, 10)
        values["P@10"][qid] = precision(ranking, grades, 10)
        values["recall@1000"][qid] = recall(ranking, grades, 1000)
    return values


def main():
    for name, by_query in measures(sys.argv[1], sys.argv[2]).items():
        print(f"{name}\t{sum(by_query.values()) / len(by_query):.4f}\t{len(by_query)}")


if __name__ == "__main__":
    main()
