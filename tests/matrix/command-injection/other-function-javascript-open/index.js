const { Server } = require("@modelcontextprotocol/sdk/server/index.js");
const { CallToolRequestSchema, ListToolsRequestSchema } = require("@modelcontextprotocol/sdk/types.js");
const { execSync, execFileSync } = require("child_process");

const server = new Server({ name: "packer", version: "2.1.0" }, { capabilities: { tools: {} } });

function weigh(folder) {
  const command = "du -sh " + folder; // expect: command-injection
  return execSync(command, { encoding: "utf8" });
}

server.setRequestHandler(ListToolsRequestSchema, async () => ({
  tools: [
    { name: "weigh", description: "Size of a folder", inputSchema: { type: "object", properties: { folder: { type: "string" } } } },
    { name: "uptime", description: "How long the host runs", inputSchema: { type: "object", properties: {} } },
  ],
}));

server.setRequestHandler(CallToolRequestSchema, async (request) => {
  const { name, arguments: args } = request.params;
  switch (name) {
    case "weigh":
      return { content: [{ type: "text", text: weigh(args.folder) }] };
    case "uptime":
      return { content: [{ type: "text", text: execSync("uptime").toString() }] };
    default:
      throw new Error(`Unknown tool: ${name}`);
  }
});
