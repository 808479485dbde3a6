import os

COMMAND = ["git", "status"]
FILE = os.path.expanduser("~") + "/.acme/notes.txt"
