import { FastMCP } from "fastmcp";
import sqlite3 from "sqlite3";
import { z } from "zod";

class Contacts {
  constructor() {
    this.db = new sqlite3.Database("contacts.db");
  }

  search(word, sort) {
    return new Promise((resolve, reject) => {
      const order = sort;
      this.db.all(`SELECT * FROM people WHERE name LIKE ? ORDER BY ${order}`, [word], (error, rows) => { // expect: sql-injection
        if (error) reject(error);
        else resolve(rows);
      });
    });
  }
}

const contacts = new Contacts();
const server = new FastMCP({ name: "contacts", version: "1.0.0" });
server.addTool({
  name: "search",
  parameters: z.object({ word: z.string(), sort: z.string().default("name") }),
  execute: async ({ word, sort }) => JSON.stringify(await contacts.search(word, sort)),
});
