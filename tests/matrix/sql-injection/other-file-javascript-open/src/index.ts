import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { countRows } from "./db/queries.js";

const server = new McpServer({ name: "stats", version: "1.0.0" });
server.tool("count", "Counts the rows that match", { status: z.string() }, async ({ status }) => {
  return { content: [{ type: "text", text: String(await countRows(status)) }] };
});
