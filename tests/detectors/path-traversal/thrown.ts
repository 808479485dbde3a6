import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import path from 'node:path';
import fs from 'node:fs';

const ROOT = '/srv/images';
const server = new McpServer({ name: 'images', version: '1.0.0' });

function fail(error: Error): never {
  console.error(error.message);
  throw error;
}

function warn(error: Error) {
  console.error(error.message);
}

function inside(root: string, file: string) {
  const rest = path.relative(root, file);
  return rest === '' || (!rest.startsWith('..') && !path.isAbsolute(rest));
}

server.tool('either', { name: z.string() }, async ({ name }) => {
  const file = path.resolve(path.join(ROOT, name));
  inside(ROOT, file) || fail(new Error('outside'));
  fs.writeFileSync(file, '');
  return { content: [] };
});

server.tool('branch', { name: z.string() }, async ({ name }) => {
  const file = path.resolve(path.join(ROOT, name));
  if (!inside(ROOT, file)) fail(new Error('outside'));
  fs.writeFileSync(file, '');
  return { content: [] };
});

server.tool('warned', { name: z.string() }, async ({ name }) => {
  const file = path.resolve(path.join(ROOT, name));
  inside(ROOT, file) || warn(new Error('outside'));
  fs.writeFileSync(file, ''); // expect: path-traversal
  return { content: [] };
});
