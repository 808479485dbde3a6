import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";

const server = new McpServer({ name: "rules", version: "1.0.0" });
const compiled = new Map();

function cached(key, make) {
  if (!compiled.has(key)) compiled.set(key, make(key));
  return compiled.get(key);
}

server.tool("check", { rule: z.string(), amount: z.number() }, async ({ rule, amount }) => {
  const test = cached(rule, (source) => new Function("amount", source)); // expect: code-injection
  return { content: [{ type: "text", text: String(test(amount)) }] };
});
