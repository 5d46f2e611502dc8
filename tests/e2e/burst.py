# SPDX-License-Identifier: Apache-2.0
"""Sends requests without waiting for replies, and prints the replies.

burst.py SOCKET PID FILE: every line of FILE is a request. When the first reply
is there, PID gets TERM. Ends when the gateway hangs up, or all are answered.
A REP peer's frames over ipc: type, length, request id, text.
"""
import os
import signal
import socket
import struct
import sys


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


def main(path, pid, file):
    with open(file, "rb") as lines:
        requests = [line.rstrip(b"\n") for line in lines]
    peer = socket.socket(socket.AF_UNIX)
    peer.settimeout(20)
    peer.connect(path)
    peer.sendall(b"\0SP\0\0\x30\0\0")
    read_exactly(peer, 8)
    peer.sendall(b"".join(
        struct.pack(">BQI", 1, len(text) + 4, 0x80000000 | number) + text
        for number, text in enumerate(requests)))
    try:
        for number in range(len(requests)):
            print(read_reply(peer))
            if number == 0:
                os.kill(int(pid), signal.SIGTERM)
    except (EOFError, ConnectionResetError):
        pass


main(*sys.argv[1:])
