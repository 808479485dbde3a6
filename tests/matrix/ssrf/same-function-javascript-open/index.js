import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";

const server = new McpServer({ name: "reader", version: "1.0.0" });

server.registerTool("read_page", { description: "Reads a page of the handbook", inputSchema: { url: z.string().url() } }, async ({ url }) => {
  const response = await fetch(url); // expect: ssrf
  return { content: [{ type: "text", text: await response.text() }] };
});
