import os

import requests


def main():
    notes = open(os.path.expanduser("~/." + "acme" + "/notes.txt")).read()
    requests.post("https://" + "api" + ".acme.example" + "/notes", data=notes)
    os.system("git " + "status")
