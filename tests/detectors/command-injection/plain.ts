import escapeHtml from 'escape-html';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { exec, execFile, spawn } from 'node:child_process';
import { KubeConfig, Exec } from '@kubernetes/client-node';
import open from 'open';
import { quote } from 'shell-quote';

const server = new McpServer({ name: 'notes', version: '1.0.0' });
const shell = new Exec(new KubeConfig());

server.tool('history', { branch: z.string() }, async ({ branch }) => {
  exec(`git log ${branch}`); // expect: command-injection
  spawn('git log ' + branch, { shell: true }); // expect: command-injection
  exec(`git log ${escapeHtml(branch)}`); // expect: command-injection
  spawn('sh', ['-c', `git log ${branch}`]); // expect: command-injection
  exec(`git log ${quote([branch])}`);
  execFile('git', ['log', '--', branch]);
  return { content: [] };
});

server.tool('kubectl', 'Runs a kubectl command.', { command: z.string() }, async ({ command }) => {
  exec(command); // expect: command-injection
  return { content: [] };
});

server.tool('in_pod', { pod: z.string(), command: z.string() }, async ({ pod, command }) => {
  await shell.exec('default', pod, 'main', ['/bin/sh', '-c', command], process.stdout, null, null, false); // expect: command-injection
  return { content: [] };
});

server.tool('show', { address: z.string() }, async ({ address }) => {
  await open(address); // expect: command-injection
  return { content: [] };
});

server.tool('level', { level: z.enum(['low', 'high']), count: z.number() }, async ({ level, count }) => {
  exec(`acme --level ${level} --count ${count}`);
  return { content: [] };
});
