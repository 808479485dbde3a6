//! A catalog of Docker's MCP gateway (`docker mcp gateway run --catalog NAME`), in JSON, which is YAML.
//! The images and commands are those by which the gateway itself runs npm and PyPI packages:
//! <https://github.com/docker/mcp-gateway/blob/main/docs/catalog.md>.

use serde_json::{Map, Value, json};

use super::server::{description, slug};
use super::{AllowList, Export, Runner, Server};
use crate::report::json::safe;

const NODE: &str = "node:24-bookworm-slim";
const UV: &str = "ghcr.io/astral-sh/uv:python3.14-bookworm-slim";

pub(super) fn catalog(list: &AllowList<'_>) -> Export {
    let servers: Map<String, Value> = list.servers.iter().map(|server| (slug(server), entry(server))).collect();
    let mut notes = vec![
        "the gateway runs what its catalogs name: put this one into ~/.docker/mcp/catalogs and give it alone (`--catalog NAME`), not beside \
         Docker's"
            .to_owned(),
        "Docker calls catalogs in files deprecated: they work where the gateway's profiles are switched off".to_owned(),
        "each server is fetched inside a plain Node.js or uv image by its version: neither the image nor the approved files are bound by a digest"
            .to_owned(),
        "what a server needs of variables, secrets and arguments is not in the approved list: add `env`, `secrets` and more of `command`"
            .to_owned(),
    ];
    if !list.blocks.is_empty() {
        notes.push("a catalog has no way to forbid: what is blocked is just not in it".to_owned());
    }
    Export { text: safe::to_string(&json!({ "registry": servers })), notes }
}

fn entry(server: &Server<'_>) -> Value {
    let (name, version) = (server.approval.name.as_str(), &server.approval.version);
    let (image, command, cache) = match server.runner {
        Runner::Npx => (NODE, vec!["npx".to_owned(), "--yes".to_owned(), format!("{name}@{version}")], "npm-cache:/root/.npm"),
        Runner::Uvx => {
            (UV, vec!["uvx".to_owned(), "--from".to_owned(), format!("{name}=={version}"), name.to_owned()], "uv-cache:/root/.cache/uv")
        }
    };
    json!({
        "title": format!("{name} {version}"),
        "description": description(server),
        "type": "server",
        "image": image,
        "command": command,
        // One for each version, so that none finds what another has left.
        "volumes": [format!("mcpscan-{}-{cache}", slug(server))],
        "longLived": true,
    })
}
