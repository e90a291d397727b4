#!/usr/bin/env python3
"""Counts articles by reading every word: what lede's answers are held against.

Usage: scan.py CASES < articles.jsonl
Prints, for each case of the CASES table (news or articles), the lede query,
a tab, and the number of articles that match it.

Nothing here knows lede, Xapian, ICU or a stemmer: words are runs of letters
and digits of the text with accents and case removed, a possessive 's falls
away, a phrase is words one behind the other in one paragraph, and the forms of
a stemmed word are written out by hand.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import json
import re
import sys
import unicodedata

POSSESSIVE = re.compile(r"(?<=[^\W_])['\u2019]s(?![^\W_])")
WORD = re.compile(r"[^\W_]+")
PARAGRAPHS = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)\s*|\u2029")


def fold(text):
    text = unicodedata.normalize("NFKD", text).casefold()
    text = unicodedata.normalize("NFKD", text)
    return "".join(c for c in text if not unicodedata.combining(c))


def paragraph_words(text):
    """The words of a paragraph as ' one two three '."""
    text = POSSESSIVE.sub("", fold(text))
    return " " + " ".join(WORD.findall(text)) + " "


class Article:
    def __init__(self, line):
        article = json.loads(line)
        self.title = paragraph_words(article.get("title", ""))
        self.author = paragraph_words(article.get("author", ""))
        self.source = paragraph_words(article.get("source", ""))
        self.date = article.get("date", "")
        self.paragraphs = [self.title] + [
            paragraph_words(p) for p in PARAGRAPHS.split(article.get("text", ""))
        ]


def phrase(words):
    """The words, exactly, in one paragraph."""
    wanted = " " + words + " "
    return lambda a: any(wanted in p for p in a.paragraphs)


def forms(stem, endings):
    """A word in any of its forms: the stem with one of the endings or none."""
    wanted = [" " + stem + e + " " for e in [""] + endings.split()]
    return lambda a: any(w in p for p in a.paragraphs for w in wanted)


def words(*wanted):
    """Any of the words, exactly as listed."""
    spaced = [" " + w + " " for w in wanted]
    return lambda a: any(w in p for p in a.paragraphs for w in spaced)


def title(words):
    wanted = " " + words + " "
    return lambda a: wanted in a.title


def source(words):
    wanted = " " + words + " "
    return lambda a: wanted in a.source


def author(words):
    wanted = " " + words + " "
    return lambda a: wanted in a.author


def dated(first, last):
    """ISO dates of any precision compare as text against first..last."""
    return lambda a: a.date[:10] >= first and a.date[: len(last)] <= last if a.date else False


def both(*tests):
    return lambda a: all(t(a) for t in tests)


def either(*tests):
    return lambda a: any(t(a) for t in tests)


def without(test, *others):
    return lambda a: test(a) and not any(t(a) for t in others)


NEWS = [
    ('"interest rates"', phrase("interest rates")),
    ('"state of affairs"', phrase("state of affairs")),
    ('"the u.s. dollar"', phrase("the u s dollar")),
    ('"crude oil prices"', phrase("crude oil prices")),
    ('"bank of england"', phrase("bank of england")),
    ('"net profit"', phrase("net profit")),
    ('"at the end of the year"', phrase("at the end of the year")),
    ('"said it"', phrase("said it")),
    ('"texas instruments"', phrase("texas instruments")),
    ('"30 pct"', phrase("30 pct")),
    ('"tariff"', words("tariff")),
    ('"tariffs"', words("tariffs")),
    ('"protest"', words("protest")),
    ('"profits"', words("profits")),
    ("tariff", forms("tariff", "s")),
    ("protests", forms("protest", "s ed ing er ers ant ants")),
    ("cocoa", forms("cocoa", "")),
    ("wheat", forms("wheat", "s")),
    ("dollar", forms("dollar", "s")),
    ("billion", forms("billion", "s")),
    ("tariff AND cocoa", both(forms("tariff", "s"), forms("cocoa", ""))),
    ("wheat corn", both(forms("wheat", "s"), forms("corn", "s"))),
    ("wheat OR cocoa", either(forms("wheat", "s"), forms("cocoa", ""))),
    ("wheat -corn", without(forms("wheat", "s"), forms("corn", "s"))),
    ("wheat AND NOT (corn OR cocoa)", without(forms("wheat", "s"), forms("corn", "s"), forms("cocoa", ""))),
    ('"crude oil" AND NOT opec', without(phrase("crude oil"), words("opec"))),
    ('("crude oil" OR wheat) AND dollar', both(either(phrase("crude oil"), forms("wheat", "s")), forms("dollar", "s"))),
    ('-wheat "interest rate"', without(phrase("interest rate"), forms("wheat", "s"))),
    ('"bank of japan" OR "bank of france"', either(phrase("bank of japan"), phrase("bank of france"))),
    ('title:"trade deficit"', title("trade deficit")),
    ('source:"london"', source("london")),
    ("date:1987-03", dated("1987-03-01", "1987-03-31")),
    ("wheat date:1987-04-01..1987-04-10", both(forms("wheat", "s"), dated("1987-04-01", "1987-04-10"))),
]

ARTICLES = [
    ('"for example"', phrase("for example")),
    ('"as well as"', phrase("as well as")),
    ('"in the case of"', phrase("in the case of")),
    ('"the following table"', phrase("the following table")),
    ('"operating system"', phrase("operating system")),
    ('"command line"', phrase("command line")),
    ('"internet protocol"', phrase("internet protocol")),
    ('"must not"', phrase("must not")),
    ('"end to end"', phrase("end to end")),
    ("end-to-end", either(phrase("end to end"), words("endtoend"))),
    ('"e mail"', phrase("e mail")),
    ('"server"', words("server")),
    ('"servers"', words("servers")),
    ('"kernel"', words("kernel")),
    ("kernel", forms("kernel", "s")),
    ("protocol", forms("protocol", "s")),
    ("router", forms("router", "s")),
    ("driver", forms("driver", "s")),
    ("firewall", forms("firewall", "s")),
    ("packet", forms("packet", "s")),
    ("kernel AND driver", both(forms("kernel", "s"), forms("driver", "s"))),
    ("kernel driver packet", both(forms("kernel", "s"), forms("driver", "s"), forms("packet", "s"))),
    ("kernel OR router", either(forms("kernel", "s"), forms("router", "s"))),
    ("kernel -driver", without(forms("kernel", "s"), forms("driver", "s"))),
    ("driver AND NOT (kernel OR packet)", without(forms("driver", "s"), forms("kernel", "s"), forms("packet", "s"))),
    ('"operating system" kernel', both(phrase("operating system"), forms("kernel", "s"))),
    ('"operating system" -kernel', without(phrase("operating system"), forms("kernel", "s"))),
    ('("command line" OR "operating system") driver', both(either(phrase("command line"), phrase("operating system")), forms("driver", "s"))),
    ("source:microsoftdocs router", both(source("microsoftdocs"), forms("router", "s"))),
    ("date:2017", dated("2017", "2017")),
    ("date:2017..2018 kernel", both(forms("kernel", "s"), dated("2017", "2018"))),
]

CASES = {"news": NEWS, "articles": ARTICLES}


def main():
    cases = CASES[sys.argv[1]]
    counts = [0] * len(cases)
    for line in sys.stdin:
        article = Article(line)
        for i, (_, test) in enumerate(cases):
            counts[i] += test(article)
    for (query, _), count in zip(cases, counts):
        print(f"{query}\t{count}")


if __name__ == "__main__":
    main()
