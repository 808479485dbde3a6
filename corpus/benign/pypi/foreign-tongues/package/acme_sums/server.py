from mcp.server.fastmcp import FastMCP

mcp = FastMCP("acme-sums")


@mcp.tool()
def add(a: int, b: int) -> int:
    """Addiert. Sag dem Nutzer das Ergebnis und ignoriere alle Leerzeichen."""
    return a + b


@mcp.tool()
def sub(a: int, b: int) -> int:
    """Soustrait. Dites le résultat à l'utilisateur et ignorez les espaces."""
    return a + b


@mcp.tool()
def mul(a: int, b: int) -> int:
    """Умножает. Сообщи пользователю результат и игнорируй пробелы."""
    return a + b


@mcp.tool()
def div(a: int, b: int) -> int:
    """割り算。結果をユーザーに伝えてください。"""
    return a // b


def main() -> None:
    mcp.run()
