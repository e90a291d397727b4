#!/usr/bin/env python3
"""Builds what a disk may hold after the power failed, from the shim's log.

    replay.py LOG                       prints the number of changes, then the
                                        moments of the marks, a line each
    replay.py LOG FOLDER SEED N...      for each N: the power fails after the
                                        first N changes; builds images of it

A line is printed for each image: its folder, the number of runs that were
acknowledged before, and how many may be visible at most. The log is shim.h's,
with a line `area INODE` at its head and a line `mark` after each run.

What is certain after a power cut: the bytes of a file at its last sync, and
the names in a directory at its last sync. What is not: everything since then,
each write by itself (in pages of 4 KiB), names in their order. Four images:

    lost     nothing that was not synced is there
    names    all names are there, no bytes that were not synced
    bytes    all bytes are there, no names that were not synced
    some     names up to some moment, some pages of what was written

A file's size counts as its bytes.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import os
import random
import sys

PAGE = 4096


class File:
    """A file: what is certain, and what was done to it since."""

    def __init__(self):
        self.synced = bytearray()
        self.since = []  # (offset, bytes) of a write, (size, None) of a cut

    def sync(self):
        self.synced = self.content(lambda: True)
        self.since = []

    def content(self, keeps):
        """The bytes, with each page since the last sync that keeps() wants."""
        out = bytearray(self.synced)
        for offset, data in self.since:
            if data is None:
                if keeps():
                    del out[offset:]
                    out.extend(bytes(offset - len(out)))
                continue
            for start in range(0, len(data), PAGE):
                if keeps():
                    put(out, offset + start, data[start : start + PAGE])
        return out

    def build(self, path, image):
        if self in image.places:  # one file, two names
            os.link(image.places[self], path)
            return
        image.places[self] = path
        with open(path, "wb") as out:
            out.write(self.content(image.keeps_byte))


class Directory:
    """A directory: its names for certain, and what was done to them since."""

    def __init__(self):
        self.synced = {}
        self.now = {}
        self.since = []  # (moment, name, node or None)

    def change(self, moment, name, node):
        self.since.append((moment, name, node))
        apply(self.now, name, node)

    def sync(self):
        self.synced = dict(self.now)
        self.since = []

    def build(self, path, image):
        names = dict(self.synced)
        for moment, name, node in self.since:
            if moment <= image.last_moment:
                apply(names, name, node)
        os.mkdir(path)
        for name, node in names.items():
            node.build(os.path.join(path, name), image)


class Image:
    """What one disk holds: the bytes that it keeps, names up to a moment."""

    def __init__(self, keeps_byte, last_moment):
        self.keeps_byte = keeps_byte
        self.last_moment = last_moment
        self.places = {}  # where each file was built first


def apply(names, name, node):
    if node is None:
        names.pop(name, None)
    else:
        names[name] = node


def put(out, offset, data):
    if len(out) < offset:
        out.extend(bytes(offset - len(out)))
    out[offset : offset + len(data)] = data


def read_log(path):
    """The changes: lists of words, a write's bytes last."""
    changes = []
    with open(path, "rb") as log:
        while line := log.readline():
            words = line.decode().rstrip("\n").split(" ", 2)
            if words[0] == "unknown":
                sys.exit(f"replay.py: cannot replay this: {line.decode()}")
            if words[0] == "write":
                offset, n_bytes = map(int, words[2].split(" "))
                words[2:] = [offset, log.read(n_bytes)]
                log.read(1)
            elif words[0] in ("rename", "link", "unlink"):
                words = [words[0]] + " ".join(words[1:]).split("\t")
            changes.append(words)
    return changes


class Disk:
    """All there is below the area, by inode and by name."""

    def __init__(self, inode):
        self.root = Directory()
        self.nodes = {inode: self.root}
        self.n_changes = 0
        self.n_marks = 0
        self.is_marked = True

    def parent_of(self, path):
        *above, name = path.split("/")
        directory = self.root
        for step in above:
            directory = directory.now[step]
        return directory, name

    def link(self, path, node):
        directory, name = self.parent_of(path)
        directory.change(self.n_changes, name, node)

    def apply(self, change):
        self.n_changes += 1
        self.is_marked = change[0] == "mark"
        getattr(self, "on_" + change[0])(*change[1:])

    def on_mark(self):
        self.n_marks += 1

    def on_create(self, inode, path):
        self.nodes[inode] = File()
        self.link(path, self.nodes[inode])

    def on_mkdir(self, inode, path):
        self.nodes[inode] = Directory()
        self.link(path, self.nodes[inode])

    def on_write(self, inode, offset, data):
        self.nodes[inode].since.append((offset, data))

    def on_truncate(self, inode, size):
        self.nodes[inode].since.append((int(size), None))

    def on_sync(self, inode):
        self.nodes[inode].sync()

    def on_rename(self, old, new):
        directory, name = self.parent_of(old)
        node = directory.now[name]
        # Both at one moment: a rename is there or not, never half.
        self.link(old, None)
        self.link(new, node)

    def on_link(self, old, new):
        directory, name = self.parent_of(old)
        self.link(new, directory.now[name])

    def on_unlink(self, path):
        self.link(path, None)

    def build_all(self, folder, chance):
        images = {
            "lost": (lambda: False, -1),
            "names": (lambda: False, self.n_changes),
            "bytes": (lambda: True, -1),
            "some": (
                lambda: chance.random() < 0.5,
                chance.randint(0, self.n_changes),
            ),
        }
        n_most = self.n_marks + (0 if self.is_marked else 1)
        for kind, (keeps_byte, last_moment) in images.items():
            path = os.path.join(folder, f"{self.n_changes}-{kind}")
            self.root.build(path, Image(keeps_byte, last_moment))
            print(path, self.n_marks, n_most)


def main():
    changes = read_log(sys.argv[1])
    area = changes.pop(0)
    if len(sys.argv) == 2:
        print(len(changes))
        for i, change in enumerate(changes):
            if change[0] == "mark":
                print(i + 1)
        return
    folder, seed = sys.argv[2], sys.argv[3]
    wanted = {int(n) for n in sys.argv[4:]}
    disk = Disk(area[1])
    for change in changes:
        disk.apply(change)
        if disk.n_changes in wanted:
            disk.build_all(folder, random.Random(f"{seed} {disk.n_changes}"))


main()
