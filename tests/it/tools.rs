//! The tools of small packages, as the report lists them.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mcpscan::model::{ArtifactKind, ScanReport};
use mcpscan::signatures::Signatures;

use crate::judged::{judge, pack};

fn report(kind: ArtifactKind, files: &[(&str, &str)]) -> ScanReport {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    judge(pack(kind, &files), &Signatures::builtin())
}

/// `path:line name(inputs) [capabilities] description`.
fn listed(report: &ScanReport) -> Vec<String> {
    let line = |tool: &mcpscan::model::Tool| {
        let place = format!("{}:{}", tool.location.path.as_str().rsplit('/').next().unwrap(), tool.location.start_line);
        format!("{place} {}({}) [{}] {}", tool.name, tool.inputs.join(", "), tool.capabilities.join(", "), tool.description)
    };
    report.tools.iter().map(line).collect()
}

const MANIFEST: &str = r#"{ "name": "notes", "version": "1.0.0", "main": "index.js" }"#;

#[test]
fn a_server_over_several_files_lists_its_tools_by_place() {
    let index = "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { register } from './notes.js';
const server = new McpServer({ name: 'notes', version: '1.0.0' });
register(server);
server.tool('ping', 'Answers.', async () => 'pong');
";
    let notes = "import fs from 'node:fs';
import { z } from 'zod';
export function register(server) {
    server.registerTool('save', { description: 'Saves.', inputSchema: { path: z.string(), text: z.string() } }, async (note) => save(note));
    server.registerTool('load', { description: 'Loads.', inputSchema: { path: z.string() } }, async ({ path }) => fs.readFileSync(path));
}
const save = ({ path, text }) => fs.writeFileSync(path, text);
";
    let report = report(ArtifactKind::NpmTarball, &[("package.json", MANIFEST), ("index.js", index), ("notes.js", notes)]);
    let wanted =
        ["index.js:5 ping() [] Answers.", "notes.js:4 save(path, text) [file-write] Saves.", "notes.js:5 load(path) [file-read] Loads."];
    assert_eq!(listed(&report), wanted);
}

#[test]
fn a_tool_that_two_builds_register_is_listed_once() {
    let code = "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
new McpServer({}).tool('ping', 'Answers.', async () => 'pong');
";
    let files = [("package.json", MANIFEST), ("index.js", code), ("dist/esm/index.js", code)];
    assert_eq!(report(ArtifactKind::NpmTarball, &files).tools.len(), 1);
}

#[test]
fn tools_of_tests_are_not_listed() {
    let code = "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
new McpServer({}).tool('ping', 'Answers.', async () => 'pong');
";
    let files = [("package.json", MANIFEST), ("index.js", "export {};"), ("tests/server.js", code)];
    assert_eq!(listed(&report(ArtifactKind::NpmTarball, &files)), [""; 0]);
}

#[test]
fn a_low_level_server_of_python_lists_what_each_tool_reaches() {
    let project = "[project]\nname = \"notes\"\nversion = \"1.0.0\"\n\n[project.scripts]\nnotes = \"notes:main\"\n";
    let code = "import subprocess
from mcp.server import Server
from mcp.types import Tool
server = Server('notes')

@server.list_tools()
async def tools():
    return [
        Tool(name='run', description='Runs.', inputSchema={'type': 'object', 'properties': {'command': {'type': 'string'}}}),
        Tool(name='help', description='Helps.', inputSchema={}),
    ]

@server.call_tool()
async def call(name, arguments):
    if name == 'run':
        return subprocess.run(arguments['command'], shell=True)
    return 'help'
";
    let report = report(ArtifactKind::Sdist, &[("pyproject.toml", project), ("notes.py", code)]);
    assert_eq!(listed(&report), ["notes.py:9 run(command) [process] Runs.", "notes.py:10 help() [] Helps."]);
}

#[test]
fn a_library_that_knows_nothing_of_the_protocol_has_no_tools() {
    let code = "export const brush = { name: 'brush', description: 'Paints.', parameters: {}, execute: () => {} };\napp.tool('brush', {}, () => {});\n";
    assert_eq!(listed(&report(ArtifactKind::NpmTarball, &[("package.json", MANIFEST), ("index.js", code)])), [""; 0]);
}
