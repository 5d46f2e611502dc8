# SPDX-License-Identifier: Apache-2.0
"""Checkpoints as C2SP tlog-checkpoint and signed-note describe them, written
from the specifications alone, with another implementation of Ed25519.

checkpoint.py make SEED NAME SIZE ROOT   a checkpoint on stdout; SEED and ROOT
                                         in hex
checkpoint.py key SEED NAME              its verifier key
checkpoint.py check KEY < CHECKPOINT     prints "origin size root"; else why not
"""
import base64
import hashlib
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey, Ed25519PublicKey)
from cryptography.hazmat.primitives.serialization import (
    Encoding, PublicFormat)

ED25519 = b"\1"


def public(secret):
    return secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def key_hash(name, key):
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + key).digest()[:4]


def note(seed, name, size, root):
    secret = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
    root = base64.b64encode(bytes.fromhex(root)).decode()
    text = f"{name}\n{int(size)}\n{root}\n"
    signature = key_hash(name, public(secret)) + secret.sign(text.encode())
    signature = base64.b64encode(signature).decode()
    return f"{text}\n\u2014 {name} {signature}\n"


def make(seed, name, size, root):
    sys.stdout.write(note(seed, name, size, root))


def key(seed, name):
    raw = public(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed)))
    code = base64.b64encode(ED25519 + raw).decode()
    print(f"{name}+{key_hash(name, raw).hex()}+{code}")


def check(verifier):
    name, digest, code = verifier.split("+", 2)
    raw = base64.b64decode(code, validate=True)
    assert raw[:1] == ED25519 and digest == key_hash(name, raw[1:]).hex()
    text, _, notes = sys.stdin.buffer.read().decode().partition("\n\n")
    text += "\n"
    for line in notes.splitlines():
        dash, who, signature = line.split(" ")
        signature = base64.b64decode(signature, validate=True)
        if (dash, who, signature[:4].hex()) == ("\u2014", name, digest):
            try:
                Ed25519PublicKey.from_public_bytes(raw[1:]).verify(
                    signature[4:], text.encode())
            except InvalidSignature:
                return print("the signature does not hold")
            origin, size, root = text.splitlines()
            return print(origin, size, base64.b64decode(root).hex())
    return print("not signed by this key")


if __name__ == "__main__":
    {"make": make, "key": key, "check": check}[sys.argv[1]](*sys.argv[2:])
