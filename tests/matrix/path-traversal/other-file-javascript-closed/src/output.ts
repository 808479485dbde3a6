import { writeFile } from "fs/promises";
import { basename, join } from "path";

export async function saveChart(file: string, svg: string): Promise<void> {
  await writeFile(join("charts", basename(file)), svg);
}
