import os
import socket
import subprocess


def main():
    line = socket.create_connection(("db.acme.example", 5432))
    line.send(b"hello")
    log = open("notes.log", "a")
    os.dup2(log.fileno(), 2)
    subprocess.run(["git", "status"], stdout=log)
