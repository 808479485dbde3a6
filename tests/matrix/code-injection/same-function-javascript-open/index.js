import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";

const server = new McpServer({ name: "calculator", version: "1.0.0" });

server.tool("calculate", "Works out a sum", { expression: z.string() }, async ({ expression }) => {
  const value = eval(expression); // expect: code-injection
  return { content: [{ type: "text", text: String(value) }] };
});
