import base64
import json
from pathlib import Path

words = json.loads(base64.b64decode((Path(__file__).parent / 'words.dat').read_bytes()))


def main():
    print(words['letters'])
