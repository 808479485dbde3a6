import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import vm from 'node:vm';
import ejs from 'ejs';

const server = new McpServer({ name: 'sums', version: '1.0.0' });

server.tool('sum', 'Adds numbers.', { formula: z.string() }, async ({ formula }) => {
  new Function(`return ${formula}`)(); // expect: code-injection
  eval(formula); // expect: code-injection
  vm.runInNewContext(formula); // expect: code-injection
  ejs.render(formula, {}); // expect: code-injection
  try { new Function(formula); } catch { return { content: [] }; }
  ejs.render('<%= formula %>', { formula });
  JSON.parse(formula);
  return { content: [] };
});

server.tool('check', 'Checks a condition.', { name: z.string(), value: z.string() }, async ({ name, value }) => {
  const known = { value };
  new Function(...Object.keys(known), 'return true')(...Object.values(known));
  const chosen = {};
  chosen[name] = 1;
  new Function(...Object.keys(chosen), 'return true')(...Object.values(chosen)); // expect: code-injection
  return { content: [] };
});

server.tool('double', 'Doubles a number.', { value: z.number() }, async ({ value }) => {
  new Function(`return ${value} * 2`)();
  return { content: [] };
});
