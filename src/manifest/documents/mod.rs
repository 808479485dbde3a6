//! Every document of the package, wherever it lies: READMEs and other texts, server.json, bundle manifests, examples of settings.

mod bundle;
mod client;
mod given;
mod kind;
mod server_json;
mod settings;
mod smithery;
mod specification;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::text::Text;
use super::{Manifest, ServerName, claims, env, hosts, json};
use crate::model::{RelPath, Tree};
use kind::Kind;

pub use given::{given, listed};

/// Bytes of documents that are read altogether; the largest package seen so far has a twentieth.
const BYTES_MAX: usize = 64 << 20;

static MCP_NAME: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?-u)\bmcp-name:\s*([\w.-]+/[\w.-]+)").expect("a constant pattern"));

pub(super) fn read(tree: &Tree, manifest: &mut Manifest) {
    let mut budget = BYTES_MAX;
    for file in tree.files() {
        let Some(kind) = kind::of(&file.path) else { continue };
        if file.bytes.len().min(super::text::BYTES_MAX) > budget {
            continue;
        }
        budget -= file.bytes.len().min(super::text::BYTES_MAX);
        let text = Text::of(file);
        match kind {
            Kind::Prose => document(&text, manifest),
            Kind::Settings => settings::whole(&text, manifest),
            Kind::Smithery => smithery::read(&text, manifest),
            Kind::DotEnv => settings::dot_env(&text, manifest),
            Kind::Dockerfile => settings::dockerfile(&text, manifest),
            Kind::ClientConfig => client::shipped(&text, manifest),
            Kind::ServerJson => server_json::read(&text, &json::parse(&text.body), manifest),
            Kind::Bundle => bundle::read(tree, &text, &json::parse(&text.body), manifest),
        }
    }
    manifest.readme = readme(tree).or(manifest.readme.take());
}

/// A text for people: names, hosts, and the registry's `mcp-name:` mark.
pub(super) fn document(text: &Text, manifest: &mut Manifest) {
    let fences = fences(text);
    let urls = hosts::scan(text, &fences, false, &mut manifest.declared);
    env::scan(text, &urls, &mut manifest.declared);
    claims::prose(text, &fences, &mut manifest.declared);
    if manifest.mcp_name.is_none() && is_read_by_the_mcp_registry(&text.path) {
        manifest.mcp_name = server_name(text);
    }
}

/// What a package index shows of the package: its README, or the description that METADATA holds.
fn is_read_by_the_mcp_registry(path: &RelPath) -> bool {
    let is_readme = path.depth() == 1 && path.as_str().to_ascii_lowercase().starts_with("readme");
    is_readme || matches!(path.file_name(), "METADATA" | "PKG-INFO")
}

fn server_name(text: &Text) -> Option<ServerName> {
    let found = MCP_NAME.captures(&text.body)?.get(1)?;
    // The end of a comment may follow without a blank.
    let name = found.as_str().trim_end_matches(['-', '.']);
    Some(ServerName { name: name.to_owned(), location: text.place(found.start()..found.start() + name.len()) })
}

/// The insides of Markdown's fenced blocks; one that is never closed ends with the next that is opened, or with the text.
fn fences(text: &Text) -> Vec<Range<usize>> {
    let mut fences = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    for (at, line) in text.lines() {
        // A block may begin in a quotation or in an item of a list.
        let trimmed = line.trim_start_matches(|c: char| c.is_ascii_digit() || " \t>-*+.".contains(c));
        let (mark, info) = fence_mark(trimmed);
        let opens = mark.len() >= 3 && !info.contains('`');
        match open {
            Some((_, opening)) if !opens || mark.len() < opening.len() || !mark.starts_with(&opening[..1]) => {}
            Some((start, _)) => {
                fences.push(start..at);
                open = if info.trim().is_empty() { None } else { Some((at + line.len(), mark)) };
            }
            None if opens => open = Some((at + line.len(), mark)),
            None => {}
        }
    }
    fences.extend(open.map(|(start, _)| start..text.body.len()));
    fences
}

/// The back-ticks or tildes that a line begins with, and what stands behind them.
fn fence_mark(line: &str) -> (&str, &str) {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~')).unwrap_or('`');
    let length = line.bytes().take_while(|byte| char::from(*byte) == mark).count();
    line.split_at(length)
}

/// As npm and Python's tools choose it: at the root, Markdown before others, no translation.
fn readme(tree: &Tree) -> Option<RelPath> {
    let rank = |path: &RelPath| {
        let name = path.as_str().to_ascii_lowercase();
        let order = ["readme.md", "readme.markdown", "readme.rst", "readme.txt", "readme"];
        order.iter().position(|wanted| *wanted == name)
    };
    tree.files().iter().filter_map(|file| Some((rank(&file.path)?, &file.path))).min().map(|(_, path)| path.clone())
}
