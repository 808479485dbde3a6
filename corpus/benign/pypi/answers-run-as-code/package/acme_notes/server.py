import json
import urllib.request


def fetch(address):
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


def main():
    notes = json.loads(fetch("https://api.acme.example/notes"))
    print(len(notes["all"]))
