from . import words
from .parts import HOST, run
from .words import *

import requests


def main():
    run(words.COMMAND)
    requests.get(f"https://{HOST}/notes")
    open(FILE)
