//! `mcpscan block` and `mcpscan revoke`: no package is judged for them.

use thiserror::Error;

use super::args::{AnyRegistry, BlockArguments, RevokeArguments};
use super::file::Held;
use super::{place, today, who};
use crate::approvals::{Block, Draft, EditError, Removed, VersionRange};
use crate::cli::run::{Outcome, show};
use crate::cli::{Exit, Streams};
use crate::model::{PackageName, PackageSpec, Registry, SpecError};
use crate::report::escape;

#[derive(Debug, Error)]
#[error("nothing is decided about `{0}`\nhint: `mcpscan list` shows what is")]
struct NothingThere(String);

pub(in crate::cli) fn block(asked: BlockArguments, streams: &mut Streams<'_>) -> Outcome {
    let (name, range) = named(asked.registry, &asked.package)?;
    let versions = VersionRange::parse(asked.registry.into(), range.as_deref().unwrap_or("*"))?;
    let by = who::by(asked.by.as_deref())?;
    let block = Block { registry: asked.registry.into(), name, versions, why: asked.why, by: Some(by), on: Some(today()) };
    let path = place::find_or_choose(asked.list.list.as_deref())?;
    changed(&path, |draft| draft.block(&block))?;
    let what = format!("{} {}", escape(block.name.as_str()), escape(&block.versions.to_string()));
    show(&format!("blocked {what} in {}\n", escape(&path.display().to_string())), streams)
}

pub(in crate::cli) fn revoke(asked: &RevokeArguments, streams: &mut Streams<'_>) -> Outcome {
    let (name, version) = named(asked.registry, &asked.package)?;
    let path = place::find(asked.list.list.as_deref())?;
    // A list that is not there is not made to find nothing in it.
    super::file::read(&path)?;
    let removed = changed(&path, |draft| {
        let (registry, version) = (asked.registry.into(), version.as_deref());
        if asked.block { draft.lift(registry, &name, version) } else { draft.revoke(registry, &name, version) }
    })?;
    if removed == Removed::default() {
        return Err(NothingThere(asked.package.clone()).into());
    }
    let mut out = String::new();
    for approval in &removed.approvals {
        let (version, by) = (escape(&approval.version), escape(&approval.by));
        out += &format!("took out the approval of {} {version} by {by} on {}\n", escape(name.as_str()), approval.on);
    }
    for block in &removed.blocks {
        out +=
            &format!("took out the block of {} {}: {}\n", escape(name.as_str()), escape(&block.versions.to_string()), escape(&block.why));
    }
    streams.data(&out)?;
    Ok(Exit::Fine)
}

/// A change that changes nothing writes nothing.
fn changed<T>(path: &std::path::Path, change: impl FnOnce(&mut Draft) -> Result<T, EditError>) -> Result<T, Box<dyn std::error::Error>> {
    let held = Held::take(path)?;
    let label = path.display().to_string();
    let changed = Draft::new(&label, &held.text).map_err(EditError::from).and_then(|mut draft| Ok((change(&mut draft)?, draft)));
    match changed {
        Ok((value, draft)) if draft.text() == held.text => {
            held.leave();
            Ok(value)
        }
        Ok((value, draft)) => {
            held.write(draft.text())?;
            Ok(value)
        }
        Err(error) => {
            held.leave();
            Err(error.into())
        }
    }
}

/// `NAME`, `NAME@VERSION`, `NAME@RANGE`.
fn named(registry: AnyRegistry, text: &str) -> Result<(PackageName, Option<String>), SpecError> {
    let spec = match registry {
        AnyRegistry::Npm => PackageSpec::npm(text)?,
        AnyRegistry::Pypi => PackageSpec::pypi(text)?,
        AnyRegistry::Local => {
            if text.trim().is_empty() {
                return Err(SpecError::Name { registry: Registry::Local, name: text.to_owned(), why: "it is empty" });
            }
            let at = text.char_indices().skip(1).filter(|(_, c)| *c == '@').map(|(at, _)| at).last();
            let (name, version) = at.map_or((text, None), |at| (&text[..at], Some(text[at + 1..].to_owned())));
            return Ok((PackageName::local(name), version));
        }
    };
    Ok((spec.name, spec.wanted))
}
