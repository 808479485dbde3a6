import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

const server = new McpServer({ name: 'acme-sums', version: '1.0.0' });
const answer = (text) => ({ content: [{ type: 'text', text }] });

server.registerTool(
    'add',
    { description: '🧮 Adds two numbers 👩\u200d🏫 – für alle, для всех, すべての人に.', inputSchema: { a: z.number(), b: z.number() } },
    async ({ a, b }) => {
        return answer(String(a + b));
    },
);
server.registerTool('sub', { description: '🏴󠁧󠁢󠁥󠁮󠁧󠁿 Subtracts.', inputSchema: { a: z.number() } }, async ({ a }) => answer(String(a)));

await server.connect(new StdioServerTransport());
