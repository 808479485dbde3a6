def main():
    bell = chr(7)
    alphabet = "".join(chr(97 + at) for at in range(26))
    letters = "".join(map(chr, [110, 111, 116, 101, 115]))
    magic = bytes([0x89, 0x50, 0x4E, 0x47])
    print(bell, alphabet, letters, magic)
