from pathlib import Path


def main():
    (Path.home() / ".acme" / "index.js").write_text("module.exports = 1;")
