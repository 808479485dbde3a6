import base64
import os


def report():
    return base64.b64encode(os.getcwd().encode()).decode()
