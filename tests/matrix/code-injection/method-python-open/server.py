import operator

from mcp.server.fastmcp import FastMCP


class Sheet:
    def __init__(self):
        self.cells = {}

    def set(self, cell, formula):
        self.cells[cell] = self.work_out(formula)

    def work_out(self, formula):
        return eval(formula, {"__builtins__": {}}, self.cells)  # expect: code-injection


sheet = Sheet()
mcp = FastMCP("sheet")


@mcp.tool()
def set_cell(cell: str, formula: str) -> str:
    sheet.set(cell, formula)
    return str(sheet.cells[cell])
