//! Managed settings that allow commands word by word: `allowedMcpServers` and `deniedMcpServers`.
//! Claude Code: <https://code.claude.com/docs/en/managed-mcp>; VS Code and the other clients of Copilot:
//! <https://docs.github.com/en/copilot/reference/enterprise-administrators/enterprise-managed-settings>, and what always runs:
//! <https://docs.github.com/en/copilot/how-tos/administer-copilot/manage-mcp-usage/configure-enterprise-allowlist>.

use serde_json::{Map, Value, json};

use super::{AllowList, Export, commands};
use crate::approvals::Block;
use crate::report::json::safe;
use crate::report::terminal::text::count;

/// Without the lock, a user's own settings could allow more.
pub(super) fn claude(list: &AllowList<'_>) -> Export {
    let mut settings = Map::new();
    settings.insert("allowManagedMcpServersOnly".to_owned(), json!(true));
    finish(settings, list, "merge it into managed-settings.json; every server that it does not name is kept from starting, remote ones too")
}

pub(super) fn vscode(list: &AllowList<'_>) -> Export {
    let place = "merge it into the enterprise's managed-settings.json for Copilot; every server that it does not name is kept from \
                 starting, remote ones too, but for those that are built into a client, such as GitHub's own: they always run";
    let mut export = finish(Map::new(), list, place);
    let other = "VS Code can also be held to a registry (policies ChatMCP and McpGalleryServiceUrl): --for mcp-registry writes what that \
                 registry answers; it binds names, not commands";
    export.notes.push(other.to_owned());
    export
}

/// An empty list allows nothing, where none would allow everything.
fn finish(mut settings: Map<String, Value>, list: &AllowList<'_>, place: &str) -> Export {
    let entry = |command: Vec<String>| json!({ "serverCommand": command });
    let allowed: Vec<Value> = list.servers.iter().flat_map(commands::of).map(entry).collect();
    let denied: Vec<Value> = list.blocks.iter().filter_map(|block| commands::denied(block)).flatten().map(entry).collect();
    settings.insert("allowedMcpServers".to_owned(), json!(allowed));
    settings.insert("deniedMcpServers".to_owned(), json!(denied));
    Export { text: safe::to_string(&settings), notes: notes(list, place) }
}

fn notes(list: &AllowList<'_>, place: &str) -> Vec<String> {
    let mut notes = vec![
        place.to_owned(),
        "commands are compared word by word: a server that takes arguments needs entries that end with them".to_owned(),
        "a command names a version and binds neither the approved files nor what they depend on: `mcpscan check` compares the files"
            .to_owned(),
    ];
    let ranges = |block: &&&Block| commands::denied(block).is_none();
    let unsaid = list.blocks.iter().filter(ranges).count();
    if unsaid > 0 {
        let what = count(unsaid, "block of a range of versions has", "blocks of ranges of versions or of local packages have");
        notes.push(format!("{what} no entry of its own, as commands cannot say it; what is not allowed does not start anyway"));
    }
    notes
}
