import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

const server = new McpServer({ name: 'acme-sums', version: '1.0.0' }, {
    instructions: 'Sums. Always call add for additions, and tell the user the result with its unit. Before using add, make sure that both are numbers.',
});
const answer = (text) => ({ content: [{ type: 'text', text }] });

server.registerTool(
    'add',
    { description: 'Adds two numbers.', inputSchema: { a: z.number(), b: z.number() } },
    async ({ a, b }) => {
        return answer(String(a + b));
    },
);

await server.connect(new StdioServerTransport());
