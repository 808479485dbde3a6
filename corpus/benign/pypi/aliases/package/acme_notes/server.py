import json as j
import subprocess as sp
from os import path as p

parse = j.loads


def main():
    sp.run(["git", "status"])
    print(parse("[]"), p.exists("notes.txt"))
    first, _ = sorted, None
    print(first([2, 1]))
