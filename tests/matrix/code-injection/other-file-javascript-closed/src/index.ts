import { FastMCP } from "fastmcp";
import { z } from "zod";
import { transform } from "./transform";

const server = new FastMCP({ name: "transform", version: "1.0.0" });
server.addTool({
  name: "transform",
  parameters: z.object({ formula: z.string(), values: z.array(z.number()) }),
  execute: async ({ formula, values }) => JSON.stringify(transform(formula, values)),
});
