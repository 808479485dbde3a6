import { writeFile } from "fs/promises";
import { basename, join } from "path";

export async function saveChart(file: string, svg: string): Promise<void> {
  await writeFile(join("charts", file), svg); // expect: path-traversal
}
