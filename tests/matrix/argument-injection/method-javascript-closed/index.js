const { McpServer } = require("@modelcontextprotocol/sdk/server/mcp.js");
const { z } = require("zod");
const { spawn } = require("child_process");

class Archive {
  #program = "tar";

  list(file) {
    return this.#start(["-tf", "notes.tar", file]);
  }

  #start(words) {
    const child = spawn(this.#program, words);
    return new Promise((resolve) => child.on("close", resolve));
  }
}

const archive = new Archive();
const server = new McpServer({ name: "archive", version: "1.0.0" });
server.tool("contains", { file: z.enum(["README", "LICENSE"]) }, async ({ file }) => {
  const code = await archive.list(file);
  return { content: [{ type: "text", text: String(code) }] };
});
