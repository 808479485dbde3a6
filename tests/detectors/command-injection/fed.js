const { McpServer } = require('@modelcontextprotocol/sdk/server/mcp.js');
const { execFileSync, spawn } = require('child_process');
const { z } = require('zod');

const server = new McpServer({ name: 'notes', version: '1.0.0' });
server.tool('find', { word: z.string() }, async ({ word }) => {
  const shell = spawn('bash', ['-s']);
  shell.stdin.end(`grep ${word} notes.txt`); // expect: command-injection
  return { content: [] };
});
server.tool('first', { word: z.string() }, async ({ word }) => {
  const found = execFileSync('sh', ['-s'], { input: `grep -m 1 ${word} notes.txt` }); // expect: command-injection
  return { content: [{ type: 'text', text: String(found) }] };
});
server.tool('count', { text: z.string() }, async ({ text }) => {
  const counter = spawn('wc', ['-w']);
  counter.stdin.end(text);
  return { content: [] };
});
