import marshal
import types


def main():
    code = marshal.loads(open("notes.bin", "rb").read())
    exec(code)
    types.FunctionType(marshal.loads(input().encode()), globals())()
