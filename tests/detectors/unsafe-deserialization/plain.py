import base64
import json
import pickle

import numpy as np
import torch
import yaml
from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes")


@mcp.tool()
def restore(state: str) -> str:
    pickle.loads(base64.b64decode(state))  # expect: unsafe-deserialization
    yaml.load(state, Loader=yaml.Loader)  # expect: unsafe-deserialization
    yaml.load(state)  # expect: unsafe-deserialization
    torch.load(state)  # expect: unsafe-deserialization
    np.load(state, allow_pickle=True)  # expect: unsafe-deserialization
    yaml.load(state, Loader=yaml.SafeLoader)
    yaml.safe_load(state)
    torch.load(state, weights_only=True)
    np.load(state)
    json.loads(state)
    return "done"
