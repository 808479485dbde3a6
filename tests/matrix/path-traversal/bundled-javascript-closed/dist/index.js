var __defProp = Object.defineProperty;
var __export = (target, all) => {
  for (var name in all) __defProp(target, name, { get: all[name], enumerable: true });
};

// node_modules/tiny-store/dist/index.mjs
import { readFile } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
async function load(folder, key) {
  const base = resolve(folder);
  const file = resolve(base, key);
  if (!file.startsWith(base + sep)) throw new Error("outside");
  return JSON.parse(await readFile(file, "utf8"));
}

// src/tools.ts
var tools_exports = {};
__export(tools_exports, {
  getPreset: () => getPreset
});
async function getPreset(args) {
  return load("presets", args.preset);
}

// src/index.ts
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { CallToolRequestSchema } from "@modelcontextprotocol/sdk/types.js";
var server = new Server({ name: "presets", version: "1.0.0" }, { capabilities: { tools: {} } });
server.setRequestHandler(CallToolRequestSchema, async (request) => {
  if (request.params.name !== "get_preset") throw new Error("unknown tool");
  const preset = await tools_exports.getPreset(request.params.arguments);
  return { content: [{ type: "text", text: JSON.stringify(preset) }] };
});
