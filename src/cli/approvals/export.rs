//! `mcpscan export`: the approved list as a client or gateway takes it.

use super::args::{ExportArguments, For};
use super::check::known_through;
use super::imports::Reach;
use super::today;
use crate::approvals::Lists;
use crate::cli::args::Common;
use crate::cli::run::Outcome;
use crate::cli::{Exit, Judge, Streams};
use crate::report::export::{self, Form};

pub(in crate::cli) fn export(asked: &ExportArguments, common: &Common, judge: &dyn Judge, streams: &mut Streams<'_>) -> Outcome {
    let reach = Reach { no_cache: asked.no_cache, offline: asked.offline };
    let known = known_through(asked.list.list.as_deref(), reach, common, judge)?;
    let list = export::select(Lists { own: &known.own, imported: &known.imported }, asked.with_imports, today());
    let export = export::export(form(asked.form), &list);
    streams.deliver(&export.text, asked.output.as_deref())?;
    if !common.quiet {
        for note in &export.notes {
            streams.say(&format!("note: {note}\n"));
        }
    }
    Ok(Exit::Fine)
}

fn form(form: For) -> Form {
    match form {
        For::Claude => Form::Claude,
        For::Vscode => Form::VsCode,
        For::Docker => Form::Docker,
        For::Toolhive => Form::ToolHive,
        For::McpRegistry => Form::McpRegistry,
    }
}
