import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { exec } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";

const run = promisify(exec);
const server = new McpServer({ name: "history", version: "1.0.0" });

server.registerTool(
  "branch_log",
  { description: "Shows the commits of a branch", inputSchema: { branch: z.string(), count: z.number().default(10) } },
  async ({ branch, count }) => {
    const { stdout } = await run(`git log -n ${count} ${branch}`); // expect: command-injection
    return { content: [{ type: "text", text: stdout }] };
  },
);

await server.connect(new StdioServerTransport());
