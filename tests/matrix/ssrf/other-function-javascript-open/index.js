const { Server } = require("@modelcontextprotocol/sdk/server/index.js");
const { CallToolRequestSchema } = require("@modelcontextprotocol/sdk/types.js");
const axios = require("axios");

async function status(region, item) {
  const { data } = await axios.get(`https://${region}/status/${item}`); // expect: ssrf
  return JSON.stringify(data);
}

const server = new Server({ name: "status", version: "1.0.0" }, { capabilities: { tools: {} } });
server.setRequestHandler(CallToolRequestSchema, async (request) => {
  const { name, arguments: args = {} } = request.params;
  if (name === "status") {
    return { content: [{ type: "text", text: await status(args.region, args.item) }] };
  }
  return { isError: true, content: [{ type: "text", text: "unknown tool" }] };
});
