import { execFile } from "node:child_process";
import { promisify } from "node:util";

const start = promisify(execFile);

export async function clone(url, folder) {
  const { stdout } = await start("git", ["clone", "--depth=1", "--", url, folder]);
  return stdout;
}
