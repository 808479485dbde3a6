from .stock import stock_of

__all__ = ["stock_of"]
