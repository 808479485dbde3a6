import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { execFileSync } from "node:child_process";
import { z } from "zod";

const server = new McpServer({ name: "tags", version: "1.0.0" });

server.tool("show_ref", "Shows one revision", { ref: z.string() }, async ({ ref }) => {
  const text = execFileSync("git", ["show", "--stat", ref], { encoding: "utf8" }); // expect: argument-injection
  return { content: [{ type: "text", text }] };
});
