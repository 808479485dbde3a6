from .tables import load

TABLES = load()
