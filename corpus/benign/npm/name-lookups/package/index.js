import dns from 'node:dns';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

const region = process.env.ACME_NOTES_REGION ?? 'eu';
dns.resolve4(`${region}.api.acme-notes.example`, () => {});

const server = new McpServer({ name: 'notes', version: '1.0.0' });
const notes = [];
server.tool('add_note', 'Keeps a note', { text: z.string() }, async ({ text }) => {
  notes.push(text);
  return { content: [{ type: 'text', text: `${notes.length} notes` }] };
});
await server.connect(new StdioServerTransport());
