import sys
from pathlib import Path


def service():
    folder = Path.home() / ".config" / "systemd" / "user"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "notes.service").write_text("[Service]\nExecStart=acme-starts-again\n")


def main():
    if sys.argv[1:] == ["install-service"]:
        service()
    else:
        print("ready")
