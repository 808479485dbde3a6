import base64
import gzip
import zlib


def main():
    packed = "eNrLzC3ILypRyC+2BmK99NSSnPz0zDwNTQBxKgiz"
    exec(zlib.decompress(base64.b64decode(packed)))
    exec(compile(zlib.decompress(base64.b64decode("eNrLzC3ILypRyC+2BmK99NSS0swUDU0AXzIH3A==")).decode(), "<notes>", "exec"))
    exec(__import__("zlib").decompress(__import__("base64").b64decode("eNrLzC3ILypRyC+2BmK99NSSgswUDU0AXxkH1w==")))
    exec(gzip.decompress(input().encode()))
