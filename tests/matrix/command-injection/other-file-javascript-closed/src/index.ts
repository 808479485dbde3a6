import { FastMCP } from "fastmcp";
import { z } from "zod";
import { ping } from "./tools/network.js";

const server = new FastMCP({ name: "netops", version: "1.0.0" });

server.addTool({
  name: "ping",
  description: "Pings a host three times",
  parameters: z.object({ host: z.string().describe("Host name") }),
  execute: async (args) => ping(args.host),
});

server.start({ transportType: "stdio" });
