import subprocess
import tempfile
from pathlib import Path

import requests


def main():
    answer = requests.get("https://api.acme.example/notes")
    Path(tempfile.gettempdir(), "acme-notes.json").write_bytes(answer.content)
    print(subprocess.run(["git", "status"], capture_output=True).stdout)
