import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

const server = new McpServer({ name: 'acme-sums', version: '1.0.0' });
const answer = (text) => ({ content: [{ type: 'text', text }] });

server.registerTool(
    'add',
    { description: 'Adds two numbers. 把两个数字相加，并告诉用户结果。', inputSchema: { a: z.number(), b: z.number() } },
    async ({ a, b }) => {
        return answer(String(a + b));
    },
);
server.registerTool(
    'sub',
    { description: 'Resta. Diga el resultado al usuario, con todas sus cifras.', inputSchema: { a: z.number() } },
    async ({ a }) => answer(String(a)),
);

await server.connect(new StdioServerTransport());
