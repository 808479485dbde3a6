//! Which entries of the lists are exported: those that count today and name one version of a published package.

use jiff::civil::Date;

use super::{AllowList, Runner, Server};
use crate::approvals::{Entry, Lists, entries, is_exact, spec};
use crate::model::Registry;
use crate::report::terminal::text::count;

/// What a list imports is another team's word: it is exported only where that is asked for. Its blocks always count.
pub fn select(lists: Lists<'_>, with_imports: bool, date: Date) -> AllowList<'_> {
    let (mut servers, mut left_out, mut foreign) = (Vec::new(), Vec::new(), 0);
    for entry in entries(lists, date) {
        if entry.import.is_some() && !with_imports {
            foreign += usize::from(entry.counts());
            continue;
        }
        match server(&entry) {
            Ok(server) => servers.push(server),
            Err(why) => left_out.push(why),
        }
    }
    if foreign > 0 {
        left_out.push(format!("left out: {}; --with-imports takes them in", count(foreign, "imported approval", "imported approvals")));
    }
    mark_newest(&mut servers);
    let imported = lists.imported.iter().flat_map(|import| &import.list.blocks);
    let mut blocks: Vec<_> = lists.own.blocks.iter().chain(imported).collect();
    let place = |registry: Registry, name: &str, range: String| (registry.as_str(), name.to_owned(), range);
    blocks.sort_by_key(|block| place(block.registry, block.name.as_str(), block.versions.to_string()));
    blocks.dedup_by_key(|block| place(block.registry, block.name.as_str(), block.versions.to_string()));
    AllowList { servers, blocks, left_out, date }
}

fn server<'l>(entry: &Entry<'l>) -> Result<Server<'l>, String> {
    let approval = entry.approval;
    let (registry, name, version) = (approval.registry, &approval.name, &approval.version);
    let Some(runner) = Runner::of(registry) else {
        return Err(format!("left out: local {name} {version}: no client can fetch a package that is not published"));
    };
    let left_out = |why: &str| Err(format!("left out: {}: {why}", spec(registry, name, version)));
    if let Some(reason) = entry.reasons.first() {
        return left_out(&reason.text);
    }
    // A tag or a range would let in whatever its registry holds tomorrow.
    if !is_exact(registry, version) {
        return left_out("that is no single version");
    }
    Ok(Server { runner, approval, is_newest: false })
}

/// They come sorted.
fn mark_newest(servers: &mut [Server<'_>]) {
    let names: Vec<_> = servers.iter().map(|server| (server.approval.registry, server.approval.name.clone())).collect();
    for (at, server) in servers.iter_mut().enumerate() {
        server.is_newest = names.get(at + 1) != Some(&names[at]);
    }
}
