import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";

class Client {
  constructor(base) {
    this.base = base;
  }

  async get(target) {
    const address = new URL(target, this.base);
    if (address.origin !== new URL(this.base).origin) throw new Error("another host");
    const response = await fetch(address);
    return response.json();
  }
}

const client = new Client("https://api.acme.example/v2/");
const server = new McpServer({ name: "api", version: "1.0.0" });
server.tool("get", "Reads one object of the API", { target: z.string() }, async ({ target }) => {
  return { content: [{ type: "text", text: JSON.stringify(await client.get(target)) }] };
});
