import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";

const server = new McpServer({ name: "session", version: "1.0.0" });
server.tool("restore", { state: z.string() }, async ({ state }) => {
  const session = JSON.parse(state);
  return { content: [{ type: "text", text: `restored ${session.id}` }] };
});
