const { McpServer } = require('@modelcontextprotocol/sdk/server/mcp.js');
const { unserialize } = require('node-serialize');
const yaml = require('js-yaml');
const { z } = require('zod');

const server = new McpServer({ name: 'notes', version: '1.0.0' });
server.tool('restore', { state: z.string() }, async ({ state }) => {
  unserialize(state); // expect: unsafe-deserialization
  unserialize(Buffer.from(state, 'base64').toString()); // expect: unsafe-deserialization
  JSON.parse(state);
  yaml.load(state);
  return { content: [] };
});
