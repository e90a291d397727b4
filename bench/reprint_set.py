#!/usr/bin/env python3
"""Makes a set of edited articles for bench/reprints, and judges its groups.

reprint_set.py make ARTICLES.jsonl N SEED SET.jsonl TRUTH
    Takes N articles of 100 words or more by chance, none of which has a fifth
    of another's runs of four words, and for every second of them, on the same
    condition, the article of the file that shares most of its title's words
    with it and is of the same source: pages of a series, which are no copies. Each of
    the N gets copies by the edits below, under names of other papers. A line
    of TRUTH is id, story, kind of edit.
reprint_set.py measure TRUTH GROUPS
    GROUPS has a line "id tab member" for each member of an id's group.

Words are changed one by one: a tenth of the changed ones left out, a tenth
doubled by a word in front, the others replaced by words of the same archive.

SPDX-License-Identifier: GPL-2.0-or-later
"""
import collections
import json
import random
import re
import sys

MIN_WORDS = 100
# Articles of which one has this share of the other's runs of four words are
# alike before anybody edits them, and are not taken both.
ALIKE = 0.2


def paragraphs(text):
    return [p for p in re.split(r"\n\s*\n", text) if p.strip()]


class Choice:
    """Takes articles no two of which are alike."""

    def __init__(self):
        self.sizes = []
        self.by_run = collections.defaultdict(list)

    def take(self, text):
        words = re.findall(r"\w+", text.lower())
        runs = {tuple(words[i:i + 4]) for i in range(len(words) - 3)}
        shared = collections.Counter()
        for run in runs:
            shared.update(self.by_run.get(run, ()))
        for i, n in shared.items():
            if n > ALIKE * min(len(runs), self.sizes[i]):
                return False
        for run in runs:
            self.by_run[run].append(len(self.sizes))
        self.sizes.append(len(runs))
        return True


class Editor:
    def __init__(self, rng, words):
        self.rng = rng
        self.words = words

    def change(self, text, share):
        """Changes that share of the words; white space stays."""
        parts = re.split(r"(\s+)", text)
        for i, part in enumerate(parts):
            if not part.strip() or self.rng.random() >= share:
                continue
            kind = self.rng.random()
            other = self.rng.choice(self.words)
            if kind < 0.1:
                parts[i] = ""
            elif kind < 0.2:
                parts[i] = other + " " + part
            else:
                parts[i] = other
        return "".join(parts)

    def drop(self, text):
        """A third of the paragraphs, by chance."""
        kept = [p for p in paragraphs(text) if self.rng.random() > 1 / 3]
        return "\n\n".join(kept or paragraphs(text)[:1])

    def move(self, text):
        moved = paragraphs(text)
        self.rng.shuffle(moved)
        return "\n\n".join(moved)

    def frame(self, text):
        """A header and a byline in front, a notice behind."""
        name = self.rng.choice(self.words).title()
        return ("\n\n".join([
            "By %s %s, Staff Writer" % (name, self.rng.choice(self.words)),
            "%s, %d (Wire) - Updated at noon" % (
                name.upper(), self.rng.randrange(1, 29)),
            text,
            "Copyright by the Associated Wire. All rights reserved. This "
            "material may not be published, broadcast, rewritten or "
            "redistributed without permission of the agency."]))

    def third(self, text):
        """The first third, as agencies cut: from the end."""
        kept = paragraphs(text)
        return "\n\n".join(kept[:max(1, (len(kept) + 2) // 3)])


def edits(editor):
    """name: edit. All but the last ones are those of the issue."""
    return {
        "as it is": lambda t: t,
        "5 % of words": lambda t: editor.change(t, 0.05),
        "10 % of words": lambda t: editor.change(t, 0.10),
        "15 % of words": lambda t: editor.change(t, 0.15),
        "20 % of words": lambda t: editor.change(t, 0.20),
        "dropped": editor.drop,
        "moved": editor.move,
        "framed": editor.frame,
        "all, 10 %": lambda t: editor.frame(
            editor.move(editor.drop(editor.change(t, 0.10)))),
        "a third": editor.third,
        "a third, 10 %": lambda t: editor.change(editor.third(t), 0.10),
    }


def title_words(article):
    return set(re.findall(r"\w+", (article.get("title") or "").lower()))


def siblings(articles, chosen, rng):
    """Of the same source, with most words of the title: one for each."""
    by_word = collections.defaultdict(list)
    for i, article in enumerate(articles):
        for word in title_words(article):
            by_word[(article.get("source"), word)].append(i)
    taken = set(chosen)
    found = []
    for i in chosen:
        if rng.random() < 0.5:
            continue
        counts = collections.Counter()
        for word in title_words(articles[i]):
            near = by_word[(articles[i].get("source"), word)]
            if len(near) < 500:
                counts.update(near)
        best = [k for k, _ in counts.most_common(4) if k not in taken
                and articles[k].get("title") != articles[i].get("title")]
        if best:
            taken.add(best[0])
            found.append(best[0])
    return found


def make(path, n, seed, set_path, truth_path):
    rng = random.Random(seed)
    with open(path, encoding="utf-8") as file:
        articles = [json.loads(line) for line in file]
    fit = [i for i, a in enumerate(articles)
           if len((a.get("text") or "").split()) >= MIN_WORDS]
    rng.shuffle(fit)
    choice = Choice()
    chosen = []
    for i in fit:
        if len(chosen) < n and choice.take(articles[i]["text"]):
            chosen.append(i)
    words = [w for i in chosen[:200] for w in
             re.findall(r"[A-Za-z]+", articles[i]["text"])]
    kinds = edits(Editor(rng, words))
    lines = []
    for i in chosen:
        story = articles[i]
        lines.append((dict(story, id="o%d" % i), i, "original"))
        # Three copies a story: all kinds come equally often.
        for k, name in enumerate(rng.sample(sorted(kinds), 3)):
            copy = dict(story, id="c%d-%d" % (i, k),
                        text=kinds[name](story["text"]))
            if rng.random() < 0.5:
                copy["source"] = "The %s Post" % rng.choice(words).title()
                copy["title"] = "%s: %s" % (
                    rng.choice(words).title(), story.get("title") or "")
            lines.append((copy, i, name))
    for i in siblings(articles, chosen, rng):
        if not choice.take(articles[i].get("text") or ""):
            continue
        lines.append((dict(articles[i], id="s%d" % i), i, "series"))
    rng.shuffle(lines)
    with open(set_path, "w", encoding="utf-8") as out, \
            open(truth_path, "w", encoding="utf-8") as truth:
        for article, story, kind in lines:
            out.write(json.dumps(article, ensure_ascii=False) + "\n")
            truth.write("%s\t%d\t%s\n" % (article["id"], story, kind))


def measure(truth_path, groups_path):
    story, kind = {}, {}
    with open(truth_path, encoding="utf-8") as file:
        for line in file:
            name, number, edit = line.rstrip("\n").split("\t")
            story[name], kind[name] = number, edit
    group = collections.defaultdict(set)
    with open(groups_path, encoding="utf-8") as file:
        for line in file:
            name, member = line.rstrip("\n").split("\t")
            if name != member:
                group[name].add(member)
    of_story = collections.defaultdict(set)
    for name, number in story.items():
        of_story[number].add(name)
    found, wanted = collections.Counter(), collections.Counter()
    right = wrong = 0
    for name in story:
        same = of_story[story[name]] - {name}
        found[kind[name]] += len(same & group[name])
        wanted[kind[name]] += len(same)
        for other in group[name]:
            if story[other] == story[name]:
                right += 1
            else:
                wrong += 1
    print("%-16s %6s  %s" % ("edit", "pairs", "recall"))
    for name in sorted(wanted, key=lambda k: (k == "original", k)):
        if wanted[name]:
            print("%-16s %6d  %.4f" % (
                name, wanted[name], found[name] / wanted[name]))
    print("%-16s %6d  %.4f" % ("all", sum(wanted.values()),
                               sum(found.values()) / sum(wanted.values())))
    print("precision        %6d  %.4f" % (right + wrong,
                                         right / (right + wrong)))
    print("pages of series: %d, of which in a group: %d" % (
        sum(k == "series" for k in kind.values()),
        sum(k == "series" and bool(group[n]) for n, k in kind.items())))


def main():
    if len(sys.argv) == 7 and sys.argv[1] == "make":
        make(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5],
             sys.argv[6])
    elif len(sys.argv) == 4 and sys.argv[1] == "measure":
        measure(sys.argv[2], sys.argv[3])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
