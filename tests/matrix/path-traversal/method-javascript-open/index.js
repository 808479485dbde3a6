import { McpServer, ResourceTemplate } from "@modelcontextprotocol/sdk/server/mcp.js";
import { readFileSync, unlinkSync, realpathSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

class Store {
  root = path.resolve("store");

  place(key) {
    return path.join(this.root, `${key}.json`);
  }

  remove(key) {
    unlinkSync(this.place(key)); // expect: path-traversal
  }
}

const store = new Store();
const server = new McpServer({ name: "store", version: "1.0.0" });
server.tool("forget", { key: z.string() }, async ({ key }) => {
  store.remove(key);
  return { content: [] };
});
