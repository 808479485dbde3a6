import os
import subprocess
import urllib.request

VERSION = "v2"


def main():
    home = os.path.expanduser("~")
    open(f"{home}/.acme/notes-{VERSION}.txt").read()
    open("%s/.%s/%s" % (home, "acme", "settings")).read()
    urllib.request.urlopen("https://{}.{zone}/notes".format("api", zone="acme.example"))
    subprocess.run("{1} {0}".format("status", "git"), shell=True)
