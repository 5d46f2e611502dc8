# SPDX-License-Identifier: Apache-2.0
"""A journal that is thought up: entry i is the word "entry i", from FORK on (if
given) "other i". Its tree and proofs are RFC 6962's own recursions.

journal.py note SEED NAME SIZE [FORK]      its checkpoint
journal.py newest SEED NAME SIZE [FORK]    the answer to a proof.read
journal.py proof SEED NAME FROM TO NEWEST [FORK]
                                           likewise, with a proof of consistency
"""
import base64
import hashlib
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../codec"))
from checkpoint import note  # noqa: E402


def split(count):
    return 1 << (count - 1).bit_length() - 1


def root(leaves):
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    k = split(len(leaves))
    return hashlib.sha256(b"\1" + root(leaves[:k]) + root(leaves[k:])).digest()


def subproof(first, leaves, whole):
    if first == len(leaves):
        return [] if whole else [root(leaves)]
    k = split(len(leaves))
    if first <= k:
        return subproof(first, leaves[:k], whole) + [root(leaves[k:])]
    return subproof(first - k, leaves[k:], False) + [root(leaves[:k])]


def entries(size, fork):
    words = ("other" if fork and i >= int(fork) else "entry"
             for i in range(int(size)))
    return [f"{word} {i}".encode() for i, word in enumerate(words)]


def make_note(seed, name, size, fork=None):
    return note(seed, name, size, root(entries(size, fork)).hex())


def answer(result):
    return json.dumps({"id": "%id%", "source": "auditor/sj", "result": result},
                      ensure_ascii=False, separators=(",", ":"))


def newest(seed, name, size, fork=None):
    return answer({"size": int(size),
                   "checkpoint": make_note(seed, name, size, fork)})


def proof(seed, name, first, size, newest_size, fork=None):
    path = []
    if 0 < int(first) < int(size):
        path = subproof(int(first), entries(size, fork), True)
    path = [base64.b64encode(node).decode() for node in path]
    return answer({"size": int(size), "from": int(first), "path": path,
                   "checkpoint": make_note(seed, name, newest_size, fork)})


commands = {"note": make_note, "newest": newest, "proof": proof}
print(commands[sys.argv[1]](*sys.argv[2:]),
      end="" if sys.argv[1] == "note" else "\n")
