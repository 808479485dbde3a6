//! The MCP registry's server.json, in the spelling of every schema so far.

use crate::manifest::env::is_name;
use crate::manifest::json::Node;
use crate::manifest::text::Text;
use crate::manifest::{EnvMentionKind, HostMentionKind, Manifest, claims, hosts};
use crate::model::Location;

pub fn read(text: &Text, root: &Node, manifest: &mut Manifest) {
    let is_ours =
        root.get("packages").or_else(|| root.get("remotes")).is_some() || root.text_of("name").is_some_and(|name| name.contains('/'));
    if !is_ours {
        return;
    }
    if manifest.server_json.as_ref().is_none_or(|known| known.depth() > text.path.depth()) {
        manifest.server_json = Some(text.path.clone());
    }
    if manifest.mcp_name.is_none() {
        manifest.mcp_name = root.text_of("name").map(str::to_owned);
    }
    if let Some(node) = root.get("description") {
        claims::description(node.text().unwrap_or_default(), &node.place(text), &mut manifest.declared);
    }
    root.walk(&mut |key, node| value(text, key, node, manifest));
}

fn value(text: &Text, key: &str, node: &Node, manifest: &mut Manifest) {
    // `$schema` and `registryBaseUrl` name no host that the server talks to.
    if !matches!(key, "$schema" | "registryBaseUrl" | "registry_base_url")
        && let Some(written) = node.text()
    {
        let kind = if matches!(key, "websiteUrl" | "website_url") { HostMentionKind::Metadata } else { HostMentionKind::Config };
        hosts::in_value(written, node.place(text), kind, &mut manifest.declared);
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

fn add(manifest: &mut Manifest, name: Option<&str>, place: Location) {
    if let Some(name) = name.filter(|name| is_name(name)) {
        manifest.declared.add_env(name, place, EnvMentionKind::Config);
    }
}
