# SPDX-License-Identifier: Apache-2.0
"""Peers that a gateway has to bear, as REQ: each frame has (over ipc) a type, its
length, the request's id, a text. SOCKET is a path, or tcp:ADDRESS:PORT.

storm.py SOCKET hold COUNT KIND   keeps COUNT connections until stdin ends;
                                  prints "held" when all stand. KIND is
                                  mute (not a byte), greeting (hello and then
                                  nothing), partial (a message of 1 MiB that
                                  stops after 10 bytes)
storm.py SOCKET crowd COUNT       COUNT connections that greet, and do not wait to
                                  be taken; until stdin ends, prints "held"
storm.py SOCKET garbage COUNT     COUNT connections that send rubbish, and hang
                                  up or are hung up
storm.py SOCKET bad               over ipc: one frame of a type that there is not
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


def is_tcp(path):
    return path.startswith("tcp:")


def connect(path, greeting=GREETING):
    if is_tcp(path):
        _, host, port = path.split(":")
        peer = socket.create_connection((host, int(port)))
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    else:
        peer = socket.socket(socket.AF_UNIX)
        peer.connect(path)  # waits while the gateway's queue of them is full
    peer.settimeout(20)
    peer.sendall(greeting)
    return peer


def head(path, size):
    return (b"" if is_tcp(path) else b"\1") + struct.pack(">Q", size)


def frame(path, number, text):
    return (head(path, len(text) + 4)
            + struct.pack(">I", 0x80000000 | number) + text)


def read_exactly(peer, size):
    data = b""
    while len(data) < size:
        part = peer.recv(size - len(data))
        if not part:
            raise EOFError
        data += part
    return data


def read_reply(path, peer):
    size = struct.unpack(">Q", read_exactly(peer, len(head(path, 0)))[-8:])[0]
    return read_exactly(peer, size)[4:].decode()


def hold(path, count, kind):
    peers = []
    for _ in range(int(count)):
        peer = connect(path, b"" if kind == "mute" else GREETING)
        read_exactly(peer, len(GREETING))
        if kind == "partial":
            peer.sendall(head(path, 1 << 20) + b"0123456789")
        peers.append(peer)
    print("held", flush=True)
    sys.stdin.read()


def crowd(path, count):
    peers = [connect(path) for _ in range(int(count))]
    print("held", flush=True)
    sys.stdin.read()
    for peer in peers:
        peer.close()


def hops(dice):
    """A request that came over many devices, the last of which is missing now
    and then."""
    ways = struct.pack(">I", dice.randrange(1 << 31)) * dice.randrange(300)
    return ways + dice.choice([b"", b"x", struct.pack(">I", 1 << 31) + b"{}"])


def rubbish(path, dice):
    """A greeting and what comes behind it. Over ipc a frame never begins
    otherwise than with 1, its type: at anything else nanomsg ends its process
    (see bad)."""
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
    if dice.random() < 0.3:
        noise = hops(dice)
        length = len(noise)
    if is_tcp(path) and dice.random() < 0.2:
        return greeting, noise
    return greeting, head(path, length) + noise[:length]


def leave_rudely(peer):
    """By a reset, if it is TCP."""
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                    struct.pack("ii", 1, 0))


def garbage(path, count):
    dice = random.Random(SEED)
    for _ in range(int(count)):
        greeting, rest = rubbish(path, dice)
        peer = connect(path, greeting)
        try:
            peer.sendall(rest)
            if dice.random() < 0.3:
                leave_rudely(peer)
            elif dice.random() < 0.5:
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
        peer.sendall(frame(path, number, text))
        peer.close()


def flood(path, window, file):
    requests = read_lines(file)
    peer = connect(path)
    read_exactly(peer, len(GREETING))
    sent = 0
    for answered in range(len(requests)):
        while sent < len(requests) and sent - answered < int(window):
            peer.sendall(frame(path, sent, requests[sent]))
            sent += 1
        print(read_reply(path, peer))


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
        frame(path, number, text) for number, text in enumerate(requests)))).start()
    try:
        for number in range(len(requests)):
            if number == int(count):
                os.kill(int(pid), signal.Signals["SIG" + name])
            print(read_reply(path, peer))
    except (EOFError, ConnectionResetError, BrokenPipeError):
        pass


KINDS = {"hold": hold, "crowd": crowd, "garbage": garbage, "bad": bad, "leave": leave,
         "flood": flood, "burst": burst}


def main(path, kind, *rest):
    KINDS[kind](path, *rest)


main(*sys.argv[1:])
