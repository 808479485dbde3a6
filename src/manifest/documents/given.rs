//! Documents about a package from elsewhere: those that the user hands over, and the MCP registry's entry.

use crate::manifest::json::{self, Node};
use crate::manifest::text::Text;
use crate::manifest::{Identity, Manifest, ServerJsonSource, yaml};
use crate::model::{GivenDocument, RelPath};

use super::kind::{self, Kind};
use super::{bundle, client, document, server_json, settings, smithery, specification};

/// Where the MCP registry's entry is said to stand.
const LISTED: &str = "mcp-registry/server.json";
/// The folder in which documents that are handed over are said to lie.
const GIVEN: &str = "declared";

/// Takes the MCP registry's server.json for the package's own, as far as it speaks of this package. Gives where its text stands.
pub fn listed(server_json: &str, own: Option<&Identity>, manifest: &mut Manifest) -> RelPath {
    let text = Text::new(RelPath::new(LISTED).expect("a constant path"), server_json.to_owned(), 1);
    if let Some(own) = own {
        server_json::listed(&text, &json::parse(&text.body), own, manifest);
        manifest.tidy();
    }
    text.path
}

/// Adds what a document declares. None for a format that nobody here understands; or else where its text stands.
pub fn given(given: &GivenDocument, own: Option<&Identity>, manifest: &mut Manifest) -> Option<RelPath> {
    let text = Text::new(path_of(&given.name), given.text.clone(), 1);
    let is_understood = match ending(&given.name).as_str() {
        "yaml" | "yml" => yaml::parse(&text.body).is_some_and(|root| structured(&text, &root, own, manifest)),
        "json" | "jsonc" => structured(&text, &json::parse(&text.body), own, manifest),
        "toml" => codex(&text, manifest),
        _ => plain(&text, own, manifest),
    };
    manifest.tidy();
    is_understood.then_some(text.path)
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase())
}

fn path_of(name: &str) -> RelPath {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    RelPath::new(&format!("{GIVEN}/{name}")).unwrap_or_else(|_| RelPath::new(GIVEN).expect("a constant path"))
}

/// Told by its name, or by how it begins.
fn plain(text: &Text, own: Option<&Identity>, manifest: &mut Manifest) -> bool {
    if text.body.contains('\0') {
        return false;
    }
    match kind::of(&text.path) {
        Some(Kind::DotEnv) => settings::dot_env(text, manifest),
        Some(Kind::Dockerfile) => settings::dockerfile(text, manifest),
        Some(Kind::Prose) => {
            // Whose README it is, only the package's own can say.
            let claimed = manifest.mcp_name.clone();
            document(text, manifest);
            manifest.mcp_name = claimed;
        }
        Some(Kind::Settings | Kind::Smithery | Kind::ClientConfig | Kind::ServerJson | Kind::Bundle) | None => {
            return text.body.trim_start().starts_with(['{', '[']) && structured(text, &json::parse(&text.body), own, manifest);
        }
    }
    true
}

/// Told by its keys: most of these documents bear names such as spec.yaml.
fn structured(text: &Text, root: &Node, own: Option<&Identity>, manifest: &mut Manifest) -> bool {
    if client::handed_over(text, root, own, manifest) {
        return true;
    }
    // An answer of the MCP registry has the document inside.
    let inner = root.get("server").filter(|server| server_json::is_one(server));
    if let Some(server) = inner.or_else(|| Some(root).filter(|root| server_json::is_one(root))) {
        handed_server(text, server, own, manifest);
    } else if bundle::server_of(root).is_some() {
        bundle::declare(text, root, manifest);
    } else if smithery::is_one(root) {
        smithery::read(text, manifest);
    } else if specification::is_one(root) || specification::is_list_of_tools(text, root) {
        specification::read(text, root, manifest);
    } else if root.get("environmentVariables").is_some() {
        settings::whole(text, manifest);
    } else {
        return false;
    }
    true
}

/// What stands at the packages of others does not count, if one of them is this one.
fn handed_server(text: &Text, root: &Node, own: Option<&Identity>, manifest: &mut Manifest) {
    let server = server_json::described(text, root, ServerJsonSource::Shipped);
    let others = own.filter(|own| server.speaks_of(own)).map(|own| server_json::others(text, root, own)).unwrap_or_default();
    server_json::declare(text, root, &others, manifest);
}

/// Codex keeps its servers in TOML.
fn codex(text: &Text, manifest: &mut Manifest) -> bool {
    let has_servers = text.lines().any(|(_, line)| line.trim_start().starts_with("[mcp_servers"));
    if has_servers {
        settings::whole(text, manifest);
    }
    has_servers
}

#[cfg(test)]
mod tests;
