import hashlib
import os
import stat
import subprocess
from pathlib import Path

import requests

DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def search(word):
    target = Path.home() / ".cache" / "acme" / "search"
    if not target.exists():
        answer = requests.get("https://downloads.acme.example/search/1.4.2")
        if hashlib.sha256(answer.content).hexdigest() != DIGEST:
            raise ValueError("the download is not what was released")
        target.write_bytes(answer.content)
        os.chmod(target, stat.S_IRWXU)
    return subprocess.run([str(target), "--", word], capture_output=True).stdout


def main():
    print("ready")
