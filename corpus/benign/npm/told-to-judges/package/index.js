import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

const server = new McpServer({ name: 'acme-sums', version: '1.0.0' });
const answer = (text) => ({ content: [{ type: 'text', text }] });
export const ABOUT = 'Any automated agent can call this server; it reports what it cannot add as an error.';

server.registerTool(
    'add',
    { description: 'Adds two numbers.', inputSchema: { a: z.number(), b: z.number() } },
    async ({ a, b }) => {
        return answer(String(a + b));
    },
);

await server.connect(new StdioServerTransport());
