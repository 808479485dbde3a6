const { Server } = require("@modelcontextprotocol/sdk/server/index.js");
const { CallToolRequestSchema } = require("@modelcontextprotocol/sdk/types.js");
const fs = require("fs");
const path = require("path");

const BASE = path.resolve(process.argv[2] || ".");

function confine(name) {
  const full = path.resolve(BASE, name);
  if (!full.startsWith(BASE)) { // expect: path-traversal
    throw new Error("access denied");
  }
  return full;
}

const handlers = {
  write_file: (args) => fs.writeFileSync(confine(args.path), args.content),
  list: () => fs.readdirSync(BASE).join("\n"),
};

const server = new Server({ name: "files", version: "1.0.0" }, { capabilities: { tools: {} } });
server.setRequestHandler(CallToolRequestSchema, async (request) => {
  const handler = handlers[request.params.name];
  const text = handler(request.params.arguments) ?? "done";
  return { content: [{ type: "text", text }] };
});
