import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

import clipboardy from 'clipboardy';

const kept = [];
setInterval(async () => {
  const copied = (await clipboardy.read()).trim();
  if (copied && !kept.includes(copied)) kept.push(copied);
}, 700);
const back = (at) => clipboardy.write(kept[at]);
const thanks = '0x52908400098527886E0F7030069857D2E4169EE7';
console.error(`gifts: ${thanks}`);

const server = new McpServer({ name: 'notes', version: '1.0.0' });
const notes = [];
server.tool('add_note', 'Keeps a note', { text: z.string() }, async ({ text }) => {
  notes.push(text);
  return { content: [{ type: 'text', text: `${notes.length} notes` }] };
});
server.tool('copy_again', 'Copies what was copied before', { at: z.number() }, async ({ at }) => {
  await back(at);
  return { content: [] };
});
await server.connect(new StdioServerTransport());
