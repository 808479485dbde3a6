//! What catalogues and launchers write about a server: Docker's server.yaml and tools.json, ToolHive's and Dockyard's spec.yaml.

use crate::manifest::env::is_name;
use crate::manifest::json::{Node, Value};
use crate::manifest::text::Text;
use crate::manifest::{DeclaredTool, EnvMentionKind, HostMentionKind, Manifest, Statement, hosts};

const TOOLS_MAX: usize = 10_000;

/// Whether a document has the shape of one of them.
pub fn is_one(root: &Node) -> bool {
    let has = |path: &[&str]| path.iter().try_fold(root, |node, key| node.get(key)).is_some();
    // Docker's.
    has(&["run", "allowHosts"])
        || has(&["run", "disableNetwork"])
        || has(&["run", "env"])
        || has(&["config", "secrets"])
        || has(&["config", "env"])
        || (has(&["image"]) && has(&["source", "project"]))
        || (has(&["about", "title"]) && has(&["meta"]))
        // ToolHive's.
        || has(&["env_vars"])
        || has(&["permissions", "network"])
        || (has(&["image"]) && has(&["transport"]) && has(&["tier"]))
        // Dockyard's.
        || (has(&["spec", "package"]) && has(&["metadata"]))
}

/// tools.json: a list of nothing but tools, which is empty where a server tells its tools only when it runs.
pub fn is_list_of_tools(text: &Text, root: &Node) -> bool {
    let items = root.items();
    (!items.is_empty() || is_empty_list(text) && text.path.file_name() == "tools.json")
        && items.iter().all(|item| item.text_of("name").is_some())
}

fn is_empty_list(text: &Text) -> bool {
    text.body.split_whitespace().collect::<String>() == "[]"
}

pub fn read(text: &Text, root: &Node, manifest: &mut Manifest) {
    let mut pending = vec![("", root)];
    while let Some((key, node)) = pending.pop() {
        named(text, key, node, manifest);
        pending.extend(node.items().iter().rev().map(|item| ("", item)));
        pending.extend(node.fields().iter().rev().map(|(_, key, value)| (key.as_str(), value)));
    }
    tools(text, root.get("tools").unwrap_or(root), manifest);
}

/// What a field says by its key.
fn named(text: &Text, key: &str, node: &Node, manifest: &mut Manifest) {
    match key {
        "allowHosts" | "allow_hosts" | "allow_host" | "allowHost" => {
            for item in node.items() {
                allowed(text, item, manifest);
            }
        }
        // Whoever runs it so promises that it needs no network.
        "disableNetwork" | "disable_network" if node.value == Value::Bool(true) => {
            let text = Statement { text: format!("{key}: true"), headings: String::new(), location: node.place(text) };
            manifest.declared.add_statement(text);
        }
        // `name` is the catalogue's own word for a secret, `env` the variable.
        "secrets" => {
            for item in node.items() {
                variable(text, item.text_of("env"), item, manifest);
            }
        }
        "env" | "env_vars" | "envVars" | "environment" | "environmentVariables" | "environment_variables" | "mock_env" => {
            variables(text, node, manifest);
        }
        // What vouches for the image, and what a catalogue shows, is nobody the server talks to.
        "icon" | "cert_issuer" | "sigstore_url" | "signer_identity" => {}
        _ => {
            if let Some(written) = node.text() {
                let kind = if key == "url" { HostMentionKind::Config } else { HostMentionKind::Metadata };
                hosts::in_value(written, node.place(text), kind, &mut manifest.declared);
            }
        }
    }
}

/// `api.acme.example:443`, `*.acme.example`, `.acme.example`.
fn allowed(text: &Text, item: &Node, manifest: &mut Manifest) {
    let written = item.text().unwrap_or_default();
    let name = written.rsplit("://").next().unwrap_or_default().trim_start_matches(['*', '.']);
    hosts::in_value(&format!("https://{name}"), item.place(text), HostMentionKind::Config, &mut manifest.declared);
}

/// A table of names and values, or a list of `{name: …}`, `K=V` and `K`.
fn variables(text: &Text, node: &Node, manifest: &mut Manifest) {
    for (at, name, _) in node.fields().iter().filter(|(_, name, _)| is_name(name)) {
        manifest.declared.add_env(name, text.place(*at..*at), EnvMentionKind::Config);
    }
    for item in node.items() {
        let written = item.text().and_then(|text| text.split('=').next());
        variable(text, item.text_of("name").or(written), item, manifest);
    }
}

fn variable(text: &Text, name: Option<&str>, node: &Node, manifest: &mut Manifest) {
    if let Some(name) = name.filter(|name| is_name(name)) {
        manifest.declared.add_env(name, node.place(text), EnvMentionKind::Config);
    }
}

/// By name alone, or with a description.
fn tools(text: &Text, list: &Node, manifest: &mut Manifest) {
    for tool in list.items().iter().take(TOOLS_MAX) {
        let Some(name) = tool.text_of("name").or_else(|| tool.text()) else { continue };
        let description = tool.text_of("description").unwrap_or_default().to_owned();
        manifest.tools.push(DeclaredTool { name: name.to_owned(), description, location: tool.place(text) });
    }
}
