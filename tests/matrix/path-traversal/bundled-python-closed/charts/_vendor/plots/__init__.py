from .figure import Figure
