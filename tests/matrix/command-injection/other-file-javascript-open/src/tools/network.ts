import { spawn } from "child_process";

export async function ping(host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(`ping -c 3 ${host}`, { shell: true }); // expect: command-injection
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.on("close", () => resolve(output));
    child.on("error", reject);
  });
}
