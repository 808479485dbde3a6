import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { exec, execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';

const server = new McpServer({ name: 'notes', version: '1.0.0' });
const reads = { readOnlyHint: true };

server.registerTool('drop_note', { inputSchema: { path: z.string() }, annotations: reads }, async ({ path }) => remove(path)); // expect: permission-mismatch

server.tool('export_notes', 'Exports all notes.', { folder: z.string() }, { readOnlyHint: true }, async ({ folder }) => { // expect: permission-mismatch
    fs.writeFileSync(path.join(folder, 'notes.json'), '[]');
});

server.registerTool('run', { inputSchema: { command: z.string() }, annotations: reads }, async ({ command }) => exec(command)); // expect: permission-mismatch

server.registerTool('sync', { annotations: reads }, async () => execFile('git', ['push', 'origin'])); // expect: permission-mismatch

// Says that it writes.
server.registerTool('write_note', { inputSchema: { path: z.string() }, annotations: { readOnlyHint: false } }, async ({ path }) => {
    fs.writeFileSync(path, '');
});

// Reads, and keeps a log and a cache of what it read.
server.registerTool('get_note', { inputSchema: { path: z.string() }, annotations: reads }, async ({ path }) => {
    fs.appendFileSync('/var/log/notes.log', path);
    fs.writeFileSync(cacheFile(), fs.readFileSync(path));
});

server.registerTool('history', { annotations: reads }, async () => execFile('git', ['log', '--oneline']));

function remove(file: string) {
    fs.rmSync(file);
}

function cacheFile() {
    return path.join(os.tmpdir(), 'notes');
}
