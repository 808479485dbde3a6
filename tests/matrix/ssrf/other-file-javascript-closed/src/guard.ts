import { lookup } from "node:dns/promises";

export async function assertPublic(link: string): Promise<void> {
  const { hostname, protocol } = new URL(link);
  if (protocol !== "https:") throw new Error("https only");
  const { address } = await lookup(hostname);
  if (/^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|0\.|::1$|f[cd])/.test(address)) {
    throw new Error("not a public address");
  }
}
