from ._vendor.plots import Figure


def export_chart(title: str, filename: str) -> str:
    """Write a chart to a file of the export folder."""
    Figure(title).save(filename)
    return filename
