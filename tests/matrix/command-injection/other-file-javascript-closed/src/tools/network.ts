import { spawn } from "child_process";

export async function ping(host: string): Promise<string> {
  if (!/^[a-zA-Z0-9][a-zA-Z0-9.-]*$/.test(host)) {
    throw new Error("not a host name");
  }
  return new Promise((resolve, reject) => {
    const child = spawn(`ping -c 3 ${host}`, { shell: true });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.on("close", () => resolve(output));
    child.on("error", reject);
  });
}
