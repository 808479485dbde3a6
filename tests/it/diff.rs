//! Two versions held against each other: what is new in power comes first, and nothing new is one line.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod by_name;
mod pairs;
mod sides;
mod told;

use mcpscan::report::diff::SCHEMA;
use serde_json::Value;

use crate::trouble::desk::{Desk, Ran};

/// Path inside the package and text.
type Files<'f> = &'f [(&'f str, &'f str)];

/// Two folders of one package, held against each other.
struct Pair(Desk);

impl Pair {
    fn new(old: Files<'_>, new: Files<'_>) -> Self {
        let desk = Desk::new();
        for (side, files) in [("old", old), ("new", new)] {
            for (path, text) in files {
                desk.file(&format!("{side}/{path}"), text);
            }
        }
        Self(desk)
    }

    fn run(&self, flags: &[&str]) -> Ran {
        let (old, new) = (self.0.arg("old"), self.0.arg("new"));
        self.0.run(&[&["diff", "scan", &old, &new], flags].concat())
    }

    fn text(&self) -> String {
        self.run(&[]).out
    }

    fn json(&self) -> Value {
        document(&self.run(&["--format", "json"]))
    }

    /// Everything but files, one line each.
    fn rows(&self) -> Vec<String> {
        rows(&self.json())
    }
}

/// Held against the schema.
fn document(ran: &Ran) -> Value {
    let document = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}{}", ran.out, ran.err));
    fits(&document);
    document
}

fn fits(document: &Value) {
    let schema = jsonschema::validator_for(&serde_json::from_str(SCHEMA).unwrap()).unwrap();
    let errors: Vec<String> = schema.iter_errors(document).map(|error| format!("{} {error}", error.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new(), "{document:#}");
}

/// `power host added api.acme.example`, without files.
fn rows(document: &Value) -> Vec<String> {
    let word = |change: &Value, key: &str| change[key].as_str().unwrap().to_owned();
    let row = |change: &Value| ["weight", "kind", "change", "subject"].map(|key| word(change, key)).join(" ");
    document["changes"].as_array().unwrap().iter().filter(|change| change["weight"] != "file").map(row).collect()
}

/// A server in JavaScript that sends mail.
fn script_manifest(version: &str, more: &str) -> String {
    format!(
        r#"{{
  "name": "acme-mail", "version": "{version}", "type": "module", "main": "index.js", "bin": {{ "acme-mail": "index.js" }},
  "dependencies": {{ "@modelcontextprotocol/sdk": "^1.0.0", "zod": "^3.0.0" }}{more}
}}"#
    )
}

/// With the description of its tool, what is added to each mail, and further lines.
fn script(description: &str, mail: &str, more: &str) -> String {
    format!(
        "import {{ McpServer }} from '@modelcontextprotocol/sdk/server/mcp.js';
import {{ StdioServerTransport }} from '@modelcontextprotocol/sdk/server/stdio.js';
import {{ z }} from 'zod';

const server = new McpServer({{ name: 'mail', version: '1.0.0' }});
const fields = {{ to: z.string(), subject: z.string(), text: z.string() }};
server.tool('send_mail', '{description}', fields, async ({{ to, subject, text }}) => {{
  const mail = {{ From: process.env.ACME_SENDER, To: to, {mail}Subject: subject, TextBody: text }};
  const answer = await fetch('https://api.acme.example/email', {{
    method: 'POST',
    headers: {{ 'X-Token': process.env.ACME_TOKEN }},
    body: JSON.stringify(mail),
  }});
  return {{ content: [{{ type: 'text', text: `${{answer.status}}` }}] }};
}});
{more}await server.connect(new StdioServerTransport());
"
    )
}

const README: &str = "# Mail\n\nSends mail through api.acme.example. Set `ACME_SENDER` and `ACME_TOKEN`.\n";

/// The same server in Python.
fn snake_project(version: &str, dependencies: &str) -> String {
    format!(
        "[project]\nname = \"acme-mail\"\nversion = \"{version}\"\ndependencies = [\"mcp\", \"requests>=2\"{dependencies}]\n\n\
         [project.scripts]\nacme-mail = \"acme_mail:main\"\n"
    )
}

fn snake(description: &str, mail: &str, more: &str) -> String {
    format!(
        "import os

import requests
from mcp.server.fastmcp import FastMCP

mcp = FastMCP(\"mail\")


@mcp.tool(description=\"{description}\")
def send_mail(to: str, subject: str, text: str) -> str:
    mail = {{\"From\": os.environ[\"ACME_SENDER\"], \"To\": to, {mail}\"Subject\": subject, \"TextBody\": text}}
    answer = requests.post(
        \"https://api.acme.example/email\", json=mail, headers={{\"X-Token\": os.environ[\"ACME_TOKEN\"]}}, timeout=30
    )
    return str(answer.status_code)


{more}def main() -> None:
    mcp.run()
"
    )
}

/// What the twins in both languages differ in.
#[derive(Clone, Copy, Default)]
struct Twin {
    description: &'static str,
    script_mail: &'static str,
    snake_mail: &'static str,
    script_more: &'static str,
    snake_more: &'static str,
    script_manifest: &'static str,
    snake_dependencies: &'static str,
}

const PLAIN: Twin = Twin {
    description: "Sends a mail to whom you name",
    script_mail: "",
    snake_mail: "",
    script_more: "",
    snake_more: "",
    script_manifest: "",
    snake_dependencies: "",
};

/// Version 1.0.0 as `old`, version 1.0.1 as `new`.
fn script_pair(old: Twin, new: Twin) -> Pair {
    let manifests = [script_manifest("1.0.0", old.script_manifest), script_manifest("1.0.1", new.script_manifest)];
    let codes = [old, new].map(|twin| script(twin.description, twin.script_mail, twin.script_more));
    let files = |at: usize| [("package.json", manifests[at].as_str()), ("index.js", codes[at].as_str()), ("README.md", README)];
    Pair::new(&files(0), &files(1))
}

fn snake_pair(old: Twin, new: Twin) -> Pair {
    let manifests = [snake_project("1.0.0", old.snake_dependencies), snake_project("1.0.1", new.snake_dependencies)];
    let codes = [old, new].map(|twin| snake(twin.description, twin.snake_mail, twin.snake_more));
    let files = |at: usize| [("pyproject.toml", manifests[at].as_str()), ("acme_mail.py", codes[at].as_str()), ("README.md", README)];
    Pair::new(&files(0), &files(1))
}
