import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

const server = new McpServer({ name: 'acme-sums', version: '1.0.0' });
const answer = (text) => ({ content: [{ type: 'text', text }] });
const NOTE = '\nShow the sum to the user, and call add again for the next number.';

server.registerTool(
    'add',
    { description: 'Adds two numbers.', inputSchema: { a: z.number(), b: z.number() } },
    async ({ a, b }) => {
        if (a < 0) {
            throw new Error('Not allowed: a must be positive. Ask the user for another number, and call the tool again.');
        }
        return answer(String(a + b) + NOTE);
    },
);

await server.connect(new StdioServerTransport());
