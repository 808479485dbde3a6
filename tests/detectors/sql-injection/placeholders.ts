import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import Database from 'better-sqlite3';

const db = new Database('notes.db');
const server = new McpServer({ name: 'notes', version: '1.0.0' });

class Adapter {
  exec(sql: string) {
    return db.exec(sql);
  }
}
new Adapter().exec('VACUUM');

server.tool('by_ids', { ids: z.array(z.string()) }, async ({ ids }) => {
  const marks = ids.map(() => '?').join(',');
  db.prepare(`SELECT * FROM notes WHERE id IN (${marks})`).all(...ids);
  const numbered = ids.map((id, at) => `$${at + 1}`).join(',');
  db.prepare(`SELECT * FROM notes WHERE id IN (${numbered})`).all(...ids);
  const parts: string[] = [];
  ids.forEach((id, at) => parts.push(`:id${at}`));
  for (const [at] of ids.entries()) parts.push(`:again${at}`);
  db.prepare(`SELECT * FROM notes WHERE id IN (${parts.join(',')})`).all(ids);
  const quoted = ids.map((id) => `'${id}'`).join(',');
  db.prepare(`SELECT * FROM notes WHERE id IN (${quoted})`).all(); // expect: sql-injection
  return { content: [] };
});

server.tool('prune', { keep: z.string() }, async ({ keep }) => {
  const rows = db.prepare('SELECT id FROM notes').all() as { id: string }[];
  const old = rows.slice(Number(keep)).map((row) => row.id);
  db.prepare(`DELETE FROM notes WHERE id IN (${old.join(',')})`).run();
  return { content: [] };
});

server.tool('matches', { text: z.string() }, async ({ text }) => {
  const pattern = /a(b)/g;
  let match = pattern.exec(text);
  while (match !== null) match = pattern.exec(text);
  return { content: [] };
});
