import { McpServer, ResourceTemplate } from "@modelcontextprotocol/sdk/server/mcp.js";
import { readFileSync, unlinkSync, realpathSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

class Store {
  root = path.resolve("store");

  place(key) {
    const full = realpathSync(path.join(this.root, `${key}.json`));
    if (!full.startsWith(this.root + path.sep)) throw new Error("no such key");
    return full;
  }

  remove(key) {
    unlinkSync(this.place(key));
  }
}

const store = new Store();
const server = new McpServer({ name: "store", version: "1.0.0" });
server.tool("forget", { key: z.string() }, async ({ key }) => {
  store.remove(key);
  return { content: [] };
});
