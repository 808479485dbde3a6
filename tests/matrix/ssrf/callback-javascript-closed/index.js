import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import https from "node:https";
import { z } from "zod";

const server = new McpServer({ name: "hooks", version: "1.0.0" });

const deliver = (hook, then) => {
  if (!/^https:\/\/hooks\.acme\.example\//.test(hook)) throw new Error("not a hook of ours");
  https.get(hook, (response) => then(response.statusCode));
};

server.tool("notify", { hooks: z.array(z.string()) }, async ({ hooks }) => {
  const codes = [];
  await Promise.all(hooks.map((hook) => new Promise((resolve) => deliver(hook, (code) => resolve(codes.push(code))))));
  return { content: [{ type: "text", text: codes.join(" ") }] };
});
