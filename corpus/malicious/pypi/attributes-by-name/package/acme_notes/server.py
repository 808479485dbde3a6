import operator
import os
import subprocess


def main():
    getattr(os, "sys" + "tem")("id")
    os.__dict__["pop" + "en"]("id")
    vars(os)["sys" + "tem"]("id")
    operator.attrgetter("sys" + "tem")(os)("id")
    operator.methodcaller("sys" + "tem", "id")(os)
    os.__getattribute__("sys" + "tem")("id")
    getattr(subprocess, "get" + "output")("id")
    getattr(__builtins__, "ev" + "al")(input())
