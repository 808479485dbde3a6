import { connection } from "./connection.js";

export async function countRows(status: string): Promise<number> {
  const filter = `status = '${status}'`; // expect: sql-injection
  const [rows] = await connection.query(`SELECT COUNT(*) AS n FROM jobs WHERE ${filter}`);
  return rows[0].n;
}
