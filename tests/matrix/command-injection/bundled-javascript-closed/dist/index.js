#!/usr/bin/env node
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
var __create = Object.create;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __commonJS = (cb, mod) => function __require() {
  return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
};
var __toESM = (mod) => (mod && mod.__esModule ? mod : { ...mod, default: mod });

// node_modules/quick-run/index.js
var require_quick_run = __commonJS({
  "node_modules/quick-run/index.js"(exports, module) {
    "use strict";
    var cp = require("child_process");
    exports.run = function(program, words) {
      return cp.execFileSync(program, words, { encoding: "utf8" });
    };
  }
});

// src/index.ts
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
var import_quick_run = __toESM(require_quick_run());
var server = new McpServer({ name: "images", version: "1.0.0" });
server.registerTool("identify", { inputSchema: { file: z.string() } }, async ({ file }) => {
  const text = (0, import_quick_run.run)("identify", ["-verbose", "--", file]);
  return { content: [{ type: "text", text }] };
});
