import os

LICENSE = os.path.join(os.path.dirname(__file__), "license.txt")


def main():
    with open(LICENSE, encoding="utf-8") as text:
        print(text.read())
