import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import express from 'express';
import cors from 'cors';

const server = new McpServer({ name: 'notes', version: '1.0.0' });
server.registerTool('ping', { description: 'Answers.' }, async () => ({ content: [] }));

function make() {
    const app = express();
    app.use(cors({ origin: 'https://notes.acme.example' }));
    app.post('/mcp', async (request, response) => {
        const transport = new StreamableHTTPServerTransport({});
        await server.connect(transport);
        await transport.handleRequest(request, response, request.body);
    });
    return app;
}

async function serve(port: number) {
    make().listen(port); // expect: insecure-transport
}

async function main() {
    if (process.argv.includes('--http')) {
        return serve(Number(process.env.PORT));
    }
    make().listen(4000, '127.0.0.1');
    make().listen(4001, process.env.HOST || 'localhost');
    make().listen(4002, process.env.HOST || '0.0.0.0', () => console.error('ready')); // expect: insecure-transport
    make().listen('/run/notes.sock');
    make().listen(0);
    await server.connect(new StdioServerTransport());
}

main();
