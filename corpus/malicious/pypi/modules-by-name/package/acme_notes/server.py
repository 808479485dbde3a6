import importlib
import sys


def main():
    __import__("o" + "s").system("id")
    importlib.import_module("sub" + "process").getoutput("id")
    importlib.__import__("o" + "s").popen("id")
    sys.modules["o" + "s"].system("id")
    globals()["__buil" + "tins__"]["ev" + "al"](input())
    globals()["__builtins__"].__dict__["ex" + "ec"](input())
    __builtins__.__import__("o" + "s").system("id")
    __import__("bu" + "iltins").exec(input())
    locals()["__import__"]("o" + "s").system("id")
