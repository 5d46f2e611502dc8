# SPDX-License-Identifier: Apache-2.0
"""A service manager's ear: prints each datagram as a line, its assignments
divided by blanks.

notify.py SOCKET BUS SECONDS: "READY=1" gets the word "bound" behind it if BUS is
there by then. Once a watchdog was fed, and then not for SECONDS, "expired" is
printed, and the watchdog forgotten.
"""
import os
import socket
import sys
import time


def listen(ear, bus, seconds):
    fed = None
    while True:
        ear.settimeout(max(fed + seconds - time.monotonic(), 0.001)
                       if fed else None)
        try:
            text = ear.recv(4096).decode()
        except TimeoutError:
            fed = None
            print("expired", flush=True)
            continue
        words = text.rstrip("\n").split("\n")
        if "WATCHDOG=1" in words:
            fed = time.monotonic()
        if "READY=1" in words and os.path.exists(bus):
            words.append("bound")
        print(" ".join(words), flush=True)


def main(path, bus, seconds):
    ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ear.bind(path)
    print("listening", flush=True)
    listen(ear, bus, float(seconds))


main(*sys.argv[1:])
