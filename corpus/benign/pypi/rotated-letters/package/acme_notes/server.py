import codecs


def main():
    print(codecs.decode("abgrf", "rot13"), codecs.encode("notes", "utf-8"))
    print("a-b".translate(str.maketrans("-", "_")))
