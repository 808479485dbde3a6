import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import serialize from "node-serialize";
import { z } from "zod";

const server = new McpServer({ name: "session", version: "1.0.0" });
server.tool("restore", { state: z.string() }, async ({ state }) => {
  const session = serialize.unserialize(state); // expect: unsafe-deserialization
  return { content: [{ type: "text", text: `restored ${session.id}` }] };
});
