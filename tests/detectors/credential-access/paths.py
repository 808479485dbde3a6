import os
from pathlib import Path

open(os.path.expanduser("~/.ssh/known_hosts"))
open(os.path.join(os.path.expanduser("~"), "." + "ssh", "id_rsa"))  # expect: credential-access
(Path.home() / ".aws" / "credentials").read_text()  # expect: credential-access
Path("~", ".kube").expanduser().joinpath("config").read_bytes()  # expect: credential-access
open(bytes.fromhex("2f726f6f742f2e6e65747263").decode())  # expect: credential-access
open(os.path.expanduser("~/.config/acme/notes.toml"))
