from pathlib import Path


def main():
    with open(Path.home() / ".acme" / "authors", "a") as authors:
        authors.write("notes\n")
