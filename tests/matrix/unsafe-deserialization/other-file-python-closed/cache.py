import json
import marshal


def read_entry(blob):
    return json.loads(blob)
