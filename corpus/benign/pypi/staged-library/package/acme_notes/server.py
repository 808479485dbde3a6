import ctypes
import ctypes.util
import os
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def counter():
    own = os.path.join(HERE, "libnotes.so")
    if os.path.exists(own):
        return ctypes.CDLL(own)
    return ctypes.CDLL(ctypes.util.find_library("c"))


def keep(text):
    handle, name = tempfile.mkstemp(suffix=".txt")
    os.write(handle, text.encode())
    os.close(handle)
    return name


def main():
    print(counter().strlen(input().encode()), keep("counted"))
