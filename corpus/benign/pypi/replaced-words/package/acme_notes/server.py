import os
import re


def main():
    name = "weekly notes".replace(" ", "-")
    open("~/.acme/notes.txt".replace("~", os.path.expanduser("~")))
    print(re.sub("[^a-z]", "", name), name.strip("-"))
