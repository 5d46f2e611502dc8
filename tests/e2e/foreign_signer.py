# SPDX-License-Identifier: Apache-2.0
"""A department whose programs know nothing of ours: its key and its signatures
are jwcrypto's.

    foreign_signer.py key FILE              makes a key, prints its x
    foreign_signer.py sign FILE GATEWAY     signs the event on stdin
"""
import json
import sys
import time

from jwcrypto import jwk, jws


def make(path):
    key = jwk.JWK.generate(kty="OKP", crv="Ed25519")
    with open(path, "w", encoding="utf-8") as file:
        file.write(key.export_private())
    print(json.loads(key.export_public())["x"], end="")


def sign(path, gateway):
    with open(path, encoding="utf-8") as file:
        key = jwk.JWK.from_json(file.read())
    payload = {"aud": gateway, "iat": int(time.time()),
               "events": [json.load(sys.stdin)]}
    token = jws.JWS(json.dumps(payload).encode())
    token.add_signature(key, None, json.dumps(
        {"typ": "dutygate+jws", "kid": key.thumbprint(), "alg": "EdDSA"}))
    print(token.serialize(compact=True), end="")


{"key": make, "sign": sign}[sys.argv[1]](*sys.argv[2:])
