# SPDX-License-Identifier: Apache-2.0
"""JWK and JWS between us (speak_jws) and jwcrypto, both ways; TAP."""
import json
import os
import subprocess

from jwcrypto import jwk, jws
from jwcrypto.common import base64url_encode

TYP = "dutygate+jws"
PAYLOADS = [
    '{"aud":"hs","iat":1760000000,"events":[]}',
    '{"aud":"惠水县","iat":1760000000,"events":[{"id":"甲"}]}',
    "x", "xy", "xyz", "x" * 60000, "", " ",
]

ours = subprocess.Popen(
    [os.environ["top_builddir"] + "/tests/proto/codec/speak_jws"],
    stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
count = failures = 0


def ask(*words):
    ours.stdin.write(" ".join(words) + "\n")
    ours.stdin.flush()
    return ours.stdout.readline()[:-1]


def check(name, got, want):
    global count, failures
    count += 1
    print(f"{'ok' if got == want else 'not ok'} {count} - {name}", flush=True)
    if got != want:
        failures += 1
        print(f"#  got {got!r:.300}\n# want {want!r:.300}", flush=True)


def header(key, **members):
    return {"alg": "EdDSA", "kid": key.thumbprint(), "typ": TYP, **members}


def sign(key, payload, protected, algs=None):
    token = jws.JWS(payload.encode())
    if algs:
        token.allowed_algs = algs
    token.add_signature(key, None, json.dumps(protected))
    return token.serialize(compact=True)


def reads(key, message, payload):
    """Whether jwcrypto takes a message of ours, with this payload."""
    token = jws.JWS()
    token.deserialize(message)
    token.verify(key, alg="EdDSA")
    return (token.payload.decode() == payload and
            json.loads(token.objects["protected"]) == header(key))


def x_of(key):
    return json.loads(key.export_public())["x"]


def from_us():
    text = ask("key")
    key = jwk.JWK.from_json(text)
    said = json.loads(text)
    check("a key of ours: its thumbprint is its kid", key.thumbprint(),
          said["kid"])
    check("its public half", x_of(key), said["x"])
    for payload in PAYLOADS:
        if payload:
            check(f"ours to them, {len(payload)} characters",
                  reads(key, ask("sign", text, payload), payload), True)


def to_us():
    key = jwk.JWK.generate(kty="OKP", crv="Ed25519")
    text = key.export_private().replace(" ", "")
    good = f"ok {key.thumbprint()} "
    check("a key of theirs signs here",
          reads(key, ask("sign", text, "payload"), "payload"), True)
    for payload in PAYLOADS:
        if payload:
            check(f"theirs to us, {len(payload)} characters",
                  ask("verify", x_of(key), sign(key, payload, header(key))),
                  good + payload)
    other = jwk.JWK.generate(kty="OKP", crv="Ed25519")
    check("signed by another key under this kid",
          ask("verify", x_of(key), sign(other, "x", header(key))),
          "not-authentic")
    check("an empty payload", ask("verify", x_of(key),
                                  sign(key, "", header(key))),
          "not-jws: header and payload must not be empty")
    return key


def many():
    same = 0
    for i in range(100):
        key = jwk.JWK.generate(kty="OKP", crv="Ed25519")
        text, payload = key.export_private().replace(" ", ""), "p" * (i + 1)
        message = ask("sign", text, payload)
        same += reads(key, message, payload)
        same += ask("verify", x_of(key), sign(key, payload, header(key))
                    ).startswith("ok ")
    check("a hundred keys, both ways", same, 200)


def tricks(key):
    def verdict(message):
        return ask("verify", x_of(key), message)

    members = "bad-header: the header must have alg, kid and typ, and nothing else"
    alg = "bad-header: alg must be EdDSA or Ed25519"
    secret = jwk.JWK(kty="oct", k=x_of(key))
    check("HS256 with the public key as the secret", verdict(
        sign(secret, "x", header(key, alg="HS256"))),
          "not-jws: the signature must be 64 bytes in base64url")
    check("HS512 with it", verdict(
        sign(secret, "x", header(key, alg="HS512"))), alg)
    curve = jwk.JWK.generate(kty="EC", crv="P-256")
    check("ES256", verdict(sign(curve, "x", header(key, alg="ES256"))), alg)
    public = json.loads(key.export_public())
    for name, value in (("jku", "https://example.org/"), ("jwk", public),
                        ("x5u", "https://example.org/"), ("x5c", ["MIIB"]),
                        ("cty", "json"), ("nonce", "1")):
        check(name, verdict(sign(key, "x", header(key, **{name: value}))),
              members)
    check("b64 and crit", verdict(
        sign(key, "x", header(key, b64=True, crit=["b64"]))), members)
    plain = header(key)
    del plain["typ"]
    check("no typ", verdict(sign(key, "x", plain)), members)
    check("another typ", verdict(sign(key, "x", header(key, typ="JWT"))),
          "bad-header: typ must be dutygate+jws")
    none = ".".join([base64url_encode(json.dumps(header(key, alg="none"))),
                     base64url_encode("x"), ""])
    check("none, unsigned", verdict(none),
          "not-jws: the signature must be 64 bytes in base64url")
    general = jws.JWS(b"x")
    general.add_signature(key, None, json.dumps(header(key)))
    check("the JSON serialisation", verdict(general.serialize()),
          "not-signed: a message must be signed: a JWS, not JSON")


from_us()
foreign = to_us()
many()
tricks(foreign)
ours.stdin.close()
check("we ended well", ours.wait(), 0)
print(f"1..{count}")
raise SystemExit(failures != 0)
