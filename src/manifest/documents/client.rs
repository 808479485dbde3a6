//! An MCP client's configuration: shipped as an example, or handed over as it is in use.

use crate::manifest::env::is_name;
use crate::manifest::json::{self, Node};
use crate::manifest::text::Text;
use crate::manifest::{EnvMentionKind, HostMentionKind, Identity, Manifest, hosts};

use super::settings;

/// Under which keys clients list their servers; some of them as a list.
const SERVERS: [&str; 6] = ["mcpServers", "servers", "context_servers", "mcp_servers", "mcp", "extensions"];
/// How they call the variables of a server.
const VARIABLES: [&str; 3] = ["env", "envs", "environment"];

/// An example that has servers in it; other files have the same names.
pub fn shipped(text: &Text, manifest: &mut Manifest) {
    let root = json::parse(&text.body);
    let known = ["mcpServers", "servers", "context_servers", "mcp", "userConfig", "settings"];
    if known.iter().any(|key| root.get(key).is_some()) {
        settings::whole(text, manifest);
    }
}

/// A configuration in use has servers of others as well: what it gives to those that start this package counts, or, if it has one
/// server alone, what that one is given. Whether it is a configuration at all.
pub fn handed_over(text: &Text, root: &Node, own: Option<&Identity>, manifest: &mut Manifest) -> bool {
    let servers = servers(root);
    let is_only_one = servers.len() == 1;
    for server in &servers {
        if is_only_one || own.is_some_and(|own| starts(server, own)) {
            declare(text, server, manifest);
        }
    }
    !servers.is_empty()
}

/// Values that look like a server: something to start, or somewhere to connect.
fn servers(root: &Node) -> Vec<&Node> {
    let below = SERVERS.iter().filter_map(|key| root.get(key));
    let all = below.flat_map(|node| node.items().iter().chain(node.fields().iter().map(|(_, _, server)| server)));
    let keys = ["command", "cmd", "args", "url", "serverUrl", "httpUrl", "uri"];
    all.filter(|server| keys.iter().any(|key| server.get(key).is_some())).collect()
}

/// `npx -y @acme/server@1.2.3`, `uvx --from acme==1.2 acme`.
fn starts(server: &Node, own: &Identity) -> bool {
    let mut found = false;
    server.walk(&mut |_, node| {
        let words = node.text().unwrap_or_default().split([' ', '=', '<', '>', '~', '[', ',']);
        found |= words.into_iter().any(|word| {
            let at = word.char_indices().skip(1).find(|(_, c)| *c == '@').map_or(word.len(), |(at, _)| at);
            own.is_called(&word[..at])
        });
    });
    found
}

fn declare(text: &Text, server: &Node, manifest: &mut Manifest) {
    for node in VARIABLES.iter().filter_map(|key| server.get(key)) {
        for (at, name, _) in node.fields().iter().filter(|(_, name, _)| is_name(name)) {
            manifest.declared.add_env(name, text.place(*at..*at), EnvMentionKind::Config);
        }
    }
    server.walk(&mut |_, node| {
        if let Some(written) = node.text() {
            hosts::in_value(written, node.place(text), HostMentionKind::Config, &mut manifest.declared);
        }
    });
}
