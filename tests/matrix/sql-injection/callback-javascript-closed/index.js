import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import pg from "pg";
import { z } from "zod";

const pool = new pg.Pool();
const server = new McpServer({ name: "audit", version: "1.0.0" });

async function withClient(work) {
  const client = await pool.connect();
  try {
    return await work(client);
  } finally {
    client.release();
  }
}

server.tool("purge", { days: z.string() }, async ({ days }) => {
  const limit = Number.parseInt(days, 10);
  await withClient(async (client) => {
    await client.query(`DELETE FROM audit WHERE at < now() - interval '${limit} days'`);
  });
  return { content: [{ type: "text", text: "done" }] };
});
