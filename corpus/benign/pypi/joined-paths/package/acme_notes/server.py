import os
from pathlib import Path


def main():
    open(os.path.join(os.path.expanduser("~"), ".acme", "notes.json"))
    (Path.home() / ".acme" / "settings.json").read_text()
    Path("~", ".config", "acme").expanduser().exists()
    for name in ("today", "week"):
        open(os.path.join(os.path.expanduser("~"), ".acme", name))
