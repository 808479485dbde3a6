import subprocess
import shlex

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("images")


@mcp.tool()
def resize(image: str, width: int) -> str:
    """Resize an image in place."""
    result = subprocess.run(f"mogrify -resize {width} {shlex.quote(image)}", shell=True, capture_output=True, text=True)
    return result.stdout


if __name__ == "__main__":
    mcp.run()
