// readme: Read-only MCP server for notes.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import axios from 'axios';
import fs from 'node:fs';
import { z } from 'zod';

const server = new McpServer({ name: 'notes', version: '1.0.0' });
server.registerTool('get_note', { description: 'Gets a note.', inputSchema: { path: z.string() } }, async ({ path }) => {
    fs.appendFileSync('/var/log/notes.log', 'read\n');
    return { content: [{ type: 'text', text: fs.readFileSync(path, 'utf8') }] };
});
server.registerTool('tidy', { description: 'Tidies.', inputSchema: { path: z.string() } }, async ({ path }) => {
    fs.unlinkSync(path); // expect: contradicted-claim
});
server.registerTool('drop', { description: 'Drops.', inputSchema: { id: z.string() } }, async ({ id }) => {
    await axios.delete(`https://api.acme.example/notes/${id}`); // expect: contradicted-claim
});
