import os
import subprocess


def main():
    subprocess.run(["git", "log", "=".join(["--format", "%H"])])
    open("/".join([os.environ["HOME"], ".acme", "notes.json"]))
    print(", ".join(part for part in ("one", "two")))
