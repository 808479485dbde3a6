var __getOwnPropNames = Object.getOwnPropertyNames;
var __esm = (fn, res) => function __init() {
  return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
};

// node_modules/fetch-json/lib/index.js
async function fetchJson(address, options) {
  const response = await fetch(address, options); // expect: ssrf
  return response.json();
}
var init_lib = __esm({
  "node_modules/fetch-json/lib/index.js"() {
    "use strict";
  }
});

// src/index.ts
init_lib();
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
var server = new McpServer({ name: "weather", version: "1.0.0" });
server.registerTool("forecast", { inputSchema: { endpoint: z.string(), city: z.string() } }, async ({ endpoint, city }) => {
  const data = await fetchJson(`${endpoint}/forecast?q=${encodeURIComponent(city)}`);
  return { content: [{ type: "text", text: JSON.stringify(data) }] };
});
