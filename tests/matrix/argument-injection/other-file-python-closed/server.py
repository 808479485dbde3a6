from fastmcp import FastMCP

import cluster

mcp = FastMCP("cluster")


@mcp.tool
def pod_logs(pod: str) -> str:
    """The last lines of a pod."""
    return cluster.logs(pod)
