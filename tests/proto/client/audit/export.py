# SPDX-License-Identifier: Apache-2.0
"""Exports as proto/codec/README.md describes them, written from that page
alone, with another implementation of SHA-256 and Ed25519; and what somebody
may have done to one.

export.py SEED NAME KIND [ENTRIES [FORK]] > EXPORT
   SEED is the gateway's, in hex; from entry FORK on the journal is another.
   KIND: whole, or what is wrong with it (see below).
export.py note SEED NAME ENTRIES [FORK]
   the checkpoint that a witness saw
export.py answers SEED NAME ENTRIES PAGES
   what a gateway answers whoever takes it along: the newest checkpoint, pages
"""
import base64
import hashlib
import json
import os
import struct
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding, PublicFormat)

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../codec"))
from checkpoint import note  # noqa: E402


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


class Key:
    def __init__(self, seed):
        self.secret = Ed25519PrivateKey.from_private_bytes(
            seed if len(seed) == 32 else hashlib.sha256(seed).digest())
        raw = self.secret.public_key().public_bytes(
            Encoding.Raw, PublicFormat.Raw)
        self.x = url(raw).decode()
        self.kid = url(sha(json.dumps(
            {"crv": "Ed25519", "kty": "OKP", "x": self.x},
            separators=(",", ":")).encode())).decode()

    def prove(self, payload):
        head = url(json.dumps({"alg": "EdDSA", "kid": self.kid,
                               "typ": "dutygate+jws"}).encode())
        return head + b".." + url(
            self.secret.sign(head + b"." + url(payload)))


def text(data):
    data = data.encode()
    return struct.pack(">H", len(data)) + data


class Entry:
    """One event in the journal, as it was before anything happened to it."""

    def __init__(self, sequence, source, kind, data, verdict=0):
        self.sequence, self.source = sequence, source
        self.line = sequence
        kind = f"dutygate.{kind}.v1"
        self.event = json.dumps(
            {"specversion": "1.0", "id": f"e{sequence}", "source": source,
             "type": kind, "data": data}, ensure_ascii=False).encode()
        self.decision = b'{"verdict":"%s","findings":[]}' % (
            b"refuse" if verdict else b"admit")
        self.header = struct.pack(
            ">BQqQ", 1, sequence,
            1767571200000000 + sequence * 1000000, 1) + text("huishui") + \
            text(kind) + text(source) + sha(b"%d" % sequence)[:16] + \
            bytes([verdict]) + text("") + text("") + struct.pack(">IH", 216, 0)
        self.salts = [sha(b"event %d" % sequence),
                      sha(b"decision %d" % sequence)]
        self.shown = True
        self.seal()

    def seal(self):
        self.commitments = [sha(self.salts[0], self.event),
                            sha(self.salts[1], self.decision)]
        self.leaf = sha(b"\0", self.header, *self.commitments)


class Envelope:
    def __init__(self, key, entries):
        self.entries, self.starts = entries, []
        self.payload = b'{"aud":"huishui","iat":1767571200,"events":['
        for entry in entries:
            self.starts.append(len(self.payload))
            self.payload += entry.event + b", "
        self.payload = self.payload[:-2] + b"]}"
        self.proof = key.prove(self.payload) if key else None
        self.whole = True


def write_envelope(out, envelope):
    number = envelope.entries[0].line
    if envelope.whole:
        proof = envelope.proof
        out.append(b"envelope %d %d %s\n" % (
            number, len(envelope.payload),
            b"%d" % len(proof) if proof else b"-"))
        out += [envelope.payload, proof or b"", b"\n"]
    else:
        out.append(b"envelope %d - -\n\n" % number)
    for entry, start in zip(envelope.entries, envelope.starts):
        start = start if envelope.whole else 0
        length = b"%d" % len(entry.event) if entry.shown else b"-"
        out.append(b"entry %d %d %d %s %d %d\n" % (
            entry.line, number, start, length, len(entry.header),
            len(entry.decision)))
        out.append(entry.header)
        if entry.shown and not envelope.whole:
            out.append(entry.event)
        out += [entry.decision,
                entry.salts[0] if entry.shown else entry.commitments[0],
                entry.salts[1], entry.leaf, b"\n"]


def write(seed, name, envelopes, checkpoint):
    gateway, journal = name.split("/")
    head = {"gateway": gateway, "journal": journal, "reader": "auditor/sj",
            "time": "2026-07-01T09:00:00.000000Z"}
    out = [b"dutygate-export 1\n",
           json.dumps(head, separators=(",", ":")).encode(), b"\n"]
    for envelope in envelopes:
        write_envelope(out, envelope)
    checkpoint = checkpoint.encode()
    out += [b"checkpoint %d\n" % len(checkpoint), checkpoint, b"\nend %d\n" %
            sum(len(e.entries) for e in envelopes)]
    sys.stdout.buffer.write(b"".join(out))


def split(count):
    return 1 << (count - 1).bit_length() - 1


def root(leaves):
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha(b"\1", root(leaves[:k]), root(leaves[k:]))


def journal(seed, entries, fork):
    """Entry 1 configures, 2 enrols, 3 and 4 come together, 5 has values of
    persons, 6 is nobody's, 7 is a new key, 12 an office's new term, 13 its
    word, 14 an enrolment that was refused, all others are a department's."""
    gateway, master = Key(bytes.fromhex(seed)), Key(b"root")
    old, new = Key(b"old"), Key(b"new")
    office = Key(b"office")
    title = {"title": "城乡低保对象动态核查"}

    def task(sequence):
        data = dict(title, number=sequence, other=sequence >= fork)
        return Entry(sequence, "department/mzj", "task.publish", data)

    def officers(key):
        return [{"key": key.x, "name": "罗永祥"}]

    envelopes = [
        Envelope(gateway, [Entry(1, "gateway/huishui", "gateway.configure", {
            "program": "1", "unicode": "15", "plugins": [],
            "keys": [gateway.x], "rootkeys": [master.x]})]),
        Envelope(master, [Entry(2, "root/huishui", "principal.enrol", {
            "principals": [
                {"principal": "department/mzj", "officers": officers(old)},
                {"principal": "office/522731001001",
                 "officers": officers(office)}]})]),
        Envelope(old, [task(3), task(4)]),
        Envelope(office, [Entry(5, "office/522731001001", "persons.note",
                                {"name": "陈世英"})]),
        Envelope(None, [task(6)]),
        Envelope(old, [Entry(7, "department/mzj", "principal.rotate", {
            "principal": "department/mzj", "key": old.kid,
            "new": {"key": new.x}})]),
    ]
    envelopes[3].whole = envelopes[3].entries[0].shown = False
    fresh = Key(b"fresh")
    others = {
        12: Envelope(master, [Entry(12, "root/huishui", "office.handover", {
            "office": "522731001001", "officers": officers(fresh)})]),
        13: Envelope(fresh, [Entry(13, "office/522731001001",
                                   "task.acknowledge", {"task": 3})]),
        14: Envelope(old, [Entry(14, "department/mzj", "principal.enrol", {
            "principals": [{"principal": "department/mzj",
                            "officers": officers(Key(b"refused"))}]}, 3)]),
    }
    envelopes += [others.get(i) or Envelope(new, [task(i)])
                  for i in range(8, entries + 1)]
    return envelopes


def find(envelopes, sequence):
    return next(e for envelope in envelopes for e in envelope.entries
                if e.sequence == sequence)


# ---- what somebody may have done to it --------------------------------------

def event(envelopes):
    envelope = envelopes[8]
    envelope.payload = envelope.payload.replace("动态".encode(), "静态".encode())


def inline_event(envelopes):
    """Of a message that is withheld in part, which shows this one."""
    envelopes[2].whole = False
    entry = find(envelopes, 4)
    entry.event = entry.event.replace("动态".encode(), "静态".encode())


def decision(envelopes):
    find(envelopes, 9).decision = b'{"verdict":"admit","findings":[ ]}'[:34]


def header(envelopes):
    entry = find(envelopes, 9)
    entry.header = entry.header.replace(b"\0\0\0\xd8", b"\0\0\0\xd7")


def leaf(envelopes):
    """Altered, and the leaf that it says itself made to fit."""
    event(envelopes)
    entry = find(envelopes, 10)
    entry.event = entry.event.replace("动态".encode(), "静态".encode())
    entry.seal()


def commitment(envelopes):
    find(envelopes, 5).commitments[0] = sha(b"something else")


def missing(envelopes):
    del envelopes[8]


def swapped(envelopes):
    envelopes[8], envelopes[9] = envelopes[9], envelopes[8]


def within(envelopes):
    envelopes[2].entries.reverse()
    envelopes[2].starts.reverse()
    envelopes[2].entries[0].line, envelopes[2].entries[1].line = 4, 3


def renumbered(envelopes):
    swapped(envelopes)
    for envelope in envelopes[8:10]:
        envelope.entries[0].line = 21 - envelope.entries[0].sequence


def twice(envelopes):
    envelopes.insert(9, envelopes[8])


def shorter(envelopes):
    del envelopes[-1]


def forged(envelopes):
    """The right key's name, and another's signature."""
    envelope = envelopes[8]
    envelope.proof = envelope.proof[:-8] + b"AAAAAAAA"[:6] + b"AA"


def stranger(envelopes):
    envelopes[8].proof = Key(b"nobody").prove(envelopes[8].payload)


def early(envelopes):
    """A key that was enrolled, but later."""
    envelopes[2].proof = Key(b"new").prove(envelopes[2].payload)


def refused(envelopes):
    """A key that somebody wanted to enrol."""
    envelopes[15].proof = Key(b"refused").prove(envelopes[15].payload)


def speaker(envelopes):
    envelopes[8].proof = Key(b"office").prove(envelopes[8].payload)


DONE = [event, inline_event, decision, header, leaf, commitment, missing,
        swapped, within, renumbered, twice, shorter, forged, stranger, early,
        refused, speaker]


def main(seed, name, kind, entries="20", fork="1000000000"):
    entries, fork = int(entries), int(fork)
    envelopes = journal(seed, entries, fork)
    leaves = [e.leaf for envelope in envelopes for e in envelope.entries]
    signer, origin = seed, name
    if kind == "key":
        signer = "22" * 32
    if kind == "other":
        origin = "huishui/another"
    checkpoint = note(signer, origin, len(leaves), root(leaves).hex())
    for tamper in DONE:
        if tamper.__name__ == kind:
            tamper(envelopes)
    write(seed, name, envelopes, checkpoint)


def main_note(seed, name, entries, fork="1000000000"):
    envelopes = journal(seed, max(int(entries), 20), int(fork))
    leaves = [e.leaf for envelope in envelopes for e in envelope.entries]
    print(note(seed, name, int(entries), root(leaves[:int(entries)]).hex()),
          end="")


def answer(result):
    print(json.dumps({"id": "%id%", "source": "auditor/sj", "result": result},
                     ensure_ascii=False, separators=(",", ":")))


def main_answers(seed, name, entries, pages):
    envelopes = journal(seed, int(entries), 1000000000)
    leaves = [e.leaf for envelope in envelopes for e in envelope.entries]
    answer({"size": len(leaves), "checkpoint":
            note(seed, name, len(leaves), root(leaves).hex())})
    size, last = -(-len(envelopes) // int(pages)), 0
    for i in range(0, len(envelopes), size):
        out, after = [], last
        for envelope in envelopes[i:i + size]:
            write_envelope(out, envelope)
            last = envelope.entries[-1].sequence
        result = {"after": after, "last": last,
                  "records": base64.b64encode(b"".join(out)).decode()}
        if last < len(leaves):
            result["next"] = last
        answer(result)


if __name__ == "__main__":
    if sys.argv[1] == "answers":
        main_answers(*sys.argv[2:])
    elif sys.argv[1] == "note":
        main_note(*sys.argv[2:])
    else:
        main(*sys.argv[1:])
