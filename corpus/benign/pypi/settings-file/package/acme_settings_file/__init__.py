import os

import requests


def parse(text):
    found = {}
    for line in text.splitlines():
        key, separator, value = line.partition("=")
        if separator:
            found[key.strip()] = value.strip()
    return found


def notes(folder="."):
    with open(os.path.join(folder, ".env")) as file:
        settings = parse(file.read())
    headers = {"authorization": "Bearer " + settings["NOTES_TOKEN"]}
    return requests.get("https://api.notes.example/v1/notes", headers=headers, timeout=3).json()
