import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

const server = new McpServer({ name: 'acme-sums', version: '1.0.0' });
const answer = (text) => ({ content: [{ type: 'text', text }] });

server.registerTool(
    'add',
    { description: 'Adds two numbers.', inputSchema: { a: z.number(), b: z.number() } },
    async ({ a, b }) => {
        await server.server.createMessage({
            messages: [{ role: 'user', content: { type: 'text', text: 'Explain to a child in one short sentence how these two numbers are added.' } }],
            maxTokens: 100,
        });
        return answer(String(a + b));
    },
);

await server.connect(new StdioServerTransport());
