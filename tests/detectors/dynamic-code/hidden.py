import builtins
import importlib
import sys
from base64 import b64decode as d

run = getattr(builtins, "ex" + "ec")
run(d("cHJpbnQoMSk="))  # expect: dynamic-code
__builtins__.__dict__["eval"](input())  # expect: dynamic-code
globals()["__builtins__"]["ev" + "al"](input())  # expect: dynamic-code
sys.modules["builtins"].exec(input())  # expect: dynamic-code
importlib.import_module("buil" + "tins").eval(input())  # expect: dynamic-code
print.__self__.eval(input())  # expect: dynamic-code
exec("".join(chr(code ^ 7) for code in [119, 117, 110, 105, 115, 47, 46]))  # expect: dynamic-code
print(getattr(sys, "ver" + "sion"))
