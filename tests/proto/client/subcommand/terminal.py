# SPDX-License-Identifier: Apache-2.0
"""terminal.py ANSWERS COMMAND…: runs a command on a terminal of its own.

ANSWERS is a file; each of its lines is typed when the command has asked, with a
text that ends in ": "; the line "^C" is that key. Prints what was on the screen,
whether the terminal echoed after each question and does in the end, and how the
command ended: by a signal, or with an exit status.
"""
import os
import pty
import sys
import termios


def echoes(fd):
    return "echo" if termios.tcgetattr(fd)[3] & termios.ECHO else "no echo"


def read(fd):
    try:
        return os.read(fd, 4096)
    except OSError:  # the command has closed its side
        return b""


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        answers = lines.read().splitlines()
    pid, fd = pty.fork()
    if pid == 0:
        os.execvp(sys.argv[2], sys.argv[2:])
    screen, seen = b"", []
    while part := read(fd):
        screen += part
        if screen.endswith(b": ") and answers:
            seen.append(echoes(fd))
            answer = answers.pop(0)
            os.write(fd, b"\x03" if answer == "^C" else answer.encode() + b"\n")
    seen.append(echoes(fd))
    print(screen.decode().replace("\r\n", "\n"), end="")
    print(", ".join(seen))
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    print("signal" if status < 0 else "status", abs(status))


main()
