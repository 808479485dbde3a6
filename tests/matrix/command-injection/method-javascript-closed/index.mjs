import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { execFileSync } from "child_process";

class Repository {
  constructor(folder) {
    this.folder = folder;
  }

  blame(file) {
    return this.start(["blame", "--", file]);
  }

  start(words) {
    return execFileSync("git", words, { cwd: this.folder }).toString();
  }
}

const repository = new Repository(process.env.REPO_DIR ?? ".");
const server = new McpServer({ name: "blame", version: "0.3.0" });
server.tool("blame", "Who wrote each line", { file: z.string() }, async ({ file }) => ({
  content: [{ type: "text", text: repository.blame(file) }],
}));
