use super::script;

#[test]
fn the_high_level_server_registers_tools_in_both_ways() {
    let code = "server.tool('read', 'Reads.', { path: z.string(), lines: z.number() }, { readOnlyHint: true }, async function read({ path }) {});
        server.tool('ping', async function ping() {});
        server.registerTool('write', { title: 'W', description: 'Writes.', inputSchema: { path: z.string() }, annotations: { readOnlyHint: false } }, write);
        async function write(args) {}";
    let wanted = [
        "tool read(path, lines!) [readOnlyHint] -> read inputs@0",
        "tool ping -> ping",
        "tool write(path) [no readOnlyHint] -> write inputs@0",
    ];
    assert_eq!(script(code), wanted);
}

#[test]
fn tools_that_answer_later_are_tools() {
    let code = "server.experimental.tasks.registerToolTask('wait', { inputSchema: { time: z.number() } }, { createTask: async function begin(args) {} });";
    assert_eq!(script(code), ["tool wait(time!) -> begin inputs@0"]);
}

#[test]
fn resources_and_prompts_are_entries() {
    let code = "server.resource('note', new ResourceTemplate('notes://{id}', {}), async function one(uri, { id }) {});
        server.registerResource('all', 'notes://all', {}, async function all(uri) {});
        server.prompt('ask', { topic: z.string() }, function ask({ topic }) {});
        server.registerPrompt('tell', { argsSchema: { topic: z.string() } }, function tell(args) {});";
    let wanted = [
        "resource note -> one uri@0 inputs@1",
        "resource all -> all",
        "prompt ask(topic) -> ask inputs@0",
        "prompt tell(topic) -> tell inputs@0",
    ];
    assert_eq!(script(code), wanted);
}

#[test]
fn fastmcp_takes_objects() {
    let code = "import { FastMCP } from 'fastmcp';
        const fast = new FastMCP({});
        fast.addTool({ name: 'read', description: 'Reads.', parameters: z.object({ path: z.string() }), execute: async function execute(args) {} });
        fast.addResource({ uri: 'notes://all', name: 'All', load: async function load() {} });
        fast.addPrompt({ name: 'ask', load: async function tell(args) {} });";
    let wanted = ["tool read(path) -> execute inputs@0", "resource All -> load inputs@0", "prompt ask -> tell inputs@0"];
    assert_eq!(script(code), wanted);
}

#[test]
fn a_server_that_is_a_parameter_is_one_all_the_same() {
    let index = "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport { register } from './read.js';\nregister(new McpServer({}));";
    let read = "export function register(server) { server.tool('read', { path: 1 }, async function read({ path }) {}); }";
    assert_eq!(super::found(&[("index.js", index), ("read.js", read)]), ["tool read(path) -> read inputs@0"]);
}

#[test]
fn a_method_of_the_same_name_on_something_else_is_no_registration() {
    let code = "import { Palette } from 'paint';\nconst paint = new Palette();\npaint.tool('brush', { size: 1 }, function brush() {});";
    assert_eq!(script(code), [""; 0]);
    assert_eq!(
        super::found(&[("index.js", "app.tool('brush', { size: 1 }, function brush() {});")]),
        [""; 0],
        "nothing here speaks the protocol"
    );
}

#[test]
fn routes_and_remote_addresses_are_entries() {
    let code = "import express from 'express';
        const app = express();
        app.post('/notes', async function post(request, response) {});
        app.get('env');
        class Provider { redirectToAuthorization(address) { open(address); } }";
    assert_eq!(
        script(code),
        ["http /notes -> post request@0", "remote redirectToAuthorization -> redirectToAuthorization authorization URL@0"]
    );
}

#[test]
fn a_bare_server_answers_every_request_with_one_function() {
    let code = "import { createServer } from 'node:http';
        import https from 'https';
        import net from 'net';
        createServer(async function first(request, response) {}).listen(1);
        const second = (request, response) => {};
        https.createServer({ key: 1 }, second);
        net.createServer(function third(socket) {});
        Bun.serve({ port: 1, fetch: async function fourth(request) {} });";
    assert_eq!(script(code), ["http -> first request@0", "http -> second request@0", "http -> fourth request@0"]);
}
