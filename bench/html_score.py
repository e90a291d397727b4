"""How much of the articles is kept of web pages, and how much else.

Usage: html_score.py expected.json DUMP [--half=0|1] [--list]
       html_score.py --fields FOLDER DUMP [--list]

DUMP is what `lede-index add --dump=articles --id-from=path` wrote. The first
form counts the strings that must ("with") and must not ("without") be in an
article's text, white space being equal; --half takes every second page only,
so that what was learnt from one half can be tried on the other. The second
compares title, authors, date and paragraphs with the JSON beside the pages.

SPDX-License-Identifier: GPL-2.0-or-later
"""
import collections
import glob
import html
import json
import os
import re
import sys


def squeeze(text):
    return " ".join(text.split())


def read_dump(path):
    """By file name, of one article a page."""
    articles = collections.defaultdict(dict)
    with open(path, encoding="utf-8") as dump:
        for line in dump:
            article = json.loads(line)
            article["text"] = "\n\n".join(article.get("paragraphs", []))
            articles[os.path.basename(article["id"])] = article
    return articles


def as_list(value):
    return value if isinstance(value, list) else [value] if value else []


def rate(name, n, n_all):
    print("%s\t%d\t%d\t%.1f %%" % (name, n, n_all, 100 * n / max(n_all, 1)))


def score_strings(expected, articles, half, is_listing):
    n = collections.Counter()
    for i, (url, page) in enumerate(sorted(expected.items())):
        if half is not None and i % 2 != half:
            continue
        text = squeeze(articles[page["file"]].get("text", ""))
        missing = [s for s in page["with"] if squeeze(s) not in text]
        extra = [s for s in page["without"] if squeeze(s) in text]
        n["with"] += len(page["with"])
        n["without"] += len(page["without"])
        n["kept"] += len(page["with"]) - len(missing)
        n["extra"] += len(extra)
        n["pages"] += 1
        n["whole"] += not missing
        n["clean"] += not extra
        comments = page.get("comments", [])
        n["comments"] += len(comments)
        n["commented"] += sum(squeeze(s) in text for s in comments)
        if is_listing and (missing or extra):
            print("#", page["file"], url, len(text), file=sys.stderr)
            for s in missing:
                print("  -", s, file=sys.stderr)
            for s in extra:
                print("  +", s, file=sys.stderr)
    print("what\tn\tof\trate")
    rate("strings that must be there, and are", n["kept"], n["with"])
    rate("strings that must not be there, and are", n["extra"], n["without"])
    rate("strings of comments that are there", n["commented"], n["comments"])
    rate("pages with all that must be there", n["whole"], n["pages"])
    rate("pages with nothing that must not be", n["clean"], n["pages"])


def paragraphs_of(page):
    body = page.get("body") or {}
    for text in body.get("summary", []):
        yield text
    for section in body.get("sections", []):
        for text in section.get("headline", []) + section.get("paragraphs", []):
            yield text


def only_words(text):
    return re.sub(r"\W+", " ", html.unescape(text)).strip().lower()


def expected_fields(folder):
    """(file name, fields) of every page that has some."""
    for path in sorted(glob.glob(os.path.join(folder, "*.json"))):
        name = os.path.basename(path)[:-5]
        with open(path, encoding="utf-8") as file:
            versions = json.load(file)
        pages = sorted(glob.glob(os.path.join(folder, name + "_*.html.gz")))
        for page in pages:
            yield os.path.basename(page), versions


def best_version(versions, article):
    """The JSON has a version of the site's layout each, in no order that the
    pages have: the one is meant of which most is there."""
    text = only_words(article.get("text", "") + " " + article.get("title", ""))

    def n_there(version):
        return sum(only_words(p) in text for p in paragraphs_of(version))

    return max(versions.values(), key=n_there)


def names_match(wanted, got):
    return {only_words(name) for name in wanted} == {only_words(name) for name in got}


def score_fields(folder, articles, is_listing):
    n = collections.Counter()
    for page, versions in expected_fields(folder):
        article = articles[page]
        version = best_version(versions, article)
        text = only_words(article.get("text", ""))
        wanted = [p for p in map(only_words, paragraphs_of(version)) if p]
        missing = [p for p in wanted if p not in text]
        words = collections.Counter(" ".join(wanted).split())
        got = collections.Counter(text.split())
        n["paragraphs"] += len(wanted)
        n["missing"] += len(missing)
        if wanted:
            n["words"] += sum(got.values())
            n["own words"] += sum((words & got).values())
        said = []
        for key, is_right in (
                ("title", lambda v: only_words(v) == only_words(article.get("title", ""))),
                ("authors", lambda v: names_match(v, as_list(article.get("author")))),
                ("publishing_date", lambda v: v[:10] == article.get("date", "")[:10])):
            value = version.get(key)
            if not value:
                continue
            n[key] += 1
            n[key, True] += is_right(value)
            if not is_right(value):
                said.append("%s: %s, not %s" % (key, value, article.get(
                    {"authors": "author", "publishing_date": "date"}.get(key, key))))
        if is_listing and (said or missing):
            print("#", page, len(text), *said, sep="\n  ", file=sys.stderr)
            for p in missing:
                print("  -", p[:120], file=sys.stderr)
    print("what\tn\tof\trate")
    for key in ("title", "authors", "publishing_date"):
        rate(key, n[key, True], n[key])
    rate("paragraphs that are there", n["paragraphs"] - n["missing"], n["paragraphs"])
    rate("words that are the article's", n["own words"], n["words"])


def main(args):
    options = [a for a in args if a.startswith("--")]
    names = [a for a in args if not a.startswith("--")]
    articles = read_dump(names[1])
    if "--fields" in options:
        score_fields(names[0], articles, "--list" in options)
        return
    half = next((int(o[7:]) for o in options if o.startswith("--half=")), None)
    with open(names[0], encoding="utf-8") as file:
        score_strings(json.load(file), articles, half, "--list" in options)


main(sys.argv[1:])
