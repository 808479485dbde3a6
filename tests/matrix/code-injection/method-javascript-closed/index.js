import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { Script, createContext } from "vm";
import { z } from "zod";

class Template {
  fill(text, values) {
    return text.replace(/\{\{(.+?)\}\}/g, (_, name) => this.look(name, values));
  }

  look(name, values) {
    return values[name.trim()] ?? "";
  }
}

const template = new Template();
const server = new McpServer({ name: "letters", version: "1.0.0" });
server.registerTool("fill", { inputSchema: { text: z.string(), values: z.record(z.string()) } }, async ({ text, values }) => ({
  content: [{ type: "text", text: template.fill(text, values) }],
}));
