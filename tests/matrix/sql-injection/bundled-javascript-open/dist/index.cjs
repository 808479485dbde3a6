"use strict";
var __getOwnPropNames = Object.getOwnPropertyNames;
var __commonJS = (cb, mod) => function __require() {
  return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
};

// src/repository.js
var require_repository = __commonJS({
  "src/repository.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.findUser = findUser;
    var pg_1 = require("pg");
    var pool = new pg_1.Pool();
    async function findUser(email) {
      return (await pool.query("SELECT * FROM users WHERE email = '" + email + "'")).rows[0]; // expect: sql-injection
    }
  }
});

// src/index.js
var { McpServer } = require("@modelcontextprotocol/sdk/server/mcp.js");
var { z } = require("zod");
var { findUser } = require_repository();
var server = new McpServer({ name: "users", version: "1.0.0" });
server.tool("find_user", { email: z.string().min(3) }, async (args) => {
  const user = await findUser(args.email);
  return { content: [{ type: "text", text: JSON.stringify(user) }] };
});
