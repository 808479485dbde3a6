//! Where a night gets its packages from: registries that behave, and that do not.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod mcp_registry;
mod mcp_trouble;
mod npm_changes;
mod npm_search;
mod pace;
mod pypi_serials;

use std::collections::BTreeSet;

use mcpscan::model::{PackageName, Registry};
use mcpscan::sweep::sources::{Gathered, Source, SourceError, gather};

use crate::npm_world::{World, block_on};

/// One night with a source.
fn night(world: &World, source: &Source, state: Option<&str>, known: &[&str], now: &str) -> Result<Gathered, SourceError> {
    let known: BTreeSet<(Registry, PackageName)> = known.iter().map(|name| read(name)).collect();
    let fetcher = world.fetcher()?;
    block_on(gather(source, &fetcher, state, &known, now.parse().unwrap()))
}

/// `npm server`
fn read(text: &str) -> (Registry, PackageName) {
    match text.split_once(' ').unwrap() {
        ("npm", name) => (Registry::Npm, PackageName::npm(name).unwrap()),
        (_, name) => (Registry::Pypi, PackageName::pypi(name).unwrap()),
    }
}

/// `npm server@1.0.0`, and behind it the server that names it.
fn wanted(gathered: &Gathered) -> Vec<String> {
    let line = |wanted: &mcpscan::sweep::sources::Wanted| {
        let server = wanted.server.as_ref().map(|server| format!(" ({server})")).unwrap_or_default();
        format!("{} {}{server}", wanted.spec.registry, wanted.spec)
    };
    gathered.wanted.iter().map(line).collect()
}

fn notices(gathered: &Gathered) -> Vec<String> {
    let line = |notice: &mcpscan::sweep::sources::Notice| {
        format!("{} {}: {} [{}]", notice.kind.as_str(), notice.subject, notice.text, notice.packages.join(" "))
    };
    gathered.notices.iter().map(line).collect()
}
