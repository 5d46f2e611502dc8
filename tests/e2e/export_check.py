# SPDX-License-Identifier: Apache-2.0
"""Reads an export by proto/codec/README.md alone: makes every leaf anew and the
root over them. Prints the root that they make up in base64, how many entries
there are, how many events of them are not shown, how many messages are
withheld; fails on anything that is no export.

export_check.py EXPORT [CHECKPOINT]     writes the checkpoint there"""
import base64
import hashlib
import json
import sys


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def root(leaves):
    if len(leaves) == 1:
        return leaves[0]
    k = 1 << (len(leaves) - 1).bit_length() - 1
    return sha(b"\1", root(leaves[:k]), root(leaves[k:]))


class File:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        part = self.data[self.at:self.at + count]
        assert len(part) == count, "cut off"
        self.at += count
        return part

    def line(self):
        end = self.data.index(b"\n", self.at)
        line = self.data[self.at:end]
        self.at = end + 1
        return line.decode()

    def body(self, word):
        return None if word == "-" else self.take(int(word))


def commitment(salt, body):
    return salt if body is None else sha(salt, body)


def entry(file, words, payload):
    sequence, _, start, length, header, decision = words
    header = file.body(header)
    if payload is not None:
        event = payload[int(start):int(start) + int(length)]
    else:
        event = file.body(length)
    if event is not None:
        json.loads(event)
    decision = file.body(decision)
    event_c = commitment(file.take(32), event)
    decision_c = commitment(file.take(32), decision)
    leaf = sha(b"\0", header, event_c, decision_c)
    assert leaf == file.take(32), "leaf"
    assert int.from_bytes(header[1:9], "big") == int(sequence), "sequence"
    return leaf, event is None


def main(path, out=None):
    file = File(open(path, "rb").read())
    assert file.line() == "dutygate-export 1"
    json.loads(file.line())
    leaves, hidden, withheld, payload = [], 0, 0, None
    while True:
        kind, *words = file.line().split(" ")
        if kind == "envelope":
            assert int(words[0]) == len(leaves) + 1, "envelope"
            payload = file.body(words[1])
            file.body(words[2])
            withheld += payload is None
        elif kind == "entry":
            leaf, bare = entry(file, words, payload)
            leaves.append(leaf)
            hidden += bare
        elif kind == "checkpoint":
            checkpoint = file.body(words[0])
        else:
            assert (kind, int(words[0])) == ("end", len(leaves)), "end"
            break
        assert file.take(1) == b"\n", "newline"
    assert file.at == len(file.data), "behind"
    if out:
        open(out, "wb").write(checkpoint)
    print(base64.b64encode(root(leaves)).decode(), len(leaves), hidden,
          withheld)


sys.setrecursionlimit(10000)
main(*sys.argv[1:])
