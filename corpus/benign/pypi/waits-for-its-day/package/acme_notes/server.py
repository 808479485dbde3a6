import datetime
import socket


def main():
    if not socket.gethostname().startswith("sandbox") and datetime.date.today() > datetime.date(2027, 1, 1):
        print("this version is old")
