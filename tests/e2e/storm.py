# SPDX-License-Identifier: Apache-2.0
"""Peers that a gateway has to bear, as REQ over ipc: each frame has a type, its
length, the request's id, a text.

storm.py SOCKET hold COUNT KIND   keeps COUNT connections until stdin ends;
                                  prints "held" when all stand. KIND is
                                  mute (not a byte), greeting (hello and then
                                  nothing), partial (a message of 1 MiB that
                                  stops after 10 bytes)
storm.py SOCKET garbage COUNT     COUNT connections that send rubbish, and hang
                                  up or are hung up
storm.py SOCKET bad               one frame of a type that there is not
storm.py SOCKET leave COUNT FILE  COUNT connections that send the first line of
                                  FILE and hang up before the answer
storm.py SOCKET flood WINDOW FILE every line of FILE is a request, WINDOW of
                                  them unanswered; prints the replies
storm.py SOCKET burst FILE [SIGNAL PID COUNT]
                                  every line of FILE at once; prints the replies,
                                  until all came or the gateway hangs up. When
                                  COUNT are there, PID gets SIGNAL

The rubbish is the same at every run.
"""
import os
import random
import signal
import socket
import struct
import sys
import threading

GREETING = b"\0SP\0\0\x30\0\0"  # of a REQ
SEED = 522731


def connect(path, greeting=GREETING):
    peer = socket.socket(socket.AF_UNIX)
    peer.connect(path)  # waits while the gateway's queue of them is full
    peer.settimeout(20)
    peer.sendall(greeting)
    return peer


def frame(number, text):
    return struct.pack(">BQI", 1, len(text) + 4, 0x80000000 | number) + text


def read_exactly(peer, size):
    data = b""
    while len(data) < size:
        part = peer.recv(size - len(data))
        if not part:
            raise EOFError
        data += part
    return data


def read_reply(peer):
    size = struct.unpack(">xQ", read_exactly(peer, 9))[0]
    return read_exactly(peer, size)[4:].decode()


def hold(path, count, kind):
    peers = []
    for _ in range(int(count)):
        peer = connect(path, b"" if kind == "mute" else GREETING)
        read_exactly(peer, len(GREETING))
        if kind == "partial":
            peer.sendall(struct.pack(">BQ", 1, 1 << 20) + b"0123456789")
        peers.append(peer)
    print("held", flush=True)
    sys.stdin.read()


def rubbish(dice):
    """A greeting and what comes behind it. A frame never begins otherwise than
    with 1, its type: at anything else nanomsg ends its process (see bad)."""
    size = dice.choice([0, 1, 3, 4, 5, 64, 4096])
    noise = dice.randbytes(size)
    greeting = dice.choice([
        GREETING, GREETING, GREETING,
        b"\0SP\0\0\x10\0\0", b"\0SP\0\0\x50\0\0",  # of a PAIR, of a PUSH
        b"\0SP\1\0\x30\0\0", b"\0SP\0\0\x31\0\0",  # of a later version; of a REP
        b"\0SP\0", b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", noise])
    if greeting != GREETING:
        return greeting, b""
    length = dice.choice([0, 1, 3, 4, size, size, 1 << 20, 3 << 20, 1 << 32,
                          1 << 62, (1 << 63) - 1, 1 << 63, (1 << 64) - 1])
    return greeting, struct.pack(">BQ", 1, length) + noise[:length]


def garbage(path, count):
    dice = random.Random(SEED)
    for _ in range(int(count)):
        greeting, rest = rubbish(dice)
        peer = connect(path, greeting)
        try:
            peer.sendall(rest)
            if dice.random() < 0.5:
                peer.shutdown(socket.SHUT_WR)
                peer.recv(4096)
        except OSError:
            pass  # it hung up first
        peer.close()


def bad(path):
    peer = connect(path)
    peer.sendall(struct.pack(">BQ", 7, 4) + b"spam")
    try:
        peer.recv(4096)
        peer.recv(4096)
    except OSError:
        pass


def read_lines(file):
    with open(file, "rb") as lines:
        return [line.rstrip(b"\n") for line in lines]


def leave(path, count, file):
    text = read_lines(file)[0]
    for number in range(int(count)):
        peer = connect(path)
        if number % 2:
            read_exactly(peer, len(GREETING))
        peer.sendall(frame(number, text))
        peer.close()


def flood(path, window, file):
    requests = read_lines(file)
    peer = connect(path)
    read_exactly(peer, len(GREETING))
    sent = 0
    for answered in range(len(requests)):
        while sent < len(requests) and sent - answered < int(window):
            peer.sendall(frame(sent, requests[sent]))
            sent += 1
        print(read_reply(peer))


def send(peer, data):
    try:
        peer.sendall(data)
    except OSError:
        pass  # whoever reads notices, too


def burst(path, file, name="", pid="0", count="-1"):
    requests = read_lines(file)
    peer = connect(path)
    read_exactly(peer, len(GREETING))
    # It is read at the same time: what a client does not read is dropped.
    threading.Thread(target=send, args=(peer, b"".join(
        frame(number, text) for number, text in enumerate(requests)))).start()
    try:
        for number in range(len(requests)):
            if number == int(count):
                os.kill(int(pid), signal.Signals["SIG" + name])
            print(read_reply(peer))
    except (EOFError, ConnectionResetError, BrokenPipeError):
        pass


KINDS = {"hold": hold, "garbage": garbage, "bad": bad, "leave": leave,
         "flood": flood, "burst": burst}


def main(path, kind, *rest):
    KINDS[kind](path, *rest)


main(*sys.argv[1:])
