#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Computes every leaf of a journal from proto/codec/README.md alone, with
none of the gateway's code, and decodes every header. Prints how many entries
were right; names the first that is not."""
import hashlib
import sqlite3
import struct
import sys


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        part = self.data[self.at:self.at + count]
        assert len(part) == count, "too short"
        self.at += count
        return part

    def number(self, form):
        return struct.unpack(">" + form, self.take(struct.calcsize(form)))[0]

    def text(self):
        return self.take(self.number("H")).decode("utf-8")


def header(data):
    r = Reader(data)
    version = r.number("B")
    assert version in (1, 2), "version"
    h = {"sequence": r.number("Q"), "time": r.number("q"), "epoch": r.number("Q"),
         "gateway": r.text(), "type": r.text(), "source": r.text(),
         "id": r.take(16), "verdict": r.number("B"), "duty": r.text(),
         "period": r.text(), "offices": r.number("I")}
    h["effects"] = [{"kind": r.number("B"), "pointer": r.text(),
                     "dimension": r.text(), "quantity": r.number("Q"),
                     "offices": r.number("I"), "cause": r.text(),
                     "place": r.take(r.number("I")) if version > 1 else b""}
                    for _ in range(r.number("H"))]
    assert r.at == len(data), "too long"
    return h


def digest(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def id_digest(key, source, identifier):
    source = source.encode()
    return hashlib.blake2b(struct.pack(">H", len(source)) + source +
                           identifier.encode(), key=key, digest_size=16).digest()


def check(key, row, envelope):
    (sequence, time, _, start, length, head, decision, event_salt,
     decision_salt, event_c, decision_c, leaf) = row
    h = header(head)
    assert (h["sequence"], h["time"]) == (sequence, time), "place"
    if event_c is None:
        event = envelope[start:start + length]
        identifier = event.split(b'"id":"')[1].split(b'"')[0].decode()
        assert h["id"] == id_digest(key, h["source"], identifier), "id digest"
        event_c = digest(event_salt, event)
        decision_c = digest(decision_salt, decision)
    assert leaf == digest(b"\0", head, event_c, decision_c), "leaf"
    return h


def main(path):
    db = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
    key = db.execute("SELECT value FROM meta WHERE key = 'id_key'").fetchone()[0]
    count = erased = 0
    for row in db.execute("SELECT * FROM entry ORDER BY sequence"):
        envelope = db.execute("SELECT bytes FROM envelope WHERE id = ?",
                              (row[2],)).fetchone()[0]
        try:
            h = check(key, row, envelope)
        except AssertionError as e:
            sys.exit("entry %d: %s" % (row[0], e))
        count += 1
        erased += row[9] is not None
    print("%d entries, %d erased; the last: %s %s %s %s, %d offices, %s" %
          (count, erased, h["gateway"], h["type"], h["duty"], h["period"],
           h["offices"], ["%(dimension)s at %(pointer)s" % e
                          for e in h["effects"]]))


main(sys.argv[1])
