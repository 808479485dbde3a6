import json
import marshal


def read_entry(blob):
    return marshal.loads(blob)  # expect: unsafe-deserialization
