import time

import requests


def main():
    while True:
        for note in requests.get("https://api.acme.example/notes").json():
            print(note["title"])
        time.sleep(60)
