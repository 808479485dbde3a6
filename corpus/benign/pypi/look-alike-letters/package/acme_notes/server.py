O, I, l = 0, 1, 2
_ = str


def main():
    print(_(O), _(I), _(l))
