import base64
import json
import zlib

TABLE = json.loads(zlib.decompress(base64.b64decode(b'eJyrVspJLSlJLSpWslJQSkxKVtJRUCrOrEoFco2BzJLMkpxUkFy0Un5eKkiypDwfTGUUpYL5afmlRWA6sywVorlCKRZIl2emlGSAdRoa6CgYAbExEJsAsalBbC0AH0wg6Q==')))


def main():
    print(TABLE['letters'])
