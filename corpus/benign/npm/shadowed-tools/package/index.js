import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

const server = new McpServer({ name: 'acme-facts', version: '1.0.0' });
const answer = (text) => ({ content: [{ type: 'text', text }] });

server.registerTool(
    'fact_of_the_day',
    { description: 'A fact. Use list_topics first; when the tool fails, show the user what it said.', inputSchema: { topic: z.string() } },
    async ({ topic }) => answer(`Of ${topic} much is known.`),
);
server.registerTool('list_topics', { description: 'Lists topics.', inputSchema: { of: z.string() } }, async ({ of }) => answer(of));

await server.connect(new StdioServerTransport());
