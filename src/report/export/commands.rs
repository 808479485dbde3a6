//! The commands by which people have their clients start a package, word by word.

use super::{Runner, Server};
use crate::approvals::Block;

/// Each with its version, as documented by the runner.
pub(super) fn of(server: &Server<'_>) -> Vec<Vec<String>> {
    pinned(server.runner, server.approval.name.as_str(), &server.approval.version)
}

/// None for what a list of exact commands cannot say.
pub(super) fn denied(block: &Block) -> Option<Vec<Vec<String>>> {
    let runner = Runner::of(block.registry)?;
    let (name, range) = (block.name.as_str(), block.versions.to_string());
    let one = range.strip_prefix("==").unwrap_or(&range);
    match range.as_str() {
        "*" => Some(unpinned(runner, name)),
        _ if crate::approvals::is_exact(block.registry, one) => Some(pinned(runner, name, one)),
        _ => None,
    }
}

fn pinned(runner: Runner, name: &str, version: &str) -> Vec<Vec<String>> {
    match runner {
        Runner::Npx => npx(&format!("{name}@{version}")),
        Runner::Uvx => spelled(&[
            &["uvx", &format!("{name}=={version}")],
            &["uvx", &format!("{name}@{version}")],
            &["uvx", "--from", &format!("{name}=={version}"), name],
        ]),
    }
}

fn unpinned(runner: Runner, name: &str) -> Vec<Vec<String>> {
    let latest = format!("{name}@latest");
    match runner {
        Runner::Npx => [npx(name), npx(&latest)].concat(),
        Runner::Uvx => spelled(&[&["uvx", name], &["uvx", &latest], &["uvx", "--from", name, name]]),
    }
}

fn npx(package: &str) -> Vec<Vec<String>> {
    spelled(&[&["npx", package], &["npx", "-y", package], &["npx", "--yes", package]])
}

/// On Windows these are scripts, which `cmd` has to start.
fn spelled(commands: &[&[&str]]) -> Vec<Vec<String>> {
    let whole = |before: &[&str], command: &[&str]| before.iter().chain(command).map(|word| (*word).to_owned()).collect();
    commands.iter().flat_map(|command| [whole(&[], command), whole(&["cmd", "/c"], command)]).collect()
}
