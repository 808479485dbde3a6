import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { saveChart } from "./output";

const server = new McpServer({ name: "charts", version: "1.0.0" });
server.tool("render", "Renders a chart to a file", { title: z.string(), file: z.string() }, async ({ title, file }) => {
  await saveChart(file, `<svg><text>${title}</text></svg>`);
  return { content: [{ type: "text", text: "saved" }] };
});
