# SPDX-License-Identifier: Apache-2.0
"""Sends many requests at a time, and prints the replies.

burst.py SOCKET FILE [SIGNAL PID COUNT]: every line of FILE is a request. When
COUNT replies are there, PID gets SIGNAL. Ends when the gateway hangs up, or all
are answered. A REP peer's frames over ipc: type, length, request id, text.

At most WINDOW requests are unanswered at a time: the gateway throws away what a
client does not read, and a socket holds about 200 KB.
"""
import os
import signal
import socket
import struct
import sys

WINDOW = 64


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


def connect(path):
    peer = socket.socket(socket.AF_UNIX)
    peer.settimeout(20)
    peer.connect(path)
    peer.sendall(b"\0SP\0\0\x30\0\0")
    read_exactly(peer, 8)
    return peer


def send(peer, requests, first, end):
    """Sends those that were not yet; how many were."""
    end = max(first, min(end, len(requests)))
    try:
        peer.sendall(b"".join(
            struct.pack(">BQI", 1, len(text) + 4, 0x80000000 | number) + text
            for number, text in enumerate(requests[first:end], first)))
    except BrokenPipeError:
        pass  # replies may be there all the same
    return end


def main(path, file, name="", pid="0", count="-1"):
    with open(file, "rb") as lines:
        requests = [line.rstrip(b"\n") for line in lines]
    peer = connect(path)
    sent = 0
    try:
        for number in range(len(requests)):
            sent = send(peer, requests, sent, number + WINDOW)
            if number == int(count):
                os.kill(int(pid), signal.Signals["SIG" + name])
            print(read_reply(peer))
    except (EOFError, ConnectionResetError):
        pass


main(*sys.argv[1:])
