#!/usr/bin/env python3
"""Words and phrases out of an archive, and whether a search brings them back.

languages.py ask LANGUAGE SEED N <articles.jsonl >queries
    N words and N phrases, as `NAME tab QUERY`, where NAME is the number of the
    article, w or p, and the number of the question.
languages.py kept articles.jsonl >kept.jsonl
    The articles without those that a later one with the same id replaces.
languages.py with-id articles.jsonl <queries >queries
    The same questions, each of its own article alone.
languages.py judge LANGUAGE articles.jsonl queries ids answers.jsonl
    ids: all that the questions find, as --format=trec; answers.jsonl: one hit
    for each question with its id. Prints what is wrong, a line each.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import json
import random
import re
import sys
import unicodedata
import urllib.parse

UNSPACED = {
    "zh": r"[㐀-鿿々]",
    "ja": r"[㐀-鿿々぀-ヿ]",
    "th": r"[ก-ฺเ-๎]",
}
# What the query language would read as something else.
OPERATORS = {"AND", "OR", "NOT", "NEAR", "ADJ", "NOTNEAR", "SENT", "PARA", "MAYBE", "AROUND", "TO"}
JOINERS = "‌‍"


def is_letter(character):
    return unicodedata.category(character)[0] in "LM" or character in JOINERS


def words_of(paragraph):
    """As a reader would copy them: from space to space, without punctuation."""
    for chunk in paragraph.split():
        start, end = 0, len(chunk)
        while start < end and not is_letter(chunk[start]) and not chunk[start].isnumeric():
            start += 1
        while end > start and not is_letter(chunk[end - 1]) and not chunk[end - 1].isnumeric():
            end -= 1
        word = chunk[start:end]
        if word and word not in OPERATORS and all(map(is_letter, word)) and unicodedata.category(word[0])[0] == "L":
            yield word


def pick_word(dice, language, paragraph):
    if language in UNSPACED:
        runs = re.findall(UNSPACED[language] + "{2,}", paragraph)
        if not runs:
            return None
        run = dice.choice(runs)
        start = dice.randrange(len(run) - 1)
        return run[start : start + dice.choice([2, 2, 2, 3, 4, 6])]
    words = [word for word in words_of(paragraph) if len(word) > 1]
    return dice.choice(words) if words else None


def pick_phrase(dice, language, paragraph):
    paragraph = " ".join(paragraph.split())
    if language in UNSPACED:
        places = [match.start() for match in re.finditer(UNSPACED[language], paragraph)]
        if not places:
            return None
        start = dice.choice(places)
        phrase = paragraph[start : start + dice.randrange(4, 16)]
        # Not to be cut inside of a number or a word of Latin letters.
        while phrase and not re.match(UNSPACED[language], phrase[-1]):
            phrase = phrase[:-1]
        if len(phrase) < 4:
            return None
    else:
        chunks = paragraph.split()
        n = dice.randrange(2, 6)
        if len(chunks) < n:
            return None
        start = dice.randrange(len(chunks) - n + 1)
        phrase = " ".join(chunks[start : start + n])
        if sum(map(is_letter, phrase)) < 4:
            return None
    if any(unicodedata.category(c) in ("Pi", "Pf") or c in '"\\*?„″＂' for c in phrase):
        return None
    return phrase


def ask(language, seed, n):
    dice = random.Random(f"{language} {seed}")
    articles = [json.loads(line) for line in sys.stdin]
    for kind, pick in (("w", pick_word), ("p", pick_phrase)):
        done = 0
        while done < n:
            i = dice.randrange(len(articles))
            paragraphs = [part for part in articles[i]["text"].split("\n\n") if part.strip()]
            if not paragraphs:
                continue
            text = pick(dice, language, dice.choice(paragraphs))
            if text is None:
                continue
            print(f"{i}{kind}{done}\t" + (f'"{text}"' if kind == "p" else text))
            done += 1


def kept(path):
    with open(path, encoding="utf-8") as file:
        lines = list(file)
    last = {json.loads(line)["id"]: i for i, line in enumerate(lines)}
    sys.stdout.writelines(line for i, line in enumerate(lines) if last[json.loads(line)["id"]] == i)


def with_id(path):
    with open(path, encoding="utf-8") as file:
        ids = [json.loads(line)["id"] for line in file]
    for line in sys.stdin:
        number = re.match(r"\d+", line).group()
        print(line.rstrip("\n") + ' id:"' + ids[int(number)] + '"')


def spaceless(text):
    """What is compared of a mark: letters and digits, folded as far as Python can."""
    text = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in text if unicodedata.category(c)[0] in "LMN" and unicodedata.category(c) != "Mn")


def judge_hit(language, kind, query, hit, article):
    """What is wrong with the passages of the article that was asked for."""
    marked = 0
    for passage in hit["passages"]:
        text, marks = passage["text"], passage["marks"]
        paragraph = None
        starts, ends = (not is_cut for is_cut in passage["truncated"])
        for part in article["text"].split("\n\n"):
            part = " ".join(part.split())
            if text in part and (not starts or part.startswith(text)) and (not ends or part.endswith(text)):
                paragraph = part
                break
        if paragraph is None:
            yield "the passage is not in the article: " + text
            continue
        at = len(paragraph) - len(text) if ends else paragraph.index(text)
        if text and unicodedata.combining(text[0]):
            yield "the passage begins inside of a character: " + text
        behind = paragraph[at + len(text) : at + len(text) + 1]
        if behind and unicodedata.category(behind) in ("Mn", "Mc", "Me"):
            yield "the passage ends inside of a character: " + text
        if language not in UNSPACED:
            before = paragraph[at - 1 : at]
            if text and before and is_letter(before) and is_letter(text[0]):
                yield "the passage begins inside of a word: " + text
            if text and behind and is_letter(behind) and is_letter(text[-1]):
                yield "the passage ends inside of a word: " + text
        for first, end in marks:
            marked += 1
            piece = text[first:end]
            if language in UNSPACED and spaceless(query) not in spaceless(piece):
                yield f"marked {piece!r} for {query!r}"
            if kind == "p" and language not in UNSPACED and spaceless(query) not in spaceless(piece):
                yield f"marked {piece!r} for {query!r}"
    if marked == 0 and not hit["title_marks"]:
        yield f"nothing is marked for {query!r}"


def judge(language, articles_path, queries_path, ids_path, answers_path):
    with open(articles_path, encoding="utf-8") as file:
        articles = [json.loads(line) for line in file]
    with open(queries_path, encoding="utf-8") as file:
        queries = dict(line.rstrip("\n").split("\t", 1) for line in file)
    found = {}
    with open(ids_path, encoding="utf-8") as file:
        for line in file:
            name, rest = line.split(" Q0 ", 1)
            found.setdefault(name, set()).add(urllib.parse.unquote(rest.split(" ")[0]))
    answers = {}
    with open(answers_path, encoding="utf-8") as file:
        for line in file:
            hit = json.loads(line)
            answers[hit["qid"]] = hit
    for name, query in queries.items():
        number, kind = re.match(r"(\d+)([wp])", name).groups()
        article = articles[int(number)]
        if article["id"] not in found.get(name, ()):
            print(f"{name}: {query} does not find {article['id']}")
        elif name not in answers:
            print(f"{name}: {query} has no answer")
        else:
            for problem in judge_hit(language, kind, query, answers[name], article):
                print(f"{name}: {problem}")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    if sys.argv[1] == "ask":
        ask(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    elif sys.argv[1] == "kept":
        kept(sys.argv[2])
    elif sys.argv[1] == "with-id":
        with_id(sys.argv[2])
    else:
        judge(*sys.argv[2:7])
