# SPDX-License-Identifier: Apache-2.0
"""Our reader of JSON against Python's, on mutations of real and odd texts.
TAP on stdout."""
import collections
import glob
import json
import os
import random
import struct
import subprocess
import sys

TOP = os.environ["top_srcdir"]
READ = os.path.join(os.environ["top_builddir"], "tests/proto/codec/read_json")
CASES = 40000
DEPTH_MAX = 32

ODD = [rb'[1,-0.5e+3,true,false,null,"\u4e2d\ud83d\ude00\n",{"a":{"b":[]}},""]',
       rb'{"a":1,"b":"\"","c":[[[]]]}', b'"x"', b" 12 ", b"[0]", b"[" * 33]
PIECES = [rb"\u0000", rb"\ud800", rb"\udc00", rb"\ud83d\ude00", rb"\x", rb"\/",
          b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"0", b"1", b"-",
          b".", b"e", b"E+", b"true", b"null", b"NaN", b"Infinity", b" ",
          b"\t", b"\n", b"\v", b"\f", b"\0", b"\x1f", b"\x7f", b"\xff",
          b"\xed\xa0\x80", b"\xe4\xb8\xad", b"\xc0\x80", b"\xc2\xa0",
          b"\xef\xbb\xbf", b"//", b"/*", b'"a":1,', b"[" * 31]


def mutate(text):
    text = bytearray(text)
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        at = random.randrange(len(text) + 1)
        way = random.random()
        if way < 0.4:
            text[at:at] = random.choice(PIECES)
        elif way < 0.6:
            del text[at:at + random.choice([1, 1, 2, 5])]
        elif way < 0.8:
            text[at:at + 1] = random.choice(PIECES)
        elif way < 0.9:
            text[at:at] = text[random.randrange(len(text) + 1):][:40]
        else:
            del text[at:]
    return bytes(text)


# What Python's reader lets pass and ours does not.

def refuse_constant(name):
    raise ValueError(name)


def refuse_duplicates(pairs):
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("duplicate")
    return dict(pairs)


def check(value, depth=0):
    if isinstance(value, str):
        value.encode()  # no lone surrogates
        if "\0" in value:
            raise ValueError("NUL")
    elif isinstance(value, (list, dict)):
        if depth == DEPTH_MAX:
            raise ValueError("depth")
        for child in value:
            check(child, depth + 1)
        if isinstance(value, dict):
            check(list(value.values()), depth)


def takes(text):
    try:
        check(json.loads(text.decode(), object_pairs_hook=refuse_duplicates,
                         parse_constant=refuse_constant))
        return True
    except ValueError:
        return False


random.seed(1)
seeds = list(ODD)
for path in sorted(glob.glob(os.path.join(TOP, "proto/schema/examples/*.json"))):
    with open(path, "rb") as file:
        seeds += [text for text in [file.read()] if len(text) < 900]
cases = [mutate(random.choice(seeds)) for _ in range(CASES)]
run = subprocess.run(
    [READ], input=b"".join(struct.pack(">I", len(c)) + c for c in cases),
    stdout=subprocess.PIPE, check=True)
said = run.stdout.decode().split()
wrong = [(s, c) for s, c in zip(said, cases, strict=True)
         if s == "BAD" or (s == "ok") != takes(c)]
print(f"{'not ' if wrong else ''}ok 1 - Python and we agree on {CASES} texts")
for answer, case in wrong[:10]:
    print("# ours:", answer, case[:200])
codes = collections.Counter(said)
rare = {"ok", "not-json", "invalid-utf8", "lone-surrogate", "nul-character",
        "duplicate-member", "too-deep"} - {c for c in codes if codes[c] >= 50}
print(f"{'not ' if rare else ''}ok 2 - each answer at least 50 times")
print("#", dict(codes))
print("1..2")
sys.exit(bool(wrong or rare))
