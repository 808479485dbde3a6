//! What an MCP registry answers to `GET /v0.1/servers`, for a registry of one's own to serve:
//! <https://github.com/modelcontextprotocol/registry/blob/main/docs/reference/api/generic-registry-api.md>.

use serde_json::{Value, json};

use super::server::server;
use super::{AllowList, Export, Server};
use crate::approvals::spec;
use crate::report::json::safe;

pub(super) fn servers(list: &AllowList<'_>) -> Export {
    let servers: Vec<Value> = list.servers.iter().filter_map(answer).collect();
    let count = servers.len();
    let mut notes = unnamed(list);
    notes.push(
        "serve it at /v0.1/servers, and each server at /v0.1/servers/NAME/versions/VERSION and …/latest as well, with the header \
         Access-Control-Allow-Origin"
            .to_owned(),
    );
    notes.push(
        "clients that are held to a registry compare names: users have to install these servers under the names of this file".to_owned(),
    );
    notes.extend(remarks(list));
    Export { text: safe::to_string(&json!({ "servers": servers, "metadata": { "count": count } })), notes }
}

fn answer(entry: &Server<'_>) -> Option<Value> {
    let on = format!("{}T00:00:00Z", entry.approval.on);
    Some(json!({
        "server": server(entry)?,
        "_meta": {
            "io.modelcontextprotocol.registry/official": {
                "status": "active",
                "statusChangedAt": on,
                "publishedAt": on,
                "updatedAt": on,
                "isLatest": entry.is_newest,
            },
        },
    }))
}

/// Packages whose names no registry takes.
pub(super) fn unnamed(list: &AllowList<'_>) -> Vec<String> {
    let unnamed = list.servers.iter().filter(|entry| server(entry).is_none()).map(|entry| entry.approval);
    unnamed
        .map(|approval| {
            let spec = spec(approval.registry, &approval.name, &approval.version);
            format!("left out: {spec}: its name cannot be made one of a registry")
        })
        .collect()
}

/// What such entries bind and what they do not.
pub(super) fn remarks(list: &AllowList<'_>) -> Vec<String> {
    let mut remarks = Vec::new();
    if list.servers.iter().any(|server| server.approval.artifacts.len() != 1) {
        let text = "an entry of several approved files has no `fileSha256`, as nobody knows which one a client takes; all are in `_meta`";
        remarks.push(text.to_owned());
    }
    if !list.blocks.is_empty() {
        remarks.push("a registry has no way to forbid: what is blocked is just not in it".to_owned());
    }
    remarks
}
