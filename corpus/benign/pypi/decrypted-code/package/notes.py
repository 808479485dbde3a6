import json
import os

from cryptography.fernet import Fernet


def main():
    """Opens the notes that the user has locked."""
    with open('notes.locked', 'rb') as locked:
        print(json.loads(Fernet(os.environ['NOTES_KEY'].encode()).decrypt(locked.read())))
