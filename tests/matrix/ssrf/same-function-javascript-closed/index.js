import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";

const HOSTS = ["docs.acme.example", "api.acme.example"];
const server = new McpServer({ name: "reader", version: "1.0.0" });

server.registerTool("read_page", { description: "Reads a page of the handbook", inputSchema: { url: z.string().url() } }, async ({ url }) => {
  const { hostname } = new URL(url);
  if (!HOSTS.includes(hostname)) throw new Error("no page of the handbook");
  const response = await fetch(url);
  return { content: [{ type: "text", text: await response.text() }] };
});
