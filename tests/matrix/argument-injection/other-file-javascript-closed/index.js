import { FastMCP } from "fastmcp";
import { z } from "zod";
import * as git from "./lib/git.js";

const server = new FastMCP({ name: "mirror", version: "1.0.0" });
server.addTool({
  name: "clone",
  description: "Clones a repository below the working folder",
  parameters: z.object({ url: z.string(), folder: z.string().regex(/^[a-z]\w*$/) }),
  execute: async ({ url, folder }) => git.clone(url, folder),
});
