import base64
import ctypes
import ctypes.util
import os
import tempfile
import urllib.request

DATA = "f0VMRgIBAQAAAAAAAAAAAAIAPgABAAAA"


def from_constant():
    with tempfile.NamedTemporaryFile(suffix=".so", delete=False) as file:
        file.write(base64.b64decode(DATA))
    return ctypes.cdll.LoadLibrary(file.name)  # expect: opaque-code


def from_elsewhere(address):
    path = os.path.join(tempfile.mkdtemp(), "notes.so")
    with open(path, "wb") as file:
        file.write(urllib.request.urlopen(address).read())
    return ctypes.PyDLL(path)  # expect: opaque-code


def of_the_package():
    return ctypes.CDLL(os.path.join(os.path.dirname(__file__), "libnotes.so"))


def of_the_system(text):
    name = os.path.join(tempfile.gettempdir(), "notes.txt")
    with open(name, "w") as file:
        file.write(text)
    return ctypes.CDLL(ctypes.util.find_library("c"))


from_constant()
