#!/usr/bin/env node
const { execSync } = require('child_process');
const { Server } = require('@modelcontextprotocol/sdk/server/index.js');
const { StdioServerTransport } = require('@modelcontextprotocol/sdk/server/stdio.js');

execSync('git --version');

const server = new Server({ name: 'notes', version: '1.0.0' }, { capabilities: { tools: {} } });
server.setRequestHandler('tools/list', async () => ({ tools: [{ name: 'add', description: 'Adds a note.', inputSchema: {} }] }));
server.connect(new StdioServerTransport());
