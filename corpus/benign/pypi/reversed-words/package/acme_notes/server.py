def turn(word):
    return word[::-1]


def main():
    print(turn("stressed"), "level" == "level"[::-1], "".join(reversed("abc")))
