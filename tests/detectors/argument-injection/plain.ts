import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { execFileSync, spawn } from 'node:child_process';
import { simpleGit } from 'simple-git';

const server = new McpServer({ name: 'notes', version: '1.0.0' });

server.tool('diff', { target: z.string() }, async ({ target }) => {
  execFileSync('git', ['diff', target]); // expect: argument-injection
  spawn('kubectl', ['get', target, '-o', 'json']); // expect: argument-injection
  await simpleGit('.').checkout(target); // expect: argument-injection
  execFileSync('git', ['diff', '--', target]);
  execFileSync('git', ['diff', `--unified=${target}`]);
  execFileSync('uname', [target]);
  return { content: [] };
});

server.tool('checked', { target: z.string().regex(/^[a-z0-9][a-z0-9-]*$/) }, async ({ target }) => {
  execFileSync('git', ['diff', target]);
  return { content: [] };
});

server.tool('refused', { target: z.string() }, async ({ target }) => {
  if (target.startsWith('-')) throw new Error('no options');
  execFileSync('git', ['diff', target]);
  return { content: [] };
});
