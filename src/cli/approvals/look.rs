//! `mcpscan list` and `mcpscan show`: what the list says, as it is today.

use std::path::Path;

use thiserror::Error;

use super::args::{AnyRegistry, ListArguments, ShowArguments};
use super::{file, place, today};
use crate::approvals::{ApprovedList, SCHEMA, read};
use crate::cli::Streams;
use crate::cli::args::{Common, Format};
use crate::cli::run::{Outcome, show as print};
use crate::model::PackageName;
use crate::report::approvals;
use crate::report::terminal::{self, Options};

#[derive(Debug, Error)]
#[error("nothing is decided about `{0}`\nhint: `mcpscan list` shows what is")]
struct NothingThere(String);

pub(in crate::cli) fn list(asked: &ListArguments, common: &Common, streams: &mut Streams<'_>) -> Outcome {
    if asked.schema {
        return print(SCHEMA, streams);
    }
    let list = the_list(asked.list.list.as_deref())?;
    let text = match asked.format {
        Format::Json => approvals::list_json(&list),
        Format::Text => terminal::approved_list(&list, today(), options(common, streams)),
    };
    print(&text, streams)
}

pub(in crate::cli) fn show(asked: &ShowArguments, common: &Common, streams: &mut Streams<'_>) -> Outcome {
    let name = match asked.registry {
        AnyRegistry::Npm => PackageName::npm(&asked.name)?,
        AnyRegistry::Pypi => PackageName::pypi(&asked.name)?,
        AnyRegistry::Local => PackageName::local(&asked.name),
    };
    let mut list = the_list(asked.list.list.as_deref())?;
    let registry = asked.registry.into();
    list.approvals.retain(|approval| approval.registry == registry && approval.name == name);
    list.blocks.retain(|block| block.registry == registry && block.name == name);
    if list.approvals.is_empty() && list.blocks.is_empty() {
        return Err(NothingThere(asked.name.clone()).into());
    }
    print(&terminal::approved_package(&list, today(), options(common, streams)), streams)
}

fn the_list(named: Option<&Path>) -> Result<ApprovedList, Box<dyn std::error::Error>> {
    let path = place::find(named)?;
    Ok(read(&path.display().to_string(), &file::read(&path)?)?)
}

fn options(common: &Common, streams: &Streams<'_>) -> Options {
    Options { width: streams.width, color: streams.colored(common.color, false), verbose: common.verbose }
}
