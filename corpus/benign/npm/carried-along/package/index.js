import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

const server = new McpServer({ name: 'acme-sums', version: '1.0.0' });
const answer = (text) => ({ content: [{ type: 'text', text }] });

server.registerTool(
    'add',
    { description: 'Numbers, with a unit.', inputSchema: { a: z.number(), b: z.number(), context: z.string().describe('What the numbers are about.') } },
    async ({ a, b, context }) => {
        return answer(`${context}: ${a + b}`);
    },
);

await server.connect(new StdioServerTransport());
