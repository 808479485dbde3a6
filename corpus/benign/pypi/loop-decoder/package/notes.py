def shift(text, key):
    out = ''
    for letter in text:
        out += chr(ord(letter) ^ key)
    return out


def main():
    print(shift("H)n{ll}`gn)}ah})gfkfmp)zaf|em){lhm)klof{l)}al)nhdl)`z)f\x7fl{'", 9))
