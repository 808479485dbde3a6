//! The MCP registry's server.json, in the spelling of every schema so far: shipped, handed over, or as the registry gives it.

use std::collections::BTreeSet;

use crate::manifest::env::is_name;
use crate::manifest::json::Node;
use crate::manifest::text::Text;
use crate::manifest::{EnvMentionKind, HostMentionKind, Identity, Manifest, ServerJson, ServerJsonSource, ServerPackage, claims, hosts};
use crate::model::Location;

/// More packages than any server has.
const PACKAGES_MAX: usize = 1_000;

/// The first spelling of a key that is there.
fn either<'n>(node: &'n Node, keys: &[&str]) -> Option<&'n str> {
    keys.iter().find_map(|key| node.text_of(key))
}

/// Whether a document called server.json is one of the registry's.
pub fn is_one(root: &Node) -> bool {
    root.get("packages").or_else(|| root.get("remotes")).is_some() || root.text_of("name").is_some_and(|name| name.contains('/'))
}

/// A document of the package: whatever it names is declared, for whichever of its packages.
pub fn read(text: &Text, root: &Node, manifest: &mut Manifest) {
    if !is_one(root) {
        return;
    }
    if manifest.server_json.as_ref().is_none_or(|known| known.depth() > text.path.depth()) {
        manifest.server_json = Some(text.path.clone());
    }
    if let Some(node) = root.get("description") {
        claims::description(node.text().unwrap_or_default(), &node.place(text), &mut manifest.declared);
    }
    manifest.servers.push(described(text, root, ServerJsonSource::Shipped));
    declare(text, root, &BTreeSet::new(), manifest);
}

/// A document from elsewhere: it declares for the package that it names, and for that one alone.
pub fn listed(text: &Text, root: &Node, own: &Identity, manifest: &mut Manifest) {
    let server = described(text, root, ServerJsonSource::McpRegistry);
    let speaks_of_it = server.speaks_of(own);
    manifest.servers.push(server);
    if speaks_of_it {
        declare(text, root, &others(text, root, own), manifest);
    }
}

/// Where the packages begin that are not this one.
pub fn others(text: &Text, root: &Node, own: &Identity) -> BTreeSet<usize> {
    let packages = root.get("packages").map(Node::items).unwrap_or_default();
    packages.iter().filter(|node| package(text, node).is_none_or(|package| !package.is(own))).map(|node| node.at).collect()
}

pub fn described(text: &Text, root: &Node, source: ServerJsonSource) -> ServerJson {
    let packages = root.get("packages").map(Node::items).unwrap_or_default();
    ServerJson {
        source,
        name: root.text_of("name").map(str::to_owned),
        location: root.get("name").unwrap_or(root).place(text),
        packages: packages.iter().take(PACKAGES_MAX).filter_map(|node| package(text, node)).collect(),
    }
}

/// The first drafts said `registry_name` and `name`.
fn package(text: &Text, node: &Node) -> Option<ServerPackage> {
    let registry = either(node, &["registryType", "registry_type", "registry_name", "registryName"])?.to_ascii_lowercase();
    let identifier = either(node, &["identifier", "name"])?.to_owned();
    Some(ServerPackage { registry, identifier, version: node.text_of("version").map(str::to_owned), location: node.place(text) })
}

/// Adds variables and hosts, but for what stands in the values that begin at `without`.
pub fn declare(text: &Text, root: &Node, without: &BTreeSet<usize>, manifest: &mut Manifest) {
    let mut pending: Vec<(&str, &str, &Node)> = vec![("", "", root)];
    while let Some((above, key, node)) = pending.pop() {
        if without.contains(&node.at) {
            continue;
        }
        value(text, above, key, node, manifest);
        pending.extend(node.items().iter().rev().map(|item| (key, "", item)));
        pending.extend(node.fields().iter().rev().map(|(_, inner, value)| (key, inner.as_str(), value)));
    }
}

fn value(text: &Text, above: &str, key: &str, node: &Node, manifest: &mut Manifest) {
    // `$schema` and `registryBaseUrl` name no host that the server talks to.
    if !matches!(key, "$schema" | "registryBaseUrl" | "registry_base_url")
        && let Some(written) = node.text()
    {
        let kind = match (above, key) {
            (_, "websiteUrl" | "website_url") | ("repository", _) => HostMentionKind::Metadata,
            ("icons", _) | (_, "src") => HostMentionKind::Image,
            _ => HostMentionKind::Config,
        };
        hosts::in_value(&without_placeholders(written), node.place(text), kind, &mut manifest.declared);
    }
    if matches!(key, "environmentVariables" | "environment_variables") {
        for variable in node.items() {
            add(manifest, variable.text_of("name"), variable.place(text));
        }
    }
    // `{"type": "named", "name": "-e", "value": "ACME_TOKEN={token}"}` among the arguments for docker.
    if matches!(node.text_of("name"), Some("-e" | "--env")) {
        let written = node.text_of("value").or_else(|| node.text_of("default")).unwrap_or_default();
        add(manifest, written.split('=').next(), node.place(text));
    }
}

/// `https://acme.example/mcp` of `https://{tenant}.acme.example/mcp`: whatever `variables` put there, the rest is the host.
fn without_placeholders(written: &str) -> String {
    let Some((scheme, rest)) = written.split_once("://{") else { return written.to_owned() };
    match rest.split_once("}.") {
        Some((variable, host)) if !variable.contains(['{', '/']) => format!("{scheme}://{host}"),
        Some(_) | None => written.to_owned(),
    }
}

fn add(manifest: &mut Manifest, name: Option<&str>, place: Location) {
    if let Some(name) = name.filter(|name| is_name(name)) {
        manifest.declared.add_env(name, place, EnvMentionKind::Config);
    }
}

#[cfg(test)]
mod tests;
