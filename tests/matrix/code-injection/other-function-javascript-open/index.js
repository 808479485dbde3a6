const { Server } = require("@modelcontextprotocol/sdk/server/index.js");
const { CallToolRequestSchema } = require("@modelcontextprotocol/sdk/types.js");

function pick(rows, condition) {
  const test = new Function("row", `return ${condition}`); // expect: code-injection
  return rows.filter((row) => test(row));
}

const rows = [{ id: 1 }, { id: 2 }];
const server = new Server({ name: "rows", version: "1.0.0" }, { capabilities: { tools: {} } });
server.setRequestHandler(CallToolRequestSchema, async (request) => {
  switch (request.params.name) {
    case "pick":
      return { content: [{ type: "text", text: JSON.stringify(pick(rows, request.params.arguments.condition)) }] };
    default:
      throw new Error("unknown tool");
  }
});
