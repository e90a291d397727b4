#!/usr/bin/env python3
"""Damages the files of an index at random and asks it.

    damage.py INDEX SCRATCH SEED TIMES SECONDS LEDE-SEARCH LEDE-INDEX

Each time one file below INDEX, in its copy SCRATCH, gets a bit flipped, some
bytes replaced, a byte in the head of one of its blocks replaced, its end cut
off, or some of it moved; then it is searched and dumped, and the file restored.
A line is printed for each answer that is none: a signal, a status above 2, a
refusal without a message; "endless" and the same for no end within 20 seconds.
The last line counts; after SECONDS it is less than TIMES.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import os
import random
import shutil
import subprocess
import sys
import time

BLOCK = 8192
ENDLESS = "endless"


def flip_bit(data, chance):
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def replace_bytes(data, chance):
    at = chance.randrange(len(data))
    n = min(chance.choice([1, 2, 4, 64]), len(data) - at)
    data[at : at + n] = chance.randbytes(n)


def change_head(data, chance):
    at = BLOCK * chance.randrange(1 + len(data) // BLOCK) + chance.randrange(32)
    at = min(at, len(data) - 1)
    data[at] = chance.randrange(256)


def cut(data, chance):
    del data[chance.randrange(len(data)) :]


def move(data, chance):
    n = chance.choice([1, 16, BLOCK])
    source = chance.randrange(len(data))
    taken = data[source : source + n]
    at = chance.randrange(len(data) - len(taken) + 1)
    data[at : at + len(taken)] = taken


WAYS = [flip_bit, replace_bytes, change_head, cut, move]


def files_below(path):
    for folder, _, names in sorted(os.walk(path)):
        for name in sorted(names):
            file = os.path.join(folder, name)
            if name != "lock" and os.path.getsize(file) > 0:
                yield file


def ask(command, limit=20):
    """What is wrong with how it ended; None if nothing."""
    try:
        done = subprocess.run(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=limit
        )
    except subprocess.TimeoutExpired:
        return ENDLESS
    if done.returncode not in (0, 1, 2, 4):
        return f"status {done.returncode}: {done.stderr[:2000].decode(errors='replace')}"
    if done.returncode == 2 and not done.stderr.startswith(b"lede-"):
        return "no message"
    return None


def sizes(files):
    return [os.path.getsize(file) for file in files]


def main():
    good, scratch, seed, n_times, seconds, search, index = sys.argv[1:]
    end = time.monotonic() + int(seconds)
    chance = random.Random(seed)
    # A search is ended by force when twice this and a second are over.
    search = [search, "--timeout=3", "-i", scratch]
    commands = [
        [*search, "everywhere AND (r3 OR first)"],
        [*search, "--format=json", '"everywhere second"'],
        [*search, "--sort=-date", "--ids", "date:1910..1950 -r2"],
        [*search, "--count", "remain*"],
        [*search, "--show=a7"],
        [*search, "--facet=year", "--timeline=year", "--reprints=only", "remainder"],
        [index, "dump", "-i", scratch],
    ]
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(good, scratch)
    files = list(files_below(scratch))
    n_refused = 0
    n_done = 0
    while n_done < int(n_times) and time.monotonic() < end:
        n_done += 1
        path = chance.choice(files)
        way = chance.choice(WAYS)
        with open(path, "rb") as file:
            whole = file.read()
        data = bytearray(whole)
        way(data, chance)
        with open(path, "wb") as file:
            file.write(data)
        before = sizes(files)
        for command in commands:
            wrong = ask(command)
            if wrong:
                is_known = wrong is ENDLESS and command[0] == index
                kind = "endless: " if is_known else ""
                print(f"{kind}{way.__name__} of {path}: {' '.join(command)}: {wrong}")
        verified = subprocess.run(
            [index, "verify", "-q", "-i", scratch],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        with open(path, "rb") as file:
            if file.read() != data or sizes(files) != before:
                print(f"{way.__name__} of {path}: a reader changed a file")
        if data != whole and verified.returncode != 2:
            print(f"{way.__name__} of {path}: verify: status {verified.returncode}")
        n_refused += verified.returncode == 2
        with open(path, "wb") as file:
            file.write(whole)
    print(f"{n_done} times, {n_refused} told by verify")


main()
