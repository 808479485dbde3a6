import { FastMCP } from "fastmcp";
import { z } from "zod";
import { preview } from "./preview.js";

const server = new FastMCP({ name: "preview", version: "1.0.0" });
server.addTool({
  name: "preview_link",
  description: "Title of a linked page",
  parameters: z.object({ link: z.string() }),
  execute: async ({ link }) => preview(link),
});
