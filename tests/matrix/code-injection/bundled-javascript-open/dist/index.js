"use strict";
var __webpack_modules__ = {
  123: (module, exports) => {
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.evaluate = evaluate;
    function evaluate(text) {
      return (0, eval)("(" + text + ")"); // expect: code-injection
    }
  },
};
var __webpack_module_cache__ = {};
function __webpack_require__(id) {
  var cached = __webpack_module_cache__[id];
  if (cached !== undefined) return cached.exports;
  var module = (__webpack_module_cache__[id] = { exports: {} });
  __webpack_modules__[id](module, module.exports, __webpack_require__);
  return module.exports;
}
var mcp = require("@modelcontextprotocol/sdk/server/mcp.js");
var zod = require("zod");
var evaluate_1 = __webpack_require__(123);
var server = new mcp.McpServer({ name: "json5", version: "1.0.0" });
server.tool("parse", { text: zod.z.string() }, async ({ text }) => ({
  content: [{ type: "text", text: JSON.stringify((0, evaluate_1.evaluate)(text)) }],
}));
