//! `mcpscan list` and `mcpscan show`: what the list says, as it is today.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use thiserror::Error;

use super::args::{AnyRegistry, ListArguments, ShowArguments};
use super::check::Known;
use super::place::PlaceError;
use super::{file, imports, place, today};
use crate::approvals::{ApprovedList, Entry, Lists, SCHEMA, entries, read};
use crate::cli::args::{Common, Format};
use crate::cli::run::{Outcome, show as print};
use crate::cli::{Judge, Streams};
use crate::model::PackageName;
use crate::report::approvals;
use crate::report::terminal::{self, Options};

#[derive(Debug, Error)]
#[error("nothing is decided about `{0}`\nhint: `mcpscan list` shows what is")]
struct NothingThere(String);

pub(in crate::cli) fn list(asked: &ListArguments, common: &Common, judge: &dyn Judge, streams: &mut Streams<'_>) -> Outcome {
    if asked.schema {
        return print(SCHEMA, streams);
    }
    let text = match asked.format {
        Format::Json => approvals::list_json(&the_list(asked.list.list.as_deref())?.1),
        Format::Text => {
            let known = known(asked.list.list.as_deref(), common, judge, streams)?;
            terminal::approved_list(Lists { own: &known.own, imported: &known.imported }, today(), options(common, streams))
        }
    };
    print(&text, streams)
}

pub(in crate::cli) fn show(asked: &ShowArguments, common: &Common, judge: &dyn Judge, streams: &mut Streams<'_>) -> Outcome {
    let registry = asked.registry.into();
    let name = match asked.registry {
        AnyRegistry::Npm => PackageName::npm(&asked.name)?,
        AnyRegistry::Pypi => PackageName::pypi(&asked.name)?,
        AnyRegistry::Local => PackageName::local(&asked.name),
    };
    let mut known = known(asked.list.list.as_deref(), common, judge, streams)?;
    let mut is_empty = true;
    for list in std::iter::once(&mut known.own).chain(known.imported.iter_mut().map(|import| &mut import.list)) {
        list.approvals.retain(|approval| approval.registry == registry && approval.name == name);
        list.blocks.retain(|block| block.registry == registry && block.name == name);
        is_empty &= list.approvals.is_empty() && list.blocks.is_empty();
    }
    if is_empty {
        return Err(NothingThere(asked.name.clone()).into());
    }
    let lists = Lists { own: &known.own, imported: &known.imported };
    print(&terminal::approved_package(lists, today(), options(common, streams)), streams)
}

/// Hands over what counts today of the list that is named, or of the nearest one; none where nobody names one and there is none.
pub(in crate::cli) fn watched<T>(
    named: Option<&Path>,
    common: &Common,
    judge: &dyn Judge,
    streams: &mut Streams<'_>,
    tell: impl FnOnce(Option<&[Entry<'_>]>) -> T,
) -> Result<T, Box<dyn std::error::Error>> {
    if named.is_none() && matches!(place::find(None), Err(PlaceError::NoList)) {
        return Ok(tell(None));
    }
    if let Some(path) = named {
        file::text(path, "name a list that you may read with --approved FILE")?;
    }
    with_lists(named, common, judge, streams, |lists, today| tell(Some(&entries(lists, today))))
}

fn the_list(named: Option<&Path>) -> Result<(PathBuf, ApprovedList), Box<dyn std::error::Error>> {
    let path = place::find(named)?;
    let list = read(&path.display().to_string(), &file::read(&path)?)?;
    Ok((path, list))
}

/// A look asks no network: an imported list that is not at hand is told, and left out.
fn known(named: Option<&Path>, common: &Common, judge: &dyn Judge, streams: &mut Streams<'_>) -> Result<Known, Box<dyn std::error::Error>> {
    let (path, own) = the_list(named)?;
    let (imported, missing) = imports::at_hand(&own, &path, common, judge);
    for what in missing.iter().filter(|_| !common.quiet) {
        streams.say(&format!("note: left out: {what}\n"));
    }
    Ok(Known { own, imported })
}

/// Hands over the list that is named, or the nearest one, with those that it imports and that are at hand.
pub(in crate::cli) fn with_lists<T>(
    named: Option<&Path>,
    common: &Common,
    judge: &dyn Judge,
    streams: &mut Streams<'_>,
    tell: impl FnOnce(Lists<'_>, Date) -> T,
) -> Result<T, Box<dyn std::error::Error>> {
    let known = known(named, common, judge, streams)?;
    Ok(tell(Lists { own: &known.own, imported: &known.imported }, today()))
}

fn options(common: &Common, streams: &Streams<'_>) -> Options {
    Options { width: streams.width, color: streams.colored(common.color, false), verbose: common.verbose }
}
