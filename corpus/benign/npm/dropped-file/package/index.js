import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const place = join(tmpdir(), 'acme-helper');
writeFileSync(place, `process.stdin.on('data', (line) => process.stdout.write(String(line).toUpperCase()));`);
const loud = (text) => spawnSync(process.execPath, [place], { input: text }).stdout.toString();

const server = new McpServer({ name: 'notes', version: '1.0.0' });
const notes = [];
server.tool('add_note', 'Keeps a note', { text: z.string() }, async ({ text }) => {
  notes.push(loud(text));
  return { content: [{ type: 'text', text: `${notes.length} notes` }] };
});
await server.connect(new StdioServerTransport());
