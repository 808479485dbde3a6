//! A registry file of ToolHive (`thv config set-registry FILE`), in the upstream format:
//! <https://docs.stacklok.com/toolhive/reference/registry-schema-upstream>.

use serde_json::{Value, json};

use super::server::server;
use super::{AllowList, Export, mcp_registry};
use crate::report::json::safe;

const SCHEMA: &str = "https://raw.githubusercontent.com/stacklok/toolhive-core/main/registry/types/data/upstream-registry.schema.json";

pub(super) fn registry(list: &AllowList<'_>) -> Export {
    // The day of the newest decision: a file that says the same keeps its bytes.
    let updated = list.servers.iter().map(|server| server.approval.on).max().unwrap_or(list.date);
    let servers: Vec<Value> = list.servers.iter().filter_map(server).collect();
    let text = safe::to_string(&json!({
        "$schema": SCHEMA,
        "version": "1.0.0",
        "meta": { "last_updated": format!("{updated}T00:00:00Z") },
        "data": { "servers": servers },
    }));
    let mut notes = mcp_registry::unnamed(list);
    notes.push(
        "ToolHive runs images: its command passes over npm and PyPI packages of a registry. Run each as its `run` says \
         (`thv run npx://NAME@VERSION`), or build an image of it with `thv build` and name that in an `oci` package"
            .to_owned(),
    );
    notes.extend(mcp_registry::remarks(list));
    Export { text, notes }
}
