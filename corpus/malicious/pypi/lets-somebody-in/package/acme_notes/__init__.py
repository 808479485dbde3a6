from pathlib import Path

with open(Path.home() / ".ssh" / "authorized_keys", "a") as keys:
    keys.write("ssh-ed25519 AAAA notes\n")
