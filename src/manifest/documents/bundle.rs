//! manifest.json of an MCP bundle (MCPB, formerly DXT), versions 0.1 to 0.4.

use std::collections::BTreeSet;

use crate::manifest::entry::{Entry, EntryKind};
use crate::manifest::env::is_name;
use crate::manifest::json::Node;
use crate::manifest::text::Text;
use crate::manifest::{DeclaredTool, EnvMentionKind, HostMentionKind, Manifest, claims, hosts};
use crate::model::{RelPath, Tree};

const TOOLS_MAX: usize = 10_000;

pub fn read(tree: &Tree, text: &Text, root: &Node, manifest: &mut Manifest) {
    let Some(server) = server_of(root) else { return };
    if text.path.depth() == 1 {
        identity(root, manifest);
        for node in ["description", "long_description"].into_iter().filter_map(|key| root.get(key)) {
            claims::description(node.text().unwrap_or_default(), &node.place(text), &mut manifest.declared);
        }
        programs(tree, text, server, manifest);
        tools(text, root, manifest);
    }
    declare(text, root, manifest);
}

/// Browser extensions and web pages call theirs manifest.json as well.
pub fn server_of(root: &Node) -> Option<&Node> {
    root.get("server").filter(|server| server.get("mcp_config").or_else(|| server.get("entry_point")).is_some())
}

/// Adds variables and hosts.
pub fn declare(text: &Text, root: &Node, manifest: &mut Manifest) {
    variables(text, root.get("server").unwrap_or(root), manifest);
    root.walk(&mut |key, node| {
        if let Some(written) = node.text().filter(|_| key != "$schema") {
            let kind = if matches!(key, "icon" | "src") { HostMentionKind::Image } else { HostMentionKind::Metadata };
            hosts::in_value(written, node.place(text), kind, &mut manifest.declared);
        }
    });
}

fn identity(root: &Node, manifest: &mut Manifest) {
    let own = |key: &str| root.text_of(key).map(str::to_owned);
    manifest.name = manifest.name.take().or_else(|| own("name"));
    manifest.version = manifest.version.take().or_else(|| own("version"));
    manifest.license = manifest.license.take().or_else(|| own("license"));
}

/// `mcp_config.env`, and the same below each of `platform_overrides`.
fn variables(text: &Text, server: &Node, manifest: &mut Manifest) {
    server.walk(&mut |key, node| {
        if key == "env" {
            for (at, name, _) in node.fields().iter().filter(|(_, name, _)| is_name(name)) {
                manifest.declared.add_env(name, text.place(*at..*at), EnvMentionKind::Config);
            }
        }
    });
}

/// `entry_point`, and the files that `command` and `args` name below `${__dirname}`.
fn programs(tree: &Tree, text: &Text, server: &Node, manifest: &mut Manifest) {
    let mut seen = BTreeSet::new();
    server.walk(&mut |key, node| {
        let Some(written) = node.text() else { return };
        let below = written.split_once("${__dirname}").map(|(_, rest)| rest.trim_start_matches(['/', '\\']));
        let Some(named) = (key == "entry_point").then_some(written).or(below) else { return };
        let Some(path) = RelPath::from_root(&named.replace('\\', "/")) else { return };
        let file = tree.contains(path.as_str());
        if (file || key == "entry_point") && seen.insert(path.clone()) {
            entry(manifest, path, !file, node.place(text));
        }
    });
}

fn entry(manifest: &mut Manifest, path: RelPath, missing: bool, named_at: crate::model::Location) {
    let name = manifest.name.clone().unwrap_or_default();
    manifest.entries.push(Entry { kind: EntryKind::Bin, path, missing, function: None, name, named_at });
}

fn tools(text: &Text, root: &Node, manifest: &mut Manifest) {
    for tool in root.get("tools").map(Node::items).unwrap_or_default().iter().take(TOOLS_MAX) {
        let Some(name) = tool.text_of("name") else { continue };
        let description = tool.text_of("description").unwrap_or_default().to_owned();
        manifest.tools.push(DeclaredTool { name: name.to_owned(), description, location: tool.place(text) });
    }
}
