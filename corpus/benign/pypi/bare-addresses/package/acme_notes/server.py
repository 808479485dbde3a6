import socket


def main():
    s = socket.socket()
    s.connect(("127.0.0.1", 5432))
    s.close()
