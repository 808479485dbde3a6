import { FastMCP } from "fastmcp";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const server = new FastMCP({ name: "logs", version: "1.0.0" });

function collect(names, open) {
  return Promise.all(
    names.map(
      (name) =>
        new Promise((resolve) => {
          let text = "";
          open(name).on("data", (chunk) => (text += chunk)).on("end", () => resolve(text));
        }),
    ),
  );
}

server.addTool({
  name: "tail_logs",
  parameters: z.object({ names: z.array(z.string()) }),
  execute: async ({ names }) => {
    const known = names.filter((name) => /^[a-z]+\.log$/.test(name));
    const texts = await collect(known, (name) => createReadStream(join("/var/log/acme", name)));
    return texts.join("\n");
  },
});
