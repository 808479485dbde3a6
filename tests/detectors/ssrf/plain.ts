import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import axios from 'axios';

const server = new McpServer({ name: 'notes', version: '1.0.0' });

server.tool('picture', { url: z.string().url() }, async ({ url }) => {
  await fetch(url); // expect: ssrf
  await axios.get(url); // expect: ssrf
  await axios({ url, method: 'POST' }); // expect: ssrf
  return { content: [] };
});

server.tool('region', { region: z.string() }, async ({ region }) => {
  await fetch(`https://${region}/v1/notes`); // expect: ssrf
  await fetch(`https://api.acme.example/${region}/notes`);
  await fetch(`https://api.acme.example/notes?region=${encodeURIComponent(region)}`);
  return { content: [] };
});

server.tool('ours', { url: z.string() }, async ({ url }) => {
  if (!['images.acme.example'].includes(new URL(url).hostname)) throw new Error('not one of ours');
  await fetch(url);
  return { content: [] };
});
