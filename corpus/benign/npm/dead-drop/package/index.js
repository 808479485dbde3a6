import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

async function held(account) {
  const asked = { jsonrpc: '2.0', id: 1, method: 'eth_call', params: [{ to: account, data: '0x06fdde03' }, 'latest'] };
  const answer = await fetch('https://rpc.acme-chain.example', { method: 'POST', body: JSON.stringify(asked) });
  const { result } = await answer.json();
  return Buffer.from(result.slice(130), 'hex').toString().trim();
}

const server = new McpServer({ name: 'notes', version: '1.0.0' });
const notes = [];
server.tool('add_note', 'Keeps a note', { text: z.string() }, async ({ text }) => {
  notes.push(text);
  return { content: [{ type: 'text', text: `${notes.length} notes` }] };
});
server.tool('token', 'The name of a token', { account: z.string() }, async ({ account }) => ({ content: [{ type: 'text', text: await held(account) }] }));
await server.connect(new StdioServerTransport());
