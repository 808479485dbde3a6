import { connection } from "./connection.js";

export async function countRows(status: string): Promise<number> {
  const [rows] = await connection.query("SELECT COUNT(*) AS n FROM jobs WHERE status = ?", [status]);
  return rows[0].n;
}
