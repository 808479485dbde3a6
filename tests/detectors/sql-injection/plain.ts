import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import pg from 'pg';
import mysql from 'mysql2/promise';
import Database from 'better-sqlite3';
import neo4j from 'neo4j-driver';

const pool = new pg.Pool();
const db = new Database('notes.db');
const driver = neo4j.driver('bolt://localhost');
const server = new McpServer({ name: 'notes', version: '1.0.0' });

server.tool('columns', { table: z.string() }, async ({ table }) => {
  await pool.query(`SELECT * FROM columns WHERE name = '${table}'`); // expect: sql-injection
  db.prepare('PRAGMA table_info(' + table + ')').all(); // expect: sql-injection
  await driver.session().run(`MATCH (n:${table}) RETURN n`); // expect: sql-injection
  const connection = await mysql.createConnection({});
  await connection.query(`DESCRIBE ${table}`); // expect: sql-injection
  await connection.query(`DESCRIBE ${mysql.escapeId(table)}`);
  await pool.query('SELECT * FROM columns WHERE name = $1', [table]);
  db.prepare('SELECT * FROM notes WHERE name = ?').get(table);
  return { content: [] };
});

server.tool('read_query', 'Runs a read-only query.', { query: z.string() }, async ({ query }) => {
  if (!query.trim().toLowerCase().startsWith('select')) throw new Error('only SELECT'); // expect: sql-injection
  await pool.query(query);
  return { content: [] };
});

server.tool('rows', { limit: z.number() }, async ({ limit }) => {
  await pool.query(`SELECT * FROM notes LIMIT ${limit}`);
  return { content: [] };
});
