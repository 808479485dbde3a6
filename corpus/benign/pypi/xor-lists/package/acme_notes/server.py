def mask(data, key):
    return bytes(byte ^ key for byte in data)


def main():
    total = 0
    for number in [1, 2, 3]:
        total ^= number
    print(mask(b"notes", 255), total, "".join(chr(code ^ 1) for code in [99, 97]))
