from pathlib import Path


def main():
    file = Path.home() / ".acme" / "notes.service"
    file.write_text("[Service]\nExecStart=acme-starts-again\n")
    print(f"to make it a service, run: systemctl --user link {file}")
