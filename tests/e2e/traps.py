"""The files of 188-traps.test, into the current folder.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import gzip
import zipfile
import zlib

DEEP = 100_000


def without_end(byte, n_megabytes, n_members):
    """Members of a gzip file that are so many megabytes of one byte each."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    megabyte = byte * (1 << 20)
    member = b"".join(squeeze.compress(megabyte) for _ in range(n_megabytes))
    return (member + squeeze.flush()) * n_members


def write(name, text):
    with open(name, "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode())


def record(name, length, word):
    """A record of a web archive; length as it is said to be, None: as it is."""
    page = ("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body>"
            f"<article><h1>The {word}</h1><p>This page is about the {word}, and "
            "it is long enough to be taken for an article of some kind, since "
            "it goes on and on.</p></article></body></html>")
    return ("WARC/1.0\r\nWARC-Type: response\r\n"
            f"WARC-Target-URI: http://a.example/{name}\r\n"
            "Content-Type: application/http;msgtype=response\r\n"
            "WARC-Date: 2020-01-01T00:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:{name}>\r\n"
            f"Content-Length: {length or len(page)}\r\n\r\n{page}\r\n\r\n")


def archive(name, length):
    write(name, record("first", None, "first") +
          record("lie", length, "lie") + record("last", None, "last"))


# 100 GB each, but for the second of gzip
write("zeros.gz", without_end(b"\0", 128, 800))
write("twice.gz", gzip.compress(without_end(b"\0", 128, 800)))
write("letters.gz", without_end(b"tax ", 64, 400))
with zipfile.ZipFile("many.zip", "w") as pack:
    for i in range(DEEP):
        pack.writestr(f"f{i:06}.txt", b"")
with zipfile.ZipFile("climb.zip", "w") as pack:
    pack.writestr("../../evil.txt", "evil climbs")
    pack.writestr("/etc/absolute.txt", "so does this")
    pack.writestr("in/ok.txt", "inside is well")
ENTITIES = "".join(
    f'<!ENTITY {name} "{f"&{inner};" * 10}">'
    for inner, name in zip("abcdefgh", "bcdefghi"))
write("entities.xml",
      f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">{ENTITIES}]>'
      "<rss><channel><item><guid>e</guid><title>&i;</title></item></channel>"
      "</rss>")
write("outside.xml",
      '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM '
      '"file:///etc/passwd">]><rss><channel><item><guid>e</guid>'
      "<title>before &x; after</title></item></channel></rss>")
write("deep.jsonl",
      '{"id":"one","text":"first of all"}\n{"id":"deep","text":"x","extra":' +
      "[" * DEEP + "]" * DEEP + '}\n{"id":"two","text":"last of all"}\n')
write("deep.rss", "<rss><channel><item>" + "<a>" * DEEP + "x" + "</a>" * DEEP +
      "</item></channel></rss>")
write("deep.html", "<html><body><article><h1>Deep</h1>" + "<div>" * DEEP +
      "<p>These words are deep down, and are long enough to be the text of "
      "an article, since they go on and on.</p>" + "</div>" * DEEP +
      "</article></body></html>")
write("deep.xml",
      '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/"><page>'
      "<title>Deep</title><ns>0</ns><id>7</id><revision><text>" +
      "{{" * DEEP + "[[" * DEEP + "x" + "]]" * DEEP + "}}" * DEEP +
      " the end</text></revision></page></mediawiki>")
PARTS = "".join(f"--b\nContent-Type: text/plain\n\npart {i}\n"
                for i in range(10_000))
write("parts.eml",
      "From: a@example.org\nSubject: parts\nMIME-Version: 1.0\n"
      f"Content-Type: multipart/mixed; boundary=b\n\n{PARTS}--b--\n")
archive("long.warc", 999_999_999_999)
archive("short.warc", 60)
