import os

import pandas as pd

FOLDER = "/srv/tables"


def load_table(table):
    return pd.read_csv(os.path.join(FOLDER, table))  # expect: path-traversal
