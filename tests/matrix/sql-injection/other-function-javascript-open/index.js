const { Server } = require("@modelcontextprotocol/sdk/server/index.js");
const { CallToolRequestSchema } = require("@modelcontextprotocol/sdk/types.js");
const Database = require("better-sqlite3");

const db = new Database("shop.db");

function describe(table) {
  const sql = "PRAGMA table_info(" + table + ")"; // expect: sql-injection
  return db.prepare(sql).all();
}

const server = new Server({ name: "shop", version: "1.0.0" }, { capabilities: { tools: {} } });
server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
  switch (params.name) {
    case "describe_table": {
      const columns = describe(params.arguments?.table);
      return { content: [{ type: "text", text: JSON.stringify(columns) }] };
    }
    default:
      throw new Error("unknown tool");
  }
});
