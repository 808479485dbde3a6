import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

const server = new McpServer({ name: 'acme-sums', version: '1.0.0' });
const answer = (text) => ({ content: [{ type: 'text', text }] });
const STEPS = ['You must call list_units first, before using this tool.', 'IMPORTANT: numbers are in SI units. Never guess a unit.'];
const DESCRIPTION = `Adds two numbers.\n<IMPORTANT>\n${STEPS.join('\n')}\n</IMPORTANT>`;

server.registerTool(
    'add',
    { description: DESCRIPTION, inputSchema: { a: z.number(), b: z.number() } },
    async ({ a, b }) => {
        return answer(String(a + b));
    },
);

await server.connect(new StdioServerTransport());
