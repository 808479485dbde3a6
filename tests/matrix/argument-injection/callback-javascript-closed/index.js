import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { execFile } from "child_process";
import { z } from "zod";

const server = new McpServer({ name: "find", version: "1.0.0" });

const retry = async (work, times = 3) => {
  for (let round = 1; ; round++) {
    try {
      return await work(round);
    } catch (error) {
      if (round >= times) throw error;
    }
  }
};

server.registerTool("search", { inputSchema: { pattern: z.string() } }, async ({ pattern }) =>
  retry(
    () =>
      new Promise((resolve, reject) => {
        execFile("git", ["grep", "-n", "-e", pattern, "--"], (error, stdout) => {
          if (error) reject(error);
          else resolve({ content: [{ type: "text", text: stdout }] });
        });
      }),
  ),
);
