import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import fs from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import ExcelJS from 'exceljs';

const base = '/srv/notes';
const server = new McpServer({ name: 'notes', version: '1.0.0' });

server.tool('note', { name: z.string() }, async ({ name }) => {
  fs.readFileSync(path.join(base, name)); // expect: path-traversal
  fs.writeFileSync(name, 'text'); // expect: path-traversal
  fs.rmSync(`${base}/${name}`); // expect: path-traversal
  await new ExcelJS.Workbook().xlsx.readFile(name); // expect: path-traversal
  spawn('tshark', ['-i', 'eth0', '-w', name]); // expect: path-traversal
  fs.readFileSync(path.join(base, path.basename(name)));
  fs.writeFileSync(path.join(base, 'note.txt'), name);
  return { content: [] };
});

server.tool('weak', { name: z.string() }, async ({ name }) => {
  const file = path.resolve(base, name);
  if (!file.startsWith(base)) throw new Error('outside'); // expect: path-traversal
  fs.readFileSync(file);
  return { content: [] };
});

server.tool('strong', { name: z.string() }, async ({ name }) => {
  const file = path.resolve(base, name);
  if (!file.startsWith(base + path.sep)) throw new Error('outside');
  fs.readFileSync(file);
  return { content: [] };
});

server.tool('relative', { name: z.string() }, async ({ name }) => {
  const file = path.resolve(base, name);
  const inside = path.relative(base, file);
  if (inside.startsWith('..') || path.isAbsolute(inside)) throw new Error('outside');
  fs.readFileSync(file);
  return { content: [] };
});
