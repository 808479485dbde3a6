import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import cors from 'cors';
import express from 'express';

const server = new McpServer({ name: 'notes', version: '1.0.0' });
server.registerTool('ping', { description: 'Answers.' }, async () => ({ content: [] }));

const app = express();
app.use(cors());
app.use((request, response, next) => {
    if (request.headers.authorization !== `Bearer ${process.env.NOTES_TOKEN}`) {
        response.status(401).end();
        return;
    }
    next();
});
app.post('/mcp', async (request, response) => {
    const transport = new StreamableHTTPServerTransport({});
    await server.connect(transport);
    await transport.handleRequest(request, response, request.body);
});
app.listen(3000);
