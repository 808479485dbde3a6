import json


def main():
    notes = json.loads(open("notes.json", "rb").read())
    print(len(notes))
