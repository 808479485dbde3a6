OoO0OO = __import__ # expect: obfuscated-code
O0oOOo = OoO0OO("json")
OOo0oO = O0oOOo.dumps
oO0OoO = OOo0oO({"a": 1})
O0OoOo = print(oO0OoO)
