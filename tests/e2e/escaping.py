#!/usr/bin/env python3
"""Hostile texts in articles, queries and other parameters, in every form of
lede.cgi: each reply must be well-formed, hold nothing but our own elements, and
have the text as text. TAP on standard output.

    escaping.py CGI INDEX ID...

SPDX-License-Identifier: GPL-2.0-or-later
"""

import csv
import html.parser
import io
import json
import os
import re
import subprocess
import sys
import urllib.parse
import xml.etree.ElementTree

TEXTS = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>",
    "]]> <![CDATA[ <b>",
    "<!-- -- --> <!DOCTYPE x>",
    "&lt;b&gt; &#60;b> &amp;",
    "javascript:alert(1)",
    "a\u202eb\u2066c\u2028d\u2029e\ufeff",
    "=HYPERLINK(\"http://evil.example\";\"x\")",
    "a\tb",
    "\uffff\ufffe\U0010ffff\ufdd0",
    "\x85\x9f",
    "`${alert(1)}` {{7*7}} %s %n",
    "a\" OR title:\"<b>",
    "<svg/onload=alert(1)>",
    "../../../etc/passwd",
    "x" * 4000,
]
PARAMETERS = ["q", "title", "author", "after", "f", "nf", "sort", "cursor", "n", "facet", "bogus<b>"]
# A sanitized program starts slowly: it gets each text as one parameter in three.
EVERY = 1 if os.environ.get("SANITIZER", "no") == "no" else 3
PAGES = ["/", "/search", "/feed", "/suggest", "/facets", "/timeline", "/opensearch.xml"]
FORMS = ["", ".json", ".jsonl", ".csv", ".atom"]

ELEMENTS = set(
    "html head meta title link body a header p form div label input button details summary main"
    " section h1 h2 nav ul ol li article span time mark bdi footer code pre b strong table caption"
    " thead tbody tr th td aside svg path script".split())
VOID = {"meta", "link", "input"}


class Page(html.parser.HTMLParser):
    """Fails on what is not ours."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.text = []

    def handle_starttag(self, tag, attributes):
        assert tag in ELEMENTS, f"an element <{tag}>"
        if tag not in VOID:
            self.open.append(tag)
        names = [name for name, _ in attributes]
        assert len(names) == len(set(names)), f"an attribute twice: {names}"
        if tag == "script":
            assert dict(attributes).get("src", "").startswith("/suggest.js?v="), "a script"
        for name, value in attributes:
            assert not name.startswith("on") and name != "style", f"an attribute {name}"
            if name in ("href", "src", "action"):
                assert re.match(r"[/?#]|(a|dup|similar)[/?]|https?://", value or ""), f"a link to {value}"

    def handle_startendtag(self, tag, attributes):
        raise AssertionError(f"<{tag}/>")

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"</{tag}> in {self.open}"
        self.open.pop()

    def handle_data(self, data):
        assert self.open[-1:] != ["script"], "a script inside"
        self.text.append(data)

    def handle_comment(self, data):
        raise AssertionError("a comment")

    def handle_pi(self, data):
        raise AssertionError("a processing instruction")

    def unknown_decl(self, data):
        raise AssertionError("a declaration")


def ask(path, query):
    environment = {
        "GATEWAY_INTERFACE": "CGI/1.1", "REQUEST_METHOD": "GET", "SCRIPT_NAME": "",
        "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "archive.example",
        "LEDE_INDEX": sys.argv[2],
    }
    environment.update({key: value for key, value in os.environ.items() if key.endswith("SAN_OPTIONS")})
    done = subprocess.run([sys.argv[1]], env=environment, capture_output=True, check=True)
    head, _, body = done.stdout.partition(b"\r\n\r\n")
    headers = {}
    for line in head.decode("ascii").split("\r\n"):
        assert re.fullmatch(r"[A-Za-z-]+: [ -~]*", line), f"a header {line!r}"
        name, _, value = line.partition(": ")
        assert name in ("Vary",) or name not in headers, f"two headers {name}"
        headers[name] = value
    assert re.match(r"(200|302|400|404|414) ", headers["Status"]), headers["Status"]
    return headers, body.decode("utf-8")


def check(headers, body):
    """The text of a page; None of other forms, which are parsed all the same."""
    kind = headers.get("Content-Type", "").split(";")[0]
    if kind == "text/html":
        page = Page()
        page.feed(body)
        page.close()
        assert not page.open, f"not closed: {page.open}"
        assert "Content-Security-Policy" in headers
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", body), "a control character"
        return "".join(page.text)
    if kind in ("application/json", "application/problem+json", "application/x-suggestions+json"):
        json.loads(body)
        assert "</" not in body and "\u2028" not in body, "JSON that is no JavaScript"
    elif kind == "application/x-ndjson":
        for line in body.splitlines():
            json.loads(line)
    elif kind == "text/csv":
        for row in csv.reader(io.StringIO(body)):
            for cell in row:
                assert not re.match(r"[=+@]|-\D", cell), f"a formula {cell!r}"
    elif kind:
        assert kind == "text/plain" or "xml" in kind, kind
        if "xml" in kind:
            xml.etree.ElementTree.fromstring(body)
    return None


n_done = 0


def test(name, cases):
    global n_done
    n_done += 1
    why = ""
    for path, query, wanted in cases:
        try:
            text = check(*ask(path, query))
            if wanted and text is not None:
                assert wanted in text, f"the text is not there: {wanted}"
        except Exception as error:  # noqa: BLE001: whatever it is, it is told
            why = f"{path}?{query}: {error!r}"
            break
    print(("not ok" if why else "ok"), n_done, "-", name)
    if why:
        print("#", why.encode("ascii", "backslashreplace").decode()[:1000])


def main():
    quote = urllib.parse.quote_plus
    ids = sys.argv[3:]
    print(f"1..{len(TEXTS) + len(PARAMETERS) + 3}")
    for text in TEXTS:
        shown = text if text.isascii() and len(text) < 100 and "\t" not in text else ""
        cases = [(page, "q=" + quote(text), "") for page in PAGES if page != "/search"]
        cases += [("/search" + form, "q=" + quote(text) + "&timeline=year&facet=source", "")
                  for form in FORMS]
        cases += [("/a/" + ids[0], "q=" + quote(text), ""), ("/a/" + text, "", "")]
        if shown:
            cases.append(("/search", "q=" + quote(text), ""))
        test("a query " + ascii(text[:40]).replace("#", ""), cases)
    for number, name in enumerate(PARAMETERS):
        test("a parameter " + name,
             [("/search" + form, f"q=a&{quote(name)}={quote(text[:500])}", "")
              for text in TEXTS[number % EVERY :: EVERY] for form in ("", ".json", ".csv")])
    test("an article's fields, on its page", [("/a/" + name, "q=alert", "<script>alert(1)</script>")
                                               for name in ids])
    test("and in results", [("/search" + form, "q=alert&facet=source&facet=tag&facet=author", "")
                            for form in FORMS] + [("/search", "q=alert", "<script>alert(1)</script>")])
    test("bytes that are no text", [("/search", "q=" + bad, "")
                                    for bad in ("%ff", "%00", "%c0%af", "%ed%a0%80", "%0d%0aX: y", "%")])


main()
