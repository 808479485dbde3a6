import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { CallToolRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { spawnSync } from "node:child_process";

const server = new Server({ name: "cluster", version: "1.0.0" }, { capabilities: { tools: {} } });

function kubectl(words: string[]): string {
  return spawnSync("kubectl", words, { encoding: "utf8" }).stdout; // expect: argument-injection
}

server.setRequestHandler(CallToolRequestSchema, async (request) => {
  const args = request.params.arguments as { pod: string };
  if (request.params.name === "describe_pod") {
    return { content: [{ type: "text", text: kubectl(["describe", "pod", args.pod]) }] };
  }
  throw new Error("unknown tool");
});
