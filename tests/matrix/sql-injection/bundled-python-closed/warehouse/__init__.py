from warehouse.main import run

__version__ = "1.0.0"
