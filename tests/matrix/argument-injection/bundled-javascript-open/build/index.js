"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.download = void 0;
const child_process_1 = require("child_process");
const mcp_js_1 = require("@modelcontextprotocol/sdk/server/mcp.js");
const zod_1 = require("zod");
const download = (url) => {
    return (0, child_process_1.execFileSync)("curl", ["-sS", url]).toString(); // expect: argument-injection
};
exports.download = download;
const server = new mcp_js_1.McpServer({ name: "get", version: "1.0.0" });
server.tool("download", { url: zod_1.z.string() }, async ({ url }) => ({
    content: [{ type: "text", text: (0, exports.download)(url) }],
}));
